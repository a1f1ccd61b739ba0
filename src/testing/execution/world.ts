import { Listeners } from '../integrations/listeners';
import type { Services } from '../integrations/services';
import { RehearsalError } from '../rehearsal-error';
import { VirtualClock } from './clock';
import { Execution, type ExecutionOptions } from './execution';
import { executionArn, type Machine } from './machine';
import { TaskTokens } from './task-tokens';

/** Everything that happens on one clock: executions, those that they start, and the services that they call. */
export class World {
  public readonly clock: VirtualClock;
  public readonly tokens = new TaskTokens();
  /** Told of an execution whenever it has begun, has ended or is redriven. */
  public readonly statusChanges = new Listeners<Execution>();
  /** By ARN. */
  private readonly executions = new Map<string, Execution>();
  private failure?: { readonly error: unknown };

  /**
   * @param machineOf - finds the state machine that a nested execution is of, by its ARN
   * @param attended - whether somebody outside may still report on a task: a test that goes on while executions wait
   */
  constructor(
    startsAt: number,
    public readonly services: Services,
    public readonly machineOf: (arn: string) => Machine | undefined,
    public readonly attended: boolean,
  ) {
    if (Number.isNaN(startsAt)) {
      throw new RehearsalError('startTime is no valid date');
    }
    this.clock = new VirtualClock(startsAt);
  }

  /** Begins an execution: the one place that makes them, so that states and tasks can do so without knowing the class. */
  public begin(options: ExecutionOptions): Execution {
    const execution = new Execution(this, options);
    this.executions.set(execution.arn, execution);
    return execution.start();
  }

  /** The ARN of another execution with this name; the same for every execution of a Standard one. */
  public arnFor(machine: Machine, name: string): string {
    for (let earlier = 0; ; earlier++) {
      const arn = executionArn(machine, name, earlier);
      if (machine.type === 'STANDARD' || !this.executions.has(arn)) {
        return arn;
      }
    }
  }

  /** In the order in which they began. */
  public get all(): Execution[] {
    return [...this.executions.values()];
  }

  public find(executionArn: string): Execution | undefined {
    return this.executions.get(executionArn);
  }

  /** Notes that the test itself went wrong, wherever that was seen; no Catch of a workflow may hide it. */
  public fail(error: unknown): void {
    this.failure ??= { error };
  }

  /** Lets everything happen that takes no time. Where time moves already, for a double asks, that happens anyway. */
  public async settle(): Promise<void> {
    if (!this.clock.isRunning) {
      await this.run({ moment: this.clock.now });
    }
  }

  /** Lets things happen until a condition holds, a moment has come, or nothing is left to do. */
  public async run(until: { isDone?: () => boolean; moment?: number } = {}): Promise<void> {
    const { isDone = () => false, moment } = until;
    await this.clock.run({ moment, isDone: () => this.failure !== undefined || isDone() });
    if (this.failure) {
      const { error } = this.failure;
      this.failure = undefined;
      throw error;
    }
  }
}
