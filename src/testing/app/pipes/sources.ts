import type { RehearsedApp } from '../rehearsed-app';
import type { PipeResource } from './pipe-resource';
import type { PipeSource } from './pipe-source';
import { QueueSource } from './queue-source';

type SourceOf = (pipe: PipeResource, app: RehearsedApp) => PipeSource;

/** By the service in the ARN of the source; a self-managed Kafka has `smk` for one. */
const SOURCES: Readonly<Record<string, SourceOf>> = {
  sqs: (pipe, app) => new QueueSource(pipe, app),
};

export function sourceOf(pipe: PipeResource, app: RehearsedApp): PipeSource {
  const { sourceArn } = pipe;
  const service = sourceArn.startsWith('smk:') ? 'smk' : sourceArn.split(':')[2];
  const make = SOURCES[service];
  if (!make) {
    throw pipe.notRehearsed(`the source ${sourceArn}`);
  }
  return make(pipe, app);
}
