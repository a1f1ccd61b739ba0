import { App, Stack } from 'aws-cdk-lib';
import type * as events from 'aws-cdk-lib/aws-events';
import * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import {
  BusAccess,
  BusForwarder,
  type BusForwarderProps,
  CrossAccountBus,
  type CrossAccountBusProps,
  EventRoute,
  EventRoutedWorkflow,
  WorkflowBus,
} from '../../src';

export const SENDER = '111122223333';
export const RECEIVER = '444455556666';
export const REGION = 'eu-west-1';
export const ORDERS = { source: ['com.example.orders'], detailType: ['Order Placed'] };

export interface Difference {
  readonly region?: string;
  readonly access?: BusAccess[];
  readonly bus?: Partial<CrossAccountBusProps>;
  readonly forwarder?: (sender: Stack) => Partial<BusForwarderProps>;
}

/** Orders in one account, and in another one a workflow that they start: both sides in one app. */
export function twoAccounts({ region = REGION, access, bus, forwarder }: Difference = {}) {
  const app = new App();
  const receiver = new Stack(app, 'Central', { env: { account: RECEIVER, region } });
  const central = new CrossAccountBus(receiver, 'Bus', {
    busName: 'central',
    access: access ?? [BusAccess.account(SENDER, { sources: ORDERS.source })],
    ...bus,
  });
  const routed = new EventRoutedWorkflow(receiver, 'Fulfilment', {
    bus: central.bus,
    routes: [EventRoute.of({ ...ORDERS, account: [SENDER] })],
    definition: new sfn.Pass(receiver, 'Fulfil'),
  });
  const sender = new Stack(app, 'Orders', { env: { account: SENDER, region: REGION } });
  const orders = new WorkflowBus(sender, 'Bus');
  const forward = new BusForwarder(sender, 'ToCentral', {
    sourceBus: orders.bus,
    targetBus: central.bus,
    route: EventRoute.of(ORDERS),
    ...forwarder?.(sender),
  });
  return { app, receiver, central, routed, sender, orders, forward };
}

export const placed = (bus?: events.IEventBus) => ({
  source: 'com.example.orders',
  detailType: 'Order Placed',
  detail: { orderId: 'o-1' },
  ...(bus && { bus }),
});
