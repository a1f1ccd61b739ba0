import type * as lambda from 'aws-cdk-lib/aws-lambda';
import type { Rehearsal } from 'cdk-workflows/testing';
import type { Construct, IConstruct } from 'constructs';

export interface BuildOptions {
  /** A function that exists already, so that the template holds the workflow and nothing else. */
  readonly fn: (id: string) => lambda.IFunction;
  /** How many steps or tasks, where it is not the example that is being measured. */
  readonly size?: number;
  readonly alarms: boolean;
}

/** `constructs/<name>.ts` and `handwritten/<name>.ts`: the same workflow, with the library and with plain aws-cdk-lib. */
export interface BenchModule {
  readonly build: (scope: Construct, options: BuildOptions) => IConstruct;
  /** How a task that waits for people is answered, by the answers of the paths. */
  readonly answers?: Readonly<Record<string, (rehearsal: Rehearsal) => void>>;
}

/** What `constructs/<name>.ts` says beside that. */
export interface BenchSubject extends BenchModule {
  readonly title: string;
  /** Ways through the workflow, by the functions that fail. */
  readonly paths: readonly BenchPath[];
  /** How many functions a step or task calls. */
  readonly functionsPerStep: number;
  readonly goals?: Goals;
  /** Functions that one side needs and the other does without; they are left out where calls are compared. */
  readonly helpers?: readonly string[];
}

export interface BenchPath {
  readonly title: string;
  readonly failing: readonly string[];
  /** What people say, where a task waits for them. */
  readonly answer?: string;
  /** Transitions that the design promises. */
  readonly goal?: number;
}

export interface Goals {
  /** Milliseconds per workflow, as a part of those of the handwritten one. */
  readonly timeRatio?: number;
  /** Alarms left out. */
  readonly resources?: number;
  readonly lines?: number;
  /** Statements about Lambda in the role of a workflow that calls 80 functions, in as many policies as a role holds. */
  readonly lambdaStatements?: number;
}
