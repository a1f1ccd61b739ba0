import type { ItemProcessor } from '../../asl/definition';
import type { Json } from '../../asl/json';
import type { ChildExecution } from '../distributed-map/child-record';
import type { Batch } from '../distributed-map/item-batcher';
import { MapRun } from '../distributed-map/map-run';
import { defaultLabel, type MapRunArns, mapRunArns } from '../distributed-map/map-run-arns';
import { exportResults } from '../distributed-map/result-writer';
import { isExceeded, type Tolerance, toleranceExceeded } from '../distributed-map/tolerance';
import type { Execution } from '../execution/execution';
import type { Machine } from '../execution/machine';
import { seedFrom, uuidFrom } from '../execution/random';
import type { Strand } from '../execution/strand';
import type { Visit } from '../execution/visit';
import type { Writer } from './distributed-map-fields';

export interface MapRunSettings {
  /** As the state asks for it: 0 is no limit. */
  readonly maxConcurrency: number;
  readonly tolerance: Tolerance;
  readonly writer?: Writer;
}

/** The child executions of one Map Run, which a redrive of the execution goes on with. */
export class ChildExecutions {
  public readonly arns: MapRunArns;
  public readonly run: MapRun;
  /** Unknown until the items were read. */
  private batches?: readonly Batch[];
  private readonly parent: Execution;
  private readonly machine: Machine;
  private readonly executions: (Execution | undefined)[] = [];

  constructor(
    { execution, state, name }: Visit,
    public readonly settings: MapRunSettings,
  ) {
    this.parent = execution;
    const { machine, random } = execution;
    const processor = (state.ItemProcessor ?? state.Iterator) as ItemProcessor;
    const childType = processor.ProcessorConfig?.ExecutionType === 'EXPRESS' ? 'EXPRESS' : 'STANDARD';
    const label = state.Label ?? defaultLabel(machine.arn, name);
    this.arns = mapRunArns(machine.arn, { label, id: uuidFrom(random), childType });
    const { maxConcurrency, tolerance } = settings;
    this.run = new MapRun({
      mapRunArn: this.arns.mapRun,
      state: name,
      maxConcurrency,
      toleratedFailureCount: tolerance.count ?? 0,
      toleratedFailurePercentage: tolerance.percentage ?? 0,
    });
    // An enclosing Map or Parallel has no say in the query language, the machine has.
    const { QueryLanguage } = machine.definition;
    this.machine = {
      ...machine,
      name: `${machine.name}/${label}`,
      arn: this.arns.stateMachine,
      type: childType,
      definition: { ...processor, QueryLanguage },
    };
  }

  public take(batches: readonly Batch[]): void {
    this.batches = batches;
    this.run.expect(batches.map(({ itemCount }) => itemCount));
  }

  public get count(): number {
    return this.batches?.length ?? 0;
  }

  /** Whether a redrive goes on with these; otherwise it begins a Map Run of its own. */
  public get isUnfinished(): boolean {
    return this.batches !== undefined && !this.run.hasSucceeded;
  }

  /** Runs the child execution of a batch; the failure of too many is the failure of the Map. */
  public async process(index: number, strand: Strand): Promise<void> {
    const batch = this.batches?.[index];
    if (!batch || this.executions[index]?.status === 'SUCCEEDED') {
      return;
    }
    this.run.start(index);
    const child = this.begin(index, batch.input);
    const forget = strand.onCancel(() => child.stop());
    await new Promise<void>((resolve) => child.onEnd(resolve));
    forget();
    const { status } = child;
    this.run.end(index, status === 'RUNNING' ? 'ABORTED' : status);
    if (isExceeded(this.settings.tolerance, this.run.failedItems, this.run.totalItems)) {
      throw toleranceExceeded();
    }
  }

  public get ended(): ChildExecution[] {
    return this.executions.flatMap((child) => (child?.outcome ? recordOf(child, this.arns) : []));
  }

  /** Where the results were written, if the state asks for that. */
  public export(): Json | undefined {
    const { batches } = this;
    const { writer } = this.settings;
    if (!batches || !writer || writer.resource === '') {
      return undefined;
    }
    const pending = batches.filter((_batch, index) => !this.executions[index]).map(({ input }) => input);
    const { services, clock } = this.parent;
    const place = { buckets: services.buckets, arns: this.arns, now: clock.now, changedBy: this.parent.arn };
    return exportResults(writer, { children: this.ended, pending }, place);
  }

  /** After a redrive, a Standard child goes on where it failed; an Express one cannot. */
  private begin(index: number, input: Json): Execution {
    const before = this.executions[index];
    if (before && this.machine.type === 'STANDARD') {
      if (before.isRedrivable) {
        before.redrive();
      }
      return before;
    }
    const { parent } = this;
    const name = uuidFrom(parent.random);
    const arn = this.arns.child(name);
    const child = parent.world.begin({
      machine: this.machine,
      name,
      arn,
      input,
      doubles: parent.doubles,
      seed: seedFrom(arn),
      journal: parent.journal,
      parent,
    });
    this.executions[index] = child;
    return child;
  }
}

function recordOf(child: Execution, arns: MapRunArns): ChildExecution {
  const { arn, name, input, outcome, startedAt, endedAt, redriveCount } = child;
  return {
    executionArn: arn,
    stateMachineArn: arns.stateMachine,
    name,
    status: outcome?.status ?? 'ABORTED',
    input,
    output: outcome?.output,
    error: outcome?.error,
    cause: outcome?.cause,
    startedAt,
    stoppedAt: endedAt,
    redriveCount,
  };
}
