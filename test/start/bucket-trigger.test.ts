import { App, Duration, Stack } from 'aws-cdk-lib';
import { Annotations, Match } from 'aws-cdk-lib/assertions';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as s3 from 'aws-cdk-lib/aws-s3';
import * as s3n from 'aws-cdk-lib/aws-s3-notifications';
import * as sns from 'aws-cdk-lib/aws-sns';
import * as sqs from 'aws-cdk-lib/aws-sqs';
import * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import * as tasks from 'aws-cdk-lib/aws-stepfunctions-tasks';
import { BucketEvents, BucketEventType, BucketTrigger, type BucketTriggerProps, Workflow } from '../../src';
import { Rehearsal } from '../../src/testing';
import { deployed } from '../deployed';

const env = { account: '111122223333', region: 'us-east-1' };

function appWith(props: Partial<BucketTriggerProps> = {}, type = sfn.StateMachineType.STANDARD) {
  const app = new App();
  const stack = new Stack(app, 'Files', { env });
  const bucket = new s3.Bucket(stack, 'Bucket');
  const definition = new sfn.Pass(stack, 'Done');
  const { stateMachine } = new Workflow(stack, 'Import', { definition, stateMachineType: type });
  const trigger = new BucketTrigger(stack, 'Trigger', { workflow: stateMachine, bucket, prefix: 'in/', ...props });
  return { app, stack, bucket, stateMachine, trigger };
}

const keysOf = (executions: readonly { input: unknown }[]) =>
  executions.map(({ input }) => (input as { detail: { object: { key: string } } }).detail.object.key);

describe('an object', () => {
  test.each([sfn.StateMachineType.STANDARD, sfn.StateMachineType.EXPRESS])(
    'under the prefix starts an execution of type %s with the whole event',
    async (type) => {
      const { app, bucket, stateMachine } = appWith({}, type);
      const rehearsal = Rehearsal.ofApp(app);
      await rehearsal.uploadObject(bucket, 'in/a b+ü.csv', 'a;b');
      await rehearsal.uploadObject(bucket, 'out/a.csv', 'a;b');
      await rehearsal.deleteObject(bucket, 'in/a b+ü.csv');
      const [execution, ...others] = rehearsal.executions(stateMachine);
      expect(others).toEqual([]);
      expect(execution.status).toBe('SUCCEEDED');
      expect(execution.input).toEqual(rehearsal.events().find(({ source }) => source === 'aws.s3'));
      expect(execution.input).toMatchObject({ detail: { object: { key: 'in/a b+ü.csv', size: 3 } } });
    },
  );

  test('must end as the trigger says', async () => {
    for (const prefix of ['in/', '', 'in\\']) {
      const { app, bucket } = appWith({ prefix, suffix: '.csv' });
      const rehearsal = Rehearsal.ofApp(app);
      const keys = ['in/a.csv', 'in/a.txt', 'in/.csv', 'in\\a.csv', 'out/a.csv', 'a.CSV'];
      for (const key of keys) await rehearsal.uploadObject(bucket, key, '');
      expect(keysOf(rehearsal.executions())).toEqual(
        keys.filter((key) => key.startsWith(prefix) && key.endsWith('.csv')),
      );
    }
  });

  test('that is deleted starts one where the trigger says so', async () => {
    const { app, bucket } = appWith({ events: BucketEvents.of(BucketEventType.DELETED, BucketEventType.TAGS_ADDED) });
    const rehearsal = Rehearsal.ofApp(app);
    await rehearsal.uploadObject(bucket, 'in/a', '');
    await rehearsal.deleteObject(bucket, 'in/a');
    expect(rehearsal.executions().map(({ input }) => input)).toMatchObject([{ 'detail-type': 'Object Deleted' }]);
  });

  test('starts none while the trigger is disabled', async () => {
    const { app, bucket } = appWith({ enabled: false });
    const rehearsal = Rehearsal.ofApp(app);
    await rehearsal.uploadObject(bucket, 'in/a', '');
    expect(rehearsal.executions()).toHaveLength(0);
  });

  test('that a workflow writes starts the next one', async () => {
    const { app, stack, bucket, stateMachine } = appWith();
    const write = tasks.CallAwsService.jsonata(stack, 'Write', {
      service: 's3',
      action: 'putObject',
      parameters: { Bucket: bucket.bucketName, Key: 'in/made', Body: '1' },
      iamResources: [bucket.arnForObjects('in/*')],
    });
    const maker = new Workflow(stack, 'Maker', { definition: write });
    const rehearsal = Rehearsal.ofApp(app);
    await rehearsal.start(maker.stateMachine);
    expect(keysOf(rehearsal.executions(stateMachine))).toEqual(['in/made']);
  });

  test('that is read starts one as CloudTrail tells it', async () => {
    const { app, bucket } = appWith({ events: BucketEvents.recordedByCloudTrail('GetObject') });
    const rehearsal = Rehearsal.ofApp(app);
    await rehearsal.uploadObject(bucket, 'in/a', '');
    // https://docs.aws.amazon.com/AmazonS3/latest/userguide/cloudtrail-logging-understanding-s3-entries.html
    const record = (eventName: string, key: string, more: object = {}) => ({
      source: 'aws.s3',
      detailType: 'AWS API Call via CloudTrail',
      detail: {
        eventSource: 's3.amazonaws.com',
        eventName,
        requestParameters: { bucketName: 'bucket83908e77', key },
        ...more,
      },
    });
    await rehearsal.putEvents([
      record('GetObject', 'in/a'),
      record('GetObject', 'out/a'),
      record('PutObject', 'in/a'),
      record('GetObject', 'in/a', { errorCode: 'AccessDenied' }),
      record('GetObject', 'in/a', { requestParameters: { bucketName: 'another', key: 'in/a' } }),
    ]);
    expect(rehearsal.executions().map(({ input }) => input)).toMatchObject([
      { detail: { eventName: 'GetObject', requestParameters: { key: 'in/a' } } },
    ]);
  });
});

