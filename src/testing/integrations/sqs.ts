import { createHash } from 'node:crypto';
import { uuidFrom } from '../execution/random';
import type { Integration } from './integration';
import { sdkMetadata } from './sdk-metadata';

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
  required: ['MessageBody', 'QueueUrl'],
  targetOf: (args) => String(args.QueueUrl),
  perform: (args, execution) => {
    const { MessageBody: given } = args;
    const body = typeof given === 'string' ? given : JSON.stringify(given);
    execution.services.queues.send(String(args.QueueUrl), body, execution.arn);
    return {
      MD5OfMessageBody: createHash('md5').update(body, 'utf8').digest('hex'),
      MessageId: uuidFrom(execution.random),
      ...sdkMetadata(execution),
    };
  },
};
