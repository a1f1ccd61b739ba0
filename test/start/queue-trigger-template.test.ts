import { App, Duration, Lazy, Size, Stack } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import type * as iam from 'aws-cdk-lib/aws-iam';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as logs from 'aws-cdk-lib/aws-logs';
import * as sns from 'aws-cdk-lib/aws-sns';
import * as sqs from 'aws-cdk-lib/aws-sqs';
import * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import { BatchDelivery, PipeEnrichment, PipeFilter, PipeInvocationType, PipeLogLevel, QueueTrigger } from '../../src';
import { testFunction } from '../functions';
import { QueueApp, type QueueAppOptions } from './queue-app';

const templateOf = (options?: QueueAppOptions) => Template.fromStack(new QueueApp(options).stack);
const whole = BatchDelivery.wholeBatch();

test('what stands between the pipe and the workflow stays as it is', () => {
  const [machine] = Object.values(
    templateOf({ express: true }).findResources('AWS::StepFunctions::StateMachine', {
      Properties: { DefinitionString: Match.stringLikeRegexp('Each record') },
    }),
  );
  expect(JSON.parse(machine.Properties.DefinitionString)).toMatchSnapshot();
});

test('what a trigger is made of', () => {
  const { Resources } = templateOf().toJSON();
  const made = Object.entries<{ Type: string }>(Resources)
    .filter(([id]) => id.startsWith('Trigger'))
    .map(([, { Type }]) => Type);
  expect(made.sort()).toEqual([
    ...Array(3).fill('AWS::CloudWatch::Alarm'),
    'AWS::IAM::Policy',
    ...Array(2).fill('AWS::IAM::Role'),
    ...Array(2).fill('AWS::Logs::LogGroup'),
    'AWS::Pipes::Pipe',
    ...Array(2).fill('AWS::SQS::Queue'),
    ...Array(2).fill('AWS::SQS::QueuePolicy'),
    'AWS::StepFunctions::StateMachine',
  ]);
});

test('a Standard workflow is started, an Express one is waited for', () => {
  const invocation = (InvocationType: string) => ({
    TargetParameters: { StepFunctionStateMachineParameters: { InvocationType } },
  });
  const trigger = () => ({ delivery: whole });
  templateOf({ trigger }).hasResourceProperties('AWS::Pipes::Pipe', invocation('FIRE_AND_FORGET'));
  templateOf({ trigger, express: true }).hasResourceProperties('AWS::Pipes::Pipe', invocation('REQUEST_RESPONSE'));
  templateOf({
    trigger: () => ({ delivery: whole, invocationType: PipeInvocationType.FIRE_AND_FORGET }),
    express: true,
  }).hasResourceProperties('AWS::Pipes::Pipe', invocation('FIRE_AND_FORGET'));
});

test('the role may start the machine without its alias', () => {
  const stack = new Stack(new App(), 'Orders');
  const arn = 'arn:aws:states:us-east-1:111122223333:stateMachine:Orders';
  new QueueTrigger(stack, 'Trigger', {
    workflow: sfn.StateMachine.fromStateMachineArn(stack, 'Live', `${arn}:live`),
    invocationType: PipeInvocationType.FIRE_AND_FORGET,
    delivery: whole,
  });
  const template = Template.fromStack(stack);
  template.hasResourceProperties('AWS::Pipes::Pipe', { Target: `${arn}:live` });
  template.hasResourceProperties('AWS::IAM::Policy', {
    PolicyDocument: {
      Statement: Match.arrayWith([{ Action: 'states:StartExecution', Effect: 'Allow', Resource: arn }]),
    },
  });
});

test('the pipe is made when its role may do everything', () => {
  const template = templateOf({
    trigger: (stack) => ({ enrichment: PipeEnrichment.invoke(testFunction(stack, 'Fn')) }),
  });
  const [policy] = Object.keys(
    template.findResources(
      'AWS::IAM::Policy',
      Match.objectLike({
        Properties: {
          PolicyDocument: { Statement: Match.arrayWith([Match.objectLike({ Action: 'lambda:InvokeFunction' })]) },
        },
      }),
    ),
  );
  template.hasResource('AWS::Pipes::Pipe', { DependsOn: Match.arrayWith([policy]) });
});