describe('an event that cannot start an execution', () => {
  test('is tried again, and then lies in the dead-letter queue of the trigger', async () => {
    const { app, bucket, stateMachine, trigger } = appWith({ maxEventAge: Duration.minutes(30) });
    const rehearsal = Rehearsal.ofApp(app);
    rehearsal.outage(stateMachine.stateMachineArn, Duration.minutes(10));
    await rehearsal.uploadObject(bucket, 'in/a', '');
    await rehearsal.advance(Duration.minutes(20));
    expect(keysOf(rehearsal.executions())).toEqual(['in/a']);
    rehearsal.outage(stateMachine.stateMachineArn, Duration.hours(1));
    await rehearsal.uploadObject(bucket, 'in/b', '');
    await rehearsal.advance(Duration.minutes(30));
    expect(keysOf(rehearsal.executions())).toEqual(['in/a']);
    expect(rehearsal.deadLetters()).toMatchObject([
      {
        body: { detail: { object: { key: 'in/b' } } },
        attributes: { ERROR_CODE: 'THROTTLING', EXHAUSTED_RETRY_CONDITION: 'MaximumEventAgeInSeconds' },
      },
    ]);
    expect(rehearsal.messages(trigger.deadLetterQueue)).toHaveLength(1);
    expect(rehearsal.droppedEvents()).toEqual([]);
  });

  test('because the state machine is gone lies in the queue of the user', async () => {
    const app = new App();
    const stack = new Stack(app, 'Files', { env });
    const bucket = new s3.Bucket(stack, 'Bucket');
    const deadLetterQueue = new sqs.Queue(stack, 'Dead');
    const gone = `arn:aws:states:us-east-1:${env.account}:stateMachine:Gone`;
    const workflow = sfn.StateMachine.fromStateMachineArn(stack, 'Gone', gone);
    new BucketTrigger(stack, 'Trigger', { workflow, bucket, prefix: 'in/', deadLetterQueue });
    const rehearsal = Rehearsal.ofApp(app);
    await rehearsal.uploadObject(bucket, 'in/a', '');
    expect(rehearsal.messages(deadLetterQueue)).toMatchObject([{ detail: { object: { key: 'in/a' } } }]);
    expect(rehearsal.deadLetters()[0].attributes).toMatchObject({ ERROR_CODE: 'NO_RESOURCE', RETRY_ATTEMPTS: '0' });
  });
});

