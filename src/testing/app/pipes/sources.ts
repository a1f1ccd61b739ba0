import { KafkaSource } from '../kafka/kafka-source';
import type { RehearsedApp } from '../rehearsed-app';
import { KinesisSource } from '../streams/kinesis-source';
import { TableStreamSource } from '../streams/table-stream-source';
import type { PipeResource } from './pipe-resource';
import type { PipeSource } from './pipe-source';
import { QueueSource } from './queue-source';

type SourceOf = (pipe: PipeResource, app: RehearsedApp) => PipeSource;

/** By the service in the ARN of the source; a self-managed Kafka has `smk` for one. */
const SOURCES: Readonly<Record<string, SourceOf>> = {
  dynamodb: (pipe, app) => new TableStreamSource(pipe, app),
  kafka: (pipe, app) => new KafkaSource(pipe, app),
  kinesis: (pipe, app) => new KinesisSource(pipe, app),
  smk: (pipe, app) => new KafkaSource(pipe, app),
  sqs: (pipe, app) => new QueueSource(pipe, app),
};

export function sourceOf(pipe: PipeResource, app: RehearsedApp): PipeSource {
  const { sourceArn, isSelfManaged } = pipe;
  const service = isSelfManaged ? 'smk' : sourceArn.split(':')[2];
  const make = SOURCES[service];
  if (!make) {
    throw pipe.notRehearsed(`the source ${sourceArn}`);
  }
  return make(pipe, app);
}
