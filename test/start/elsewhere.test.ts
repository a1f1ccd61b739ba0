import { App, Stack } from 'aws-cdk-lib';
import * as kinesis from 'aws-cdk-lib/aws-kinesis';
import * as sns from 'aws-cdk-lib/aws-sns';
import * as sqs from 'aws-cdk-lib/aws-sqs';
import * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import {
  KafkaSource,
  KafkaTrigger,
  PipeInvocationType,
  QueueTrigger,
  StartingPosition,
  StreamSource,
  StreamTrigger,
  TopicTrigger,
  Workflow,
} from '../../src';

const options = { topic: 'orders', startingPosition: StartingPosition.latest() };
const clusterIn = (region: string) => `arn:aws:kafka:${region}:111122223333:cluster/events/751d2973-2`;

function stackHere(): Stack {
  return new Stack(new App(), 'Orders', { env: { account: '111122223333', region: 'us-east-1' } });
}

describe('a pipe starts nothing in another account or Region', () => {
  test.each([
    ['eu-west-1', '111122223333'],
    ['us-east-1', '444455556666'],
  ])('%s/%s', (region, account) => {
    const stack = stackHere();
    const arn = `arn:aws:states:${region}:${account}:stateMachine:Theirs`;
    const workflow = sfn.StateMachine.fromStateMachineArn(stack, 'Theirs', arn);
    const start = { workflow, invocationType: PipeInvocationType.FIRE_AND_FORGET };
    const stream = new kinesis.Stream(stack, 'Stream');
    const triggers = [
      () => new QueueTrigger(stack, 'Queue', start),
      () => new TopicTrigger(stack, 'Topic', { ...start, topic: new sns.Topic(stack, 'T') }),
      () => new StreamTrigger(stack, 'Stream trigger', { ...start, source: StreamSource.kinesis(stream, options) }),
      () => new KafkaTrigger(stack, 'Kafka', { ...start, source: KafkaSource.msk(clusterIn('us-east-1'), options) }),
    ];
    for (const trigger of triggers) {
      expect(trigger).toThrow(
        `workflow must be in the account and Region of its pipe, received one in ${account}/${region}: `,
      );
    }
  });
});

test('a pipe reads nothing in another Region', () => {
  const stack = stackHere();
  const workflow = new Workflow(stack, 'Work', { definition: sfn.Pass.jsonata(stack, 'Do') }).stateMachine;
  const queue = sqs.Queue.fromQueueArn(stack, 'Q', 'arn:aws:sqs:eu-west-1:111122223333:theirs');
  const stream = kinesis.Stream.fromStreamArn(stack, 'S', 'arn:aws:kinesis:eu-west-1:111122223333:stream/theirs');
  const triggers = [
    () => new QueueTrigger(stack, 'Queue', { workflow, queue }),
    () => new StreamTrigger(stack, 'Stream', { workflow, source: StreamSource.kinesis(stream, options) }),
    () => new KafkaTrigger(stack, 'Kafka', { workflow, source: KafkaSource.msk(clusterIn('eu-west-1'), options) }),
  ];
  for (const trigger of triggers) {
    expect(trigger).toThrow(/must be in the Region of its pipe, us-east-1, received arn:aws:\w+:eu-west-1:/);
  }
});

test('where nobody knows the Region, nothing is refused', () => {
  const stack = new Stack(new App(), 'Orders');
  const workflow = sfn.StateMachine.fromStateMachineName(stack, 'Theirs', 'Theirs');
  const invocationType = PipeInvocationType.FIRE_AND_FORGET;
  expect(() => new QueueTrigger(stack, 'Queue', { workflow, invocationType })).not.toThrow();
});
