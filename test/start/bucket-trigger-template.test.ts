import { App, Aws, CfnParameter, Duration, Stack } from 'aws-cdk-lib';
import { Annotations, Match, Template } from 'aws-cdk-lib/assertions';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import * as actions from 'aws-cdk-lib/aws-cloudwatch-actions';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as s3 from 'aws-cdk-lib/aws-s3';
import * as sns from 'aws-cdk-lib/aws-sns';
import * as sqs from 'aws-cdk-lib/aws-sqs';
import * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import { BucketEvents, BucketTrigger, type BucketTriggerProps } from '../../src';
import { deployed } from '../deployed';

function stackWith(props: Partial<BucketTriggerProps> = {}, stack = new Stack(new App(), 'Files')) {
  const bucket = s3.Bucket.fromBucketName(stack, 'Bucket', 'files');
  const workflow = sfn.StateMachine.fromStateMachineName(stack, 'Import', 'Import');
  const trigger = new BucketTrigger(stack, 'Trigger', { workflow, bucket, prefix: 'in/', ...props });
  return { stack, trigger };
}

const ACCOUNT = '111122223333';

test('all but the alarms', () => {
  const { stack } = stackWith({ alarms: false });
  expect(Template.fromStack(stack).toJSON()).toMatchSnapshot();
});

test('the rule has a role for this one state machine, which the rules of the account may assume', () => {
  const { stack } = stackWith();
  const [role] = deployed(stack, 'AWS::IAM::Role');
  expect(role.AssumeRolePolicyDocument.Statement).toEqual([
    {
      Action: 'sts:AssumeRole',
      Effect: 'Allow',
      Principal: { Service: 'events.amazonaws.com' },
      Condition: {
        StringEquals: { 'aws:SourceAccount': ACCOUNT },
        ArnLike: { 'aws:SourceArn': `arn:aws:events:us-east-1:${ACCOUNT}:rule/*` },
      },
    },
  ]);
  expect(role.Policies).toEqual([
    {
      PolicyName: 'Start',
      PolicyDocument: {
        Version: '2012-10-17',
        Statement: [
          {
            Action: 'states:StartExecution',
            Effect: 'Allow',
            Resource: `arn:aws:states:us-east-1:${ACCOUNT}:stateMachine:Import`,
          },
        ],
      },
    },
  ]);
});

test('an alias is started, and IAM asked about the state machine', () => {
  const stack = new Stack(new App(), 'Files');
  const arn = 'arn:aws:states:eu-west-1:111122223333:stateMachine:Import';
  const workflow = sfn.StateMachine.fromStateMachineArn(stack, 'Alias', `${arn}:live`);
  stackWith({ workflow }, stack);
  const [rule] = deployed(stack, 'AWS::Events::Rule');
  expect(rule.Targets[0].Arn).toBe(`${arn}:live`);
  expect(deployed(stack, 'AWS::IAM::Role')[0].Policies[0].PolicyDocument.Statement[0].Resource).toBe(arn);
});

test('retries are written out, and what fails goes to a queue that takes from this rule only', () => {
  const { stack } = stackWith();
  const [rule] = deployed(stack, 'AWS::Events::Rule');
  expect(rule.Targets).toMatchObject([
    {
      RetryPolicy: { MaximumEventAgeInSeconds: 86400, MaximumRetryAttempts: 185 },
      DeadLetterConfig: { Arn: expect.any(String) },
    },
  ]);
  expect(rule.Targets[0].InputTransformer).toBeUndefined();
  const [queue] = deployed(stack, 'AWS::SQS::Queue');
  expect(queue).toEqual({ SqsManagedSseEnabled: true, MessageRetentionPeriod: 1209600 });
  const [policy] = deployed(stack, 'AWS::SQS::QueuePolicy');
  const sending = policy.PolicyDocument.Statement.filter(({ Effect }: { Effect: string }) => Effect === 'Allow');
  expect(sending).toEqual([
    {
      Action: 'sqs:SendMessage',
      Effect: 'Allow',
      Principal: { Service: 'events.amazonaws.com' },
      Resource: expect.anything(),
      Condition: { ArnEquals: { 'aws:SourceArn': expect.stringContaining(':rule/TriggerDeliveryRule') } },
    },
  ]);
});

