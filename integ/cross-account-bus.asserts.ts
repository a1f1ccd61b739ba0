import { deepEqual, equal } from 'node:assert/strict';
import { DeleteObjectsCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { assertion, byEmulator, putEvent } from './assert';

export default [
  assertion(
    'an event is forwarded from one bus to the other and starts an execution there',
    byEmulator('rules of EventBridge with a bus as target, its engine'),
    async (app) => {
      const bus = app.id('AWS::Events::EventBus', 'Orders');
      await putEvent({ bus, source: 'integ.orders', detailType: 'Order Placed', detail: { orderId: 'o-1' } });

      const { status } = await app.executionWith(app.stateMachine(), ({ detail }) => detail.orderId === 'o-1');
      equal(status, 'SUCCEEDED');
    },
  ),
  assertion(
    'what happens to an object is forwarded from the default bus',
    byEmulator('S3 with its events to EventBridge, rules with a bus as target, its engine'),
    async (app) => {
      const s3 = new S3Client({});
      const Bucket = app.id('AWS::S3::Bucket');
      await s3.send(new PutObjectCommand({ Bucket, Key: 'a.txt', Body: 'x' }));
      try {
        const { input } = await app.executionWith(app.stateMachine(), ({ source }) => source === 'aws.s3');
        equal(JSON.parse(input ?? '{}').detail.object.key, 'a.txt');
      } finally {
        const Delete = { Objects: [{ Key: 'a.txt' }] };
        const { Errors = [] } = await s3.send(new DeleteObjectsCommand({ Bucket, Delete }));
        deepEqual(Errors, []);
      }
    },
  ),
];
