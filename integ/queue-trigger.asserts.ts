import { deepEqual, equal } from 'node:assert/strict';
import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { assertion, onlyOnAws } from './assert';

export default [
  assertion(
    'a message that is paid starts one execution, however often it is sent',
    onlyOnAws('its pipes read from DynamoDB streams only, not from queues'),
    async (app) => {
      const QueueUrl = app.id('AWS::SQS::Queue', 'PaidOrdersQueue');
      const sqs = new SQSClient({});
      const send = (body: object) => sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: JSON.stringify(body) }));
      await send({ orderId: 'unpaid', status: 'OPEN' });
      await send({ orderId: 'o-1', status: 'PAID' });
      await send({ orderId: 'o-1', status: 'PAID' });

      const { status, name } = await app.executionWith(app.stateMachine('Fulfil'), ({ orderId }) => orderId === 'o-1');
      await app.calm();
      deepEqual([status, name], ['SUCCEEDED', 'o-1']);
      equal((await app.executions(app.stateMachine('Fulfil'))).length, 1);
    },
  ),
];
