import type { IConstruct } from 'constructs';
import type { Definition } from '../asl/definition';
import type { Json } from '../asl/json';
import { Limits } from '../asl/limits';
import { AppRehearsal } from './app-rehearsal';
import { Coverage } from './coverage';
import { CoverageCounts } from './coverage-counts';
import { DoublesOfExecution, type Fault } from './doubles';
import type { Execution } from './execution/execution';
import type { Machine } from './execution/machine';
import { executionArn } from './execution/machine';
import { seedFrom } from './execution/random';
import { World } from './execution/world';
import type { DeployedResources } from './integrations/deployed-resources';
import { Services } from './integrations/services';
import { jsonText } from './json-text';
import { type DeployedMachine, type MachineSource, Machines, machineArn } from './machines';
import { RehearsalError } from './rehearsal-error';
import { RehearsalExecution } from './rehearsal-execution';
import type { AppOptions, DefinitionOptions, FileOptions, RunOptions } from './rehearsal-options';
import type { RehearsalRun } from './run';
import { TaskError } from './task-error';
import { TaskReporting } from './task-reporting';
import { machineInFile } from './template/machine-file';
import { MachineResource } from './template/machine-resource';
import { SynthesizedApp } from './template/synthesized-app';
import { type SynthesizedMachine, synthesizedMachine } from './template/synthesized-machine';
import { inMilliseconds, type VirtualDuration } from './virtual-duration';

const DEFAULT_PLACE = { partition: 'aws', region: 'us-east-1', account: '111122223333' };
const DEFAULT_START = new Date('2025-01-01T00:00:00.000Z');

/** Runs the executions of one state machine in this process, on virtual time, with doubles in place of its tasks. */
export class Rehearsal extends TaskReporting {
  /**
   * Rehearses the state machine of a construct as it stands in the synthesized template: a state machine, or anything
   * that has one as `stateMachine` or that has exactly one below it. The other state machines of the app run too when
   * this one starts them.
   */
  public static of(construct: IConstruct): Rehearsal {
    return Rehearsal.deployed(synthesizedMachine(construct));
  }

  /**
   * Rehearses a state machine out of a cloud assembly (`cdk.out`), a CloudFormation template or a definition in the Amazon
   * States Language: of an app in whatever language, or of none.
   */
  public static ofFile(path: string, { machine, type }: FileOptions = {}): Rehearsal {
    const found = machineInFile(path, machine);
    return found.kind === 'definition'
      ? Rehearsal.ofDefinition(found.text, { name: found.name, type })
      : Rehearsal.deployed({ ...found, resolve: refuseTokens });
  }

  /**
   * Rehearses everything that the stacks of an app deploy, across stacks and accounts: APIs, schedules, queues, buckets
   * and topics start executions on one virtual clock.
   */
  public static ofApp(app: IConstruct, options: AppOptions = {}): AppRehearsal {
    return new AppRehearsal(SynthesizedApp.of(app), options.startTime ?? DEFAULT_START);
  }

  /** Rehearses a definition in the Amazon States Language, as text or as an object. */
  public static ofDefinition(definition: string | object, options: DefinitionOptions = {}): Rehearsal {
    const { machines = [], ...own } = options;
    const place = { ...DEFAULT_PLACE, ...own };
    const sourceOf = (text: string | object, name: string, type: MachineSource['type']): MachineSource => ({
      ...place,
      name,
      type,
      text: typeof text === 'string' ? text : jsonText('the definition', text),
    });
    const main = sourceOf(definition, own.name ?? 'StateMachine', own.type ?? 'STANDARD');
    const others = machines.map((other) => {
      const source = sourceOf(other.definition, other.name, other.type ?? 'STANDARD');
      return { arn: machineArn(source), source: () => source };
    });
    return new Rehearsal(main, others, refuseTokens);
  }

  private static deployed({ resolve, assembly, ...machine }: SynthesizedMachine): Rehearsal {
    return new Rehearsal(machine, MachineResource.deployedIn(assembly), resolve, (types) => assembly.resources(types));
  }

  /** The definition that is rehearsed, after all substitutions. */
  public readonly definition: Definition;
  /** @internal */
  protected readonly services: Services;
  /** @internal */
  protected readonly machines: Machines;
  /** The one that is rehearsed. */
  private readonly main: Machine;
  private executions = 0;
  /** Where the executions live that the test goes along with. */
  private stage?: World;
  /** Where executions live at the moment. */
  private readonly worlds = new Set<World>();
  /** What the executions reached that have ended and are forgotten. */
  private readonly reached = new CoverageCounts();
  /** Those that the test goes along with, which may yet reach more. */
  private readonly started: Execution[] = [];

  private constructor(
    source: MachineSource,
    others: readonly DeployedMachine[],
    /** @internal */
    protected readonly resolve: (text: string) => string,
    deployed?: DeployedResources,
  ) {
    super();
    const arn = machineArn(source);
    this.machines = new Machines([{ arn, source: () => source }, ...others]);
    this.main = this.machines.find(arn) as Machine;
    this.definition = this.main.definition;
    this.services = new Services(resolve, deployed);
  }

