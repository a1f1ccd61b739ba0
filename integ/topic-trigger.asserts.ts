import { deepEqual, equal } from 'node:assert/strict';
import { PublishCommand, SNSClient } from '@aws-sdk/client-sns';
import { assertion, onlyOnAws } from './assert';

export default [
  assertion(
    'a message that the filter lets through starts one execution',
    onlyOnAws('its pipes read from DynamoDB streams only, not from queues'),
    async (app) => {
      const TopicArn = app.id('AWS::SNS::Topic');
      const sns = new SNSClient({});
      const publish = (orderId: string, kind: string) => {
        const MessageAttributes = { kind: { DataType: 'String', StringValue: kind } };
        return sns.send(new PublishCommand({ TopicArn, Message: JSON.stringify({ orderId }), MessageAttributes }));
      };
      await publish('other', 'invoice');
      await publish('o-1', 'order');

      const { status, name } = await app.executionWith(app.stateMachine('Fulfil'), ({ orderId }) => orderId === 'o-1');
      await app.calm();
      deepEqual([status, name], ['SUCCEEDED', 'o-1']);
      equal((await app.executions(app.stateMachine('Fulfil'))).length, 1);
    },
  ),
];
