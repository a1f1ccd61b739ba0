import { Duration } from 'aws-cdk-lib';
import * as events from 'aws-cdk-lib/aws-events';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as sqs from 'aws-cdk-lib/aws-sqs';
import * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import type { Construct } from 'constructs';
import {
  EventDeduplication,
  EventMatch,
  EventRoute,
  EventRoutedWorkflow,
  type EventRoutedWorkflowProps,
  RouteInput,
  Workflow,
} from '../../../src';
import { LOG_DELIVERY } from '../acknowledged';
import type { Acknowledgement, Subject } from '../subject';

const UNDELIVERED_EVENTS: Acknowledgement[] = ['AwsSolutions-SQS3', 'Serverless-SQSRedrivePolicy'].map((id) => ({
  id,
  reason: 'The queue is itself where events end that were not delivered, and no consumer fails on it.',
}));

const ORDERS = EventRoute.of({
  source: ['com.example.orders'],
  detailType: ['Order Placed'],
  detail: { total: EventMatch.numeric('>', 100) },
});
const RETURNS = EventRoute.of({ source: ['com.example.returns'], detailType: ['Return Arrived'], acceptReplays: true });

function routed(
  name: string,
  props: (neighbours: Construct) => Partial<EventRoutedWorkflowProps> = () => ({}),
  acknowledged: readonly Acknowledgement[] = [LOG_DELIVERY, ...UNDELIVERED_EVENTS],
): Subject {
  return {
    name,
    build: (scope, neighbours) =>
      new EventRoutedWorkflow(scope, 'Routed', {
        definition: new sfn.Pass(scope, 'Work'),
        routes: [ORDERS, RETURNS],
        ...props(neighbours),
      }),
    acknowledged,
  };
}

export const subjects: Subject[] = [
  routed('Routed workflow', (neighbours) => ({ bus: new events.EventBus(neighbours, 'Bus') })),
  routed('Routed workflow that recognizes events', (neighbours) => ({
    bus: new events.EventBus(neighbours, 'Bus'),
    input: RouteInput.detailOnly(),
    deduplicate: EventDeduplication.byExpression('{% $event.detail.orderId %}', { window: Duration.days(1) }),
  })),
  routed(
    'Routed workflow with a queue of the user',
    (neighbours) => {
      const encryptionMasterKey = new kms.Key(neighbours, 'Key');
      return {
        deadLetterQueue: new sqs.Queue(neighbours, 'Failures', { encryptionMasterKey }),
        maxEventAge: Duration.hours(1),
      };
    },
    [LOG_DELIVERY],
  ),
  {
    name: 'Workflow that is announced',
    build: (scope, neighbours) => {
      const workflow = new Workflow(scope, 'Workflow', { definition: new sfn.Pass(scope, 'Work') });
      workflow.announceTo(new events.EventBus(neighbours, 'Bus'));
      return workflow;
    },
    acknowledged: [LOG_DELIVERY, ...UNDELIVERED_EVENTS],
  },
];