  /**
   * Runs one execution to its end. Rejects when the test is at fault: a task without a double, an assertion that failed
   * inside a double. A workflow that fails does not reject.
   */
  public run(input: unknown = {}, options: RunOptions = {}): Promise<RehearsalRun> {
    return this.execute(input, { ...options, name: options.name ?? this.nextName() }, this.services);
  }

  /**
   * Starts an execution and lets it come as far as it can without time going by. The test then goes along with it:
   * `advance`, `sendTaskSuccess`, `stop`, `redrive`. All executions that a test starts live on one clock. As in AWS, the
   * same name and input give the execution that runs already, and a name cannot be used again.
   */
  public async start(input: unknown = {}, options: RunOptions = {}): Promise<RehearsalExecution> {
    const name = options.name ?? this.nextName();
    const { main } = this;
    this.stage ??= this.newWorld(options.startTime ?? DEFAULT_START, this.services, true);
    const same = main.type === 'STANDARD' ? this.stage.find(executionArn(main, name)) : undefined;
    if (same) {
      if (same.outcome || JSON.stringify(same.input) !== JSON.stringify(toJson(input))) {
        throw new TaskError('ExecutionAlreadyExists', `Execution Already Exists: '${same.arn}'`);
      }
      return new RehearsalExecution(same);
    }
    const execution = this.begin(this.stage, input, { ...options, name });
    this.started.push(execution);
    await this.stage.settle();
    return new RehearsalExecution(execution);
  }

  /** Lets virtual time pass for the executions that were started, and everything happen that happens meanwhile. */
  public async advance(duration: VirtualDuration): Promise<void> {
    const stage = this.startedStage();
    await stage.run({ moment: stage.clock.now + inMilliseconds(duration) });
  }

  /**
   * What all executions of this rehearsal so far, those of a fault matrix included, reached of the definition: states,
   * transitions, catchers, retriers.
   */
  public coverage(): Coverage {
    const counts = this.reached.copy();
    for (const { journal } of this.started) {
      counts.add(journal);
    }
    return new Coverage(this.definition, counts);
  }

  /**
   * Runs an execution that leaves no trace here but in the coverage: with faults of its own and its own queues.
   * @internal
   */
  public runApart(input: unknown, name: string, faults: ReadonlyMap<string, Fault>): Promise<RehearsalRun> {
    return this.execute(input, { name }, this.services.apart(), faults);
  }

  private async execute(
    input: unknown,
    options: RunOptions & { name: string },
    services: Services,
    faults?: ReadonlyMap<string, Fault>,
  ): Promise<RehearsalRun> {
    const world = this.newWorld(options.startTime ?? DEFAULT_START, services, false);
    const execution = this.begin(world, input, options, faults);
    try {
      await world.run({ isDone: () => execution.outcome !== undefined });
      // What nobody waits for happens all the same: late work of doubles, executions started on the way.
      await world.run();
      this.reached.add(execution.journal);
    } finally {
      this.worlds.delete(world);
    }
    return execution.report();
  }

  /** @internal */
  protected worldOf(taskToken?: string): World {
    const worlds = taskToken === undefined ? [] : [...this.worlds];
    return worlds.find(({ tokens }) => tokens.knows(taskToken as string)) ?? worlds[0] ?? this.startedStage();
  }

  private newWorld(startsAt: Date, services: Services, attended: boolean): World {
    const world = new World(startsAt.getTime(), services, (arn) => this.machines.find(arn), attended);
    this.worlds.add(world);
    return world;
  }

  private begin(
    world: World,
    input: unknown,
    { name, seed = seedFrom(name) }: RunOptions & { name: string },
    faults?: ReadonlyMap<string, Fault>,
  ): Execution {
    const { main } = this;
    if (name.length === 0 || name.length > Limits.EXECUTION_NAME_LENGTH) {
      throw new RehearsalError(
        `the name of an execution has 1 to ${Limits.EXECUTION_NAME_LENGTH} characters, '${name}' has ${name.length}`,
      );
    }
    return world.begin({
      machine: main,
      name,
      arn: world.arnFor(main, name),
      input: toJson(input),
      doubles: new DoublesOfExecution(this.doubles, faults),
      seed,
    });
  }

  private nextName(): string {
    this.executions++;
    return `execution-${this.executions}`;
  }

  private startedStage(): World {
    if (!this.stage) {
      throw new RehearsalError('no execution was started yet: await rehearsal.start(input) first');
    }
    return this.stage;
  }
}

function toJson(input: unknown): Json {
  return JSON.parse(jsonText('the input', input));
}

function refuseTokens(text: string): string {
  if (/\$\{Token\[/.test(text)) {
    throw new RehearsalError(
      `${text} is known only after synthesis: use Rehearsal.of(construct), or the state's name or the ARN in its place`,
    );
  }
  return text;
}
