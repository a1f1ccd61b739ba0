/** What became of one app. */
export interface AppResult {
  readonly app: string;
  readonly deployment: DeploymentResult;
  readonly assertions: readonly AssertionResult[];
  /** Why it could not be destroyed; undefined where it was, or never was deployed. */
  readonly notDestroyed?: string;
  /** What a stack leaves behind on purpose, so that no data is lost. */
  readonly retained: readonly string[];
  readonly seconds: number;
}

export type DeploymentResult =
  /** @property recorded - types that the emulator has only noted down, without a service behind them */
  | { readonly outcome: 'deployed'; readonly resources: number; readonly recorded: readonly string[] }
  /** The emulator cannot: that says nothing about the app. */
  | { readonly outcome: 'skipped'; readonly because: string }
  | { readonly outcome: 'failed'; readonly because: string };

export interface AssertionResult {
  readonly title: string;
  /** Who answered, or would have. */
  readonly by: 'emulator' | 'interpreter' | 'aws' | 'nobody';
  readonly outcome: 'passed' | 'failed' | 'skipped';
  /** What went wrong, or why it was skipped. */
  readonly because?: string;
}

export interface Totals {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
}

/** Each deployment with its destruction counts as one, each assertion as one. */
export function totalsOf(results: readonly AppResult[]): Totals {
  const outcomes = results.flatMap(({ deployment, assertions, notDestroyed }) => [
    notDestroyed === undefined ? deployment.outcome : 'failed',
    ...assertions.map(({ outcome }) => outcome),
  ]);
  const count = (...wanted: string[]) => outcomes.filter((outcome) => wanted.includes(outcome)).length;
  return { passed: count('passed', 'deployed'), failed: count('failed'), skipped: count('skipped') };
}