describe('every right is needed', () => {
  const rights = [
    'sqs:ReceiveMessage',
    'sqs:DeleteMessage',
    'sqs:GetQueueAttributes',
    'kms:Decrypt',
    'lambda:InvokeFunction',
    'states:StartSyncExecution',
  ];

  test.each(rights)('%s', async (right) => {
    const app = new QueueApp({
      trigger: (stack) => ({
        queue: new sqs.Queue(stack, 'Queue', { encryptionMasterKey: new kms.Key(stack, 'Key') }),
        enrichment: PipeEnrichment.invoke(testFunction(stack, 'Fn')),
      }),
    });
    const policy = app.trigger.role.node.findChild('DefaultPolicy').node.defaultChild as iam.CfnPolicy;
    const statements: { Action: string | string[] }[] = app.stack.resolve(policy.policyDocument).Statement;
    expect(statements.flatMap(({ Action }) => Action).sort()).toEqual([...rights].sort());
    const without = statements.map((statement) => ({
      ...statement,
      Action: [statement.Action].flat().filter((action) => action !== right),
    }));
    policy.addPropertyOverride('PolicyDocument.Statement', without);

    const rehearsal = app.rehearse().mock(app.stack.node.findChild('Fn') as never, (batch: unknown) => batch);
    const sending = rehearsal.sendMessage(app.trigger.queue, 'a');
    await sending.catch((error) => expect(String(error)).toContain(`not authorized to perform: ${right}`));
    expect(app.inputs(rehearsal)).toEqual([]);
  });

  test('and that of the pipes of the account to assume the role', async () => {
    const app = new QueueApp();
    const role = app.trigger.role.node.defaultChild as iam.CfnRole;
    role.addPropertyOverride('AssumeRolePolicyDocument.Statement.0.Condition.StringEquals', {
      'aws:SourceAccount': '444455556666',
    });
    await expect(app.rehearse().sendMessage(app.trigger.queue, 'a')).rejects.toThrow('not authorized');
  });
});

test('batches, filters and enrichments reach the pipe', () => {
  templateOf({
    trigger: (stack) => ({
      delivery: BatchDelivery.wholeBatch({ size: 50, window: Duration.seconds(20) }),
      filters: [PipeFilter.data({ status: ['PAID'] })],
      enrichment: PipeEnrichment.invoke(testFunction(stack, 'Fn')),
    }),
  }).hasResourceProperties('AWS::Pipes::Pipe', {
    SourceParameters: {
      SqsQueueParameters: { BatchSize: 50, MaximumBatchingWindowInSeconds: 20 },
      FilterCriteria: { Filters: [{ Pattern: '{"body":{"status":["PAID"]}}' }] },
    },
    Enrichment: { 'Fn::GetAtt': [Match.stringLikeRegexp('Fn'), 'Arn'] },
  });
});

describe('batches are as large as fits for sure', () => {
  const sizeWith = (maxMessageSizeBytes?: number) => {
    const template = templateOf({
      trigger: (stack) => ({ queue: new sqs.Queue(stack, 'Queue', { maxMessageSizeBytes }), delivery: whole }),
    });
    const [pipe] = Object.values(template.findResources('AWS::Pipes::Pipe'));
    return pipe.Properties.SourceParameters.SqsQueueParameters.BatchSize;
  };
  test.each([
    [undefined, 1],
    [262_144, 1],
    [65_536, 1],
    [32_768, 3],
    [12_000, 10],
    [1024, 10],
  ])('with messages of %s bytes', (bytes, size) => expect(sizeWith(bytes)).toBe(size));

  test.each([
    ['one message of a FIFO queue, however small', BatchDelivery.perMessage(), 1],
    ['as many as fit for one execution', whole, 10],
  ])('are of %s', (_, delivery, BatchSize) => {
    templateOf({
      trigger: (stack) => ({
        delivery,
        queue: new sqs.Queue(stack, 'Fifo', { fifo: true, maxMessageSizeBytes: 1024 }),
      }),
    }).hasResourceProperties('AWS::Pipes::Pipe', { SourceParameters: { SqsQueueParameters: { BatchSize } } });
  });

  test('and there is a window where there are more than ten', () => {
    templateOf({ trigger: () => ({ delivery: BatchDelivery.wholeBatch({ size: 11 }) }) }).hasResourceProperties(
      'AWS::Pipes::Pipe',
      { SourceParameters: { SqsQueueParameters: { BatchSize: 11, MaximumBatchingWindowInSeconds: 1 } } },
    );
  });
});

describe('the queue of ours', () => {
  const visibility = (seconds: number) => ({ VisibilityTimeout: seconds, RedrivePolicy: { maxReceiveCount: 5 } });

  test('hides a message while it may be worked on', () => {
    templateOf().hasResourceProperties('AWS::SQS::Queue', visibility(30));
    templateOf({ express: true }).hasResourceProperties('AWS::SQS::Queue', visibility(310));
    templateOf({
      trigger: () => ({ delivery: BatchDelivery.perMessage({ size: 5, window: Duration.seconds(60) }) }),
    }).hasResourceProperties('AWS::SQS::Queue', visibility(90));
  });

  test('hides it for as long as a pipe ever works where only the deployment knows the window', () => {
    const window = Duration.seconds(Lazy.number({ produce: () => 120 }));
    templateOf({
      trigger: () => ({ delivery: BatchDelivery.perMessage({ size: 5, window }) }),
    }).hasResourceProperties('AWS::SQS::Queue', visibility(610));
  });

  test('takes messages as large as they are said to be, or as start an execution for sure', () => {
    const taking = (MaximumMessageSize: number) => ({ MaximumMessageSize });
    templateOf().hasResourceProperties('AWS::SQS::Queue', taking(130_048));
    for (const [said, bytes] of [
      [Size.kibibytes(20), 20_480],
      [Size.bytes(100), 1024],
    ] as const) {
      templateOf({
        trigger: () => ({ delivery: BatchDelivery.perMessage({ size: 10, messageSize: said }) }),
      }).hasResourceProperties('AWS::SQS::Queue', taking(bytes));
    }
  });

  test('may have a dead-letter queue of the user', () => {
    const app = new QueueApp({ trigger: (stack) => ({ deadLetterQueue: new sqs.Queue(stack, 'Dead') }) });
    Template.fromStack(app.stack).resourceCountIs('AWS::SQS::Queue', 2);
    expect(app.trigger.deadLetterQueue?.node.path).toBe('Orders/Dead');
  });
});

