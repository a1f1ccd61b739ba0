export interface RunOptions {
  /**
   * The execution's name, 80 characters at most.
   * @default - execution-1, execution-2, …
   */
  readonly name?: string;
  /**
   * When the execution starts, in virtual time. Executions that a test starts share a clock, which the first one sets.
   * @default 2025-01-01T00:00:00Z
   */
  readonly startTime?: Date;
  /**
   * Where random numbers come from (`$random`, `$uuid`, jitter); the same seed gives the same execution.
   * @default - made from the execution's name
   */
  readonly seed?: number;
}

export interface AppOptions {
  /**
   * When the rehearsal begins, in virtual time: the moment at which everything has just been deployed.
   * @default 2025-01-01T00:00:00Z
   */
  readonly startTime?: Date;
}

export interface FileOptions {
  /**
   * Which state machine: its name, its logical id or a part of its construct's path.
   * @default - the only one
   */
  readonly machine?: string;
  /**
   * The type of a definition's state machine; a template says it itself.
   * @default STANDARD
   */
  readonly type?: 'STANDARD' | 'EXPRESS';
}

export interface DefinitionOptions {
  /**
   * The state machine's name, part of its ARN and of its executions' ARNs.
   * @default StateMachine
   */
  readonly name?: string;
  /**
   * An Express execution may take five minutes at most, a Standard one a year.
   * @default STANDARD
   */
  readonly type?: 'STANDARD' | 'EXPRESS';
  /** @default aws */
  readonly partition?: string;
  /** @default us-east-1 */
  readonly region?: string;
  /** @default 111122223333 */
  readonly account?: string;
  /** Other state machines of the same account and Region, which run when the definition starts executions of them. */
  readonly machines?: readonly OtherMachine[];
}

/** A state machine that the rehearsed one may start. */
export interface OtherMachine {
  /** Part of its ARN: `arn:aws:states:us-east-1:111122223333:stateMachine:<name>`. */
  readonly name: string;
  readonly definition: string | object;
  /** @default STANDARD */
  readonly type?: 'STANDARD' | 'EXPRESS';
}
