import type { App } from 'aws-cdk-lib';
import type * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import { WorkflowHttpApi, type WorkflowHttpApiProps } from '../../../src';
import { Rehearsal } from '../../../src/testing';
import { expressWorkflow, newStack, slowWorkflow } from '../api/api-app';

/** An HTTP API in front of a workflow that takes five minutes, rehearsed. */
export function httpApiOf(props: Partial<WorkflowHttpApiProps> = {}) {
  const stack = newStack();
  const workflow = slowWorkflow(stack);
  const api = new WorkflowHttpApi(stack, 'Api', {
    workflow: workflow.stateMachine,
    path: 'orders/{orderId}',
    ...props,
  });
  return { stack, workflow, api, rehearse: () => rehearsalOf(stack.node.root as App) };
}

/** An HTTP API that waits for an Express workflow, rehearsed. */
export function waitingApiOf(definition: (scope: ReturnType<typeof newStack>) => sfn.IChainable) {
  const stack = newStack();
  const workflow = expressWorkflow(stack, definition(stack)).stateMachine;
  new WorkflowHttpApi(stack, 'Api', { workflow, path: 'quotes', sync: true });
  return rehearsalOf(stack.node.root as App);
}

export function rehearsalOf(app: App) {
  return Rehearsal.ofApp(app, { startTime: new Date('2026-03-01T08:00:00Z') });
}
