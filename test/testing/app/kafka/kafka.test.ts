import { Duration, type Stack } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as msk from 'aws-cdk-lib/aws-msk';
import * as pipes from 'aws-cdk-lib/aws-pipes';
import type * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import type { JsonObject } from '../../../../src/asl/json';
import { withoutRight } from '../../../without-right';
import { type HandledBatch, piped } from '../piped';

const TOPIC = 'orders';
const CLUSTER = 'arn:aws:kafka:us-east-1:111122223333:cluster/events/751d2973-a626-431c-9d4e-d7975eb44dd7-2';

function statement(actions: string[], resources: string[]) {
  return new iam.PolicyStatement({ actions, resources });
}

function topic(parameters: Partial<pipes.CfnPipe.PipeSourceManagedStreamingKafkaParametersProperty> = {}) {
  return (stack: Stack, role: iam.Role) => {
    new msk.CfnServerlessCluster(stack, 'Cluster', {
      clusterName: 'events',
      clientAuthentication: { sasl: { iam: { enabled: true } } },
      vpcConfigs: [],
    });
    role.addToPolicy(statement(['kafka:DescribeClusterV2', 'kafka:GetBootstrapBrokers'], [CLUSTER]));
    role.addToPolicy(statement(['ec2:*'], ['*']));
    role.addToPolicy(
      statement(
        [
          'kafka-cluster:Connect',
          'kafka-cluster:DescribeClusterDynamicConfiguration',
          'kafka-cluster:DescribeTopic',
          'kafka-cluster:ReadData',
          'kafka-cluster:DescribeGroup',
          'kafka-cluster:AlterGroup',
        ],
        ['*'],
      ),
    );
    return {
      source: CLUSTER,
      sourceParameters: {
        managedStreamingKafkaParameters: { topicName: TOPIC, startingPosition: 'LATEST', ...parameters },
      },
    };
  };
}

const textOf = ({ value }: JsonObject) => Buffer.from(String(value), 'base64').toString('utf8');
const texts = (handled: readonly HandledBatch[]) => handled.map(({ batch }) => batch.map(textOf).join(' '));
const broken = () => {
  throw new Error('as asked');
};

test('a record of MSK comes to the workflow as the documentation shows it', async () => {
  const { rehearsal, handled } = piped(topic());
  await rehearsal.produce(TOPIC, { städtchen: 'Münster' }, { key: 'o-1', partition: 3, headers: { kind: 'é' } });
  expect(handled[0].batch).toEqual([
    {
      eventSource: 'aws:kafka',
      eventSourceArn: CLUSTER,
      eventSourceKey: 'orders-3',
      topic: 'orders',
      partition: '3',
      offset: 0,
      timestamp: Date.parse('2026-03-01T08:00:00Z'),
      timestampType: 'CREATE_TIME',
      key: Buffer.from('o-1').toString('base64'),
      value: Buffer.from('{"städtchen":"Münster"}').toString('base64'),
      headers: [{ kind: [0xc3, 0xa9] }],
    },
  ]);
});

test("a record of a Kafka of one's own has the servers, and one without key and value has neither", async () => {
  const { rehearsal, handled } = piped((_stack, role) => {
    role.addToPolicy(statement(['secretsmanager:GetSecretValue'], ['*']));
    return {
      source: 'smk://one.example.com:9096',
      sourceParameters: {
        selfManagedKafkaParameters: {
          topicName: TOPIC,
          additionalBootstrapServers: ['two.example.com:9096'],
          credentials: { basicAuth: 'arn:aws:secretsmanager:us-east-1:111122223333:secret:kafka-AbCdEf' },
        },
      },
    };
  });
  await rehearsal.produce(TOPIC, null);
  expect(handled[0].batch).toEqual([
    {
      eventSource: 'SelfManagedKafka',
      bootstrapServers: 'one.example.com:9096,two.example.com:9096',
      eventSourceKey: 'orders-0',
      topic: 'orders',
      partition: '0',
      offset: 0,
      timestamp: Date.parse('2026-03-01T08:00:00Z'),
      timestampType: 'CREATE_TIME',
      headers: [],
    },
  ]);
});

