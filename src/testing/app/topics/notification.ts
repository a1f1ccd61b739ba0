import type { Json, JsonObject } from '../../../asl/json';
import { isObject } from '../../../asl/json';
import type { PublishedMessage } from '../../integrations/topics';

/** What of a message goes to a protocol: with `MessageStructure: json` each may have a text of its own. */
export function textFor(protocol: string, { message, structure }: PublishedMessage): string {
  if (structure !== 'json') {
    return message;
  }
  const texts = JSON.parse(message) as Record<string, Json>;
  const text = texts[protocol] ?? texts.default;
  return typeof text === 'string' ? text : JSON.stringify(text);
}

/**
 * What SNS puts around a message for queues and functions. A rehearsal signs nothing.
 * https://docs.aws.amazon.com/sns/latest/dg/sns-message-and-json-formats.html
 */
export function notificationOf(protocol: string, topicArn: string, published: PublishedMessage): JsonObject {
  const { messageId, subject, attributes, publishedAt } = published;
  return {
    Type: 'Notification',
    MessageId: messageId,
    TopicArn: topicArn,
    ...(subject !== undefined && { Subject: subject }),
    Message: textFor(protocol, published),
    Timestamp: new Date(publishedAt).toISOString(),
    SignatureVersion: '1',
    Signature: 'none in a rehearsal',
    SigningCertURL: 'https://sns.example.com/none-in-a-rehearsal.pem',
    UnsubscribeURL: 'https://sns.example.com/none-in-a-rehearsal',
    ...(attributes && { MessageAttributes: typed(attributes) }),
  };
}

function typed(attributes: JsonObject): JsonObject {
  return Object.fromEntries(
    Object.entries(attributes)
      .filter(([, attribute]) => isObject(attribute))
      .map(([name, attribute]) => {
        const { DataType, StringValue, BinaryValue } = attribute as JsonObject;
        return [name, { Type: DataType, Value: StringValue ?? BinaryValue }];
      }),
  );
}
