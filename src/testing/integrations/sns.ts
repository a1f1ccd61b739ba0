import { createHash } from 'node:crypto';
import { isObject, type Json, type JsonObject } from '../../asl/json';
import { uuidFrom } from '../execution/random';
import type { Integration } from './integration';
import { parsedIfJson } from './parsed-if-json';
import { optimized, throughSdk } from './service-call';
import { ServiceError } from './service-error';
import type { Sender } from './sqs';

const DEDUPLICATION_MS = 5 * 60 * 1000;
const LONGEST_SUBJECT = 100;
const FIRST_SEQUENCE_NUMBER = 10_000_000_000_000_000_000n;

/** https://docs.aws.amazon.com/sns/latest/api/API_Publish.html */
export function publish(args: JsonObject, sender: Sender): JsonObject {
  const { topics } = sender.services;
  const destination = destinationOf(args);
  const message = messageOf(args);
  const fifo = destination.endsWith('.fifo');
  const deduplicationId = fifo ? deduplicationIdOf(args, destination, message, sender) : undefined;

  const earlier = topics.published(destination);
  const before = earlier.find(
    (published) =>
      fifo &&
      published.deduplicationId === deduplicationId &&
      sender.clock.now - published.publishedAt < DEDUPLICATION_MS,
  );
  const published = before ?? {
    messageId: uuidFrom(sender.random),
    message,
    subject: args.Subject as string | undefined,
    attributes: isObject(args.MessageAttributes) ? args.MessageAttributes : undefined,
    structure: args.MessageStructure as string | undefined,
    groupId: args.MessageGroupId as string | undefined,
    deduplicationId,
    sequenceNumber: fifo ? String(FIRST_SEQUENCE_NUMBER + BigInt(earlier.length) * 1000n) : undefined,
    publishedAt: sender.clock.now,
    publishedBy: sender.arn,
  };
  if (!before) {
    topics.add(destination, published);
  }
  const { messageId, sequenceNumber } = published;
  return { MessageId: messageId, ...(sequenceNumber === undefined ? {} : { SequenceNumber: sequenceNumber }) };
}

function destinationOf({ TopicArn, TargetArn, PhoneNumber }: JsonObject): string {
  const destination = TopicArn ?? TargetArn ?? PhoneNumber;
  if (destination === undefined || destination === null) {
    throw invalid('TopicArn or TargetArn Reason: no value for required parameter');
  }
  const text = String(destination);
  if (destination !== PhoneNumber && !/^arn:[\w-]+:sns:[\w-]+:\d+:[\w./-]+$/.test(text)) {
    throw invalid('TopicArn');
  }
  return text;
}

function messageOf({ Message, MessageStructure, Subject }: JsonObject): string {
  const message = textOf(Message);
  if (message === '') {
    throw invalid('Empty message');
  }
  if (typeof Subject === 'string' && Subject.length > LONGEST_SUBJECT) {
    throw invalid('Subject');
  }
  if (MessageStructure === 'json') {
    const texts = parsedIfJson(message);
    if (!isObject(texts)) {
      throw invalid('Message Structure - JSON message body failed to parse');
    }
    if (typeof texts.default !== 'string') {
      throw invalid('Message Structure - No default entry in JSON message body');
    }
  }
  return message;
}

function textOf(message: Json | undefined): string {
  return typeof message === 'string' ? message : message === undefined ? '' : JSON.stringify(message);
}

/** https://docs.aws.amazon.com/sns/latest/dg/fifo-message-dedup.html */
function deduplicationIdOf(args: JsonObject, arn: string, message: string, { services }: Sender): string {
  if (args.MessageGroupId === undefined) {
    throw invalid('The MessageGroupId parameter is required for FIFO topics');
  }
  if (args.MessageDeduplicationId !== undefined) {
    return String(args.MessageDeduplicationId);
  }
  // A topic that is in no template is given the benefit of the doubt.
  if (services.topics.deduplicatesByContent(arn) === false) {
    throw invalid(
      'The topic should either have ContentBasedDeduplication enabled or MessageDeduplicationId provided explicitly',
    );
  }
  return createHash('sha256').update(message, 'utf8').digest('hex');
}

function invalid(problem: string): ServiceError {
  return new ServiceError('InvalidParameter', `Invalid parameter: ${problem}`);
}

const targetOf = (args: JsonObject) => String(args.TopicArn ?? args.TargetArn ?? args.PhoneNumber);

/** All that the API takes: https://docs.aws.amazon.com/sns/latest/api/API_Publish.html */
const parameters = [
  'Message',
  'MessageAttributes',
  'MessageDeduplicationId',
  'MessageGroupId',
  'MessageStructure',
  'PhoneNumber',
  'Subject',
  'TargetArn',
  'TopicArn',
];

/** https://docs.aws.amazon.com/step-functions/latest/dg/connect-sns.html */
export const snsPublish: Integration = {
  parameters,
  targetOf,
  perform: optimized({ prefix: 'SNS', service: 'AmazonSNS', exception: 'AmazonSNSException' }, publish),
};

export const sdkSnsPublish: Integration = {
  parameters,
  required: ['Message'],
  targetOf,
  perform: throughSdk('Sns', publish),
};
