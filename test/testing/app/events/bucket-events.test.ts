import { App, Stack } from 'aws-cdk-lib';
import * as events from 'aws-cdk-lib/aws-events';
import * as targets from 'aws-cdk-lib/aws-events-targets';
import * as s3 from 'aws-cdk-lib/aws-s3';
import * as s3n from 'aws-cdk-lib/aws-s3-notifications';
import * as sqs from 'aws-cdk-lib/aws-sqs';
import * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import * as tasks from 'aws-cdk-lib/aws-stepfunctions-tasks';
import { Rehearsal } from '../../../../src/testing';

const EVENT_BRIDGE = { eventBridgeConfiguration: { eventBridgeEnabled: true } };

function appWith(props: { byL1?: boolean; byLambda?: boolean; versioned?: boolean } = {}) {
  const app = new App();
  const stack = new Stack(app, 'Files');
  const bucket = new s3.Bucket(stack, 'Bucket', { versioned: props.versioned, eventBridgeEnabled: props.byLambda });
  if (props.byL1) {
    (bucket.node.defaultChild as s3.CfnBucket).notificationConfiguration = EVENT_BRIDGE;
  }
  const told = new sqs.Queue(stack, 'Told');
  const rule = new events.Rule(stack, 'Rule', {
    eventPattern: { source: ['aws.s3'], detail: { object: { key: [{ prefix: 'in/' }] } } },
    targets: [new targets.SqsQueue(told)],
  });
  return { app, stack, bucket, told, rule };
}

test.each([
  ['its own configuration', { byL1: true }],
  ['the custom resource of the CDK', { byLambda: true }],
])('S3 tells of an upload when the bucket says so by %s', async (_name, props) => {
  const { app, bucket, told } = appWith(props);
  const rehearsal = Rehearsal.ofApp(app, { startTime: new Date('2026-03-01T08:00:00Z') });
  await rehearsal.uploadObject(bucket, 'in/a b+ü.txt', 'hello');
  await rehearsal.uploadObject(bucket, 'out/b.txt', 'hello');
  expect(rehearsal.messages(told)).toEqual([
    {
      version: '0',
      id: expect.any(String),
      'detail-type': 'Object Created',
      source: 'aws.s3',
      account: '111122223333',
      time: '2026-03-01T08:00:00Z',
      region: 'us-east-1',
      resources: [expect.stringMatching(/^arn:aws:s3:::bucket/)],
      detail: {
        version: '0',
        bucket: { name: expect.stringMatching(/^bucket/) },
        object: {
          key: 'in/a b+ü.txt',
          size: 5,
          etag: '5d41402abc4b2a76b9719d911017c592',
          sequencer: '0000000000000001',
        },
        'request-id': expect.stringMatching(/^[\dA-F]{16}$/),
        requester: '111122223333',
        'source-ip-address': '203.0.113.1',
        reason: 'PutObject',
      },
    },
  ]);
  expect(rehearsal.objects(bucket)).toEqual({ 'in/a b+ü.txt': 'hello', 'out/b.txt': 'hello' });
});

test('S3 tells of what is deleted, and of nothing that was not there', async () => {
  for (const versioned of [false, true]) {
    const { app, bucket, told } = appWith({ byL1: true, versioned });
    const rehearsal = Rehearsal.ofApp(app).putObject(bucket, 'in/a', 'a');
    await rehearsal.deleteObject(bucket, 'in/a');
    await rehearsal.deleteObject(bucket, 'in/a');
    const type = versioned ? 'Delete Marker Created' : 'Permanently Deleted';
    expect(rehearsal.messages(told)).toMatchObject([
      { 'detail-type': 'Object Deleted', detail: { reason: 'DeleteObject', 'deletion-type': type } },
    ]);
    const [{ detail }] = rehearsal.messages(told) as [{ detail: { object: object } }];
    expect('version-id' in detail.object).toBe(versioned);
  }
});

test('S3 tells nothing of a bucket that does not ask, nor of what a test puts there before', async () => {
  const quiet = appWith();
  const rehearsal = Rehearsal.ofApp(quiet.app);
  await rehearsal.uploadObject(quiet.bucket, 'in/a', 'a');
  expect(rehearsal.events()).toEqual([]);
  const asking = appWith({ byL1: true });
  expect(Rehearsal.ofApp(asking.app).putObject(asking.bucket, 'in/a', 'a').events()).toEqual([]);
});

test('a bucket that is in no template is taken to ask', async () => {
  const { app, told } = appWith();
  const rehearsal = Rehearsal.ofApp(app);
  await rehearsal.uploadObject('somebody-elses', 'in/a', 'a');
  expect(rehearsal.messages(told)).toMatchObject([{ detail: { bucket: { name: 'somebody-elses' } } }]);
});

test('other notifications of a bucket are refused', async () => {
  const { app, bucket, told } = appWith();
  bucket.addEventNotification(s3.EventType.OBJECT_CREATED, new s3n.SqsDestination(told));
  await expect(Rehearsal.ofApp(app).uploadObject(bucket, 'in/a', 'a')).rejects.toThrow(
    /the bucket 'Files\/Bucket\w+' has QueueConfigurations, which are not rehearsed/,
  );
});

test('a workflow that writes where it is started from is an error, not a test that hangs', async () => {
  const { app, stack, bucket, rule } = appWith({ byL1: true });
  const write = tasks.CallAwsService.jsonata(stack, 'Write', {
    service: 's3',
    action: 'putObject',
    parameters: { Bucket: bucket.bucketName, Key: 'in/copy', Body: 'x' },
    iamResources: [bucket.arnForObjects('*')],
  });
  const stateMachine = new sfn.StateMachine(stack, 'Copy', { definitionBody: sfn.DefinitionBody.fromChainable(write) });
  rule.addTarget(new targets.SfnStateMachine(stateMachine));
  const rehearsal = Rehearsal.ofApp(app);
  await expect(rehearsal.uploadObject(bucket, 'in/a', 'a')).rejects.toThrow(
    /events go round in circles: 100 times an event has come of the one before, by way of the rule 'Files\/Rule\w+'/,
  );
});
