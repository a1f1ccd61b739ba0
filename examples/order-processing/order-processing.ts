import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Duration, Stack, type StackProps, Stage } from 'aws-cdk-lib';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { SagaOrchestrator, SagaStep } from 'cdk-workflows';
import type { Construct } from 'constructs';
import { buildSync } from 'esbuild';
import type { HandlerName } from './handlers/handlers';
import type { Stock } from './handlers/memory-shop';

export interface OrderProcessingProps extends StackProps {
  /**
   * What is on the shelves of the shop in memory when its functions begin.
   * @default - nothing
   */
  readonly stock?: Stock;
}

/** A shop that either does all of an order or nothing: what was done is undone when a later step fails. */
export class OrderProcessing extends Stack {
  public readonly saga: SagaOrchestrator;

  public constructor(scope: Construct, id: string, props: OrderProcessingProps = {}) {
    super(scope, id, props);
    const { stock = {} } = props;
    const code = bundledHandlers(this);
    const handler = (name: HandlerName) =>
      new lambda.Function(this, name, {
        runtime: lambda.Runtime.NODEJS_22_X,
        handler: `index.${name}`,
        code,
        timeout: Duration.seconds(10),
        environment: { STOCK: JSON.stringify(stock) },
      });

    this.saga = new SagaOrchestrator(this, 'OrderSaga', {
      steps: [
        SagaStep.invoke('CreateOrder', {
          action: handler('createOrder'),
          compensation: handler('cancelOrder'),
          notAppliedErrors: ['InvalidOrder', 'OrderExists'],
        }),
        SagaStep.invoke('ProcessPayment', {
          action: handler('processPayment'),
          compensation: handler('refundPayment'),
          notAppliedErrors: ['CardDeclined'],
        }),
        SagaStep.invoke('ReserveInventory', {
          action: handler('reserveInventory'),
          compensation: handler('releaseInventory'),
          notAppliedErrors: ['OutOfStock'],
        }),
        SagaStep.invoke('StartDelivery', {
          action: handler('startDelivery'),
          compensation: handler('cancelDelivery'),
          notAppliedErrors: ['AddressNotServed'],
        }),
      ],
    });
  }
}

/** One bundle for all functions, made in this process: without a container, and without a network. */
function bundledHandlers(scope: Construct): lambda.Code {
  const folder = join(Stage.of(scope)?.outdir ?? tmpdir(), 'order-handlers');
  buildSync({
    entryPoints: [join(__dirname, 'handlers', 'index.ts')],
    outfile: join(folder, 'index.js'),
    bundle: true,
    platform: 'node',
    target: 'node22',
    keepNames: true,
  });
  return lambda.Code.fromAsset(folder);
}
