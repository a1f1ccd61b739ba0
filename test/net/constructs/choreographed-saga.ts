import { Duration, SecretValue, Stack } from 'aws-cdk-lib';
import * as events from 'aws-cdk-lib/aws-events';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as sqs from 'aws-cdk-lib/aws-sqs';
import * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import type { Construct } from 'constructs';
import {
  ChoreographedSaga,
  type ChoreographedSagaProps,
  KafkaPublisher,
  KafkaSource,
  SagaContext,
  SagaStep,
  SagaTransport,
  StartingPosition,
} from '../../../src';
import { ENDPOINTS, LOG_DELIVERY } from '../acknowledged';
import { functionsIn } from '../neighbours';
import type { Acknowledgement, Subject } from '../subject';

/** Of events that were not delivered, of runs of the watcher that were not started, and of failed compensations. */
const UNDELIVERED: Acknowledgement[] = ['AwsSolutions-SQS3', 'Serverless-SQSRedrivePolicy'].map((id) => ({
  id,
  reason: 'The queue is itself where ends what could not be delivered or undone, and no consumer fails on it.',
}));

function choreographed(
  name: string,
  steps: (scope: Construct, neighbours: Construct) => SagaStep[],
  props: (neighbours: Construct) => Partial<ChoreographedSagaProps> = () => ({}),
  more: Partial<Subject> = {},
): Subject {
  return {
    name,
    build: (scope, neighbours) =>
      new ChoreographedSaga(scope, 'Saga', { steps: steps(scope, neighbours), ...props(neighbours) }),
    acknowledged: [LOG_DELIVERY, ...UNDELIVERED],
    ...more,
  };
}

function functionSteps(_scope: Construct, neighbours: Construct): SagaStep[] {
  const fn = functionsIn(neighbours);
  return [
    SagaStep.invoke('CreateOrder', { action: fn('Create'), compensation: fn('Cancel') }),
    SagaStep.invoke('ProcessPayment', {
      action: fn('Charge'),
      compensation: fn('Refund'),
      notAppliedErrors: ['CardDeclined'],
    }),
    SagaStep.invoke('SendReceipt', { action: fn('Mail') }).afterPivot(),
  ];
}

function requestSteps(scope: Construct, neighbours: Construct): SagaStep[] {
  const fn = functionsIn(neighbours);
  const connection = new events.Connection(neighbours, 'Connection', {
    authorization: events.Authorization.apiKey('x-api-key', SecretValue.secretsManager('api-key')),
  });
  return [
    SagaStep.http('ProcessPayment', {
      connection,
      apiRoot: 'https://api.example.com/v1',
      action: { method: events.HttpMethod.POST, path: ['payments'] },
      compensation: { method: events.HttpMethod.DELETE, path: ['payments', SagaContext.ownResult('id')] },
    }),
    SagaStep.fragment('Pack', { action: new sfn.Pass(scope, 'Wrap'), compensation: new sfn.Pass(scope, 'Unwrap') }),
    SagaStep.invoke('SendReceipt', { action: fn('Mail') }),
  ];
}

/** What the page of EventBridge asks for, in VPCs and for logs, has no names that we could know. */
const PIPES: Acknowledgement[] = [
  {
    id: /^AwsSolutions-IAM5\[Resource::arn:.*:ec2:.*:(network-interface|security-group|subnet)\/\*\]$/,
    reason: 'A pipe makes network interfaces in the subnets of the cluster, of which MSK knows, and not the template.',
  },
  {
    id: /^AwsSolutions-IAM5\[Resource::arn:.*:logs:.*:log-group:\*\]$/,
    reason: 'EventBridge asks for the right to write logs, and does not say to which group.',
  },
];

function overKafka(publisher: (neighbours: Construct) => KafkaPublisher) {
  return (neighbours: Construct): Partial<ChoreographedSagaProps> => ({
    transport: SagaTransport.kafka({
      source: KafkaSource.msk(
        Stack.of(neighbours).formatArn({
          service: 'kafka',
          resource: 'cluster',
          resourceName: 'events/751d2973-a626-431c-9d4e-d7975eb44dd7-2',
        }),
        { topic: 'sagas', startingPosition: StartingPosition.latest() },
      ),
      publisher: publisher(neighbours),
    }),
  });
}

export const subjects: Subject[] = [
  choreographed('Choreographed saga', functionSteps),
  choreographed('Choreographed saga on a bus', functionSteps, (neighbours) => ({
    transport: SagaTransport.eventBridge({ bus: new events.EventBus(neighbours, 'Bus'), source: 'com.example.orders' }),
    compensationFailureQueue: new sqs.Queue(neighbours, 'Failures', {
      encryptionMasterKey: new kms.Key(neighbours, 'Key'),
    }),
    watch: Duration.hours(4),
    deadline: Duration.hours(12),
  })),
  choreographed(
    'Choreographed saga of requests and fragments',
    requestSteps,
    () => ({ watch: Duration.hours(4), stateMachineType: sfn.StateMachineType.STANDARD }),
    { acknowledged: [LOG_DELIVERY, ENDPOINTS, ...UNDELIVERED] },
  ),
  choreographed(
    'Choreographed saga over Kafka',
    functionSteps,
    overKafka((neighbours) => KafkaPublisher.invoke(functionsIn(neighbours)('Publish'))),
    { acknowledged: [LOG_DELIVERY, ...PIPES, ...UNDELIVERED] },
  ),
  choreographed(
    'Choreographed saga over Kafka and a REST proxy',
    functionSteps,
    overKafka((neighbours) =>
      KafkaPublisher.restProxy({
        connection: new events.Connection(neighbours, 'Connection', {
          authorization: events.Authorization.basic('key', SecretValue.secretsManager('kafka')),
        }),
        apiRoot: 'https://proxy.example.com/kafka',
        clusterId: 'lkc-1',
      }),
    ),
    { acknowledged: [LOG_DELIVERY, ENDPOINTS, ...PIPES, ...UNDELIVERED] },
  ),
];
