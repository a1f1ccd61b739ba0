import type { JsonObject } from '../../asl/json';
import { ServiceError } from '../integrations/service-error';
import { sendMessage } from '../integrations/sqs';
import { jsonText } from '../json-text';
import { RehearsalError } from '../rehearsal-error';
import { inMilliseconds, type VirtualDuration } from '../virtual-duration';
import type { RehearsedApp } from './rehearsed-app';

/** What goes with a message. */
export interface MessageOptions {
  /** Message attributes by name, all of type String. */
  readonly attributes?: Readonly<Record<string, string>>;
  /** The message group; a FIFO queue wants one. */
  readonly groupId?: string;
  /** A FIFO queue takes a message with the same id within five minutes for the same message. */
  readonly deduplicationId?: string;
  /** How long nobody can receive it, at most 15 minutes; not for FIFO queues. */
  readonly delay?: VirtualDuration;
}

/** Who the messages of a test are from. */
const SENDER = 'the test';

/** @param queue - its ARN or URL */
export function sendTo(queue: string, body: unknown, options: MessageOptions, app: RehearsedApp): string {
  const { attributes, groupId, deduplicationId, delay } = options;
  const request: JsonObject = {
    QueueUrl: queue,
    MessageBody: typeof body === 'string' ? body : jsonText('the body', body),
    ...(attributes && { MessageAttributes: written(attributes) }),
    ...(groupId !== undefined && { MessageGroupId: groupId }),
    ...(deduplicationId !== undefined && { MessageDeduplicationId: deduplicationId }),
    ...(delay !== undefined && { DelaySeconds: inMilliseconds(delay) / 1000 }),
  };
  const { world, random, services } = app;
  try {
    return String(sendMessage(request, { arn: SENDER, clock: world.clock, random, services }).MessageId);
  } catch (error) {
    throw error instanceof ServiceError ? new RehearsalError(`SQS refuses the message: ${error.message}`) : error;
  }
}

function written(attributes: Readonly<Record<string, string>>): JsonObject {
  const all: JsonObject = {};
  for (const [name, value] of Object.entries(attributes)) {
    all[name] = { DataType: 'String', StringValue: value };
  }
  return all;
}
