import { createHash } from 'node:crypto';
import { isObject } from '../../../asl/json';
import type { VirtualClock } from '../../execution/clock';
import { Listeners } from '../../integrations/listeners';
import { RehearsalError } from '../../rehearsal-error';
import type { AppResource, AppResources } from '../app-resources';
import { bytesOfData, type Data } from '../data-bytes';

/** A Kinesis stream, its ARN or its name. */
export type StreamReference = string | { readonly streamArn: string };

export interface PutRecordOptions {
  /** Which records keep their order: those of one key come into one shard. 1 to 256 characters. */
  readonly partitionKey: string;
  /**
   * When the record arrived. What arrived before the rehearsal began was in the stream before the pipes were made.
   * @default - now, in virtual time
   */
  readonly arrivedAt?: Date;
}

/** A record in a shard. */
export interface KinesisRecord {
  readonly streamArn: string;
  /** `shardId-000000000000` */
  readonly shardId: string;
  readonly sequenceNumber: string;
  readonly partitionKey: string;
  readonly data: Buffer;
  /** Milliseconds since 1970. */
  readonly arrivedAt: number;
}

const HASHES = 2n ** 128n;

/** With which an on-demand stream begins: https://docs.aws.amazon.com/streams/latest/dev/how-do-i-size-a-stream.html */
const ON_DEMAND_SHARDS = 4;

/** https://docs.aws.amazon.com/streams/latest/dev/service-sizes-and-limits.html */
const LARGEST_RECORD_BYTES = 10 * 1024 * 1024;

const FIRST_SEQUENCE_NUMBER = 49_590_338_271_490_256_608_559_692_538_361_571_095_921_575_989_136_588_898n;

/** The Kinesis streams of the app, in memory: a record is told to those who read the stream, and kept for the test. */
export class KinesisStreams {
  public readonly records = new Listeners<KinesisRecord>();
  private readonly kept: KinesisRecord[] = [];

  /** @param resolve - gives the value of a token of the synthesized templates */
  constructor(
    private readonly resources: AppResources,
    private readonly clock: VirtualClock,
    private readonly resolve: (text: string) => string,
  ) {}

  /** https://docs.aws.amazon.com/kinesis/latest/APIReference/API_PutRecord.html */
  public put(stream: StreamReference, data: Data, options: PutRecordOptions): void {
    const { arn, shards } = this.find(stream);
    this.take(arn, data, options, shards);
  }

  /**
   * The same for a stream that is known to be there, in the app or elsewhere.
   *
   * @param shards - of a stream that is in no template one, for all we know
   */
  public take(
    arn: string,
    data: Data,
    { partitionKey, arrivedAt }: PutRecordOptions,
    shards = this.shardsOf(arn),
  ): void {
    if (partitionKey.length < 1 || partitionKey.length > 256) {
      throw new RehearsalError(`a partition key has 1 to 256 characters, not ${partitionKey.length}`);
    }
    const bytes = bytesOfData(data);
    if (bytes.length > LARGEST_RECORD_BYTES) {
      throw new RehearsalError(`a record has at most ${LARGEST_RECORD_BYTES} bytes, not ${bytes.length}`);
    }
    const record = {
      streamArn: arn,
      shardId: shardOf(partitionKey, shards),
      sequenceNumber: String(FIRST_SEQUENCE_NUMBER + 16n * BigInt(this.kept.length)),
      partitionKey,
      data: bytes,
      arrivedAt: arrivedAt?.getTime() ?? this.clock.now,
    };
    this.kept.push(record);
    this.records.tell(record);
  }

  /** All records of a stream so far. */
  public of(stream: StreamReference): readonly KinesisRecord[] {
    const given = this.resolve(typeof stream === 'string' ? stream : stream.streamArn);
    return this.kept.filter(({ streamArn }) => streamArn === given || streamArn.endsWith(`:stream/${given}`));
  }

  private shardsOf(arn: string): number {
    const found = this.resources.find('AWS::Kinesis::Stream', arn);
    return found ? shardsOf(found) : 1;
  }

  /** A stream of the app, or one of somebody else that a pipe of the app reads: that has one shard, for all we know. */
  private find(stream: StreamReference): { readonly arn: string; readonly shards: number } {
    const given = this.resolve(typeof stream === 'string' ? stream : stream.streamArn);
    const streams = this.resources.ofType('AWS::Kinesis::Stream');
    const found = streams.find(({ arn, ref }) => arn === given || ref === given);
    if (found) {
      return { arn: found.arn, shards: shardsOf(found) };
    }
    if (this.resources.ofType('AWS::Pipes::Pipe').some(({ properties }) => properties.Source === given)) {
      return { arn: given, shards: 1 };
    }
    const known = streams.map(({ arn }) => arn).join(', ') || 'none';
    throw new RehearsalError(`the app has no Kinesis stream ${given}, and no pipe reads one; its streams: ${known}`);
  }
}

function shardsOf({ properties: { ShardCount, StreamModeDetails } }: AppResource): number {
  const isOnDemand = isObject(StreamModeDetails) && StreamModeDetails.StreamMode === 'ON_DEMAND';
  return isOnDemand ? ON_DEMAND_SHARDS : Number(ShardCount ?? 1);
}

/** Each shard has an equal part of the hashes: https://docs.aws.amazon.com/streams/latest/dev/key-concepts.html#partition-key */
function shardOf(partitionKey: string, shards: number): string {
  const hash = BigInt(`0x${createHash('md5').update(partitionKey, 'utf8').digest('hex')}`);
  return `shardId-${String((hash * BigInt(shards)) / HASHES).padStart(12, '0')}`;
}
