import { App, Duration, SecretValue, Stack } from 'aws-cdk-lib';
import * as apigateway from 'aws-cdk-lib/aws-apigateway';
import * as events from 'aws-cdk-lib/aws-events';
import * as kinesis from 'aws-cdk-lib/aws-kinesis';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as logs from 'aws-cdk-lib/aws-logs';
import * as sns from 'aws-cdk-lib/aws-sns';
import * as sqs from 'aws-cdk-lib/aws-sqs';
import * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import { EventMatch, EventRoute, EventRouter, RouteInput, RouteTarget, Workflow } from '../src';

/**
 * A router with a target of every kind, and a fan-out:
 *
 * `aws events put-events --entries '[{ "EventBusName": "<bus>", "Source": "integ.orders", "DetailType": "Order Placed",
 * "Detail": "{ \"orderId\": \"o-1\", \"country\": \"DE\", \"total\": 120 }" }]'`
 *
 * The event is in every queue, the stream, the log group and on the other bus, and starts an execution; what the API and
 * the partner made of it stands in the log of the function and in the dead-letter queue, for nobody answers there.
 */
const stack = new Stack(new App(), 'CdkWorkflowsEventRouter');
const bus = new events.EventBus(stack, 'Bus');
const router = new EventRouter(stack, 'Router', {
  bus,
  exclusive: true,
  retryAttempts: 3,
  maxEventAge: Duration.minutes(5),
});

const { stateMachine } = new Workflow(stack, 'Fulfil', { definition: new sfn.Pass(stack, 'Done') });
const handler = new lambda.Function(stack, 'Handler', {
  code: lambda.Code.fromInline(
    'exports.handler = async (event) => { console.log(event); return { statusCode: 200 }; };',
  ),
  handler: 'index.handler',
  runtime: lambda.Runtime.NODEJS_22_X,
});
const api = new apigateway.RestApi(stack, 'Api', { cloudWatchRole: false });
api.root.addResource('orders').addResource('{id}').addMethod('POST', new apigateway.LambdaIntegration(handler), {
  authorizationType: apigateway.AuthorizationType.IAM,
});
const partner = new events.ApiDestination(stack, 'Partner', {
  connection: new events.Connection(stack, 'Connection', {
    authorization: events.Authorization.apiKey('x-api-key', SecretValue.unsafePlainText('not-a-secret')),
  }),
  endpoint: 'https://partner.example.com/orders/*',
  rateLimitPerSecond: 10,
});

router.addRoute('Placed', {
  route: EventRoute.of({
    source: ['integ.orders'],
    detailType: ['Order Placed'],
    detail: { country: ['DE', 'AT'] },
    examples: [{ detail: { country: 'DE' } }],
    counterExamples: [{ detail: { country: 'FR' } }],
  }),
  targets: [
    RouteTarget.workflow(stateMachine, { input: RouteInput.detailOnly() }),
    RouteTarget.lambdaFunction(handler),
    RouteTarget.queue(new sqs.Queue(stack, 'Queue'), {
      input: RouteInput.fromObject({ country: '{% $event.detail.country %}', order: '{% $event.detail %}' }),
    }),
    RouteTarget.queue(new sqs.Queue(stack, 'Fifo', { fifo: true, contentBasedDeduplication: true }), {
      messageGroupId: 'orders',
    }),
    RouteTarget.topic(new sns.Topic(stack, 'Topic')),
    RouteTarget.stream(new kinesis.Stream(stack, 'Stream'), { partitionKey: '$.detail.orderId' }),
    RouteTarget.apiGateway(api, { method: 'POST', path: '/orders/*', pathParameters: ['$.detail.orderId'] }),
    RouteTarget.apiDestination(partner, {
      pathParameters: ['$.detail.orderId'],
      headers: { 'x-country': '$.detail.country' },
      retryAttempts: 1,
    }),
    RouteTarget.logGroup(new logs.LogGroup(stack, 'Events', { retention: logs.RetentionDays.ONE_DAY })),
    RouteTarget.bus(new events.EventBus(stack, 'Other')),
  ],
});

router.fanOut('Returns', {
  route: EventRoute.of({
    source: ['integ.returns'],
    detailType: [EventMatch.prefix('Return ')],
    examples: [{ 'detail-type': 'Return Arrived' }],
  }),
  queues: [
    { queue: new sqs.Queue(stack, 'All Returns') },
    {
      queue: new sqs.Queue(stack, 'Big Returns'),
      filterPolicy: { detail: { total: EventMatch.numeric('>', 100) } },
    },
  ],
});
