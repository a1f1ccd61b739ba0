import type { JsonObject } from '../../../asl/json';
import type { PipeFailure } from './pipe-failure';

/** One record of a batch. */
export interface PipeRecord {
  /** What `batchItemFailures` call it: the message id of SQS, the event id of a stream. */
  readonly id: string;
  /** The record as the pipe hands it on: `{ "messageId": "…", "body": "…", "eventSource": "aws:sqs", … }`. */
  readonly event: JsonObject;
}

/** What became of a batch. */
export interface BatchOutcome {
  /** The ids of the records that have to come again: none, some or all. Those that a filter left out are never among them. */
  readonly failed: ReadonlySet<string>;
  /** Why not all is well; undefined when nothing failed. */
  readonly failure?: PipeFailure;
}

/** Runs one batch through the pipe: filter, enrichment, target. Never rejects but with what is wrong with the test. */
export type RunBatch = (records: readonly PipeRecord[]) => Promise<BatchOutcome>;

/**
 * A field of a record that holds the data which somebody sent. Filters and input templates see into it when it is JSON.
 * https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-pipes-event-filtering.html#pipes-filter-fields
 */
export interface DataField {
  /** `body`, `data`, `value` */
  readonly name: string;
  readonly encoding: 'text' | 'base64' | 'json';
  /**
   * Whether a filter for JSON lets data pass that is none, and one for a text data that is JSON, as Kafka has it.
   * @default false
   */
  readonly passesOtherFormats?: boolean;
}

/**
 * Where a pipe gets its records: one class for each service, in a file of its own, with its line in `sources.ts`.
 *
 * A source does everything in which services differ: when it polls, what a batch is, how many batches run at once, what
 * becomes of records that failed (they become visible again, block their shard, are split, end at a destination). It
 * reads its settings from the `SourceParameters` of the pipe, and consults the pipe's role for what it does itself.
 */
export interface PipeSource {
  readonly dataFields: readonly DataField[];

  /**
   * Whether only whole batches fail, so that what a target answers does not count.
   * https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-pipes-batching-concurrency.html#pipes-partial-batch-failure
   * @default false
   */
  readonly wholeBatchesOnly?: boolean;

  /** Begins to poll. Nothing may keep the clock busy while there is nothing to do. */
  start(run: RunBatch): void;
}
