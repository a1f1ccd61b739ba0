import { CfnParameter, Duration, SecretValue, Size, type Stack } from 'aws-cdk-lib';
import * as events from 'aws-cdk-lib/aws-events';
import * as sqs from 'aws-cdk-lib/aws-sqs';
import * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import {
  BatchDelivery,
  ExecutionName,
  PipeEnrichment,
  PipeFilter,
  PipeInvocationType,
  type QueueTriggerProps,
} from '../../src';
import { QueueApp } from './queue-app';

type Props = (stack: Stack) => Partial<QueueTriggerProps>;

const imported = (stack: Stack) =>
  sfn.StateMachine.fromStateMachineArn(stack, 'Imported', 'arn:aws:states:us-east-1:111122223333:stateMachine:Other');
const fifo = (stack: Stack) => new sqs.Queue(stack, 'Fifo', { fifo: true });

function apiOf(stack: Stack): events.ApiDestination {
  const connection = new events.Connection(stack, 'Connection', {
    authorization: events.Authorization.apiKey('x-api-key', SecretValue.unsafePlainText('secret')),
  });
  return new events.ApiDestination(stack, 'Api', { connection, endpoint: 'https://example.com' });
}

test.each<[string, Props, string]>([
  [
    'a Standard workflow that is waited for',
    () => ({ invocationType: PipeInvocationType.REQUEST_RESPONSE }),
    'invocationType must be FIRE_AND_FORGET for a Standard workflow, received REQUEST_RESPONSE: only an Express workflow can be waited for; leave it out [at Orders/Trigger]',
  ],
  [
    'a workflow of which nobody knows the type',
    (stack) => ({ workflow: imported(stack) }),
    'invocationType must be given for an imported workflow, of which nobody knows whether it is Standard (FIRE_AND_FORGET) or Express (REQUEST_RESPONSE, or FIRE_AND_FORGET not to wait for it) [at Orders/Trigger]',
  ],
  [
    'a dead-letter queue beside a queue',
    (stack) => ({ queue: new sqs.Queue(stack, 'Queue'), deadLetterQueue: new sqs.Queue(stack, 'Dead') }),
    'deadLetterQueue must not stand beside queue: set it where the queue is made [at Orders/Trigger]',
  ],
  [
    'a FIFO dead-letter queue',
    (stack) => ({ deadLetterQueue: fifo(stack) }),
    'deadLetterQueue must not be a FIFO queue: the queue whose messages it takes is none [at Orders/Trigger]',
  ],
  [
    'no message in a batch',
    () => ({ delivery: BatchDelivery.wholeBatch({ size: 0 }) }),
    'delivery.size must be a whole number from 1 to 10000 for a standard queue, received 0 [at Orders/Trigger]',
  ],
  [
    'too many messages of a FIFO queue in a batch',
    (stack) => ({ queue: fifo(stack), delivery: BatchDelivery.wholeBatch({ size: 11 }) }),
    'delivery.size must be a whole number from 1 to 10 for a FIFO queue, received 11 [at Orders/Trigger]',
  ],
  [
    'messages that do not fit into a batch',
    () => ({ delivery: BatchDelivery.perMessage({ size: 10, messageSize: Size.kibibytes(64) }) }),
    'delivery.size times the message size must be at most 262144 bytes, received 10 times 65536: a batch that is larger starts nothing, and comes again; make batches smaller [at Orders/Trigger]',
  ],
  [
    'a window of a FIFO queue',
    (stack) => ({ queue: fifo(stack), delivery: BatchDelivery.wholeBatch({ size: 5, window: Duration.seconds(5) }) }),
    'delivery.window must be left out for a FIFO queue, which has none, received 5 s [at Orders/Trigger]',
  ],
  [
    'a window of six minutes',
    () => ({ delivery: BatchDelivery.wholeBatch({ size: 5, window: Duration.minutes(6) }) }),
    'delivery.window must be a whole number of seconds up to 300, at least 1 for batches of more than 10, received 360 s [at Orders/Trigger]',
  ],
  [
    'a large batch without a window',
    () => ({ delivery: BatchDelivery.wholeBatch({ size: 50, window: Duration.seconds(0) }) }),
    'delivery.window must be a whole number of seconds up to 300, at least 1 for batches of more than 10, received 0 s [at Orders/Trigger]',
  ],
  [
    'messages of a FIFO queue of which one may overtake the other',
    (stack) => ({ queue: fifo(stack), delivery: BatchDelivery.perMessage({ size: 2 }) }),
    'delivery.size must be 1 for a FIFO queue, received 2: a message that fails has to hold back those behind it; take BatchDelivery.wholeBatch() and keep the order in the workflow [at Orders/Trigger]',
  ],
  [
    'a deduplication id where there is none',
    () => ({ delivery: BatchDelivery.perMessage({ executionName: ExecutionName.deduplicationId() }) }),
    'executionName must not be the deduplication id, which only messages of a FIFO queue have: take ExecutionName.messageId() or ExecutionName.bodyField() [at Orders/Trigger]',
  ],
  [
    'a field without a name',
    () => ({ delivery: BatchDelivery.perMessage({ executionName: ExecutionName.bodyField('order.') }) }),
    "executionName must be a path of field names with dots between them, received 'order.' [at Orders/Trigger]",
  ],
  [
    'a field with a quote in its name',
    () => ({ delivery: BatchDelivery.perMessage({ executionName: ExecutionName.bodyField('a`b') }) }),
    "executionName must be a path of field names with dots between them, received 'a`b' [at Orders/Trigger]",
  ],
  [
    'no filter',
    () => ({ filters: [] }),
    'filters must be 1 to 5, received 0: leave them out for every record, and put more values into the lists of one filter [at Orders/Trigger]',
  ],
  [
    'a filter that is no pattern',
    () => ({ filters: [PipeFilter.data({ status: 'PAID' })] }),
    'filters must be valid event patterns, received {"body":{"status":"PAID"}}: "status" must be an object or an array [at Orders/Trigger]',
  ],
  [
    'a filter for what polling adds',
    () => ({ filters: [PipeFilter.record({ eventSourceARN: ['arn'] })] }),
    "filters must not name 'eventSourceARN', which is not there yet when records are filtered [at Orders/Trigger]",
  ],
  [
    'a filter that is too long',
    () => ({ filters: [PipeFilter.data({ id: ['x'.repeat(5000)] })] }),
    'filters must have at most 4096 characters each, received 5020: split one into several [at Orders/Trigger]',
  ],
  [
    'a Standard workflow as the enrichment',
    (stack) => ({
      enrichment: PipeEnrichment.workflow(
        new sfn.StateMachine(stack, 'Slow', {
          definitionBody: sfn.DefinitionBody.fromChainable(new sfn.Pass(stack, 'P')),
        }),
      ),
    }),
    'enrichment must be an Express workflow, received a Standard one: a pipe cannot wait for it [at Orders/Trigger]',
  ],
  [
    'an API as the enrichment of batches',
    (stack) => ({
      enrichment: PipeEnrichment.apiDestination(apiOf(stack)),
      delivery: BatchDelivery.perMessage({ size: 2 }),
    }),
    'delivery.size must be 1 with an API as the enrichment, received 2 [at Orders/Trigger]',
  ],
  [
    'a backlog of no time',
    () => ({ backlogAge: Duration.seconds(0) }),
    'backlogAge must be a whole number of seconds, at least 1, received 0 s [at Orders/Trigger]',
  ],
])('%s is refused', (_what, trigger, message) => {
  expect(() => new QueueApp({ trigger })).toThrow(new Error(message));
});

