import { App, Duration, Size, Stack } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as msk from 'aws-cdk-lib/aws-msk';
import * as secretsmanager from 'aws-cdk-lib/aws-secretsmanager';
import type * as sqs from 'aws-cdk-lib/aws-sqs';
import * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import * as tasks from 'aws-cdk-lib/aws-stepfunctions-tasks';
import fc from 'fast-check';
import {
  KafkaAuthentication,
  KafkaSource,
  KafkaTrigger,
  type KafkaTriggerProps,
  PipeEnrichment,
  PipeFilter,
  PipeInvocationType,
  RecordDelivery,
  RecordInput,
  StartingPosition,
  Workflow,
} from '../../src';
import { Rehearsal } from '../../src/testing';
import { withoutRight } from '../without-right';

const TOPIC = 'orders';
const CLUSTER = 'arn:aws:kafka:us-east-1:111122223333:cluster/events/751d2973-a626-431c-9d4e-d7975eb44dd7-2';
const options = { topic: TOPIC, startingPosition: StartingPosition.latest() };

type Given = Partial<KafkaTriggerProps> & { readonly type?: sfn.StateMachineType };

/** An app in which records of a topic start executions of a workflow that calls a function. */
function orders(given: Given | ((stack: Stack) => Given) = {}) {
  const app = new App();
  const stack = new Stack(app, 'Orders', { env: { account: '111122223333', region: 'us-east-1' } });
  const { type = sfn.StateMachineType.STANDARD, ...props } = typeof given === 'function' ? given(stack) : given;
  const { stateMachine } = new Workflow(stack, 'Handling', {
    stateMachineType: type,
    definition: tasks.LambdaInvoke.jsonata(stack, 'Handle', {
      lambdaFunction: lambda.Function.fromFunctionName(stack, 'Handler', 'handler'),
      retryOnServiceExceptions: false,
      taskTimeout: sfn.Timeout.duration(Duration.minutes(4)),
      outputs: '{% $states.result.Payload %}',
    }),
  });
  const trigger = new KafkaTrigger(stack, 'Trigger', {
    workflow: stateMachine,
    source: KafkaSource.msk(CLUSTER, options),
    ...props,
  });
  const make = () => {
    const rehearsal = Rehearsal.ofApp(app, { startTime: new Date('2026-03-01T08:00:00Z') });
    rehearsal.mock('Handle', () => null);
    return {
      rehearsal,
      inputs: () => rehearsal.executions(stateMachine).map(({ input }) => input),
      setAside: () => rehearsal.messages(trigger.deadLetterQueue as sqs.IQueue),
    };
  };
  return { app, stack, trigger, stateMachine, make };
}

/** With three records in a batch. */
const three = { recordSize: Size.kibibytes(50), window: Duration.seconds(5) };

function selfManaged(stack: Stack): Given {
  const secret = secretsmanager.Secret.fromSecretCompleteArn(
    stack,
    'Secret',
    'arn:aws:secretsmanager:us-east-1:111122223333:secret:kafka-AbCdEf',
  );
  return {
    source: KafkaSource.selfManaged(['one.example.com:9096', 'two.example.com:9096'], {
      ...options,
      authentication: KafkaAuthentication.saslScram512(secret),
    }),
  };
}

