import type { JsonObject } from '../../../asl/json';
import type { PipeResource } from '../pipes/pipe-resource';
import type { DataField, PipeSource, RunBatch } from '../pipes/pipe-source';
import type { RehearsedApp } from '../rehearsed-app';
import { OrderedReader, type OrderedRecord } from '../streams/ordered-reader';
import { demandKafka } from './demand-kafka';
import type { KafkaRecord } from './kafka-topics';

/** A topic keeps its records for a week unless it says otherwise: https://kafka.apache.org/documentation/#topicconfigs_retention.ms */
const RETENTION_MS = 7 * 24 * 60 * 60 * 1000;

const DEFAULT_BATCH_SIZE = 100;

/**
 * A topic of Amazon MSK or of a Kafka of one's own as the source of a pipe: each partition is read in order, and a batch
 * that failed comes again as a whole, for as long as the topic keeps its records.
 * https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-pipes-msk.html
 */
export class KafkaSource implements PipeSource {
  public readonly dataFields: readonly DataField[] = [
    { name: 'key', encoding: 'base64', passesOtherFormats: true },
    { name: 'value', encoding: 'base64', passesOtherFormats: true },
  ];
  public readonly wholeBatchesOnly = true;
  private readonly partitions = new Map<number, OrderedReader<OrderedRecord>>();

  constructor(
    private readonly pipe: PipeResource,
    private readonly app: RehearsedApp,
  ) {}

  public start(run: RunBatch): void {
    const { app, parameters } = this;
    const readsFrom = this.readsFrom(parameters.StartingPosition);
    const topic = String(parameters.TopicName);
    const { ConsumerGroupID: group } = parameters;
    app.kafka.expect(topic, group === undefined ? undefined : String(group));
    app.kafka.records.add((record) => {
      if (record.topic === topic && record.timestamp >= readsFrom) {
        this.readerOf(record.partition, parameters, run).add({
          id: `${record.partition}:${record.offset}`,
          event: this.eventOf(record),
          arrivedAt: record.timestamp,
          bytes: record.value?.length ?? 0,
        });
      }
    });
  }

  private get parameters(): JsonObject {
    return this.pipe.sourceParameters(
      this.pipe.isSelfManaged ? 'SelfManagedKafkaParameters' : 'ManagedStreamingKafkaParameters',
    );
  }

  private readerOf(partition: number, parameters: JsonObject, run: RunBatch): OrderedReader<OrderedRecord> {
    let reader = this.partitions.get(partition);
    if (!reader) {
      const rules = {
        batchSize: Number(parameters.BatchSize ?? DEFAULT_BATCH_SIZE),
        windowMs: Number(parameters.MaximumBatchingWindowInSeconds ?? 0) * 1000,
        retentionMs: RETENTION_MS,
        demandRights: () => demandKafka(this.pipe, this.app, parameters),
      };
      reader = new OrderedReader(this.app, rules, run);
      this.partitions.set(partition, reader);
    }
    return reader;
  }

  /** The group of consumers is new in a rehearsal, so that it has no offsets that would count instead. */
  private readsFrom(startingPosition: JsonObject[string] | undefined): number {
    switch (startingPosition) {
      case 'TRIM_HORIZON':
        return Number.NEGATIVE_INFINITY;
      case 'LATEST':
      case undefined:
        return this.app.world.clock.now;
      default:
        throw this.pipe.notRehearsed(`the starting position ${startingPosition}`);
    }
  }

  private eventOf({ topic, partition, offset, timestamp, key, value, headers }: KafkaRecord): JsonObject {
    const { pipe, parameters } = this;
    const origin: JsonObject = pipe.isSelfManaged
      ? { eventSource: 'SelfManagedKafka', bootstrapServers: bootstrapServers(pipe.sourceArn, parameters) }
      : { eventSource: 'aws:kafka', eventSourceArn: pipe.sourceArn };
    return {
      ...origin,
      eventSourceKey: `${topic}-${partition}`,
      topic,
      // A text, as the page has it.
      partition: String(partition),
      offset,
      timestamp,
      timestampType: 'CREATE_TIME',
      ...(key ? { key: key.toString('base64') } : {}),
      ...(value ? { value: value.toString('base64') } : {}),
      headers: headers.map(([name, content]) => ({ [name]: [...content] })),
    };
  }
}

/** `smk://host:port` is the first. */
function bootstrapServers(source: string, { AdditionalBootstrapServers = [] }: JsonObject): string {
  return [source.replace(/^smk:\/\//, ''), ...[AdditionalBootstrapServers].flat()].join(',');
}