test('a batch that fails holds up its partition alone, without end, and what the workflow answers does not count', async () => {
  let mended = false;
  const { rehearsal, handled } = piped(topic(), ([first]) =>
    textOf(first) === 'bad' && !mended ? broken() : { batchItemFailures: [{ itemIdentifier: '0:1' }] },
  );
  await rehearsal.produce(TOPIC, 'bad');
  await rehearsal.produce(TOPIC, 'behind');
  await rehearsal.produce(TOPIC, 'beside', { partition: 1 });
  await rehearsal.advance(Duration.hours(6));
  expect(texts(handled).filter((text) => text !== 'bad')).toEqual(['beside']);
  mended = true;
  await rehearsal.advance(Duration.minutes(2));
  expect(texts(handled).slice(-2)).toEqual(['bad', 'behind']);
  expect(rehearsal.pipeExecutions().slice(-1)).toMatchObject([{ status: 'SUCCEEDED' }]);
});

test('a batch has records of one partition only', async () => {
  const { rehearsal, handled } = piped(topic({ maximumBatchingWindowInSeconds: 5 }));
  for (const [value, partition] of [
    ['a0', 0],
    ['b0', 1],
    ['a1', 0],
  ] as const) {
    await rehearsal.produce(TOPIC, value, { partition });
  }
  await rehearsal.advance(Duration.seconds(5));
  expect(texts(handled)).toEqual(['a0 a1', 'b0']);
});

test.each([
  [undefined, ['new']],
  ['LATEST', ['new']],
  ['TRIM_HORIZON', ['old', 'new']],
])('from %s on', async (startingPosition, expected) => {
  const { rehearsal, handled } = piped(topic({ startingPosition }));
  await rehearsal.produce(TOPIC, 'old', { timestamp: new Date('2026-03-01T07:00:00Z') });
  await rehearsal.produce(TOPIC, 'new');
  expect(texts(handled)).toEqual(expected);
});

test.each<[string, object, string[]]>([
  ['JSON', { value: { city: ['Bonn'] } }, ['{"city":"Bonn"}', 'plain']],
  ['a text', { value: ['plain'] }, ['{"city":"Bonn"}', '{"city":"Kiel"}', 'plain']],
  ['the rest', { partition: ['1'], value: { city: ['Bonn'] } }, []],
  ['the key', { key: ['k-1'] }, ['plain']],
])('a filter for %s only looks at the rest of a record in another format', async (_what, pattern, expected) => {
  const { rehearsal, handled } = piped((stack, role) => {
    const { source, sourceParameters } = topic()(stack, role);
    const filterCriteria = { filters: [{ pattern: JSON.stringify(pattern) }] };
    return { source, sourceParameters: { ...sourceParameters, filterCriteria } };
  });
  await rehearsal.produce(TOPIC, { city: 'Bonn' }, { key: 'k-0' });
  await rehearsal.produce(TOPIC, { city: 'Kiel' }, { key: 'k-0' });
  await rehearsal.produce(TOPIC, 'plain', { key: 'k-1' });
  expect(texts(handled)).toEqual(expected);
});

test('a group of consumers that two pipes share is an error', () => {
  expect(() =>
    piped((stack, role) => {
      const { source, sourceParameters } = topic({ consumerGroupId: 'shared' })(stack, role);
      const target = (stack.node.findChild('Machine') as sfn.StateMachine).stateMachineArn;
      new pipes.CfnPipe(stack, 'Other', { roleArn: role.roleArn, target, source, sourceParameters });
      return { source, sourceParameters };
    }),
  ).toThrow("several pipes read the topic 'orders' as the group of consumers 'shared'");
});

test('a topic that no pipe reads is an error that names those that are read', async () => {
  const { rehearsal } = piped(topic());
  await expect(rehearsal.produce('oders', '1')).rejects.toThrow(
    "no pipe of the app reads the topic 'oders'; those that are read: orders",
  );
});

test.each([
  'kafka:DescribeClusterV2',
  'kafka:GetBootstrapBrokers',
  'kafka-cluster:Connect',
  'kafka-cluster:ReadData',
  'kafka-cluster:AlterGroup',
])('a pipe that may not %s is heard of', async (action) => {
  const { rehearsal } = piped((stack, role) => {
    const source = topic()(stack, role);
    withoutRight(role, action);
    return source;
  });
  await expect(rehearsal.produce(TOPIC, '1')).rejects.toThrow(`is not authorized to perform: ${action}`);
});
