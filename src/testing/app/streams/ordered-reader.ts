import type { Timer } from '../../execution/clock';
import type { BatchOutcome, PipeRecord, RunBatch } from '../pipes/pipe-source';
import type { RehearsedApp } from '../rehearsed-app';

/** A record at its place in a shard or a partition. */
export interface OrderedRecord extends PipeRecord {
  /** Milliseconds since 1970. */
  readonly arrivedAt: number;
  /** How much it adds to a batch. */
  readonly bytes: number;
}

/** Why a pipe gave up on records. */
export type DiscardCondition = 'RetryAttemptsExhausted' | 'RecordAgeExceeded';

/** How a pipe reads a shard or a partition. */
export interface ReadingRules<R extends OrderedRecord> {
  readonly batchSize: number;
  /** How long to gather a batch, from its first record on. */
  readonly windowMs: number;
  /** How long the source keeps a record. What is older is lost, as it is on AWS. */
  readonly retentionMs: number;
  /** @default - without end */
  readonly mostRetries?: number;
  /** @default - no limit */
  readonly longestAgeMs?: number;
  /** Whether a batch that failed comes again in two halves. */
  readonly bisects?: boolean;
  /** Throws when the pipe may not read the source. */
  demandRights(): void;
  /** What becomes of records that the pipe gives up on; it then goes on with the next ones. */
  discard?(records: readonly R[], condition: DiscardCondition): void;
}

/** https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-pipes-kinesis.html */
const LARGEST_BATCH_BYTES = 6 * 1024 * 1024;

/** "Gradually": how long AWS waits is not documented. */
const FIRST_PAUSE_MS = 1000;
const LONGEST_PAUSE_MS = 60_000;

const NOTHING_FAILED: BatchOutcome = { failed: new Set() };

/** A part of a batch, and how often it has failed. */
interface Part<R> {
  readonly records: readonly R[];
  readonly failures: number;
}

/**
 * Reads one shard or partition in order: the next batch begins when the one before is done with, so a record that fails
 * holds up all behind it.
 */
export class OrderedReader<R extends OrderedRecord> {
  private readonly waiting: { readonly record: R; readonly since: number }[] = [];
  private reading = false;
  private due?: Timer;

  constructor(
    private readonly app: RehearsedApp,
    private readonly rules: ReadingRules<R>,
    private readonly run: RunBatch,
  ) {}

  public add(record: R): void {
    this.waiting.push({ record, since: this.now });
    this.plan();
  }

  /** Sets when the next batch is read. What arrives at one moment is read together, so even that is a timer. */
  private plan(): void {
    if (this.reading || this.waiting.length === 0) {
      return;
    }
    const { batchSize, windowMs } = this.rules;
    const isFull = this.waiting.length >= batchSize || this.sizeOf(batchSize) >= LARGEST_BATCH_BYTES;
    if (this.due && !isFull) {
      return;
    }
    this.due?.cancel();
    const waited = this.now - this.waiting[0].since;
    this.due = this.app.world.clock.after(isFull ? 0 : windowMs - waited, () => this.app.begin(() => this.read()));
  }

  private async read(): Promise<void> {
    this.due = undefined;
    this.reading = true;
    this.rules.demandRights();
    await this.deliver(this.nextBatch());
    this.reading = false;
    this.plan();
  }

  private nextBatch(): R[] {
    const batch = [this.waiting.shift()?.record as R];
    let bytes = batch[0].bytes;
    while (this.waiting.length > 0 && batch.length < this.rules.batchSize) {
      bytes += this.waiting[0].record.bytes;
      if (bytes > LARGEST_BATCH_BYTES) {
        break;
      }
      batch.push(this.waiting.shift()?.record as R);
    }
    return batch;
  }

  private async deliver(batch: readonly R[]): Promise<void> {
    const parts: Part<R>[] = [{ records: batch, failures: 0 }];
    for (let part = parts.shift(); part; part = parts.shift()) {
      const records = this.notExpired(part.records);
      const { failed } = records.length > 0 ? await this.run(records) : NOTHING_FAILED;
      const again = records.filter(({ id }) => failed.has(id));
      if (this.rules.bisects && again.length > 1) {
        // To halve a batch is no retry: https://docs.aws.amazon.com/lambda/latest/dg/kinesis-on-failure-destination.html
        const half = Math.ceil(again.length / 2);
        parts.unshift(
          { records: again.slice(0, half), failures: part.failures },
          { records: again.slice(half), failures: part.failures },
        );
      } else if (again.length > 0) {
        await this.failedOnce({ records: again, failures: part.failures + 1 }, parts);
      }
    }
  }

  private async failedOnce(part: Part<R>, parts: Part<R>[]): Promise<void> {
    const { mostRetries = Number.POSITIVE_INFINITY } = this.rules;
    if (part.failures > mostRetries) {
      this.rules.discard?.(part.records, 'RetryAttemptsExhausted');
      return;
    }
    await this.pause(Math.min(FIRST_PAUSE_MS * 2 ** (part.failures - 1), LONGEST_PAUSE_MS));
    parts.unshift(part);
  }

  private notExpired(records: readonly R[]): readonly R[] {
    const { retentionMs, longestAgeMs = Number.POSITIVE_INFINITY } = this.rules;
    const age = ({ arrivedAt }: R) => this.now - arrivedAt;
    const kept = records.filter((record) => age(record) < retentionMs);
    const tooOld = kept.filter((record) => age(record) > longestAgeMs);
    if (tooOld.length > 0) {
      this.rules.discard?.(tooOld, 'RecordAgeExceeded');
    }
    return kept.filter((record) => !tooOld.includes(record));
  }

  private sizeOf(count: number): number {
    return this.waiting.slice(0, count).reduce((sum, { record }) => sum + record.bytes, 0);
  }

  private pause(milliseconds: number): Promise<void> {
    return new Promise((resolve) => {
      this.app.world.clock.after(milliseconds, resolve);
    });
  }

  private get now(): number {
    return this.app.world.clock.now;
  }
}
