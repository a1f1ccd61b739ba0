import { Duration, SecretValue } from 'aws-cdk-lib';
import * as apigateway from 'aws-cdk-lib/aws-apigateway';
import * as events from 'aws-cdk-lib/aws-events';
import * as kinesis from 'aws-cdk-lib/aws-kinesis';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as logs from 'aws-cdk-lib/aws-logs';
import * as sns from 'aws-cdk-lib/aws-sns';
import * as sqs from 'aws-cdk-lib/aws-sqs';
import * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import type { Construct } from 'constructs';
import { EventMatch, EventRoute, EventRouter, type EventRouterProps, RouteInput, RouteTarget } from '../../../src';
import { functionsIn } from '../neighbours';
import type { Acknowledgement, Subject } from '../subject';

const UNDELIVERED_EVENTS: Acknowledgement[] = ['AwsSolutions-SQS3', 'Serverless-SQSRedrivePolicy'].map((id) => ({
  id,
  reason: 'The queue is itself where events end that were not delivered, and no consumer fails on it.',
}));

const ASTERISK_OF_PATH: Acknowledgement = {
  id: /^AwsSolutions-IAM5\[Resource::arn:.*:execute-api:.*\/POST\/orders\/\*\]$/,
  reason: 'The asterisk stands for a path parameter, which each event has its own of.',
};

const ORDERS = EventRoute.of({
  source: ['com.example.orders'],
  detailType: ['Order Placed'],
  detail: { country: ['DE', 'AT'] },
  examples: [{ detail: { country: 'DE' } }],
});
const RETURNS = EventRoute.of({
  source: ['com.example.returns'],
  detailType: [EventMatch.prefix('Return ')],
  examples: [{ source: 'com.example.returns', 'detail-type': 'Return Arrived' }],
});

function router(
  name: string,
  fill: (router: EventRouter, neighbours: Construct) => void,
  props: (neighbours: Construct) => EventRouterProps = () => ({}),
  acknowledged: readonly Acknowledgement[] = UNDELIVERED_EVENTS,
): Subject {
  return {
    name,
    build: (scope, neighbours) => {
      const made = new EventRouter(scope, 'Router', {
        bus: new events.EventBus(neighbours, 'Bus'),
        ...props(neighbours),
      });
      fill(made, neighbours);
      return made;
    },
    acknowledged,
  };
}

export const subjects: Subject[] = [
  router('Router to targets with policies', (made, neighbours) => {
    const encryptionMasterKey = new kms.Key(neighbours, 'Key');
    const retention = logs.RetentionDays.ONE_WEEK;
    made.addRoute('Orders', {
      route: ORDERS,
      targets: [
        RouteTarget.lambdaFunction(functionsIn(neighbours)('Handler'), { input: RouteInput.detailOnly() }),
        RouteTarget.queue(new sqs.Queue(neighbours, 'Queue', { encryptionMasterKey })),
        RouteTarget.queue(new sqs.Queue(neighbours, 'Fifo', { fifo: true, contentBasedDeduplication: true }), {
          messageGroupId: 'orders',
        }),
        RouteTarget.topic(new sns.Topic(neighbours, 'Topic', { masterKey: encryptionMasterKey })),
        RouteTarget.logGroup(new logs.LogGroup(neighbours, 'Events', { retention }), {
          maxEventAge: Duration.hours(1),
        }),
      ],
    });
  }),
  router(
    'Router to targets with roles',
    (made, neighbours) => {
      const definitionBody = sfn.DefinitionBody.fromChainable(new sfn.Pass(neighbours, 'Work'));
      const api = new apigateway.RestApi(neighbours, 'Api', { cloudWatchRole: false });
      api.root.addResource('orders').addResource('{id}').addMethod('POST');
      const connection = new events.Connection(neighbours, 'Connection', {
        authorization: events.Authorization.apiKey('x-api-key', SecretValue.secretsManager('partner')),
      });
      const endpoint = 'https://partner.example.com/orders';
      made.addRoute('Orders', {
        route: ORDERS,
        targets: [
          RouteTarget.workflow(new sfn.StateMachine(neighbours, 'Workflow', { definitionBody })),
          RouteTarget.stream(
            new kinesis.Stream(neighbours, 'Plain', { encryption: kinesis.StreamEncryption.MANAGED }),
            {
              partitionKey: '$.detail.country',
            },
          ),
          RouteTarget.stream(
            new kinesis.Stream(neighbours, 'Stream', {
              encryption: kinesis.StreamEncryption.KMS,
              encryptionKey: new kms.Key(neighbours, 'Key'),
            }),
          ),
          RouteTarget.apiGateway(api, { method: 'POST', path: '/orders/*', pathParameters: ['$.detail.orderId'] }),
          RouteTarget.apiDestination(new events.ApiDestination(neighbours, 'Partner', { connection, endpoint }), {
            headers: { 'x-country': '$.detail.country' },
            input: RouteInput.fromObject({ country: '{% $event.detail.country %}' }),
          }),
          RouteTarget.bus(new events.EventBus(neighbours, 'Other')),
        ],
      });
    },
    undefined,
    [...UNDELIVERED_EVENTS, ASTERISK_OF_PATH],
  ),
  router(
    'Router that fans out',
    (made, neighbours) => {
      const encryptionMasterKey = new kms.Key(neighbours, 'Key');
      const encrypted = new sqs.Queue(neighbours, 'Encrypted', { encryptionMasterKey });
      made.fanOut('Orders', {
        route: ORDERS,
        queues: [{ queue: encrypted, filterPolicy: { detail: { country: ['DE'] } } }],
      });
      made.fanOut('Returns', { route: RETURNS, queues: [{ queue: new sqs.Queue(neighbours, 'Queue') }] });
    },
    () => ({ exclusive: true }),
  ),
  router(
    'Router of the default bus with a queue of the user',
    (made, neighbours) => {
      made.addRoute('Orders', { route: ORDERS, targets: [RouteTarget.queue(new sqs.Queue(neighbours, 'Queue'))] });
    },
    (neighbours) => ({
      bus: undefined,
      deadLetterQueue: new sqs.Queue(neighbours, 'Failures', { encryptionMasterKey: new kms.Key(neighbours, 'Key') }),
    }),
    [],
  ),
];
