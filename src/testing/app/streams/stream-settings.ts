import { isObject, type JsonObject } from '../../../asl/json';
import type { PipeResource } from '../pipes/pipe-resource';

/** What the parameters of Kinesis and DynamoDB streams have in common, with the defaults of Pipes. */
export interface StreamSettings {
  readonly batchSize: number;
  readonly windowMs: number;
  readonly parallelization: number;
  /** Undefined: as long as the stream keeps them. */
  readonly longestAgeMs?: number;
  readonly mostRetries?: number;
  readonly bisects: boolean;
  readonly deadLetterArn?: string;
  /** The moment from which records are read; infinitely long ago for all that the stream holds. */
  readonly readsFrom: number;
}

/**
 * https://docs.aws.amazon.com/eventbridge/latest/pipes-reference/API_PipeSourceKinesisStreamParameters.html
 *
 * @param startedAt - when the pipe was made
 */
export function streamSettings(pipe: PipeResource, parameters: JsonObject, startedAt: number): StreamSettings {
  const { DeadLetterConfig, OnPartialBatchItemFailure } = parameters;
  return {
    batchSize: Number(parameters.BatchSize ?? 100),
    windowMs: Number(parameters.MaximumBatchingWindowInSeconds ?? 0) * 1000,
    parallelization: Number(parameters.ParallelizationFactor ?? 1),
    longestAgeMs: limit(parameters.MaximumRecordAgeInSeconds, 1000),
    mostRetries: limit(parameters.MaximumRetryAttempts, 1),
    bisects: OnPartialBatchItemFailure === 'AUTOMATIC_BISECT',
    deadLetterArn: isObject(DeadLetterConfig) ? String(DeadLetterConfig.Arn) : undefined,
    readsFrom: readsFrom(pipe, parameters, startedAt),
  };
}

/** -1 is no limit. */
function limit(given: JsonObject[string] | undefined, factor: number): number | undefined {
  const value = Number(given ?? -1);
  return value < 0 ? undefined : value * factor;
}

function readsFrom(
  pipe: PipeResource,
  { StartingPosition, StartingPositionTimestamp }: JsonObject,
  startedAt: number,
): number {
  switch (StartingPosition) {
    case 'TRIM_HORIZON':
      return Number.NEGATIVE_INFINITY;
    case 'LATEST':
      return startedAt;
    case 'AT_TIMESTAMP':
      return timestampOf(String(StartingPositionTimestamp));
    default:
      throw pipe.notRehearsed(`the starting position ${StartingPosition}`);
  }
}

/** Unix time in seconds, or ISO 8601. */
function timestampOf(text: string): number {
  return /^[\d.]+$/.test(text) ? Number(text) * 1000 : Date.parse(text);
}
