import type { StateGroup } from '../../asl/definition';
import { Errors } from '../../asl/errors';
import { exceeds, type Json } from '../../asl/json';
import { Limits } from '../../asl/limits';
import type { DoublesOfExecution } from '../doubles';
import type { Services } from '../integrations/services';
import type { ExecutionStatus, RehearsalRun } from '../run';
import type { VirtualClock } from './clock';
import { EventChain } from './event-chain';
import { dataLimitExceeded, StateFailure } from './failure';
import { History } from './history';
import { Journal } from './journal';
import type { Machine } from './machine';
import { perform } from './perform';
import { Progress } from './progress';
import { seededRandom } from './random';
import { never, Strand } from './strand';
import { Variables } from './variables';
import { type Exit, type Frame, Visit } from './visit';
import type { World } from './world';

export interface ExecutionOptions {
  readonly machine: Machine;
  readonly name: string;
  readonly arn: string;
  readonly input: Json;
  /** The input as the API got it. */
  readonly inputText?: string;
  readonly doubles: DoublesOfExecution;
  readonly seed: number;
  /** Of the execution whose Map this one works for. */
  readonly journal?: Journal;
  /** The execution that started this one. */
  readonly parent?: Execution;
}

/** How an execution ended. */
export interface Outcome {
  readonly status: Exclude<ExecutionStatus, 'RUNNING'>;
  readonly output?: Json;
  readonly error?: string;
  readonly cause?: string;
  /** Virtual milliseconds since the start. */
  readonly virtualDuration: number;
}

/** One execution of a state machine, from StartAt to its end, in a world that it may share with others. */
export class Execution {
  public readonly machine: Machine;
  public readonly name: string;
  public readonly arn: string;
  public readonly input: Json;
  public readonly inputText?: string;
  public readonly doubles: DoublesOfExecution;
  public readonly journal: Journal;
  public readonly history: History;
  public readonly random: () => number;
  public readonly startTime: string;
  public redriveCount = 0;
  public redriveTime?: string;
  public outcome?: Outcome;
  /** The executions that this one started. */
  public readonly children: Execution[] = [];
  public readonly startedAt: number;
  public endedAt = 0;
  private readonly progress = new Progress(new Variables());
  private strand: Strand;
  private whenEnded: (() => void)[] = [];

  constructor(
    public readonly world: World,
    options: ExecutionOptions,
  ) {
    this.machine = options.machine;
    this.name = options.name;
    this.arn = options.arn;
    this.input = options.input;
    this.inputText = options.inputText;
    this.doubles = options.doubles;
    this.journal = options.journal ?? new Journal(world.clock);
    this.history = new History(
      world.clock,
      this.machine.type === 'EXPRESS' ? Limits.EXPRESS_REHEARSAL_EVENTS : Limits.HISTORY_EVENTS,
    );
    this.random = seededRandom(options.seed);
    this.startTime = world.clock.isoNow;
    this.startedAt = world.clock.now;
    this.strand = new Strand(world.clock);
    options.parent?.children.push(this);
  }

  public get clock(): VirtualClock {
    return this.world.clock;
  }

  public get services(): Services {
    return this.world.services;
  }

  public get status(): ExecutionStatus {
    return this.outcome?.status ?? 'RUNNING';
  }

  /** Begins; what happens then happens as the world's clock runs. */
  public start(): this {
    const started = this.history.add('ExecutionStarted', { input: this.input, roleArn: this.machine.roleArn }, 0);
    // The API shows 0, not 1, as the event before the first state.
    this.runMachine(started - 1);
    return this;
  }

  /** StopExecution: https://docs.aws.amazon.com/step-functions/latest/apireference/API_StopExecution.html */
  public stop(error?: string, cause?: string): void {
    this.end('ABORTED', 'ExecutionAborted', { error, cause });
  }

  public get isRedrivable(): boolean {
    return this.redriveProblem() === undefined;
  }

  /** RedriveExecution: goes on from the states that did not succeed, with the input that they had. */
  public redrive(): void {
    const problem = this.redriveProblem();
    if (problem) {
      throw new Error(`execution '${this.name}' cannot be redriven: ${problem}`);
    }
    this.outcome = undefined;
    this.redriveCount++;
    // https://docs.aws.amazon.com/step-functions/latest/dg/concepts-transitions.html
    this.journal.transitions++;
    this.redriveTime = this.clock.isoNow;
    this.strand = new Strand(this.clock);
    const redriven = this.history.reopen('ExecutionRedriven', { redriveCount: this.redriveCount });
    this.runMachine(redriven);
  }

  /** Calls back once the execution has ended. */
  public onEnd(callback: () => void): void {
    if (this.outcome) {
      callback();
    } else {
      this.whenEnded.push(callback);
    }
  }