describe('the bucket', () => {
  test('sends to EventBridge without a Lambda function, and keeps what its owner configured', () => {
    const { stack } = appWith();
    expect(deployed(stack, 'AWS::Lambda::Function')).toEqual([]);
    expect(deployed(stack, 'AWS::S3::Bucket')).toMatchObject([
      { NotificationConfiguration: { EventBridgeConfiguration: { EventBridgeEnabled: true } } },
    ]);
  });

  test('with notifications of the CDK sends to EventBridge through those, even if they are added later', async () => {
    const { stack, bucket } = appWith();
    bucket.addEventNotification(s3.EventType.OBJECT_REMOVED, new s3n.SnsDestination(new sns.Topic(stack, 'Topic')));
    expect(deployed(stack, 'Custom::S3BucketNotifications')).toMatchObject([
      { NotificationConfiguration: { EventBridgeConfiguration: {} } },
    ]);
    expect(deployed(stack, 'AWS::S3::Bucket')).not.toMatchObject([{ NotificationConfiguration: {} }]);
  });

  test('that asks already by the CDK is left to it', async () => {
    const app = new App();
    const stack = new Stack(app, 'Files', { env });
    const bucket = new s3.Bucket(stack, 'Bucket', { eventBridgeEnabled: true });
    const { stateMachine } = new Workflow(stack, 'Import', { definition: new sfn.Pass(stack, 'Done') });
    new BucketTrigger(stack, 'Trigger', { workflow: stateMachine, bucket, prefix: 'in/' });
    const rehearsal = Rehearsal.ofApp(app);
    await rehearsal.uploadObject(bucket, 'in/a', '');
    expect(keysOf(rehearsal.executions())).toEqual(['in/a']);
    expect(deployed(stack, 'AWS::S3::Bucket')).not.toMatchObject([{ NotificationConfiguration: {} }]);
  });

  test('of somebody else has to be opened by them: a warning says so', async () => {
    const app = new App();
    const stack = new Stack(app, 'Files', { env });
    const bucket = s3.Bucket.fromBucketName(stack, 'Bucket', 'somebody-elses');
    const { stateMachine } = new Workflow(stack, 'Import', { definition: new sfn.Pass(stack, 'Done') });
    new BucketTrigger(stack, 'Trigger', { workflow: stateMachine, bucket, prefix: 'in/' });
    app.synth();
    Annotations.fromStack(stack).hasWarning(
      '/Files/Trigger',
      Match.stringLikeRegexp('its owner must let it send events'),
    );
    const rehearsal = Rehearsal.ofApp(app);
    await rehearsal.uploadObject('somebody-elses', 'in/a', '');
    expect(keysOf(rehearsal.executions())).toEqual(['in/a']);
  });

  test('whose events come by CloudTrail is not touched', () => {
    const { stack } = appWith({ events: BucketEvents.recordedByCloudTrail('GetObject') });
    expect(deployed(stack, 'AWS::S3::Bucket')).not.toMatchObject([{ NotificationConfiguration: {} }]);
  });
});

