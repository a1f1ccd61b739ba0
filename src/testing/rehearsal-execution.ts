import type { Json } from '../asl/json';
import type { Execution } from './execution/execution';
import { RehearsalError } from './rehearsal-error';
import type { ExecutionStatus, RehearsalRun } from './run';

/** A task that waits until somebody reports on it: `{ "state": "Ask", "taskToken": "…", "input": {} }`. */
export interface WaitingTask {
  readonly state: string;
  readonly taskToken: string;
  /** What the called service got, or the worker of an activity gets. */
  readonly input: Json;
}

/** An execution that a test started and goes along with. Virtual time stands still until the test lets it pass. */
export class RehearsalExecution {
  /** @internal */
  constructor(private readonly execution: Execution) {}

  public get name(): string {
    return this.execution.name;
  }

  public get arn(): string {
    return this.execution.arn;
  }

  /** The name of its state machine. */
  public get stateMachine(): string {
    return this.execution.machine.name;
  }

  public get input(): Json {
    return this.execution.input;
  }

  public get status(): ExecutionStatus {
    return this.execution.status;
  }

  /** What the execution did so far. */
  public get run(): RehearsalRun {
    const run = this.execution.report();
    // The execution goes on with its own.
    const [visited, calls, edges, history] = [[...run.visited], [...run.calls], [...run.edges], [...run.history]];
    return { ...run, visited, calls, edges, history };
  }

  /** The tasks of this execution that wait for a report, the one that has waited longest first. */
  public get waitingTasks(): readonly WaitingTask[] {
    return this.execution.world.tokens
      .waiting()
      .filter(({ task }) => task.executionArn === this.arn)
      .map(({ token, task: { state, input } }) => ({ state, taskToken: token, input }));
  }

  /** Lets as much virtual time pass as the execution needs to end. */
  public async finish(): Promise<RehearsalRun> {
    const { world } = this.execution;
    await world.run({ isDone: () => this.status !== 'RUNNING' });
    return this.run;
  }

  /**
   * StopExecution: the execution ends as ABORTED, and no Catch sees it.
   * https://docs.aws.amazon.com/step-functions/latest/apireference/API_StopExecution.html
   */
  public async stop(reason: { error?: string; cause?: string } = {}): Promise<RehearsalRun> {
    this.execution.stop(reason.error, reason.cause);
    await this.execution.world.settle();
    return this.run;
  }

  /**
   * RedriveExecution: goes on from the states that did not succeed. Rejects for an execution that runs, has succeeded,
   * ended more than 14 days ago, or is an Express one.
   * https://docs.aws.amazon.com/step-functions/latest/dg/redrive-executions.html
   */
  public async redrive(): Promise<void> {
    try {
      this.execution.redrive();
    } catch (error) {
      throw new RehearsalError((error as Error).message);
    }
    await this.execution.world.settle();
  }
}