describe('warnings', () => {
  const withQueue = (props: sqs.QueueProps, delivery?: BatchDelivery, express?: boolean) =>
    new QueueApp({
      express,
      trigger: (stack) => ({ queue: new sqs.Queue(stack, 'Queue', props), delivery }),
    }).warnings();

  test('a queue without a dead-letter queue', () => {
    expect(withQueue({})).toEqual(['cdk-workflows:queueWithoutDeadLetterQueue']);
  });

  test('too few tries', () => {
    const app = new QueueApp({
      trigger: (stack) => ({
        queue: new sqs.Queue(stack, 'Queue', {
          deadLetterQueue: { queue: new sqs.Queue(stack, 'Dead'), maxReceiveCount: 4 },
        }),
      }),
    });
    expect(app.warnings()).toEqual(['cdk-workflows:queueReceiveCount']);
  });

  test('a visibility timeout that is over while the workflow runs', () => {
    const ids = withQueue({ visibilityTimeout: Duration.seconds(299) }, undefined, true);
    expect(ids).toContain('cdk-workflows:queueVisibilityTimeout');
    expect(withQueue({ visibilityTimeout: Duration.seconds(300) }, undefined, true)).not.toContain(
      'cdk-workflows:queueVisibilityTimeout',
    );
    expect(withQueue({}, BatchDelivery.wholeBatch({ size: 2, window: Duration.seconds(11) }))).toContain(
      'cdk-workflows:queueVisibilityTimeout',
    );
  });

  test('batches of the largest messages that the queue takes', () => {
    expect(withQueue({ maxMessageSizeBytes: 65_536 }, BatchDelivery.wholeBatch({ size: 5 }))).toContain(
      'cdk-workflows:batchTooLarge',
    );
    expect(withQueue({ maxMessageSizeBytes: 65_536 }, BatchDelivery.wholeBatch({ size: 4 }))).not.toContain(
      'cdk-workflows:batchTooLarge',
    );
  });

  test('nothing is wrong with tokens', () => {
    const app = new QueueApp({
      trigger: (stack) => {
        const queue = new sqs.Queue(stack, 'Queue', {
          deadLetterQueue: { queue: new sqs.Queue(stack, 'D'), maxReceiveCount: 5 },
        });
        const resource = queue.node.defaultChild as sqs.CfnQueue;
        const numberParameter = new CfnParameter(stack, 'Number', { type: 'Number' }).valueAsNumber;
        resource.visibilityTimeout = numberParameter;
        resource.maximumMessageSize = numberParameter;
        return { queue, delivery: BatchDelivery.wholeBatch({ size: numberParameter }) };
      },
    });
    expect(app.warnings()).toEqual([]);
  });
});