test('a queue and a key of the user let the rule in', () => {
  const stack = new Stack(new App(), 'Files');
  const key = new kms.Key(stack, 'Key');
  const deadLetterQueue = new sqs.Queue(stack, 'Dead', { encryptionMasterKey: key });
  const { trigger } = stackWith({ deadLetterQueue, retryAttempts: 2, maxEventAge: Duration.hours(2) }, stack);
  expect(trigger.deadLetterQueue).toBe(deadLetterQueue);
  expect(deployed(stack, 'AWS::SQS::Queue')).toHaveLength(1);
  expect(deployed(stack, 'AWS::Events::Rule')[0].Targets[0].RetryPolicy).toEqual({
    MaximumEventAgeInSeconds: 7200,
    MaximumRetryAttempts: 2,
  });
  Template.fromStack(stack).hasResourceProperties('AWS::KMS::Key', {
    KeyPolicy: {
      Statement: Match.arrayWith([
        Match.objectLike({
          Action: ['kms:Decrypt', 'kms:GenerateDataKey'],
          Principal: { Service: 'events.amazonaws.com' },
        }),
      ]),
    },
  });
});

test('alarms ring for failed and lost events and for what lies in the queue, or there are none', () => {
  const stack = new Stack(new App(), 'Files');
  const topic = new sns.Topic(stack, 'Topic');
  const { trigger } = stackWith({ alarmActions: [new actions.SnsAction(topic)] }, stack);
  expect(trigger.alarms).toHaveLength(3);
  const alarms = deployed(stack, 'AWS::CloudWatch::Alarm');
  expect(alarms.map(({ Namespace, MetricName }) => `${Namespace} ${MetricName}`)).toEqual([
    'AWS/Events FailedInvocations',
    'AWS/Events InvocationsFailedToBeSentToDlq',
    'AWS/SQS ApproximateNumberOfMessagesVisible',
  ]);
  expect(alarms[0]).toMatchObject({
    AlarmActions: [expect.any(String)],
    Dimensions: [{ Name: 'RuleName', Value: expect.stringMatching(/^TriggerDeliveryRule/) }],
    TreatMissingData: 'notBreaching',
    Threshold: 1,
  });
  expect(stackWith({ alarms: false }).trigger.alarms).toEqual([]);
  const shared = new Stack(new App(), 'Files');
  const { trigger: withQueue } = stackWith({ deadLetterQueue: new sqs.Queue(shared, 'Dead') }, shared);
  expect(withQueue.alarms).toHaveLength(2);
  expect(withQueue.metricFailed()).toBeInstanceOf(cloudwatch.Metric);
});

test.each<[string, unknown, string | undefined, unknown]>([
  ['a beginning', 'in/', undefined, { prefix: 'in/' }],
  ['every object', '', undefined, { prefix: '' }],
  ['an end', '', '.csv', { suffix: '.csv' }],
  ['a beginning and an end', 'in/', '.csv', { wildcard: 'in/*.csv' }],
  ['marks of a wildcard', 'i*n\\', '.c*', { wildcard: 'i\\*n\\\\*.c\\*' }],
  ['a beginning that is not known yet', Aws.STACK_NAME, undefined, { prefix: 'Files' }],
])('the pattern asks for %s', (_name, prefix, suffix, key) => {
  const { stack } = stackWith({ prefix: prefix as string, suffix });
  expect(deployed(stack, 'AWS::Events::Rule')[0].EventPattern).toEqual({
    source: ['aws.s3'],
    'detail-type': ['Object Created'],
    detail: { bucket: { name: ['files'] }, object: { key: [key] } },
  });
});

