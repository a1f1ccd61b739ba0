import { seedFrom } from '../../execution/random';
import type { PipeResource } from '../pipes/pipe-resource';
import type { RunBatch } from '../pipes/pipe-source';
import type { RehearsedApp } from '../rehearsed-app';
import { type BatchInfo, reportDiscarded } from './discarded-records';
import { type DiscardCondition, OrderedReader, type OrderedRecord } from './ordered-reader';
import type { StreamSettings } from './stream-settings';

/** A record of a stream. */
export interface StreamRecord extends OrderedRecord {
  readonly shardId: string;
  readonly sequenceNumber: string;
  /** Records of one key keep their order even when several batches of a shard are read at once. */
  readonly orderKey: string;
}

/** In what Kinesis and DynamoDB differ. */
export interface StreamKind {
  readonly batchInfo: BatchInfo;
  readonly retentionMs: number;
  /** Throws when the pipe may not read the stream. */
  demandRights(): void;
}

/** Reads all shards of a stream side by side, each in as many lanes as the pipe has concurrent batches per shard. */
export class StreamReaders {
  private readonly lanes = new Map<string, OrderedReader<StreamRecord>>();

  constructor(
    private readonly app: RehearsedApp,
    private readonly pipe: PipeResource,
    private readonly settings: StreamSettings,
    private readonly kind: StreamKind,
    private readonly run: RunBatch,
  ) {}

  public add(record: StreamRecord): void {
    if (record.arrivedAt >= this.settings.readsFrom) {
      this.laneOf(record).add(record);
    }
  }

  private laneOf({ shardId, orderKey }: StreamRecord): OrderedReader<StreamRecord> {
    const { settings, kind } = this;
    const lane = `${shardId}/${seedFrom(orderKey) % settings.parallelization}`;
    let reader = this.lanes.get(lane);
    if (!reader) {
      reader = new OrderedReader(
        this.app,
        {
          batchSize: settings.batchSize,
          windowMs: settings.windowMs,
          retentionMs: kind.retentionMs,
          mostRetries: settings.mostRetries,
          longestAgeMs: settings.longestAgeMs,
          bisects: settings.bisects,
          demandRights: () => kind.demandRights(),
          discard: (records, condition) => this.discard(records, condition),
        },
        this.run,
      );
      this.lanes.set(lane, reader);
    }
    return reader;
  }

  /** Without a dead-letter queue nobody hears of them. */
  private discard(records: readonly StreamRecord[], condition: DiscardCondition): void {
    const { deadLetterArn } = this.settings;
    if (deadLetterArn !== undefined) {
      reportDiscarded(this.app, this.pipe, deadLetterArn, this.kind.batchInfo, records, condition);
    }
  }
}
