import { App, Stack } from 'aws-cdk-lib';
import type * as events from 'aws-cdk-lib/aws-events';
import * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import { EventRoute, EventRoutedWorkflow, type EventRoutedWorkflowProps } from '../../src';
import { Rehearsal } from '../../src/testing';
import type { RehearsedApp } from '../../src/testing/app/rehearsed-app';
import type { AppRehearsal } from '../../src/testing/app-rehearsal';
import type { BusEvent } from '../../src/testing/integrations/event-buses';

export const PLACED = { source: ['com.example.orders'], detailType: ['Order Placed'] };

/** An app with a workflow that `Order Placed` starts, which puts out its input. */
export function appWith(props: (stack: Stack) => Partial<EventRoutedWorkflowProps> = () => ({})) {
  const app = new App();
  const stack = new Stack(app, 'Shop', { env: { account: '111122223333', region: 'eu-west-1' } });
  const routed = new EventRoutedWorkflow(stack, 'Orders', {
    definition: new sfn.Pass(stack, 'Work'),
    routes: [EventRoute.of(PLACED)],
    ...props(stack),
  });
  return { app, stack, routed };
}

export const placed = (detail: unknown) => ({ source: 'com.example.orders', detailType: 'Order Placed', detail });

export function rehearse(app: App, startTime = new Date('2026-03-01T08:00:00Z')): AppRehearsal {
  return Rehearsal.ofApp(app, { startTime });
}

/** Delivers an event that was put before once more: EventBridge does so now and then. */
export async function deliverAgain(
  rehearsal: AppRehearsal,
  event: BusEvent,
  bus: events.IEventBus | 'default' = 'default',
): Promise<void> {
  const { app, resolve } = rehearsal as unknown as { app: RehearsedApp; resolve: (text: string) => string };
  const { account, region } = event;
  const name = bus === 'default' ? bus : resolve(bus.eventBusArn);
  app.services.buses.add(name, event, 'EventBridge', { partition: 'aws', account, region });
  await rehearsal.advance(0);
}
