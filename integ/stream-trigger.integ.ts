import { App, Duration, RemovalPolicy, Stack } from 'aws-cdk-lib';
import * as dynamodb from 'aws-cdk-lib/aws-dynamodb';
import * as kinesis from 'aws-cdk-lib/aws-kinesis';
import * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import {
  PipeFilter,
  RecordDelivery,
  RecordInput,
  StartingPosition,
  StreamSource,
  StreamTrigger,
  Workflow,
} from '../src';

/**
 * A Kinesis stream and a table that start workflows. Put `{ "page": "/", "städtchen": "Münster" }` into the stream: an
 * execution has it as its input, to the letter; put `oops` and it lies in the dead-letter queue. Insert an item into the
 * table: an execution has it as plain JSON.
 *
 * Accounts: one.
 */
const stack = new Stack(new App(), 'CdkWorkflowsStreamTrigger');

new StreamTrigger(stack, 'Clicks', {
  workflow: new Workflow(stack, 'Count', { definition: sfn.Pass.jsonata(stack, 'Counted') }).stateMachine,
  source: StreamSource.kinesis(new kinesis.Stream(stack, 'Stream', { removalPolicy: RemovalPolicy.DESTROY }), {
    startingPosition: StartingPosition.trimHorizon(),
    parallelization: 2,
  }),
  delivery: RecordDelivery.perRecord({ window: Duration.seconds(2) }),
});

const orders = new dynamodb.Table(stack, 'Orders', {
  partitionKey: { name: 'orderId', type: dynamodb.AttributeType.STRING },
  billingMode: dynamodb.BillingMode.PAY_PER_REQUEST,
  stream: dynamodb.StreamViewType.NEW_AND_OLD_IMAGES,
  pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
  removalPolicy: RemovalPolicy.DESTROY,
});

new StreamTrigger(stack, 'NewOrders', {
  workflow: new Workflow(stack, 'Check', {
    definition: sfn.Pass.jsonata(stack, 'Checked'),
    stateMachineType: sfn.StateMachineType.EXPRESS,
  }).stateMachine,
  source: StreamSource.dynamoDb(orders, { startingPosition: StartingPosition.latest() }),
  filters: [PipeFilter.record({ eventName: ['INSERT'] })],
  delivery: RecordDelivery.perRecord({ input: RecordInput.data() }),
});