describe.each<[string, Given | ((stack: Stack) => Given)]>([
  ['Amazon MSK', {}],
  ['a Kafka of one’s own', selfManaged],
])('of %s', (_kind, given) => {
  test('every record starts an execution with its value, named after its place in the topic', async () => {
    const { stateMachine, make } = orders(given);
    const { rehearsal, inputs } = make();
    await rehearsal.produce(TOPIC, '{"id":1,"price":1.50}', { key: 'o-1', partition: 2 });
    await rehearsal.produce(TOPIC, { städtchen: 'Münster', '😀': '日本' });
    expect(inputs()).toEqual([
      { id: 1, price: 1.5 },
      { städtchen: 'Münster', '😀': '日本' },
    ]);
    expect(rehearsal.executions(stateMachine).map(({ name }) => name)).toEqual([
      expect.stringMatching(/^orders-2-0-[0-9a-f]{16}$/),
      expect.stringMatching(/^orders-0-0-[0-9a-f]{16}$/),
    ]);
  });

  test('what can start none is set aside, whole, and the partition goes on', async () => {
    const { make } = orders(given);
    const { rehearsal, inputs, setAside } = make();
    await rehearsal.produce(TOPIC, 'hello', { key: 'k', headers: { kind: 'x' } });
    await rehearsal.produce(TOPIC, Buffer.from('ff', 'hex'));
    await rehearsal.produce(TOPIC, '3');
    expect(inputs()).toEqual([3]);
    expect(setAside()).toMatchObject([
      {
        workflow: expect.stringContaining(':stateMachine:Handling'),
        error: 'Sfn.InvalidExecutionInputException',
        record: { topic: TOPIC, partition: '0', offset: 0, key: 'aw==', value: 'aGVsbG8=', headers: [{ kind: [120] }] },
        complete: true,
      },
      { error: 'States.QueryEvaluationError', record: { offset: 1, value: '/w==' } },
    ]);
    expect(rehearsal.pipeExecutions().every(({ status }) => status === 'SUCCEEDED')).toBe(true);
  });

  test('a partition waits in order while Step Functions throttles, the others go on when they can', async () => {
    const { make } = orders(given);
    const { rehearsal, inputs } = make();
    rehearsal.fail('Start execution of record', { error: 'Sfn.ThrottlingException' });
    for (const value of ['1', '2', '3']) await rehearsal.produce(TOPIC, value);
    await rehearsal.advance(Duration.minutes(40));
    expect(inputs()).toEqual([]);
    rehearsal.restore('Start execution of record');
    await rehearsal.produce(TOPIC, '"beside"', { partition: 1 });
    expect(inputs()).toEqual(['beside']);
    await rehearsal.advance(Duration.minutes(2));
    expect(inputs()).toEqual(['beside', 1, 2, 3]);
    expect(rehearsal.deadLetters()).toEqual([]);
  });
});

test('every JSON that somebody produced is the input of its execution', async () => {
  const { make } = orders();
  const { rehearsal, inputs } = make();
  const expected: unknown[] = [];
  await fc.assert(
    fc.asyncProperty(fc.jsonValue({ stringUnit: 'binary' }), async (value) => {
      const text = JSON.stringify(value);
      fc.pre(Buffer.from(text, 'utf8').toString('utf8') === text);
      expected.push(JSON.parse(text));
      await rehearsal.produce(TOPIC, text);
    }),
    { numRuns: 60 },
  );
  expect(inputs()).toEqual(expected);
});

test('a batch that comes again starts nothing twice', async () => {
  const { make } = orders({ delivery: RecordDelivery.perRecord(three) });
  const { rehearsal, inputs, setAside } = make();
  rehearsal.fail('Set record aside', { error: 'SQS.AmazonSQSException' });
  for (const value of ['1', 'bad', '3']) await rehearsal.produce(TOPIC, value);
  await rehearsal.advance(Duration.minutes(1));
  expect(inputs()).toEqual([1]);
  rehearsal.restore('Set record aside');
  await rehearsal.advance(Duration.minutes(2));
  expect(inputs()).toEqual([1, 3]);
  expect(setAside()).toHaveLength(1);
});

test('a topic that is made anew counts from 0 again, and starts executions all the same', async () => {
  const { make } = orders();
  const { rehearsal, inputs } = make();
  const again = orders().make();
  await rehearsal.produce(TOPIC, '1');
  await again.rehearsal.produce(TOPIC, '1', { timestamp: new Date('2026-03-01T08:00:01Z') });
  const [one, other] = [rehearsal, again.rehearsal].map(
    (each) => each.executions('HandlingStateMachineA8B80EBA')[0]?.name,
  );
  expect(inputs()).toEqual([1]);
  expect(one?.slice(0, 10)).toBe(other?.slice(0, 10));
  expect(one).not.toBe(other);
});

test('a record without a value gives null, and the whole record what there is', async () => {
  const plain = orders().make();
  await plain.rehearsal.produce(TOPIC, null, { key: 'o-1' });
  expect(plain.inputs()).toEqual([null]);

  const whole = orders({ delivery: RecordDelivery.perRecord({ input: RecordInput.wholeRecord() }) }).make();
  await whole.rehearsal.produce(TOPIC, null, { key: 'o-1' });
  await whole.rehearsal.produce(TOPIC, { id: 1 }, { key: 'o-1' });
  expect(whole.inputs()).toMatchObject([
    { key: 'by0x', offset: 0 },
    { key: 'by0x', offset: 1, value: { id: 1 } },
  ]);
  expect(whole.inputs()[0]).not.toHaveProperty('value');

  const encoded = orders({ delivery: RecordDelivery.perRecord({ input: RecordInput.encodedRecord() }) }).make();
  await encoded.rehearsal.produce(TOPIC, Buffer.from('ff00', 'hex'));
  expect(encoded.inputs()).toMatchObject([{ topic: TOPIC, value: '/wA=' }]);
});

