import { deepEqual } from 'node:assert/strict';
import { DynamoDBClient, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { assertion, byEmulator } from './assert';

export default [
  assertion(
    'an item that is inserted into the table starts an execution, as plain JSON',
    byEmulator('DynamoDB with its stream, a pipe without filters, its engine'),
    async (app) => {
      const Item = { orderId: { S: 'o-1' }, total: { N: '12.5' } };
      const TableName = app.id('AWS::DynamoDB::Table');
      await new DynamoDBClient({}).send(new PutItemCommand({ TableName, Item }));

      const { input } = await app.executionWith(app.stateMachine('Check'), ({ keys }) => keys.orderId === 'o-1');
      const { eventName, newImage } = JSON.parse(input ?? '{}');
      deepEqual([eventName, newImage], ['INSERT', { orderId: 'o-1', total: 12.5 }]);
    },
    { notOnAws: 'executions of an Express workflow cannot be listed; their log is to be read' },
  ),
];
