import { App, Duration, SecretValue, Stack } from 'aws-cdk-lib';
import * as apigateway from 'aws-cdk-lib/aws-apigateway';
import * as events from 'aws-cdk-lib/aws-events';
import * as kinesis from 'aws-cdk-lib/aws-kinesis';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as logs from 'aws-cdk-lib/aws-logs';
import * as sns from 'aws-cdk-lib/aws-sns';
import * as sqs from 'aws-cdk-lib/aws-sqs';
import * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import {
  EventRoute,
  EventRouter,
  type EventRouterProps,
  RouteTarget,
  type RouteTargetOptions,
  Workflow,
} from '../../src';
import type { Json } from '../../src/asl/json';
import type { AppRehearsal } from '../../src/testing/app-rehearsal';
import { testFunction } from '../functions';

export const PLACED = { source: ['com.example.orders'], detailType: ['Order Placed'] };

/** A router on a bus of its own. */
export function routerIn(props: (stack: Stack) => EventRouterProps = () => ({})) {
  const app = new App();
  const stack = new Stack(app, 'Shop', { env: { account: '111122223333', region: 'eu-west-1' } });
  const bus = new events.EventBus(stack, 'Bus');
  const router = new EventRouter(stack, 'Router', { bus, ...props(stack) });
  return { app, stack, bus, router };
}

/** What a target has got, for each kind: the bodies, parsed. */
export interface Reached {
  readonly target: RouteTarget;
  /** Whose outage keeps events away. */
  readonly arn: string;
  readonly received: (rehearsal: AppRehearsal) => Json[];
}

type Make = (stack: Stack, options: RouteTargetOptions, seen: Json[]) => Reached & { readonly prepare?: Prepare };
type Prepare = (rehearsal: AppRehearsal) => void;

/** All kinds that take an input. */
export const KINDS: Readonly<Record<string, Make>> = {
  workflow: (stack, options) => {
    const { stateMachine } = new Workflow(stack, 'Fulfil', { definition: new sfn.Pass(stack, 'Work') });
    return {
      target: RouteTarget.workflow(stateMachine, options),
      arn: stateMachine.stateMachineArn,
      received: (rehearsal) => rehearsal.executions(stateMachine).map(({ input }) => input),
    };
  },
  function: (stack, options, seen) => {
    const handler = testFunction(stack, 'Handler', Duration.seconds(10));
    return {
      target: RouteTarget.lambdaFunction(handler, options),
      arn: handler.functionArn,
      received: () => seen,
      prepare: (rehearsal) => rehearsal.mock(handler, (event: Json) => void seen.push(event)),
    };
  },
  queue: (stack, options) => {
    const queue = new sqs.Queue(stack, 'Work Queue');
    return {
      target: RouteTarget.queue(queue, options),
      arn: queue.queueArn,
      received: (rehearsal) => rehearsal.messages(queue),
    };
  },
  'encrypted queue': (stack, options) => {
    const queue = new sqs.Queue(stack, 'Secret', { encryptionMasterKey: new kms.Key(stack, 'Key') });
    return {
      target: RouteTarget.queue(queue, options),
      arn: queue.queueArn,
      received: (rehearsal) => rehearsal.messages(queue),
    };
  },
  'FIFO queue': (stack, options) => {
    const queue = new sqs.Queue(stack, 'Ordered', { fifo: true, contentBasedDeduplication: true });
    return {
      target: RouteTarget.queue(queue, { ...options, messageGroupId: 'orders' }),
      arn: queue.queueArn,
      received: (rehearsal) => rehearsal.messages(queue),
    };
  },
  topic: (stack, options) => {
    const topic = new sns.Topic(stack, 'News', { masterKey: new kms.Key(stack, 'NewsKey') });
    return {
      target: RouteTarget.topic(topic, options),
      arn: topic.topicArn,
      received: (rehearsal) => rehearsal.messages(topic),
    };
  },
  stream: (stack, options) => {
    const stream = new kinesis.Stream(stack, 'Clicks', {
      encryption: kinesis.StreamEncryption.KMS,
      encryptionKey: new kms.Key(stack, 'ClicksKey'),
    });
    return {
      target: RouteTarget.stream(stream, options),
      arn: stream.streamArn,
      received: (rehearsal) => rehearsal.records(stream).map(({ data }) => data),
    };
  },
  'API Gateway': (stack, options, seen) => {
    const handler = testFunction(stack, 'Api Handler', Duration.seconds(10));
    const api = new apigateway.RestApi(stack, 'Api', { cloudWatchRole: false });
    api.root.addResource('orders').addResource('{id}').addMethod('POST', new apigateway.LambdaIntegration(handler), {
      authorizationType: apigateway.AuthorizationType.IAM,
    });
    const target = RouteTarget.apiGateway(api, {
      ...options,
      method: 'POST',
      path: '/orders/*',
      pathParameters: ['$.detail.orderId'],
    });
    return {
      target,
      arn: api.arnForExecuteApi('POST', '/orders/*', api.deploymentStage.stageName),
      received: () => seen,
      prepare: (rehearsal) => {
        rehearsal.mock(handler, ({ body }: { body: string }) => {
          seen.push(JSON.parse(body) as Json);
          return { statusCode: 202 };
        });
      },
    };
  },
  'API destination': (stack, options, seen) => {
    const destination = apiDestinationIn(stack);
    return {
      target: RouteTarget.apiDestination(destination, options),
      arn: destination.apiDestinationArn,
      received: () => seen,
      prepare: (rehearsal) => rehearsal.mock(destination, ({ RequestBody }) => void seen.push(RequestBody)),
    };
  },
};

export function apiDestinationIn(stack: Stack, props: Partial<events.ApiDestinationProps> = {}): events.ApiDestination {
  return new events.ApiDestination(stack, 'Partner', {
    connection: new events.Connection(stack, 'Connection', {
      authorization: events.Authorization.apiKey('x-api-key', SecretValue.unsafePlainText('key')),
    }),
    endpoint: 'https://partner.example.com/orders',
    ...props,
  });
}

/** A router with one route to one target of a kind. */
export function routedTo(kind: string, options: RouteTargetOptions = {}, props?: (stack: Stack) => EventRouterProps) {
  const { app, stack, bus, router } = routerIn(props);
  const seen: Json[] = [];
  const reached = KINDS[kind](stack, options, seen);
  const route = router.addRoute('Placed', { route: EventRoute.of(PLACED), targets: [reached.target] });
  return { app, stack, bus, router, route, ...reached };
}

export const placed = (bus: events.IEventBus, detail: unknown = { orderId: 'o-1', total: 120 }) => ({
  source: 'com.example.orders',
  detailType: 'Order Placed',
  detail,
  bus,
});

export function logGroupIn(stack: Stack, id = 'Events'): logs.LogGroup {
  return new logs.LogGroup(stack, id, { retention: logs.RetentionDays.ONE_WEEK });
}