describe('an Express workflow that is waited for', () => {
  const type = sfn.StateMachineType.EXPRESS;

  test('that fails, or takes too long, has its record set aside, and the partition goes on', async () => {
    const { rehearsal, inputs, setAside } = orders({ type }).make();
    rehearsal.mock('Handle', async (payload, { sleep }) => {
      if (payload === 1) throw Object.assign(new Error('as asked'), { name: 'Broken' });
      if (payload === 2) await sleep(Duration.seconds(239));
      return null;
    });
    for (const value of ['1', '2', '3']) await rehearsal.produce(TOPIC, value);
    await rehearsal.advance(Duration.minutes(10));
    expect(inputs()).toEqual([1, 2, 3]);
    expect(setAside()).toMatchObject([{ error: 'Broken', record: { offset: 0 } }]);
  });
});

describe('one execution for a batch', () => {
  test('comes again as a whole when it fails, for as long as it takes', async () => {
    const { trigger, make } = orders({
      type: sfn.StateMachineType.EXPRESS,
      delivery: RecordDelivery.wholeBatch(three),
    });
    const { rehearsal, inputs } = make();
    let broken = true;
    rehearsal.mock('Handle', () => {
      if (broken) throw new Error('as asked');
      return { batchItemFailures: [{ itemIdentifier: 'all of them' }] };
    });
    for (const value of ['1', '2']) await rehearsal.produce(TOPIC, value);
    await rehearsal.advance(Duration.hours(1));
    broken = false;
    await rehearsal.advance(Duration.minutes(2));
    expect(new Set(inputs().map((input) => (input as unknown[]).length))).toEqual(new Set([2]));
    expect(rehearsal.pipeExecutions().slice(-1)).toMatchObject([{ status: 'SUCCEEDED', records: 2 }]);
    expect(trigger.dispatcher).toBeUndefined();
    expect(trigger.deadLetterQueue).toBeUndefined();
  });
});

test('filters and enrichment stand before the workflow', async () => {
  const { rehearsal, inputs } = orders((stack) => ({
    filters: [PipeFilter.data({ status: ['PAID'] })],
    enrichment: PipeEnrichment.invoke(lambda.Function.fromFunctionName(stack, 'Ask', 'ask')),
  })).make();
  rehearsal.mock('arn:aws:lambda:us-east-1:111122223333:function:ask', (records) =>
    (records as { value: string }[]).map((record) => ({
      ...record,
      value: { asked: Buffer.from(record.value, 'base64').toString() },
    })),
  );
  await rehearsal.produce(TOPIC, { status: 'NEW' });
  await rehearsal.produce(TOPIC, { status: 'PAID' });
  expect(inputs()).toEqual([{ asked: '{"status":"PAID"}' }]);
});

test('the pipe of MSK is told everything, and its role may do what its authentication needs', () => {
  const { stack } = orders((scope) => ({
    source: KafkaSource.msk(CLUSTER, {
      ...options,
      consumerGroup: 'orders-workflow',
      authentication: KafkaAuthentication.saslScram512(
        new secretsmanager.Secret(scope, 'Secret', { encryptionKey: new kms.Key(scope, 'Key') }),
      ),
    }),
    delivery: RecordDelivery.perRecord({ window: Duration.seconds(3), recordSize: Size.kibibytes(4) }),
  }));
  const template = Template.fromStack(stack);
  template.hasResourceProperties('AWS::Pipes::Pipe', {
    Source: CLUSTER,
    SourceParameters: {
      ManagedStreamingKafkaParameters: {
        BatchSize: 34,
        ConsumerGroupID: 'orders-workflow',
        Credentials: { SaslScram512Auth: Match.anyValue(), ClientCertificateTlsAuth: Match.absent() },
        MaximumBatchingWindowInSeconds: 3,
        StartingPosition: 'LATEST',
        TopicName: TOPIC,
      },
    },
  });
  const text = JSON.stringify(template.findResources('AWS::IAM::Policy'));
  expect(text).toContain('secretsmanager:GetSecretValue');
  expect(text).toContain('kms:Decrypt');
  expect(text).not.toContain('kafka-cluster:');
});