  public report(): RehearsalRun {
    const { name, journal, history, arn, services, machine } = this;
    const { visited, calls, transitions, edges } = journal;
    const outcome = this.outcome ?? { status: this.status, virtualDuration: this.clock.now - this.startedAt };
    return {
      name,
      arn,
      ...outcome,
      visited,
      calls,
      transitions,
      edges,
      history: history.events,
      mapRuns: journal.mapRuns.map((run) => run.describe()),
      children: this.children.map((child) => child.report()),
      stateMachine: machine.name,
      messages: (destination) => services.messages(destination, arn),
      events: (bus) => services.buses.events(bus, arn),
    };
  }

  /** Runs states until one ends the group: the machine, a branch, an iteration. */
  public async runGroup(group: StateGroup, firstInput: Json, frame: Frame): Promise<Exit> {
    const { strand, progress, events } = frame;
    const { journal } = this;
    let { name, input } = progress.at ?? { name: group.StartAt, input: firstInput };
    let resumes = progress.at !== undefined;
    for (;;) {
      if (!resumes) {
        progress.enter(name, input);
      }
      resumes = false;
      journal.visited.push(name);
      journal.transitions++;
      const visit = new Visit(this, name, group.States[name], input, frame);
      const forget = strand.onCancel((after) => visit.abort(after));
      const exit = await perform(visit);
      if (strand.isCancelled) {
        return never();
      }
      if (exceeds(exit.output, Limits.PAYLOAD_BYTES)) {
        // A redrive runs all branches and iterations again, also those that succeeded.
        progress.forgetParts();
        throw dataLimitExceeded(name, { terminal: true });
      }
      progress.variables.assign(name, exit.assigned ?? {});
      events.record(`${visit.state.Type}StateExited`, {
        name,
        output: exit.output,
        assignedVariables: exit.assigned,
      });
      forget();
      journal.edges.push({ from: name, to: exit.next, via: exit.via ?? (exit.next === undefined ? 'End' : 'Next') });
      if (exit.next === undefined) {
        return exit;
      }
      name = exit.next;
      input = exit.output;
    }
  }

  private runMachine(previousEventId: number): void {
    const { type, definition } = this.machine;
    const most = type === 'EXPRESS' ? Limits.EXPRESS_EXECUTION_SECONDS : Limits.STANDARD_EXECUTION_SECONDS;
    const seconds = Math.min(definition.TimeoutSeconds ?? most, most);
    this.strand.after(seconds * 1000, () => {
      this.end('TIMED_OUT', 'ExecutionTimedOut', { error: Errors.TIMEOUT });
    });
    this.world.statusChanges.tell(this);
    const { strand, progress } = this;
    const events = new EventChain(this.history, previousEventId);
    this.checkedGroup({ strand, progress, events }).then(
      ({ output }) => this.end('SUCCEEDED', 'ExecutionSucceeded', { output }, events.last),
      (failure) => {
        if (failure instanceof StateFailure) {
          const error = failure.error ?? undefined;
          this.end('FAILED', 'ExecutionFailed', { error, cause: failure.explanation ?? undefined }, events.last);
        } else {
          this.world.fail(failure);
        }
      },
    );
  }

  private async checkedGroup(frame: Frame): Promise<Exit> {
    if (exceeds(this.input, Limits.PAYLOAD_BYTES)) {
      throw dataLimitExceeded(this.name, { terminal: true });
    }
    return this.runGroup(this.machine.definition, this.input, frame);
  }

  /** What ends an execution from outside follows from no event of it. */
  private end(
    status: Outcome['status'],
    event: string,
    details: Pick<Outcome, 'output' | 'error' | 'cause'>,
    previousEventId = 0,
  ): void {
    if (this.outcome) {
      return;
    }
    this.history.close(event, details, previousEventId);
    this.strand.cancel();
    this.endedAt = this.clock.now;
    this.outcome = { status, ...details, virtualDuration: this.endedAt - this.startedAt };

    this.world.statusChanges.tell(this);
    const callbacks = this.whenEnded;
    this.whenEnded = [];
    for (const callback of callbacks) {
      callback();
    }
  }

  /** https://docs.aws.amazon.com/step-functions/latest/dg/redrive-executions.html#redrive-eligibility */
  private redriveProblem(): string | undefined {
    if (this.machine.type === 'EXPRESS') {
      return 'Express executions cannot';
    }
    if (!this.outcome || this.outcome.status === 'SUCCEEDED') {
      return `it is ${this.status}; only what FAILED, was ABORTED or TIMED_OUT can be`;
    }
    if (this.history.isFull) {
      return 'its history is full';
    }
    return this.clock.now - this.endedAt > Limits.REDRIVE_SECONDS * 1000 ? 'it ended more than 14 days ago' : undefined;
  }
}