test('a key encrypts what the pipe stores, and logs with data', () => {
  const trigger = (includeExecutionData: boolean) => (stack: Stack) => ({
    encryptionKey: new kms.Key(stack, 'Key'),
    delivery: whole,
    logs: { includeExecutionData },
  });
  const template = templateOf({ trigger: trigger(true) });
  template.hasResourceProperties('AWS::Pipes::Pipe', {
    KmsKeyIdentifier: { 'Fn::GetAtt': [Match.stringLikeRegexp('^Key'), 'Arn'] },
    LogConfiguration: { Level: 'ERROR', IncludeExecutionData: ['ALL'] },
  });
  template.hasResourceProperties('AWS::IAM::Policy', {
    PolicyDocument: {
      Statement: Match.arrayWith([
        Match.objectLike({ Action: ['kms:Decrypt', 'kms:DescribeKey', 'kms:GenerateDataKey'] }),
      ]),
    },
  });
  const logService = { Principal: { Service: 'delivery.logs.amazonaws.com' } };
  template.hasResourceProperties('AWS::KMS::Key', {
    KeyPolicy: { Statement: Match.arrayWith([Match.objectLike(logService)]) },
  });
  const without = JSON.stringify(templateOf({ trigger: trigger(false) }).findResources('AWS::KMS::Key'));
  expect(without).not.toContain('delivery.logs');
});

describe('logs', () => {
  test('can be turned off', () => {
    const app = new QueueApp({ trigger: () => ({ logs: { level: PipeLogLevel.OFF }, delivery: whole }) });
    expect(app.trigger.logGroup).toBeUndefined();
    Template.fromStack(app.stack).hasResourceProperties('AWS::Pipes::Pipe', { LogConfiguration: Match.absent() });
  });

  test('go to a group of the user, or to an encrypted one', () => {
    const own = new QueueApp({
      trigger: (stack) => ({
        logs: { logGroup: new logs.LogGroup(stack, 'Mine', { logGroupName: '/aws/vendedlogs/pipes/mine' }) },
      }),
    });
    expect(own.trigger.logGroup?.node.path).toBe('Orders/Mine');
    templateOf({
      trigger: (stack) => ({ logs: { encryptionKey: new kms.Key(stack, 'Key'), level: PipeLogLevel.TRACE } }),
    }).hasResourceProperties('AWS::Logs::LogGroup', {
      LogGroupName: Match.objectLike({
        'Fn::Join': ['', [Match.stringLikeRegexp('^/aws/vendedlogs/pipes/Orders-Trigger-Pipe-'), Match.anyValue()]],
      }),
      KmsKeyId: Match.anyValue(),
    });
  });
});

describe('alarms', () => {
  test('ring for failures, for a backlog, and for dead letters', () => {
    const app = new QueueApp({
      trigger: (stack) => ({
        backlogAge: Duration.minutes(5),
        alarmActions: [new SnsAction(new sns.Topic(stack, 'Topic'))],
      }),
    });
    expect(app.trigger.alarms.map(({ node }) => node.id)).toEqual(['FailedAlarm', 'BacklogAlarm', 'DeadLetterAlarm']);
    const template = Template.fromStack(app.stack);
    template.hasResourceProperties('AWS::CloudWatch::Alarm', {
      MetricName: 'ApproximateAgeOfOldestMessage',
      Threshold: 300,
      AlarmActions: [{ Ref: Match.stringLikeRegexp('Topic') }],
    });
    template.hasResourceProperties('AWS::CloudWatch::Alarm', {
      Metrics: Match.arrayWith(
        ['ExecutionFailed', 'ExecutionPartiallyFailed', 'ExecutionTimeout'].map((MetricName) =>
          Match.objectLike({ MetricStat: { Metric: { MetricName, Namespace: 'AWS/EventBridge/Pipes' } } }),
        ),
      ),
    });
  });

  test('are none when they are not wanted, and one less for a queue of which nobody knows where its failures end', () => {
    expect(new QueueApp({ trigger: () => ({ alarms: false }) }).trigger.alarms).toEqual([]);
    const imported = new QueueApp({
      trigger: (stack) => ({
        queue: sqs.Queue.fromQueueArn(stack, 'Queue', 'arn:aws:sqs:us-east-1:111122223333:orders'),
      }),
    });
    expect(imported.trigger.alarms).toHaveLength(2);
    expect(imported.warnings()).toEqual([]);
  });
});