test('the pipe of a Kafka of one’s own is told everything', () => {
  const { stack } = orders((scope) => {
    const vpc = new ec2.Vpc(scope, 'Vpc', { maxAzs: 2 });
    const secretOf = (id: string) => new secretsmanager.Secret(scope, id);
    return {
      source: KafkaSource.selfManaged(['one.example.com:9094', 'two.example.com:9094'], {
        ...options,
        startingPosition: StartingPosition.trimHorizon(),
        authentication: KafkaAuthentication.clientCertificate(secretOf('Certificate')),
        serverRootCaCertificate: secretOf('Authority'),
        network: { subnets: vpc.privateSubnets, securityGroups: [new ec2.SecurityGroup(scope, 'Group', { vpc })] },
      }),
    };
  });
  Template.fromStack(stack).hasResourceProperties('AWS::Pipes::Pipe', {
    Source: 'smk://one.example.com:9094',
    SourceParameters: {
      SelfManagedKafkaParameters: {
        AdditionalBootstrapServers: ['two.example.com:9094'],
        BatchSize: 1,
        ConsumerGroupID: Match.anyValue(),
        Credentials: { ClientCertificateTlsAuth: Match.anyValue() },
        ServerRootCaCertificate: Match.anyValue(),
        StartingPosition: 'TRIM_HORIZON',
        TopicName: TOPIC,
        Vpc: { SecurityGroup: [Match.anyValue()], Subnets: [Match.anyValue(), Match.anyValue()] },
      },
    },
  });
});

test('each group of consumers is its own, also of two stacks that are written the same', () => {
  const groups = ['Test', 'Production'].map((id) => {
    const stack = new Stack(new App(), id);
    const workflow = sfn.StateMachine.fromStateMachineName(stack, 'Workflow', 'workflow');
    const source = KafkaSource.msk(CLUSTER, options);
    for (const name of ['A', 'B']) {
      new KafkaTrigger(stack, name, { workflow, source, invocationType: PipeInvocationType.FIRE_AND_FORGET });
    }
    const found = Template.fromStack(stack).findResources('AWS::Pipes::Pipe');
    return Object.values(found).map(
      ({ Properties }) => Properties.SourceParameters.ManagedStreamingKafkaParameters.ConsumerGroupID,
    );
  });
  const texts = groups.flat().map((group) => JSON.stringify(group));
  expect(new Set(texts.slice(0, 2)).size).toBe(2);
  // Its value differs from stack to stack.
  expect(texts.every((text) => text.includes('AWS::StackId'))).toBe(true);
});

describe('what a right is needed for is missed without it', () => {
  test.each([
    'kafka:DescribeClusterV2',
    'kafka:GetBootstrapBrokers',
    'ec2:CreateNetworkInterface',
    'ec2:DeleteNetworkInterface',
    'ec2:DescribeNetworkInterfaces',
    'ec2:DescribeSecurityGroups',
    'ec2:DescribeSubnets',
    'ec2:DescribeVpcs',
    'kafka-cluster:Connect',
    'kafka-cluster:DescribeClusterDynamicConfiguration',
    'kafka-cluster:DescribeTopic',
    'kafka-cluster:ReadData',
    'kafka-cluster:DescribeGroup',
    'kafka-cluster:AlterGroup',
  ])('%s', async (action) => {
    const { trigger, make } = orders();
    withoutRight(trigger.role, action);
    await expect(make().rehearsal.produce(TOPIC, '1')).rejects.toThrow(`is not authorized to perform: ${action}`);
  });

  test('secretsmanager:GetSecretValue', async () => {
    const { trigger, make } = orders(selfManaged);
    withoutRight(trigger.role, 'secretsmanager:GetSecretValue');
    await expect(make().rehearsal.produce(TOPIC, '1')).rejects.toThrow('secretsmanager:GetSecretValue');
  });

  test('states:StartSyncExecution', async () => {
    const { trigger, make } = orders();
    withoutRight(trigger.role, 'states:StartSyncExecution');
    const { rehearsal } = make();
    await rehearsal.produce(TOPIC, '1');
    expect(rehearsal.pipeExecutions()).toMatchObject([{ status: 'FAILED', error: 'AccessDeniedException' }]);
  });
});

