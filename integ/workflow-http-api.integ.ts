import { App, Duration, Stack } from 'aws-cdk-lib';
import * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import { IdempotencyKey, Workflow, WorkflowHttpApi } from '../src';

/**
 * An HTTP API that can be deployed and asked with signed requests: `PUT /orders/{orderId}` starts an order of five minutes,
 * `DELETE /orders/{orderId}` stops it, `POST /orders` takes its key from a header, `POST /quotes` waits for a price,
 * `{ "amount": 2 }`. What API Gateway does without that header, and without a body, is what to try.
 *
 * Accounts: one.
 */
const stack = new Stack(new App(), 'CdkWorkflowsWorkflowHttpApi');

const orders = new Workflow(stack, 'Orders', {
  definition: sfn.Wait.jsonata(stack, 'Deliver', { time: sfn.WaitTime.duration(Duration.minutes(5)) }),
});
const quotes = new Workflow(stack, 'Quotes', {
  definition: sfn.Pass.jsonata(stack, 'Quote', { outputs: { price: '{% $states.input.amount * 3 %}' } }),
  stateMachineType: sfn.StateMachineType.EXPRESS,
  timeout: Duration.seconds(20),
});

const api = new WorkflowHttpApi(stack, 'Api', {
  workflow: orders.stateMachine,
  path: 'orders/{orderId}',
  stopEndpoint: true,
});
api.addRoute('orders', { workflow: orders.stateMachine, idempotencyKey: IdempotencyKey.header() });
api.addRoute('quotes', { workflow: quotes.stateMachine, sync: true });
