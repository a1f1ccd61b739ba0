import { createHash } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import { cloneJson, isObject, type JsonObject } from '../../../asl/json';
import type { Item } from '../../integrations/dynamodb/attribute-value';
import { itemSize } from '../../integrations/dynamodb/item-size';
import type { TableChange } from '../../integrations/dynamodb/table-change';
import type { AppResource } from '../app-resources';
import type { PipeResource } from '../pipes/pipe-resource';
import type { DataField, PipeSource, RunBatch } from '../pipes/pipe-source';
import type { RehearsedApp } from '../rehearsed-app';
import { demandReading } from './demand-reading';
import { StreamReaders, type StreamRecord } from './stream-readers';
import { streamSettings } from './stream-settings';

/** https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-pipes-permissions.html#pipes-perms-ddb */
const ACTIONS = ['dynamodb:DescribeStream', 'dynamodb:GetRecords', 'dynamodb:GetShardIterator', 'dynamodb:ListStreams'];

/** https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Streams.html */
const RETENTION_MS = 24 * 60 * 60 * 1000;

const FIRST_SEQUENCE_NUMBER = 100_000_000_000_000_000_001n;

/** How many shards a stream has depends on the partitions of its table, of which nobody knows here. */
const SHARD_ID = 'shardId-00000001735689600000-0a1b2c3d';

/**
 * The stream of a DynamoDB table as the source of a pipe.
 * https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-pipes-dynamodb.html
 */
export class TableStreamSource implements PipeSource {
  public readonly dataFields: readonly DataField[] = [{ name: 'dynamodb', encoding: 'json' }];
  private taken = 0n;

  constructor(
    private readonly pipe: PipeResource,
    private readonly app: RehearsedApp,
  ) {}

  public start(run: RunBatch): void {
    const { app, pipe } = this;
    const tableArn = pipe.sourceArn.replace(/\/stream\/.*$/, '');
    const table = this.tableInApp(tableArn);
    const settings = streamSettings(pipe, pipe.sourceParameters('DynamoDBStreamParameters'), app.world.clock.now);
    const kind = {
      batchInfo: 'DDBStreamBatchInfo' as const,
      retentionMs: RETENTION_MS,
      demandRights: () => demandReading(pipe, ACTIONS, table?.properties.SSESpecification, 'KMSMasterKeyId'),
    };
    const readers = new StreamReaders(app, pipe, settings, kind, run);
    const view = this.viewOf(table);
    app.services.tables.changes.add((change) => {
      // What changes nothing is in no stream: https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Streams.html
      if (change.tableArn === tableArn && !isDeepStrictEqual(change.before, change.after)) {
        readers.add(this.recordOf(change, view));
      }
    });
  }

  private tableInApp(arn: string): AppResource | undefined {
    return ['AWS::DynamoDB::Table', 'AWS::DynamoDB::GlobalTable']
      .map((type) => this.app.resources.find(type, arn))
      .find((resource) => resource !== undefined);
  }

  /** Of a table that is in no template nobody knows it, so it has all that a stream can have. */
  private viewOf(table: AppResource | undefined): string {
    const specification = table?.properties.StreamSpecification;
    if (table && !isObject(specification)) {
      throw this.pipe.notRehearsed(`the source ${this.pipe.sourceArn}, whose table has no stream`);
    }
    return isObject(specification) ? String(specification.StreamViewType) : 'NEW_AND_OLD_IMAGES';
  }

  private recordOf(change: TableChange, view: string): StreamRecord {
    const sequenceNumber = String(FIRST_SEQUENCE_NUMBER + this.taken++);
    const id = createHash('md5').update(`${this.pipe.sourceArn} ${sequenceNumber}`).digest('hex');
    const event = this.eventOf(change, id, sequenceNumber, view);
    return {
      id,
      event,
      arrivedAt: this.app.world.clock.now,
      bytes: Buffer.byteLength(JSON.stringify(event), 'utf8'),
      shardId: SHARD_ID,
      sequenceNumber,
      orderKey: JSON.stringify(change.keys),
    };
  }

  /** https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_streams_Record.html */
  private eventOf({ keys, before, after }: TableChange, id: string, sequenceNumber: string, view: string): JsonObject {
    const images: Record<string, Item> = {
      ...(after && /^NEW/.test(view) ? { NewImage: after } : {}),
      ...(before && /OLD/.test(view) ? { OldImage: before } : {}),
    };
    return cloneJson({
      eventID: id,
      eventName: !before ? 'INSERT' : after ? 'MODIFY' : 'REMOVE',
      eventVersion: '1.1',
      eventSource: 'aws:dynamodb',
      awsRegion: this.pipe.region,
      dynamodb: {
        ApproximateCreationDateTime: Math.floor(this.app.world.clock.now / 1000),
        Keys: keys,
        ...images,
        SequenceNumber: sequenceNumber,
        SizeBytes: [keys, ...Object.values(images)].reduce((sum, item) => sum + itemSize(item), 0),
        StreamViewType: view,
      },
      eventSourceARN: this.pipe.sourceArn,
    });
  }
}
