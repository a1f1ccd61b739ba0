import type { Json, JsonObject } from '../../asl/json';
import type { Buckets } from '../integrations/buckets';
import { RehearsalError } from '../rehearsal-error';
import { type ChildExecution, pendingRecordOf } from './child-record';
import { linesOf, transformed, type WriterConfig } from './map-results';
import type { MapRunArns } from './map-run-arns';

/** A ResultWriter with all templates filled in. */
export interface WriterRequest {
  readonly resource: string;
  /** `Bucket`, `Prefix`. */
  readonly arguments: JsonObject;
  readonly config?: WriterConfig;
}

export interface MapRunResults {
  /** In the order of the items. */
  readonly children: readonly ChildExecution[];
  /** Inputs of those that were not started because the Map Run had failed. */
  readonly pending: readonly Json[];
}

/**
 * Writes one file for each outcome and a manifest, and gives the result of the Map: where the manifest is.
 * https://docs.aws.amazon.com/step-functions/latest/dg/input-output-resultwriter.html#input-output-resultwriter-exporting-to-S3
 */
export function exportResults(
  request: WriterRequest,
  { children, pending }: MapRunResults,
  { buckets, arns, now, changedBy }: { buckets: Buckets; arns: MapRunArns; now: number; changedBy?: string },
): JsonObject {
  const { bucket, folder } = destinationOf(request, arns);
  const { Transformation = 'NONE', OutputType = 'JSON' } = request.config ?? {};
  const isSuccess = ({ status }: ChildExecution) => status === 'SUCCEEDED';
  const results: Record<string, Json[]> = {
    FAILED: transformed(
      children.filter((child) => !isSuccess(child)),
      Transformation,
    ),
    PENDING: pending.map(pendingRecordOf),
    SUCCEEDED: transformed(children.filter(isSuccess), Transformation),
  };

  const by = { now, changedBy };
  const written = Object.entries(results).map(([outcome, records]): [string, Json] => {
    if (records.length === 0) {
      return [outcome, []];
    }
    const key = `${folder}/${outcome}_0.${OutputType.toLowerCase()}`;
    const { body } = buckets.write(bucket, key, OutputType === 'JSONL' ? linesOf(records) : records, by);
    return [outcome, [{ Key: key, Size: body.length }]];
  });
  const manifest = `${folder}/manifest.json`;
  const ResultFiles = Object.fromEntries(written);
  buckets.write(bucket, manifest, { DestinationBucket: bucket, MapRunArn: arns.mapRun, ResultFiles }, by);
  return { MapRunArn: arns.mapRun, ResultWriterDetails: { Bucket: bucket, Key: manifest } };
}

function destinationOf({ resource, arguments: given }: WriterRequest, { id }: MapRunArns) {
  const { Bucket: bucket, Prefix: prefix = '' } = given;
  if (!/^arn:[\w-]+:states:::s3:putObject$/.test(resource)) {
    throw new RehearsalError(`a ResultWriter cannot write to '${resource}'`);
  }
  if (typeof bucket !== 'string' || typeof prefix !== 'string') {
    throw new RehearsalError(`the ResultWriter's Bucket and Prefix must be texts: ${JSON.stringify(given)}`);
  }
  return { bucket, folder: prefix === '' ? id : `${prefix.replace(/\/$/, '')}/${id}` };
}
