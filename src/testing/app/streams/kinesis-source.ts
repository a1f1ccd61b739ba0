import type { JsonObject } from '../../../asl/json';
import type { PipeResource } from '../pipes/pipe-resource';
import type { DataField, PipeSource, RunBatch } from '../pipes/pipe-source';
import type { RehearsedApp } from '../rehearsed-app';
import { demandReading } from './demand-reading';
import type { KinesisRecord } from './kinesis-streams';
import { StreamReaders } from './stream-readers';
import { streamSettings } from './stream-settings';

/** https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-pipes-permissions.html#pipes-perms-ak */
const ACTIONS = [
  'kinesis:DescribeStream',
  'kinesis:DescribeStreamSummary',
  'kinesis:GetRecords',
  'kinesis:GetShardIterator',
  'kinesis:ListShards',
];

const HOUR_MS = 60 * 60 * 1000;

/**
 * A Kinesis stream as the source of a pipe.
 * https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-pipes-kinesis.html
 */
export class KinesisSource implements PipeSource {
  public readonly dataFields: readonly DataField[] = [{ name: 'data', encoding: 'base64' }];

  constructor(
    private readonly pipe: PipeResource,
    private readonly app: RehearsedApp,
  ) {}

  public start(run: RunBatch): void {
    const { app, pipe } = this;
    if (pipe.sourceArn.includes('/consumer/')) {
      throw pipe.notRehearsed(`the source ${pipe.sourceArn}, a consumer with a throughput of its own`);
    }
    const { RetentionPeriodHours = 24, StreamEncryption } =
      app.resources.find('AWS::Kinesis::Stream', pipe.sourceArn)?.properties ?? {};
    const settings = streamSettings(pipe, pipe.sourceParameters('KinesisStreamParameters'), app.world.clock.now);
    const kind = {
      batchInfo: 'KinesisBatchInfo' as const,
      retentionMs: Number(RetentionPeriodHours) * HOUR_MS,
      demandRights: () => demandReading(pipe, ACTIONS, StreamEncryption, 'KeyId'),
    };
    const readers = new StreamReaders(app, pipe, settings, kind, run);
    app.kinesis.records.add((record) => {
      if (record.streamArn === pipe.sourceArn) {
        readers.add({
          id: eventIdOf(record),
          event: eventOf(record, pipe),
          arrivedAt: record.arrivedAt,
          bytes: record.data.length,
          shardId: record.shardId,
          sequenceNumber: record.sequenceNumber,
          orderKey: record.partitionKey,
        });
      }
    });
  }
}

function eventIdOf({ shardId, sequenceNumber }: KinesisRecord): string {
  return `${shardId}:${sequenceNumber}`;
}

function eventOf(record: KinesisRecord, pipe: PipeResource): JsonObject {
  return {
    kinesisSchemaVersion: '1.0',
    partitionKey: record.partitionKey,
    sequenceNumber: record.sequenceNumber,
    data: record.data.toString('base64'),
    approximateArrivalTimestamp: record.arrivedAt / 1000,
    eventSource: 'aws:kinesis',
    eventVersion: '1.0',
    eventID: eventIdOf(record),
    eventName: 'aws:kinesis:record',
    invokeIdentityArn: pipe.roleArn,
    awsRegion: pipe.region,
    eventSourceARN: record.streamArn,
  };
}