describe('refused', () => {
  test.each<[string, Partial<BucketTriggerProps>, string]>([
    ['too many retries', { retryAttempts: 186 }, 'retryAttempts must be a whole number from 0 to 185, received 186'],
    ['half a retry', { retryAttempts: 0.5 }, 'retryAttempts must be a whole number from 0 to 185, received 0.5'],
    [
      'an age too short',
      { maxEventAge: Duration.seconds(59) },
      'maxEventAge must be 1 minute to 24 hours, received 59 s',
    ],
    [
      'an age too long',
      { maxEventAge: Duration.hours(25) },
      'maxEventAge must be 1 minute to 24 hours, received 90000 s',
    ],
    ['no event', { events: BucketEvents.of() }, 'events must name at least one, received none'],
    ['no request', { events: BucketEvents.recordedByCloudTrail() }, 'events must name at least one, received none'],
    [
      'a request of which CloudTrail records no key',
      { events: BucketEvents.recordedByCloudTrail('DeleteObject', 'DeleteObjects') },
      'events must not name DeleteObjects, of which CloudTrail records no keys: take BucketEvents.of(BucketEventType.DELETED)',
    ],
    ['a key too long', { prefix: 'ä'.repeat(513) }, 'prefix must have at most 1024 bytes, as keys do, received more'],
    [
      'an end beside a beginning that is not known',
      { prefix: Aws.STACK_NAME, suffix: '.csv' },
      'prefix and suffix must be known when the app is synthesized if both are given',
    ],
  ])('%s', (_name, props, message) => {
    expect(() => stackWith(props)).toThrow(`${message}`);
    expect(() => stackWith(props)).toThrow('[at Files/Trigger]');
  });

  test('a state machine or a bucket elsewhere', () => {
    const stack = new Stack(new App(), 'Files', { env: { account: '111122223333', region: 'us-east-1' } });
    const arn = 'arn:aws:states:eu-west-1:111122223333:stateMachine:Import';
    const workflow = sfn.StateMachine.fromStateMachineArn(stack, 'Theirs', arn);
    expect(() => stackWith({ workflow }, stack)).toThrow(
      'workflow must be in the account and Region of its rule, received one in 111122223333/eu-west-1',
    );
    const other = new Stack(new App(), 'Files', { env: { account: '111122223333', region: 'us-east-1' } });
    const bucket = s3.Bucket.fromBucketAttributes(other, 'Theirs', { bucketName: 'theirs', region: 'eu-west-1' });
    expect(() => stackWith({ bucket }, other)).toThrow(
      'bucket must be in the account and Region of its trigger, 111122223333/us-east-1, received one in 111122223333/eu-west-1',
    );
    const third = new Stack(new App(), 'Files', { env: { account: '111122223333', region: 'us-east-1' } });
    const theirs = s3.Bucket.fromBucketAttributes(third, 'Theirs', { bucketName: 'theirs', account: '444455556666' });
    expect(() => stackWith({ bucket: theirs }, third)).toThrow('received one in 444455556666/us-east-1');
  });

  test('a FIFO queue for dead letters', () => {
    const stack = new Stack(new App(), 'Files');
    const deadLetterQueue = new sqs.Queue(stack, 'Dead', { fifo: true });
    expect(() => stackWith({ deadLetterQueue }, stack)).toThrow('deadLetterQueue must not be a FIFO queue');
  });
});

test('a description is never longer than a rule may have it', () => {
  const events = BucketEvents.recordedByCloudTrail(...Array.from({ length: 60 }, (_, index) => `GetObject${index}`));
  const { stack } = stackWith({ events });
  expect(deployed(stack, 'AWS::Events::Rule')[0].Description).toHaveLength(512);
});

test('a retry limit that is not known yet passes', () => {
  const stack = new Stack(new App(), 'Files');
  const attempts = new CfnParameter(stack, 'Attempts', { type: 'Number', default: 3 });
  stackWith({ retryAttempts: attempts.valueAsNumber }, stack);
  expect(deployed(stack, 'AWS::Events::Rule')[0].Targets[0].RetryPolicy.MaximumRetryAttempts).toBe(3);
});

test('a key that looks like a pattern is warned of', () => {
  for (const prefix of ['/in/', 'in/*.csv']) {
    const { stack } = stackWith({ prefix });
    Annotations.fromStack(stack).hasWarning(
      '/Files/Trigger',
      Match.stringLikeRegexp(
        'prefix is taken as it is, received .*in/.*: few keys begin with a slash or have an asterisk',
      ),
    );
  }
});

test('a pattern that is longer than a rule usually may be is warned of', () => {
  const { stack } = stackWith({ prefix: `${'a'.repeat(1000)}/`, suffix: 'b'.repeat(1000) });
  Annotations.fromStack(stack).hasWarning(
    '/Files/Trigger',
    Match.stringLikeRegexp('the event pattern has 2[0-9]{3} characters, and a rule may have 2048'),
  );
  Annotations.fromStack(stackWith().stack).hasNoWarning('/Files/Trigger', Match.stringLikeRegexp('characters'));
});
