import { App, Duration, Stack } from 'aws-cdk-lib';
import * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import { Workflow, WorkflowApi, type WorkflowApiProps } from '../../../src';
import { Rehearsal } from '../../../src/testing';

export const ACCOUNT = '111122223333';

/** A stack for the constructs of one test. */
export function newStack(app = new App()): Stack {
  return new Stack(app, 'Orders', { env: { account: ACCOUNT, region: 'us-east-1' } });
}

/** A Standard workflow that takes five minutes and puts out what it was given. */
export function slowWorkflow(stack: Stack, id = 'Slow'): Workflow {
  return new Workflow(stack, id, {
    definition: sfn.Wait.jsonata(stack, `${id} rest`, { time: sfn.WaitTime.duration(Duration.minutes(5)) }),
    alarms: false,
  });
}

/** An Express workflow of some states. */
export function expressWorkflow(stack: Stack, definition: sfn.IChainable, timeout = Duration.seconds(20)): Workflow {
  return new Workflow(stack, 'Quick', {
    definition,
    timeout,
    stateMachineType: sfn.StateMachineType.EXPRESS,
    alarms: false,
  });
}

/** An API in front of a slow workflow, and a client of it. */
export function apiOf(props: Partial<WorkflowApiProps> = {}) {
  const stack = newStack();
  const workflow = slowWorkflow(stack);
  const api = new WorkflowApi(stack, 'Api', { workflow: workflow.stateMachine, path: 'orders', ...props });
  return { stack, workflow, api };
}

export function rehearsed(stack: Stack) {
  return Rehearsal.ofApp(stack.node.root as App, { startTime: new Date('2026-03-01T08:00:00Z') });
}
