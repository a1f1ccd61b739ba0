import type { Json } from '../../../asl/json';
import type { RehearsedApp } from '../rehearsed-app';
import type { PipeResource } from './pipe-resource';
import { runToEnd } from './target';

/** Asks an enrichment about a batch and gives its answer. */
export type Enrich = (batch: readonly Json[]) => Promise<Json>;

type EnrichmentOf = (pipe: PipeResource, app: RehearsedApp, arn: string) => Enrich;

/** By the service in the ARN. */
const ENRICHMENTS: Readonly<Record<string, EnrichmentOf>> = {
  lambda: (pipe, app, arn) => (batch) => {
    pipe.demand('lambda:InvokeFunction', arn);
    return app.functions.invoke(arn, [...batch], pipe.title);
  },
  states: (pipe, app, arn) => (batch) => runToEnd(pipe, app, arn, batch),
  events: apiDestination,
};

export function enrichmentOf(pipe: PipeResource, app: RehearsedApp): Enrich | undefined {
  const arn = pipe.enrichmentArn;
  if (arn === undefined) {
    return undefined;
  }
  const make = ENRICHMENTS[arn.split(':')[2]];
  if (!make) {
    throw pipe.notRehearsed(`the enrichment ${arn}`);
  }
  return make(pipe, app, arn);
}

/** An API gets one record at a time, as it is; the double stands in for the API destination. */
function apiDestination(pipe: PipeResource, app: RehearsedApp, arn: string): Enrich {
  return async ([event, ...others]) => {
    if (others.length > 0) {
      throw pipe.notRehearsed('an API as the enrichment of batches of more than one record');
    }
    pipe.demand('events:InvokeApiDestination', arn);
    return app.functions.invoke(arn, event, pipe.title);
  };
}
