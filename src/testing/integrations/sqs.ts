import { createHash } from 'node:crypto';
import { isObject, type Json, type JsonObject } from '../../asl/json';
import type { VirtualClock } from '../execution/clock';
import { uuidFrom } from '../execution/random';
import type { Integration } from './integration';
import { messageAttributesDigest } from './message-attributes-digest';
import { optimized, throughSdk } from './service-call';
import { ServiceError } from './service-error';
import type { Services } from './services';

const DEDUPLICATION_MS = 5 * 60 * 1000;
const LONGEST_DELAY_SECONDS = 900;
const DEFAULT_MAX_BYTES = 1_048_576;
/** https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SendMessage.html#API_SendMessage_RequestSyntax */
const FORBIDDEN_CHARACTER = /[^\t\n\r\u{20}-\u{d7ff}\u{e000}-\u{fffd}\u{10000}-\u{10ffff}]/u;
const FIRST_SEQUENCE_NUMBER = 18_850_000_000_000_000_000n;

/** Who sends: an execution, or somebody outside. */
export interface Sender {
  readonly arn: string;
  readonly clock: VirtualClock;
  readonly random: () => number;
  readonly services: Services;
}

/** https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SendMessage.html */
export function sendMessage(args: JsonObject, sender: Sender): JsonObject {
  const { queues } = sender.services;
  const url = String(args.QueueUrl);
  const body = bodyOf(args.MessageBody);
  const fifo = url.endsWith('.fifo');
  checkDelay(args, fifo);
  checkBody(body, queues.maxMessageBytes(url) ?? DEFAULT_MAX_BYTES);
  const deduplicationId = fifo ? deduplicationIdOf(args, body, sender) : refuseDeduplication(args);

  const before = queues
    .sent(url)
    .find((sent) => fifo && sent.deduplicationId === deduplicationId && isRecent(sent.sentAt, sender));
  const attributes = isObject(args.MessageAttributes) ? args.MessageAttributes : undefined;
  const message = before ?? {
    messageId: uuidFrom(sender.random),
    body,
    attributes,
    delaySeconds: args.DelaySeconds as number | undefined,
    groupId: args.MessageGroupId as string | undefined,
    deduplicationId,
    sequenceNumber: fifo ? String(FIRST_SEQUENCE_NUMBER + BigInt(queues.sent(url).length) * 256n) : undefined,
    sentAt: sender.clock.now,
    sentBy: sender.arn,
  };
  if (!before) {
    queues.add(url, message);
  }
  return {
    ...(attributes ? { MD5OfMessageAttributes: messageAttributesDigest(attributes) } : {}),
    MD5OfMessageBody: createHash('md5').update(body, 'utf8').digest('hex'),
    MessageId: message.messageId,
    ...(message.sequenceNumber === undefined ? {} : { SequenceNumber: message.sequenceNumber }),
  };
}

function bodyOf(given: Json | undefined): string {
  if (given === undefined || given === null || given === '') {
    throw new ServiceError('MissingParameter', 'The request must contain the parameter MessageBody.', { known: false });
  }
  return typeof given === 'string' ? given : JSON.stringify(given);
}

function checkDelay({ DelaySeconds }: JsonObject, fifo: boolean): void {
  if (DelaySeconds === undefined) {
    return;
  }
  const invalid = (reason: string) =>
    invalidValue(`Value ${DelaySeconds} for parameter DelaySeconds is invalid. Reason: ${reason}`);
  if (fifo) {
    throw invalid('The request include parameter that is not valid for this queue type.');
  }
  if (!(Number(DelaySeconds) >= 0 && Number(DelaySeconds) <= LONGEST_DELAY_SECONDS)) {
    throw invalid(`DelaySeconds must be >= 0 and <= ${LONGEST_DELAY_SECONDS}.`);
  }
}

function checkBody(body: string, maxBytes: number): void {
  if (FORBIDDEN_CHARACTER.test(body)) {
    throw new ServiceError('InvalidMessageContents', 'The message contains characters outside the allowed set.');
  }
  if (Buffer.byteLength(body, 'utf8') > maxBytes) {
    throw invalidValue(`One or more parameters are invalid. Reason: Message must be shorter than ${maxBytes} bytes.`);
  }
}

/** https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/using-messagededuplicationid-property.html */
function deduplicationIdOf(args: JsonObject, body: string, { services }: Sender): string {
  if (args.MessageGroupId === undefined) {
    throw new ServiceError('MissingParameter', 'The request must contain the parameter MessageGroupId.', {
      known: false,
    });
  }
  if (args.MessageDeduplicationId !== undefined) {
    return String(args.MessageDeduplicationId);
  }
  // A queue that is in no template is given the benefit of the doubt.
  if (services.queues.deduplicatesByContent(String(args.QueueUrl)) === false) {
    throw invalidValue(
      'The queue should either have ContentBasedDeduplication enabled or MessageDeduplicationId provided explicitly',
    );
  }
  return createHash('sha256').update(body, 'utf8').digest('hex');
}

function refuseDeduplication({ MessageDeduplicationId }: JsonObject): undefined {
  if (MessageDeduplicationId !== undefined) {
    throw invalidValue(
      `Value ${MessageDeduplicationId} for parameter MessageDeduplicationId is invalid. Reason: The request include parameter that is not valid for this queue type.`,
    );
  }
}

function isRecent(sentAt: number, { clock }: Sender): boolean {
  return clock.now - sentAt < DEDUPLICATION_MS;
}

function invalidValue(message: string): ServiceError {
  return new ServiceError('InvalidParameterValue', message, { known: false });
}

/** https://docs.aws.amazon.com/step-functions/latest/dg/connect-sqs.html */
export const sqsSendMessage: Integration = {
  parameters: [
    'DelaySeconds',
    'MessageAttribute',
    'MessageAttributes',
    'MessageBody',
    'MessageDeduplicationId',
    'MessageGroupId',
    'QueueUrl',
  ],
  targetOf: (args) => String(args.QueueUrl),
  perform: optimized({ prefix: 'SQS', service: 'AmazonSQS', exception: 'AmazonSQSException' }, sendMessage),
};

/** https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SendMessage.html */
export const sdkSqsSendMessage: Integration = {
  parameters: [
    'DelaySeconds',
    'MessageAttributes',
    'MessageBody',
    'MessageDeduplicationId',
    'MessageGroupId',
    'MessageSystemAttributes',
    'QueueUrl',
  ],
  required: ['MessageBody', 'QueueUrl'],
  targetOf: (args) => String(args.QueueUrl),
  perform: throughSdk('Sqs', sendMessage),
};
