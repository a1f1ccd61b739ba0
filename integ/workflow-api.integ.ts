import { App, Duration, Stack } from 'aws-cdk-lib';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import { ApiAuthorization, IdempotencyKey, Workflow, WorkflowApi } from '../src';

/**
 * An API that can be deployed and asked: every way to start an execution, each on a route of its own. All but the last are
 * for whoever may `execute-api:Invoke`; docs/workflow-api.md has the calls. `exact` and `handled` answer what became of a
 * repeated request, and `quotes` takes `{ "wait": 20 }` to be slow.
 *
 * Accounts: one.
 */
const stack = new Stack(new App(), 'CdkWorkflowsApi');

const orders = new Workflow(stack, 'Orders', {
  definition: sfn.Wait.jsonata(stack, 'Deliver', { time: sfn.WaitTime.duration(Duration.seconds(30)) }),
});
const quotes = new Workflow(stack, 'Quotes', {
  definition: sfn.Wait.jsonata(stack, 'Ask', {
    time: sfn.WaitTime.seconds('{% $exists($states.input.wait) ? $states.input.wait : 0 %}'),
  }).next(
    sfn.Choice.jsonata(stack, 'In stock?')
      .when(
        sfn.Condition.jsonata('{% $states.input.amount > 100 %}'),
        sfn.Fail.jsonata(stack, 'No', { error: 'OutOfStock' }),
      )
      .otherwise(sfn.Succeed.jsonata(stack, 'Yes', { outputs: { price: '{% $states.input.amount * 2 %}' } })),
  ),
  stateMachineType: sfn.StateMachineType.EXPRESS,
  timeout: Duration.seconds(25),
});

const order = {
  type: 'object',
  properties: { orderId: { type: 'string' }, amount: { type: 'integer', minimum: 1 } },
  required: ['orderId'],
};
const api = new WorkflowApi(stack, 'Api', {
  workflow: orders.stateMachine,
  path: 'orders',
  requestSchema: order,
  statusOutput: true,
  stopEndpoint: true,
  cors: { allowOrigin: 'https://shop.example.com' },
  throttling: { rateLimit: 5, burstLimit: 10 },
});
api.addRoute('exact', {
  workflow: orders.stateMachine,
  exactReplies: true,
  idempotencyKey: IdempotencyKey.bodyField('orderId'),
});
api.addRoute('quotes', {
  workflow: quotes.stateMachine,
  sync: true,
  errorStatusCodes: { OutOfStock: 409 },
});
api.addRoute('handled', {
  workflow: orders.stateMachine,
  handler: new lambda.Function(stack, 'Start', {
    runtime: lambda.Runtime.NODEJS_22_X,
    handler: 'index.handler',
    code: lambda.Code.fromInline(`
const { SFNClient, StartExecutionCommand } = require('@aws-sdk/client-sfn');
const client = new SFNClient({});
exports.handler = async ({ workflows, body, idempotencyKey }) => {
  if (!JSON.parse(body).orderId) return { status: 400, message: 'orderId is missing' };
  await client.send(new StartExecutionCommand({ stateMachineArn: workflows.default, name: idempotencyKey, input: body }));
  return { status: 202, executionName: idempotencyKey };
};`),
    timeout: Duration.seconds(10),
  }),
});
api.addRoute('keyed', { workflow: orders.stateMachine, authorization: ApiAuthorization.apiKey() });