test('a cluster of the app is known by what it is', async () => {
  const { rehearsal, inputs } = orders((stack) => {
    const cluster = new msk.CfnServerlessCluster(stack, 'Cluster', {
      clusterName: 'own',
      clientAuthentication: { sasl: { iam: { enabled: true } } },
      vpcConfigs: [{ subnetIds: ['subnet-1', 'subnet-2'] }],
    });
    return { source: KafkaSource.msk(cluster.attrArn, options) };
  }).make();
  await rehearsal.produce(TOPIC, '1');
  expect(inputs()).toEqual([1]);
});

test('alarms ring for what fails, lags and was set aside', () => {
  expect(orders().trigger.alarms.map(({ node }) => node.id)).toEqual([
    'FailedAlarm',
    'BacklogAlarm',
    'DeadLetterAlarm',
  ]);
  expect(orders(selfManaged).trigger.alarms.map(({ node }) => node.id)).toEqual(['FailedAlarm', 'DeadLetterAlarm']);
  expect(orders({ alarms: false }).trigger.alarms).toEqual([]);
  Template.fromStack(orders().stack).hasResourceProperties('AWS::CloudWatch::Alarm', {
    MetricName: 'EstimatedMaxTimeLag',
    Threshold: 3600,
    Dimensions: Match.arrayWith([{ Name: 'Cluster Name', Value: 'events' }]),
  });
});

describe('what is wrong is refused', () => {
  const secret = (stack: Stack) => new secretsmanager.Secret(stack, 'Secret');
  test.each<[string, (stack: Stack) => Given, RegExp]>([
    [
      'a batch of unknown records that is too large',
      () => ({ delivery: RecordDelivery.perRecord({ size: 50, recordSize: Size.kibibytes(10) }) }),
      /received 50 times 10240 bytes, .* batches of 16 fit/,
    ],
    [
      'the topic',
      () => ({ source: KafkaSource.msk(CLUSTER, { ...options, topic: 'a b' }) }),
      /source.topic must be a name .*, received 'a b'/,
    ],
    [
      'a moment',
      () => ({
        source: KafkaSource.msk(CLUSTER, { ...options, startingPosition: StartingPosition.atTimestamp(new Date()) }),
      }),
      /for Kafka, received .atTimestamp\(\)/,
    ],
    [
      'the group',
      () => ({ source: KafkaSource.msk(CLUSTER, { ...options, consumerGroup: 'a b' }) }),
      /source.consumerGroup must have .*, received 'a b'/,
    ],
    [
      'SASL/PLAIN for MSK',
      (stack) => ({
        source: KafkaSource.msk(CLUSTER, { ...options, authentication: KafkaAuthentication.saslPlain(secret(stack)) }),
      }),
      /must be iam\(\), saslScram512\(\), clientCertificate\(\) or none\(\) for MSK/,
    ],
    [
      'a role elsewhere',
      () => ({
        source: KafkaSource.selfManaged(['a.example.com:1'], { ...options, authentication: KafkaAuthentication.iam() }),
      }),
      /source.authentication must not be iam\(\) for a Kafka that is not MSK/,
    ],
    [
      'nobody asked who it is',
      () => ({ source: KafkaSource.selfManaged(['a.example.com:1'], options) }),
      /source.authentication or source.network must be given/,
    ],
    [
      'servers',
      (stack) => ({
        source: KafkaSource.selfManaged(['https://a.example.com'], {
          ...options,
          authentication: KafkaAuthentication.saslPlain(secret(stack)),
        }),
      }),
      /source.bootstrapServers must be addresses like 'kafka.example.com:9096', received 'https:\/\/a.example.com'/,
    ],
    [
      'no server',
      (stack) => ({
        source: KafkaSource.selfManaged([], {
          ...options,
          authentication: KafkaAuthentication.saslPlain(secret(stack)),
        }),
      }),
      /source.bootstrapServers must be 1 to 3 addresses, received 0/,
    ],
    [
      'no subnets',
      () => ({
        source: KafkaSource.selfManaged(['a.example.com:1'], {
          ...options,
          network: { subnets: [], securityGroups: [] },
        }),
      }),
      /source.network.subnets must be 1 to 16, received 0/,
    ],
  ])('%s', (_what, given, message) => {
    expect(() => orders(given)).toThrow(message);
  });

  test('a dead-letter queue where there is none', () => {
    const { trigger } = orders();
    expect(() => orders({ delivery: RecordDelivery.wholeBatch(), deadLetterQueue: trigger.deadLetterQueue })).toThrow(
      /deadLetterQueue must not stand beside RecordDelivery.wholeBatch\(\)/,
    );
  });
});
