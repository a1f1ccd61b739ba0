import { Stack } from 'aws-cdk-lib';
import * as events from 'aws-cdk-lib/aws-events';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as sqs from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';
import {
  BusAccess,
  BusArchive,
  BusForwarder,
  type BusForwarderProps,
  CrossAccountBus,
  EventRoute,
  WorkflowBus,
  type WorkflowBusProps,
} from '../../../src';
import type { Acknowledgement, Subject } from '../subject';

const UNDELIVERED_EVENTS: Acknowledgement[] = ['AwsSolutions-SQS3', 'Serverless-SQSRedrivePolicy'].map((id) => ({
  id,
  reason: 'The queue is itself where events end that were not delivered, and no consumer fails on it.',
}));

const ORDERS = EventRoute.of({ source: ['com.example.orders'], detailType: ['Order Placed'] });

function bus(
  name: string,
  props: (neighbours: Construct) => WorkflowBusProps = () => ({}),
  acknowledged: readonly Acknowledgement[] = [],
): Subject {
  return {
    name,
    build: (scope, neighbours) => {
      const given = props(neighbours);
      const own = new WorkflowBus(scope, 'Bus', given);
      // A stack that has the key and the sender would need the bus, and the bus it.
      return given.encryptionKey ? own : withSender(own, neighbours);
    },
    acknowledged,
  };
}

function withSender(own: WorkflowBus, neighbours: Construct): WorkflowBus {
  own.grantPutEvents(new iam.Role(neighbours, 'Sender', { assumedBy: new iam.AccountRootPrincipal() }));
  return own;
}

function forwarder(
  name: string,
  props: (neighbours: Construct) => Pick<BusForwarderProps, 'targetBus'> & Partial<BusForwarderProps>,
  acknowledged: readonly Acknowledgement[] = UNDELIVERED_EVENTS,
): Subject {
  return {
    name,
    build: (scope, neighbours) => new BusForwarder(scope, 'Forward', { route: ORDERS, ...props(neighbours) }),
    acknowledged,
  };
}

export const subjects: Subject[] = [
  bus('Bus'),
  bus('Bus that finds out what events look like', () => ({ schemaDiscovery: true, archive: BusArchive.none() })),
  bus('Bus with a log', () => ({ catchAllLog: {} }), UNDELIVERED_EVENTS),
  bus(
    'Bus with a key and a log',
    (neighbours) => ({ encryptionKey: new kms.Key(neighbours, 'Key'), catchAllLog: {} }),
    UNDELIVERED_EVENTS,
  ),
  bus('Bus with a key and a queue of the user', (neighbours) => {
    const encryptionKey = new kms.Key(neighbours, 'Key');
    return {
      encryptionKey,
      archive: BusArchive.keepForever({ routes: [ORDERS] }),
      deadLetterQueue: new sqs.Queue(neighbours, 'Failures', { encryptionMasterKey: encryptionKey }),
    };
  }),
  {
    name: 'Bus for other accounts',
    build: (scope, neighbours) => {
      const central = new CrossAccountBus(scope, 'Bus', {
        busName: `central-${scope.node.addr}`,
        schemaDiscovery: true,
        access: [
          BusAccess.account('999988887777', { sources: ['com.example.orders'], detailTypes: ['Order Placed'] }),
          BusAccess.organization('o-exampleorgid', { sources: ['com.example.audit'] }),
        ],
      });
      return withSender(central, neighbours);
    },
  },
  forwarder('Forwarder', (neighbours) => ({
    sourceBus: new events.EventBus(neighbours, 'Source'),
    targetBus: new events.EventBus(neighbours, 'Target'),
  })),
  forwarder(
    'Forwarder to another account',
    (neighbours) => {
      const encryptionMasterKey = new kms.Key(neighbours, 'Key');
      const account = '999988887777';
      const arn = Stack.of(neighbours).formatArn({
        service: 'events',
        account,
        resource: 'event-bus',
        resourceName: 'central',
      });
      return {
        targetBus: events.EventBus.fromEventBusArn(neighbours, 'Target', arn),
        deadLetterQueue: new sqs.Queue(neighbours, 'Failures', { encryptionMasterKey }),
      };
    },
    [],
  ),
];
