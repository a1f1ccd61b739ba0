import { isObject, type Json, type JsonObject } from '../../../asl/json';
import { ServiceError } from '../../integrations/service-error';
import { RehearsalError } from '../../rehearsal-error';
import type { RehearsedApp } from '../rehearsed-app';
import { failedItems } from './batch-item-failures';
import { type Enrich, enrichmentOf } from './enrichment';
import { type Fill, inputTemplate } from './input-template';
import { PipeFailure, type PipeStage } from './pipe-failure';
import { type Passes, pipeFilter } from './pipe-filter';
import type { PipeResource } from './pipe-resource';
import type { BatchOutcome, PipeRecord, PipeSource } from './pipe-source';
import { type Deliver, targetOf } from './target';

/** A batch on its way through a pipe: `{ "pipe": "…", "records": 2, "status": "FAILED", "error": "…", … }`. */
export interface PipeExecution {
  /** The name of the pipe. */
  readonly pipe: string;
  /** When the batch was read from the source. */
  readonly startedAt: Date;
  /** How many records the batch had that no filter left out. */
  readonly records: number;
  readonly status: 'SUCCEEDED' | 'PARTIALLY_FAILED' | 'FAILED';
  /** Where it got stuck. */
  readonly stage?: PipeStage;
  /** The error of the service that was called. */
  readonly error?: string;
  readonly cause?: string;
}

/** Enrichment and target together: https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-pipes-batching-concurrency.html#pipes-concurrency */
const LONGEST_EXECUTION_MS = 5 * 60 * 1000;

const ALL_IS_WELL: BatchOutcome = { failed: new Set() };

/** What a pipe does with a batch, from whatever source. */
export class Pipe {
  private parts?: { passes: Passes; enrich?: Enrich; deliver: Deliver; fillEnrichment: Fill; fillTarget: Fill };

  /** @param log - where the executions of all pipes are noted */
  constructor(
    private readonly app: RehearsedApp,
    private readonly settings: PipeResource,
    private readonly source: PipeSource,
    private readonly log: PipeExecution[],
  ) {}

  public async run(batch: readonly PipeRecord[]): Promise<BatchOutcome> {
    const { passes } = this.partsOf();
    const records = batch.filter(({ event }) => passes(event));
    if (records.length === 0) {
      return ALL_IS_WELL;
    }
    const startedAt = new Date(this.app.world.clock.now);
    const outcome = await this.outcomeOf(records);
    const { failed, failure } = outcome;
    this.log.push({
      pipe: this.settings.name,
      startedAt,
      records: records.length,
      status: failed.size === 0 ? 'SUCCEEDED' : failed.size < records.length ? 'PARTIALLY_FAILED' : 'FAILED',
      ...(failure && { stage: failure.stage, error: failure.code, cause: failure.message }),
    });
    return outcome;
  }

  private async outcomeOf(records: readonly PipeRecord[]): Promise<BatchOutcome> {
    const ids = records.map(({ id }) => id);
    try {
      const answer = await this.inTime((enter) =>
        this.send(
          records.map(({ event }) => event),
          enter,
        ),
      );
      const failed = this.source.wholeBatchesOnly ? [] : failedItems(answer, ids);
      if (failed.length === 0) {
        return ALL_IS_WELL;
      }
      const failure = new PipeFailure('TARGET', 'BatchItemFailures', `the target reported ${failed.join(', ')}`);
      return { failed: new Set(failed), failure };
    } catch (error) {
      if (!(error instanceof PipeFailure)) {
        throw error;
      }
      return { failed: new Set(ids), failure: error };
    }
  }

  private async send(events: readonly JsonObject[], enter: (stage: PipeStage) => void): Promise<Json | undefined> {
    const { enrich, deliver, fillEnrichment, fillTarget } = this.partsOf();
    let batch: readonly Json[] = events;
    if (enrich) {
      enter('ENRICHMENT');
      const filled = batch.map((event) => fillEnrichment(event));
      const answer = await atStage('ENRICHMENT', () => enrich(filled));
      if (isEmpty(answer)) {
        return undefined;
      }
      batch = Array.isArray(answer) ? answer : [answer];
    }
    enter('TARGET');
    const filled = batch.map((event) => fillTarget(event));
    return atStage('TARGET', () => deliver(filled));
  }

  /**
   * What takes too long has failed, although it goes on.
   *
   * @param work - says which stage it enters
   */
  private async inTime<T>(work: (enter: (stage: PipeStage) => void) => Promise<T>): Promise<T> {
    const { clock } = this.app.world;
    let stage: PipeStage = 'TARGET';
    return new Promise<T>((resolve, reject) => {
      const limit = clock.after(LONGEST_EXECUTION_MS, () =>
        reject(new PipeFailure(stage, 'ExecutionTimeout', 'the pipe execution took longer than five minutes')),
      );
      work((entered) => {
        stage = entered;
      })
        .finally(() => limit.cancel())
        .then(resolve, reject);
    });
  }

  /** Looked at when there is something to do: a pipe that no test feeds may have a target that is not rehearsed. */
  private partsOf() {
    const { app, settings } = this;
    const { dataFields } = this.source;
    this.parts ??= {
      passes: pipeFilter(settings, dataFields),
      enrich: enrichmentOf(settings, app),
      deliver: targetOf(settings, app),
      fillEnrichment: inputTemplate('ENRICHMENT', settings, dataFields, app.world.clock),
      fillTarget: inputTemplate('TARGET', settings, dataFields, app.world.clock),
    };
    return this.parts;
  }
}

/** What a service refuses, and what a double throws, is the failure of a stage. */
async function atStage<T>(stage: PipeStage, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof RehearsalError || error instanceof PipeFailure) {
      throw error;
    }
    const { name, message } = error as Error;
    throw new PipeFailure(stage, error instanceof ServiceError ? error.code : name, message);
  }
}

/** Such an answer of an enrichment says that the target is not wanted: https://docs.aws.amazon.com/eventbridge/latest/userguide/pipes-enrichment.html */
function isEmpty(answer: Json): boolean {
  return (
    answer === null ||
    answer === '' ||
    (Array.isArray(answer) && answer.length === 0) ||
    (isObject(answer) && Object.keys(answer).length === 0)
  );
}
