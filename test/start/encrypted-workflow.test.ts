import { App, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import * as kinesis from 'aws-cdk-lib/aws-kinesis';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as sns from 'aws-cdk-lib/aws-sns';
import * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import {
  BatchDelivery,
  KafkaSource,
  KafkaTrigger,
  PipeEnrichment,
  PipeInvocationType,
  QueueTrigger,
  RecordDelivery,
  StartingPosition,
  StreamSource,
  StreamTrigger,
  TopicTrigger,
  Workflow,
} from '../../src';

const startingPosition = StartingPosition.latest();
const CLUSTER = 'arn:aws:kafka:us-east-1:111122223333:cluster/events/751d2973-a626-431c-9d4e-d7975eb44dd7-2';

/** An encrypted Express workflow, and who may decrypt its data: the ids of roles or policies. */
function decrypting(make: (stack: Stack, workflow: sfn.StateMachine) => void): string[] {
  const stack = new Stack(new App(), 'Orders', { env: { account: '111122223333', region: 'us-east-1' } });
  const { stateMachine } = new Workflow(stack, 'Workflow', {
    stateMachineType: sfn.StateMachineType.EXPRESS,
    definition: sfn.Pass.jsonata(stack, 'Work'),
    encryptionKey: new kms.Key(stack, 'Key'),
  });
  make(stack, stateMachine);
  const { Resources } = Template.fromStack(stack).toJSON();
  return Object.entries(Resources)
    .filter(([id]) => id.startsWith('Trigger'))
    .filter(([, resource]) => JSON.stringify(resource).includes('"kms:EncryptionContext:aws:states:stateMachineArn"'))
    .map(([id]) => id);
}

/** https://docs.aws.amazon.com/step-functions/latest/apireference/API_StartSyncExecution.html */
describe('who waits for a workflow that is encrypted with a key may decrypt with it', () => {
  test.each<[string, string, (stack: Stack, workflow: sfn.StateMachine) => void]>([
    [
      'the pipe of a queue',
      'Pipe',
      (stack, workflow) => {
        new QueueTrigger(stack, 'Trigger', { workflow, delivery: BatchDelivery.wholeBatch() });
      },
    ],
    [
      'the dispatcher of a stream',
      'Dispatcher',
      (stack, workflow) => {
        const source = StreamSource.kinesis(new kinesis.Stream(stack, 'Stream'), { startingPosition });
        new StreamTrigger(stack, 'Trigger', { workflow, source });
      },
    ],
    [
      'the dispatcher of Kafka',
      'Dispatcher',
      (stack, workflow) => {
        const source = KafkaSource.msk(CLUSTER, { topic: 'orders', startingPosition });
        new KafkaTrigger(stack, 'Trigger', { workflow, source });
      },
    ],
    [
      'the pipe of Kafka',
      'Pipe',
      (stack, workflow) => {
        const source = KafkaSource.msk(CLUSTER, { topic: 'orders', startingPosition });
        new KafkaTrigger(stack, 'Trigger', { workflow, source, delivery: RecordDelivery.wholeBatch() });
      },
    ],
    [
      'a pipe that asks it',
      'Pipe',
      (stack, workflow) => {
        const work = new Workflow(stack, 'Other', { definition: sfn.Pass.jsonata(stack, 'Do') });
        new QueueTrigger(stack, 'Trigger', {
          workflow: work.stateMachine,
          enrichment: PipeEnrichment.workflow(workflow),
        });
      },
    ],
  ])('%s', (_who, part, make) => {
    expect(decrypting(make)).toEqual([expect.stringContaining(part)]);
  });

  test('and nobody who asks for no data, as the dispatchers of queues and topics do', () => {
    expect(decrypting((stack, workflow) => void new QueueTrigger(stack, 'Trigger', { workflow }))).toEqual([]);
    const topic = (stack: Stack) => new sns.Topic(stack, 'Topic');
    expect(
      decrypting((stack, workflow) => void new TopicTrigger(stack, 'Trigger', { workflow, topic: topic(stack) })),
    ).toEqual([]);
  });

  test('and nobody who only starts it', () => {
    const invocationType = PipeInvocationType.FIRE_AND_FORGET;
    expect(
      decrypting((stack, workflow) => void new QueueTrigger(stack, 'Trigger', { workflow, invocationType })),
    ).toEqual([]);
  });
});
