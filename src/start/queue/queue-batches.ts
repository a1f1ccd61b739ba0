import { Annotations, Token } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { invalid } from '../../private/errors';
import type { BatchOptions } from '../pipe/batch-delivery';

/** What a state machine takes as its input: https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-pipes-batching-concurrency.html */
const MOST_PAYLOAD = 262_144;
/** What SQS and the pipe put around a body: ids, a receipt handle of some 400 characters, attributes. */
const AROUND_BODY = 2048;
/** SQS lets in nothing that takes more than two characters as JSON, as a quote or a line break does. */
const LARGEST_ESCAPE = 2;

/** Bytes of a message that starts an execution for sure, alone in its batch. */
export const SURE_MESSAGE_BYTES = (MOST_PAYLOAD - AROUND_BODY) / LARGEST_ESCAPE;

/** https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-parameters.html, whose pollers pipes share. */
const MOST_IN_BATCH = { fifo: 10, standard: 10_000 };
const MOST_WITHOUT_WINDOW = 10;
const LONGEST_WINDOW_SECONDS = 300;

export interface QueueBatches {
  readonly size: number;
  readonly windowSeconds: number;
}

/** What is known of a queue. */
interface KnownQueue {
  readonly fifo: boolean;
  /** The largest message that it takes, where that is written. */
  readonly maxMessageBytes?: number;
}

/** The batches that a pipe makes of the messages of a queue. */
export function queueBatches(scope: Construct, options: BatchOptions, queue: KnownQueue): QueueBatches {
  const messageBytes = options.messageSize?.toBytes() ?? queue.maxMessageBytes;
  const size = options.size ?? sureSize(messageBytes);
  checkSize(scope, size, queue.fifo);
  if (messageBytes !== undefined && size * messageBytes > MOST_PAYLOAD) {
    tooLarge(scope, size, messageBytes, options.messageSize !== undefined);
  }
  return { size, windowSeconds: windowSeconds(scope, options, size, queue.fifo) };
}

/** As many messages as fit whatever is in them. */
function sureSize(messageBytes: number | undefined): number {
  if (messageBytes === undefined) return 1;
  const sure = Math.floor(MOST_PAYLOAD / (messageBytes * LARGEST_ESCAPE + AROUND_BODY));
  return Math.max(1, Math.min(MOST_WITHOUT_WINDOW, sure));
}

function checkSize(scope: Construct, size: number, fifo: boolean): void {
  const most = fifo ? MOST_IN_BATCH.fifo : MOST_IN_BATCH.standard;
  if (!Token.isUnresolved(size) && !(Number.isInteger(size) && size >= 1 && size <= most)) {
    throw invalid(
      scope,
      `delivery.size must be a whole number from 1 to ${most} for a ${fifo ? 'FIFO' : 'standard'} queue, received ${size}`,
    );
  }
}

function tooLarge(scope: Construct, size: number, messageBytes: number, said: boolean): void {
  const problem =
    `delivery.size times the message size must be at most ${MOST_PAYLOAD} bytes, received ${size} times ${messageBytes}: ` +
    'a batch that is larger starts nothing, and comes again; make batches smaller';
  if (said) throw invalid(scope, problem);
  Annotations.of(scope).addWarningV2(
    'cdk-workflows:batchTooLarge',
    `${problem}, or say with delivery.messageSize how large messages really are`,
  );
}

function windowSeconds(scope: Construct, { window }: BatchOptions, size: number, fifo: boolean): number {
  const large = !Token.isUnresolved(size) && size > MOST_WITHOUT_WINDOW;
  if (!window) return large ? 1 : 0;
  if (window.isUnresolved()) return window.toSeconds();
  const seconds = window.toSeconds({ integral: false });
  if (fifo && seconds > 0) {
    throw invalid(scope, `delivery.window must be left out for a FIFO queue, which has none, received ${seconds} s`);
  }
  if (!Number.isInteger(seconds) || seconds > LONGEST_WINDOW_SECONDS || (large && seconds < 1)) {
    throw invalid(
      scope,
      `delivery.window must be a whole number of seconds up to ${LONGEST_WINDOW_SECONDS}, at least 1 for batches of more ` +
        `than ${MOST_WITHOUT_WINDOW}, received ${seconds} s`,
    );
  }
  return seconds;
}