describe('a workflow that may start itself', () => {
  const warning = Match.stringLikeRegexp('it would start itself without end; let it write under');
  function warned(
    grant: (parts: ReturnType<typeof appWith>) => void,
    props: Partial<BucketTriggerProps> = {},
  ): boolean {
    const parts = appWith(props);
    grant(parts);
    parts.app.synth();
    return Annotations.fromStack(parts.stack).findWarning('/Files/Trigger', warning).length > 0;
  }

  test.each<[string, boolean, (parts: ReturnType<typeof appWith>) => void]>([
    ['which may write anything in the bucket', true, ({ bucket, stateMachine }) => bucket.grantPut(stateMachine)],
    [
      'which may write below the prefix',
      true,
      ({ bucket, stateMachine }) => bucket.grantPut(stateMachine, 'in/done/*'),
    ],
    ['which may write elsewhere', false, ({ bucket, stateMachine }) => bucket.grantPut(stateMachine, 'out/*')],
    ['which may read', false, ({ bucket, stateMachine }) => bucket.grantRead(stateMachine)],
    [
      'which may do anything',
      true,
      ({ stateMachine }) => stateMachine.addToRolePolicy(new iam.PolicyStatement({ actions: ['*'], resources: ['*'] })),
    ],
    [
      'which may write into another bucket',
      false,
      ({ stack, stateMachine }) => new s3.Bucket(stack, 'Other').grantPut(stateMachine),
    ],
    [
      'which may put anything anywhere by a managed policy',
      true,
      ({ stack, stateMachine }) =>
        new iam.ManagedPolicy(stack, 'Put', {
          roles: [stateMachine.role as iam.Role],
          statements: [new iam.PolicyStatement({ actions: ['s3:Put*'], resources: ['*'] })],
        }),
    ],
  ])('%s: warned %p', (_name, expected, grant) => {
    expect(warned(grant)).toBe(expected);
  });

  test('is told so by what starts it', () => {
    const mayDelete = ({ bucket, stateMachine }: ReturnType<typeof appWith>) => bucket.grantDelete(stateMachine);
    expect(warned(mayDelete)).toBe(false);
    expect(warned(mayDelete, { events: BucketEvents.of(BucketEventType.DELETED) })).toBe(true);
    const mayRead = ({ bucket, stateMachine }: ReturnType<typeof appWith>) => bucket.grantRead(stateMachine);
    for (const operation of ['HeadObject', 'SelectObjectContent']) {
      expect(warned(mayRead, { events: BucketEvents.recordedByCloudTrail(operation) })).toBe(true);
    }
    const mayWrite = ({ bucket, stateMachine }: ReturnType<typeof appWith>) => bucket.grantPut(stateMachine, 'in/*');
    for (const operation of ['PostObject', 'UploadPart', 'UploadPartCopy']) {
      expect(warned(mayWrite, { events: BucketEvents.recordedByCloudTrail(operation) })).toBe(true);
    }
    const mayPut = ({ bucket, stateMachine }: ReturnType<typeof appWith>) => bucket.grantPut(stateMachine, '*.csv');
    expect(warned(mayPut, { suffix: '.txt' })).toBe(false);
    expect(warned(mayPut, { suffix: '.csv' })).toBe(true);
  });

  test('is seen in a rehearsal, too', async () => {
    const app = new App();
    const stack = new Stack(app, 'Files', { env });
    const bucket = new s3.Bucket(stack, 'Bucket');
    const definition = tasks.CallAwsService.jsonata(stack, 'Write', {
      service: 's3',
      action: 'putObject',
      parameters: { Bucket: bucket.bucketName, Key: 'in/copy', Body: '1' },
      iamResources: [bucket.arnForObjects('*')],
    });
    const { stateMachine } = new Workflow(stack, 'Copy', { definition });
    new BucketTrigger(stack, 'Trigger', { workflow: stateMachine, bucket, prefix: 'in/' });
    await expect(Rehearsal.ofApp(app).uploadObject(bucket, 'in/a', '')).rejects.toThrow('events go round in circles');
  });

  test('with a role that is imported is not looked into', () => {
    const app = new App();
    const stack = new Stack(app, 'Files', { env });
    const bucket = new s3.Bucket(stack, 'Bucket');
    const role = iam.Role.fromRoleArn(stack, 'Role', `arn:aws:iam::${env.account}:role/theirs`);
    const workflow = new sfn.StateMachine(stack, 'Import', {
      definitionBody: sfn.DefinitionBody.fromChainable(new sfn.Pass(stack, 'Done')),
      role,
    });
    bucket.grantPut(role);
    new BucketTrigger(stack, 'Trigger', { workflow, bucket, prefix: 'in/' });
    app.synth();
    expect(Annotations.fromStack(stack).findWarning('*', warning)).toEqual([]);
  });
});
