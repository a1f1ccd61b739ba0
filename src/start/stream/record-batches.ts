import { Token } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';
import { invalid } from '../../private/errors';
import type { RecordBatchOptions } from './record-delivery';

/** What a state machine takes as its input: https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-pipes-batching-concurrency.html */
const MOST_PAYLOAD = 262_144;
/** ARNs, ids, a partition key or a key with headers. */
const AROUND_DATA = 2048;

/** https://docs.aws.amazon.com/eventbridge/latest/pipes-reference/API_PipeSourceKinesisStreamParameters.html */
const MOST_IN_BATCH = 10_000;
const LONGEST_WINDOW_SECONDS = 300;

const DEFAULT_SIZE = 10;
const LARGEST_DEFAULT_SIZE = 100;

export interface RecordBatches {
  readonly size: number;
  readonly windowSeconds?: number;
}

/** Of the five minutes of a batch every record that is worked on has a second at least. */
const MOST_WORKED_ON = 270;

/** What makes a batch larger or smaller. */
export interface BatchConditions {
  /** How much more the data has in the input of an execution than it has as it was sent. */
  readonly growth: number;
  /** Whether a batch that is too large comes again in halves. */
  readonly isHalved: boolean;
  /** Why a batch may have one record only, after `with`; undefined where it may have more. */
  readonly oneByOne?: string;
  /** Whether the records of a batch are worked on one after the other, in the time of a batch. */
  readonly isWork: boolean;
}

/** The batches that a pipe makes of the records of a shard or a partition. */
export function recordBatches(
  scope: IConstruct,
  options: RecordBatchOptions,
  conditions: BatchConditions,
): RecordBatches {
  const { oneByOne } = conditions;
  if (oneByOne && options.size !== undefined && options.size !== 1) {
    throw invalid(scope, `delivery.size must be 1 with ${oneByOne}, received ${options.size}`);
  }
  const bytes = options.recordSize?.toBytes();
  const inInput = bytes === undefined ? undefined : Math.ceil(bytes * conditions.growth) + AROUND_DATA;
  const size = options.size ?? defaultSize(inInput, conditions);
  if (!Token.isUnresolved(size) && !(Number.isInteger(size) && size >= 1 && size <= MOST_IN_BATCH)) {
    throw invalid(scope, `delivery.size must be a whole number from 1 to ${MOST_IN_BATCH}, received ${size}`);
  }
  if (conditions.isWork && !Token.isUnresolved(size) && size > MOST_WORKED_ON) {
    throw invalid(
      scope,
      `delivery.size must be at most ${MOST_WORKED_ON} where executions are waited for, one after the other, received ${size}: ` +
        'a batch has less than five minutes, and one that takes longer comes again',
    );
  }
  if (inInput !== undefined && size * inInput > MOST_PAYLOAD) {
    const fitting = Math.floor(MOST_PAYLOAD / inInput);
    throw invalid(
      scope,
      `delivery.size times delivery.recordSize must fit into the ${MOST_PAYLOAD} characters of an input, received ${size} ` +
        `times ${bytes} bytes, which have up to ${inInput} characters each as they come: ` +
        (fitting > 0 ? `batches of ${fitting} fit` : 'not even one fits; send less, or only where the data is'),
    );
  }
  return { size, windowSeconds: windowSeconds(scope, options) };
}

function defaultSize(inInput: number | undefined, { isHalved, oneByOne, isWork }: BatchConditions): number {
  if (oneByOne || isWork) return 1;
  if (inInput === undefined) return isHalved ? DEFAULT_SIZE : 1;
  return Math.max(1, Math.min(LARGEST_DEFAULT_SIZE, Math.floor(MOST_PAYLOAD / inInput)));
}

function windowSeconds(scope: IConstruct, { window }: RecordBatchOptions): number | undefined {
  if (!window) return undefined;
  if (window.isUnresolved()) return window.toSeconds();
  const seconds = window.toSeconds({ integral: false });
  if (!Number.isInteger(seconds) || seconds > LONGEST_WINDOW_SECONDS) {
    throw invalid(
      scope,
      `delivery.window must be a whole number of seconds up to ${LONGEST_WINDOW_SECONDS}, received ${seconds} s`,
    );
  }
  return seconds;
}
