import { Workflow, WorkflowApi } from 'cdk-workflows';
import type { Construct } from 'constructs';
import type { BenchSubject, BuildOptions } from '../bench-module';
import { payments } from '../payments';

export const title: BenchSubject['title'] = 'Workflow of 3 tasks, started by an API';

export const goals: BenchSubject['goals'] = { timeRatio: 0.7, resources: 13, lines: 15 };

export const functionsPerStep = 1;

export const paths: BenchSubject['paths'] = [
  { title: 'all goes well', failing: [], goal: 3 },
  { title: 'the second task fails', failing: ['Task1'], goal: 2 },
];

export function build(scope: Construct, { fn, size = 3, alarms }: BuildOptions): Construct {
  const definition = payments(scope, fn, size);
  // user code
  const workflow = new Workflow(scope, 'Payments', { definition, alarms });
  new WorkflowApi(scope, 'Api', {
    workflow: workflow.stateMachine,
    path: 'orders',
    requestSchema: { type: 'object', required: ['orderId'], properties: { orderId: { type: 'string' } } },
    alarms,
  });
  // end of user code
  return scope;
}
