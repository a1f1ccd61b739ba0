import { createHash } from 'node:crypto';
import { isObject, type JsonObject } from '../../../asl/json';
import type { SentMessage } from '../../integrations/queues';
import type { ReceivedMessage } from '../receivable-queue';
import type { PipeResource } from './pipe-resource';
import type { PipeRecord } from './pipe-source';

/** A message as a pipe gets it: https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-pipes-sqs.html */
export function queueRecord(received: ReceivedMessage, pipe: PipeResource): PipeRecord {
  const { message, receiptHandle } = received;
  return {
    id: message.messageId,
    event: {
      messageId: message.messageId,
      receiptHandle,
      body: message.body,
      attributes: systemAttributes(received),
      messageAttributes: messageAttributes(message),
      md5OfBody: createHash('md5').update(message.body, 'utf8').digest('hex'),
      eventSource: 'aws:sqs',
      eventSourceARN: pipe.sourceArn,
      awsRegion: pipe.region,
    },
  };
}

function systemAttributes({ message, receiveCount, firstReceivedAt }: ReceivedMessage): JsonObject {
  const { sequenceNumber, groupId, deduplicationId, deadLetterSource } = message;
  return {
    ApproximateReceiveCount: String(receiveCount),
    SentTimestamp: String(message.sentAt),
    SenderId: message.sentBy,
    ApproximateFirstReceiveTimestamp: String(firstReceivedAt),
    ...(sequenceNumber !== undefined && { SequenceNumber: sequenceNumber }),
    ...(groupId !== undefined && { MessageGroupId: groupId }),
    ...(deduplicationId !== undefined && { MessageDeduplicationId: deduplicationId }),
    ...(deadLetterSource !== undefined && { DeadLetterQueueSourceArn: deadLetterSource }),
  };
}

/** As Lambda has them, whose form pipes share; its page is where they are shown. https://docs.aws.amazon.com/lambda/latest/dg/with-sqs.html */
function messageAttributes({ attributes = {} }: SentMessage): JsonObject {
  const shown: JsonObject = {};
  for (const [name, attribute] of Object.entries(attributes)) {
    const { DataType, StringValue, BinaryValue } = isObject(attribute) ? attribute : {};
    shown[name] = {
      ...(StringValue !== undefined && { stringValue: StringValue }),
      ...(BinaryValue !== undefined && { binaryValue: BinaryValue }),
      stringListValues: [],
      binaryListValues: [],
      dataType: DataType ?? 'String',
    };
  }
  return shown;
}
