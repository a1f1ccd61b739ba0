import type { StateGroup } from '../../asl/definition';
import { Errors } from '../../asl/errors';
import { type Json, sizeInBytes } from '../../asl/json';
import { Limits } from '../../asl/limits';
import type { DoublesOfExecution } from '../doubles';
import type { Services } from '../integrations/services';
import type { RehearsalRun, TaskAttempt } from '../run';
import { VirtualClock } from './clock';
import { dataLimitExceeded, StateFailure } from './failure';
import { History } from './history';
import type { Machine } from './machine';
import { perform } from './perform';
import { seededRandom, seedFrom, uuidFrom } from './random';
import { Variables } from './variables';
import { type Exit, Visit } from './visit';

export interface ExecutionOptions {
  readonly machine: Machine;
  readonly name: string;
  readonly input: Json;
  readonly doubles: DoublesOfExecution;
  readonly services: Services;
  /** Milliseconds since 1970. */
  readonly startsAt: number;
  readonly seed: number;
}

/** One execution of a state machine, from StartAt to its end, on a clock of its own. */
export class Execution {
  public readonly machine: Machine;
  public readonly name: string;
  public readonly arn: string;
  public readonly input: Json;
  public readonly doubles: DoublesOfExecution;
  public readonly services: Services;
  public readonly clock: VirtualClock;
  public readonly history: History;
  public readonly random: () => number;
  public readonly startTime: string;
  public readonly visited: string[] = [];
  public readonly attempts: TaskAttempt[] = [];
  public transitions = 0;
  /** An assertion that failed in a double, perhaps after the execution had stopped to wait for it. */
  public testFailure?: Error;
  private readonly startsAt: number;

  constructor(options: ExecutionOptions) {
    this.machine = options.machine;
    this.name = options.name;
    this.arn = executionArn(this.machine, options.name);
    this.input = options.input;
    this.doubles = options.doubles;
    this.services = options.services;
    this.startsAt = options.startsAt;
    this.clock = new VirtualClock(options.startsAt);
    this.history = new History(this.clock);
    this.random = seededRandom(options.seed);
    this.startTime = new Date(options.startsAt).toISOString();
  }

  /** Virtual milliseconds since the start. */
  public get elapsed(): number {
    return this.clock.now - this.startsAt;
  }

  public async run(): Promise<RehearsalRun> {
    const outcome = await this.clock.run(() => this.untilTimeLimit());
    if (this.testFailure) {
      throw this.testFailure;
    }
    const { visited, attempts: calls, transitions, name } = this;
    const messages: RehearsalRun['messages'] = (queue) => this.services.queues.messages(queue, this.arn);
    return { name, ...outcome, visited, calls, transitions, history: this.history.events, messages };
  }

  /** Runs states from StartAt until one ends the group; branches and iterations will run their groups the same way. */
  public async runGroup(group: StateGroup, input: Json, variables: Variables, previousEventId: number): Promise<Exit> {
    let name = group.StartAt;
    let eventId = previousEventId;
    for (;;) {
      this.visited.push(name);
      this.transitions++;
      const visit = new Visit(this, name, group.States[name], input, variables, eventId);
      const exit = await perform(visit);
      if (sizeInBytes(exit.output) > Limits.PAYLOAD_BYTES) {
        throw dataLimitExceeded(name, { terminal: true });
      }
      variables.assign(name, exit.assigned ?? {});
      eventId = visit.record(`${visit.state.Type}StateExited`, {
        name,
        output: exit.output,
        assignedVariables: exit.assigned,
      });
      if (exit.next === undefined) {
        return exit;
      }
      name = exit.next;
      input = exit.output;
    }
  }

  /** The execution against its own TimeoutSeconds, and the time that any execution of its type has at most. */
  private untilTimeLimit(): Promise<Outcome> {
    const { type, definition } = this.machine;
    const most = type === 'EXPRESS' ? Limits.EXPRESS_EXECUTION_SECONDS : Limits.STANDARD_EXECUTION_SECONDS;
    const seconds = Math.min(definition.TimeoutSeconds ?? most, most);
    return new Promise((resolve, reject) => {
      const timer = this.clock.after(seconds * 1000, () => resolve(this.timedOut()));
      this.toOutcome().then(
        (outcome) => {
          timer.cancel();
          resolve(outcome);
        },
        (error) => reject(error),
      );
    });
  }

  private async toOutcome(): Promise<Outcome> {
    try {
      const started = this.history.add('ExecutionStarted', { input: this.input, roleArn: this.machine.roleArn }, 0);
      if (sizeInBytes(this.input) > Limits.PAYLOAD_BYTES) {
        throw dataLimitExceeded(this.name, { terminal: true });
      }
      const { definition } = this.machine;
      // The API shows 0, not 1, as the event before the first state.
      const { output } = await this.runGroup(definition, this.input, new Variables(), started - 1);
      this.history.close('ExecutionSucceeded', { output });
      return { status: 'SUCCEEDED', output, virtualDuration: this.elapsed };
    } catch (failure) {
      if (!(failure instanceof StateFailure)) {
        throw failure;
      }
      const error = failure.error ?? undefined;
      const cause = failure.explanation ?? undefined;
      this.history.close('ExecutionFailed', { error, cause });
      return { status: 'FAILED', error, cause, virtualDuration: this.elapsed };
    }
  }

  private timedOut(): Outcome {
    this.history.close('ExecutionTimedOut', { error: Errors.TIMEOUT });
    return { status: 'TIMED_OUT', error: Errors.TIMEOUT, virtualDuration: this.elapsed };
  }
}

type Outcome = Pick<RehearsalRun, 'status' | 'output' | 'error' | 'cause' | 'virtualDuration'>;

/** An Express execution is told apart by one part more. */
function executionArn({ arn, type }: Machine, name: string): string {
  return type === 'EXPRESS'
    ? `${arn.replace(':stateMachine:', ':express:')}:${name}:${uuidFrom(seededRandom(seedFrom(name)))}`
    : `${arn.replace(':stateMachine:', ':execution:')}:${name}`;
}
