import { App, Duration, Stack } from 'aws-cdk-lib';
import * as events from 'aws-cdk-lib/aws-events';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { ChoreographedSaga, SagaStep, SagaTransport } from '../src';

/**
 * An order saga without a controller, whose payment is in a stack of its own. It is begun by an event `Saga Requested` on the
 * bus with the detail `{ "saga": "orders", "sagaId": "o-1", "input": { "failAt": "StartDelivery", "stuckAt": "CreateOrder" } }`.
 */
const HANDLER = `
exports.handler = async ({ input, step, failure, idempotencyKey }) => {
  const broken = failure ? input?.stuckAt === step : input?.failAt === step;
  if (broken) throw Object.assign(new Error('as asked'), { name: failure ? 'Stuck' : 'Broken' });
  return { step, idempotencyKey };
};`;

const app = new App();
const shop = new Stack(app, 'CdkWorkflowsChoreographedSaga');
const payments = new Stack(app, 'CdkWorkflowsChoreographedSagaPayments');
const fn = (stack: Stack, id: string) =>
  new lambda.Function(stack, id, {
    runtime: lambda.Runtime.NODEJS_22_X,
    handler: 'index.handler',
    code: lambda.Code.fromInline(HANDLER),
    timeout: Duration.seconds(3),
  });
const compensationRetry = { attempts: 2 };

new ChoreographedSaga(shop, 'OrderSaga', {
  sagaName: 'orders',
  transport: SagaTransport.eventBridge({ bus: new events.EventBus(shop, 'Bus'), source: 'cdk-workflows.integ' }),
  steps: [
    SagaStep.invoke('CreateOrder', { action: fn(shop, 'Create'), compensation: fn(shop, 'Cancel'), compensationRetry }),
    SagaStep.invoke('ProcessPayment', {
      action: fn(payments, 'Charge'),
      compensation: fn(payments, 'Refund'),
      notAppliedErrors: ['CardDeclined'],
      compensationRetry,
    }),
    SagaStep.invoke('StartDelivery', {
      action: fn(shop, 'Deliver'),
      compensation: fn(shop, 'Recall'),
      compensationRetry,
    }),
    SagaStep.invoke('SendReceipt', { action: fn(shop, 'Mail') }).afterPivot(),
  ],
  participants: { ProcessPayment: { scope: payments } },
  deadline: Duration.hours(1),
});
