import { App, Duration, RemovalPolicy, Stack } from 'aws-cdk-lib';
import * as dynamodb from 'aws-cdk-lib/aws-dynamodb';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import * as tasks from 'aws-cdk-lib/aws-stepfunctions-tasks';
import { SagaContext, SagaOrchestrator, SagaStep } from '../src';

/**
 * An order saga that can be deployed and driven by its input: `{ "orderId": "o-1", "failAt": "StartDelivery" }` fails the
 * named step, and with `"stuckAt": "CreateOrder"` the compensation of the named step fails too.
 *
 * Accounts: one.
 */
const HANDLER = `
exports.handler = async ({ input, step, failure, idempotencyKey }) => {
  const broken = failure ? input.stuckAt === step : input.failAt === step;
  if (broken) throw Object.assign(new Error('as asked'), { name: failure ? 'Stuck' : 'Broken' });
  return { orderId: input.orderId, step, idempotencyKey };
};`;

const stack = new Stack(new App(), 'CdkWorkflowsSaga');
const fn = (id: string) =>
  new lambda.Function(stack, id, {
    runtime: lambda.Runtime.NODEJS_22_X,
    handler: 'index.handler',
    code: lambda.Code.fromInline(HANDLER),
    timeout: Duration.seconds(10),
  });

const invoices = new dynamodb.Table(stack, 'Invoices', {
  partitionKey: { name: 'orderId', type: dynamodb.AttributeType.STRING },
  billingMode: dynamodb.BillingMode.PAY_PER_REQUEST,
  pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
  removalPolicy: RemovalPolicy.DESTROY,
});
const orderId = { orderId: tasks.DynamoAttributeValue.fromString(SagaContext.input('orderId')) };
const taskTimeout = sfn.Timeout.duration(Duration.seconds(10));

new SagaOrchestrator(stack, 'OrderSaga', {
  steps: [
    SagaStep.invoke('CreateOrder', { action: fn('Create'), compensation: fn('Cancel') }),
    SagaStep.invoke('ProcessPayment', {
      action: fn('Charge'),
      compensation: fn('Refund'),
      notAppliedErrors: ['CardDeclined'],
    }),
    SagaStep.task('StoreInvoice', {
      action: tasks.DynamoPutItem.jsonata(stack, 'PutInvoice', { table: invoices, item: orderId, taskTimeout }),
      compensation: tasks.DynamoDeleteItem.jsonata(stack, 'DeleteInvoice', {
        table: invoices,
        key: orderId,
        taskTimeout,
      }),
    }),
    SagaStep.invoke('StartDelivery', { action: fn('Deliver'), compensation: fn('Recall') }),
    SagaStep.invoke('SendReceipt', { action: fn('Mail') }).afterPivot(),
  ],
  events: { source: 'cdk-workflows.integ', data: '{% $input.orderId %}' },
});
