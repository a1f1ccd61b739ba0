/** One question that `npm test` asks of the tree: a projen task that succeeds or fails. */
export interface Gate {
  /** The projen task, so that `npm run <task>` asks the same question alone. */
  readonly task: string;
  /** Tasks that must have succeeded before this one makes sense. */
  readonly needs?: readonly string[];
  /** How many cores the task keeps busy by itself. @default 1 */
  readonly cores?: number;
  /** Show the output while the task runs, not only when it failed. @default false */
  readonly live?: boolean;
  /** Where the task leaves jest's own report, when it runs jest. */
  readonly jestReport?: string;
}

export type Outcome = 'passed' | 'failed' | 'not run';

export interface GateResult {
  readonly task: string;
  readonly outcome: Outcome;
  readonly seconds: number;
  readonly jestReport?: string;
}
