import { deepEqual, equal } from 'node:assert/strict';
import { DeleteObjectsCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { assertion, byEmulator } from './assert';

export default [
  assertion(
    'an object with prefix and suffix starts an execution, others do not',
    byEmulator('S3 with its events to EventBridge, rules of EventBridge, its engine'),
    async (app) => {
      const s3 = new S3Client({});
      const Bucket = app.id('AWS::S3::Bucket');
      const keys = ['incoming/a.txt', 'a.csv', 'incoming/a.csv'];
      for (const Key of keys) await s3.send(new PutObjectCommand({ Bucket, Key, Body: 'x' }));
      try {
        const { status, input } = await app.executionWith(app.stateMachine(), ({ source }) => source === 'aws.s3');
        await app.calm();

        equal(status, 'SUCCEEDED');
        equal(JSON.parse(input ?? '{}').detail.object.key, 'incoming/a.csv');
        equal((await app.executions(app.stateMachine())).length, 1);
      } finally {
        // A bucket that is not empty cannot be destroyed.
        const Objects = keys.map((Key) => ({ Key }));
        const { Errors = [] } = await s3.send(new DeleteObjectsCommand({ Bucket, Delete: { Objects } }));
        deepEqual(Errors, []);
      }
    },
  ),
];
