import { App, Duration, Stack } from 'aws-cdk-lib';
import { Annotations, Match, Template } from 'aws-cdk-lib/assertions';
import * as apigateway from 'aws-cdk-lib/aws-apigateway';
import * as events from 'aws-cdk-lib/aws-events';
import * as kinesis from 'aws-cdk-lib/aws-kinesis';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as sns from 'aws-cdk-lib/aws-sns';
import * as sqs from 'aws-cdk-lib/aws-sqs';
import * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import { EventMatch, EventRoute, EventRouter, RouteInput, RouteTarget, Workflow } from '../../src';
import { apiDestinationIn, logGroupIn, PLACED, routerIn } from './router-app';

const AT = String.raw`\[at Shop/Router/Placed\]`;

/** Adding a route to a target. */
function adding(target: (stack: Stack) => RouteTarget) {
  return expect(() => {
    const { stack, router } = routerIn();
    router.addRoute('Placed', { route: EventRoute.of(PLACED), targets: [target(stack)] });
  });
}

describe('a target that EventBridge does not take', () => {
  test.each<[string, (stack: Stack) => RouteTarget, RegExp]>([
    [
      'a FIFO queue without a group',
      (stack) => RouteTarget.queue(new sqs.Queue(stack, 'Q', { fifo: true, contentBasedDeduplication: true })),
      /targets\[0\]\.messageGroupId must be given for a FIFO queue: write \{ messageGroupId: 'orders' \}/,
    ],
    [
      'a FIFO queue that does not deduplicate by content',
      (stack) => RouteTarget.queue(new sqs.Queue(stack, 'Q', { fifo: true }), { messageGroupId: 'all' }),
      /targets\[0\] must deduplicate by content, for EventBridge gives no deduplication id: set contentBasedDeduplication/,
    ],
    [
      'a message group by a path',
      (stack) => RouteTarget.queue(new sqs.Queue(stack, 'Q'), { messageGroupId: '$.detail.orderId' }),
      /targets\[0\]\.messageGroupId must be the same for all events, received the path '\$\.detail\.orderId'/,
    ],
    [
      'a message group with a space',
      (stack) => RouteTarget.queue(new sqs.Queue(stack, 'Q'), { messageGroupId: 'all orders' }),
      /targets\[0\]\.messageGroupId must have at most 100 letters, digits and punctuation marks, received 'all orders'/,
    ],
    [
      'a queue with the key of AWS by its alias',
      (stack) => {
        const encryptionMasterKey = kms.Alias.fromAliasName(stack, 'Key', 'alias/aws/sqs');
        return RouteTarget.queue(new sqs.Queue(stack, 'Q', { encryptionMasterKey }));
      },
      /targets\[0\] must not be encrypted with aws\/sqs, which no service may use/,
    ],
    [
      'a queue with the key of AWS',
      (stack) => RouteTarget.queue(new sqs.Queue(stack, 'Q', { encryption: sqs.QueueEncryption.KMS_MANAGED })),
      /targets\[0\] must not be encrypted with aws\/sqs, which no service may use/,
    ],
    [
      'a FIFO topic',
      (stack) => RouteTarget.topic(new sns.Topic(stack, 'T', { fifo: true })),
      /targets\[0\] must not be a FIFO topic, which no rule can publish to: take a FIFO queue/,
    ],
    [
      'a topic with the key of AWS',
      (stack) =>
        RouteTarget.topic(
          new sns.Topic(stack, 'T', { masterKey: kms.Alias.fromAliasName(stack, 'Key', 'alias/aws/sns') }),
        ),
      /targets\[0\] must not be encrypted with aws\/sns, which no service may use: take a key of your own/,
    ],
    [
      'a partition key that is no path',
      (stack) => RouteTarget.stream(new kinesis.Stream(stack, 'S'), { partitionKey: 'orderId' }),
      /targets\[0\]\.partitionKey must be a path that EventBridge reads, .*received 'orderId': write '\$\.detail\.orderId'/,
    ],
    [
      'a path with what EventBridge does not read',
      (stack) => RouteTarget.stream(new kinesis.Stream(stack, 'S'), { partitionKey: "$.detail['order id']" }),
      /targets\[0\]\.partitionKey must be a path that EventBridge reads/,
    ],
    [
      'an unknown method',
      (stack) => RouteTarget.apiGateway(apiIn(stack), { method: 'SEND', path: '/orders' }),
      /targets\[0\]\.method must be one of DELETE, GET, .*, received 'SEND'/,
    ],
    [
      'a path as API Gateway writes it',
      (stack) => RouteTarget.apiGateway(apiIn(stack), { method: 'POST', path: '/orders/{id}' }),
      /targets\[0\]\.path must begin with '\/', and have an asterisk for each path parameter, received '\/orders\/\{id\}'/,
    ],
    [
      'a path without its parameters',
      (stack) => RouteTarget.apiGateway(apiIn(stack), { method: 'POST', path: '/orders/*' }),
      /targets\[0\]\.pathParameters must have one value for each asterisk in '\/orders\/\*', 1, received 0/,
    ],
    [
      'an imported API without a stage',
      (stack) =>
        RouteTarget.apiGateway(apigateway.RestApi.fromRestApiId(stack, 'Api', 'abc'), { method: 'GET', path: '/' }),
      /targets\[0\]\.stage must be given: an API that is imported or not deployed has no stage to choose/,
    ],
    [
      'an endpoint without its parameters',
      (stack) => RouteTarget.apiDestination(apiDestinationIn(stack, { endpoint: 'https://example.com/*/*' })),
      /targets\[0\]\.pathParameters must have one value for each asterisk in 'https:\/\/example\.com\/\*\/\*', 2, received 0/,
    ],
    [
      'a header that EventBridge sets',
      (stack) => RouteTarget.apiDestination(apiDestinationIn(stack), { headers: { 'User-Agent': 'me' } }),
      /targets\[0\]\.headers must not have 'User-Agent', which EventBridge sets itself or leaves out/,
    ],
    [
      'a header whose name has a space',
      (stack) => RouteTarget.apiDestination(apiDestinationIn(stack), { headers: { 'X Order': 'o-1' } }),
      /the name of a header of targets\[0\] must be a text that EventBridge takes there: .* received 'X Order'/,
    ],
    [
      'a header with a line break',
      (stack) => RouteTarget.apiDestination(apiDestinationIn(stack), { headers: { 'X-Order': 'o-1\r\nX-Admin: yes' } }),
      /targets\[0\]: 'X-Order' must be a text that EventBridge takes there/,
    ],
    [
      'an empty query parameter',
      (stack) => RouteTarget.apiDestination(apiDestinationIn(stack), { queryString: { id: '' } }),
      /targets\[0\]: 'id' must be a text that EventBridge takes there: not empty/,
    ],
    [
      'a path inside a text',
      (stack) => RouteTarget.apiDestination(apiDestinationIn(stack), { queryString: { id: 'o-$.detail.orderId' } }),
      /targets\[0\]: 'id' must be a text or a path into the event as a whole, received 'o-\$\.detail\.orderId'/,
    ],
  ])('%s', (_, target, message) => {
    adding(target).toThrow(message);
  });

  const untyped = { retryAttempts: 1 } as never;
  test.each<[string, (stack: Stack) => RouteTarget, RegExp]>([
    [
      'retries of a bus',
      (stack) => RouteTarget.bus(new events.EventBus(stack, 'Other'), untyped),
      /targets\[0\]\.retryAttempts must not be given: EventBridge takes none for a target of this kind/,
    ],
    [
      'an age of a bus',
      (stack) => RouteTarget.bus(new events.EventBus(stack, 'Other'), { maxEventAge: Duration.hours(1) } as never),
      /targets\[0\]\.maxEventAge must not be given/,
    ],
    [
      'an input of a bus',
      (stack) => RouteTarget.bus(new events.EventBus(stack, 'Other'), { input: RouteInput.detailOnly() } as never),
      /targets\[0\]\.input must not be given/,
    ],
    [
      'an input of a log group',
      (stack) => RouteTarget.logGroup(logGroupIn(stack), { input: RouteInput.detailOnly() } as never),
      /targets\[0\]\.input must not be given/,
    ],
  ])('%s', (_, target, message) => {
    adding(target).toThrow(new RegExp(`${message.source}.*${AT}`));
  });

  test('its own bus', () => {
    const { router, bus } = routerIn();
    const route = EventRoute.of(PLACED);
    expect(() => router.addRoute('Placed', { route, targets: [RouteTarget.bus(bus)] })).toThrow(
      /targets\[0\] must not be the bus that the events come from/,
    );
    const stack = new Stack(new App(), 'Shop');
    const ofDefault = new EventRouter(stack, 'Router');
    const target = RouteTarget.bus(events.EventBus.fromEventBusName(stack, 'Default', 'default'));
    expect(() => ofDefault.addRoute('Placed', { route, targets: [target] })).toThrow(/must not be the bus/);
  });

  test('but another bus of the same id, or the default one of another account', () => {
    const { app, router } = routerIn();
    const route = EventRoute.of(PLACED);
    const other = new Stack(app, 'Other', { env: { account: '111122223333', region: 'eu-west-1' } });
    const alike = RouteTarget.bus(new events.EventBus(other, 'Bus'));
    expect(() => router.addRoute('Placed', { route, targets: [alike] })).not.toThrow();
    const ofDefault = new EventRouter(other, 'Router');
    const arn = 'arn:aws:events:eu-west-1:444455556666:event-bus/default';
    const there = RouteTarget.bus(events.EventBus.fromEventBusArn(other, 'There', arn));
    expect(() => ofDefault.addRoute('Placed', { route, targets: [there] })).not.toThrow();
  });

  const THERE = 'us-east-1:111122223333';
  test.each<[string, (stack: Stack) => RouteTarget]>([
    ['queue', (stack) => RouteTarget.queue(sqs.Queue.fromQueueArn(stack, 'There', `arn:aws:sqs:${THERE}:there`))],
    ['topic', (stack) => RouteTarget.topic(sns.Topic.fromTopicArn(stack, 'There', `arn:aws:sns:${THERE}:there`))],
    [
      'function',
      (stack) =>
        RouteTarget.lambdaFunction(
          lambda.Function.fromFunctionArn(stack, 'There', `arn:aws:lambda:${THERE}:function:there`),
        ),
    ],
    [
      'workflow',
      (stack) =>
        RouteTarget.workflow(
          sfn.StateMachine.fromStateMachineArn(stack, 'There', `arn:aws:states:${THERE}:stateMachine:there`),
        ),
    ],
    [
      'stream',
      (stack) =>
        RouteTarget.stream(kinesis.Stream.fromStreamArn(stack, 'There', `arn:aws:kinesis:${THERE}:stream/there`)),
    ],
  ])('a %s of another Region', (_, target) => {
    adding(target).toThrow(
      /targets\[0\] must be in the account and Region of its rule, received one in 111122223333\/us-east-1: send the events to a bus there with RouteTarget\.bus/,
    );
  });
});

describe('a router refuses', () => {
  test('a route without targets', () => {
    const { router } = routerIn();
    expect(() => router.addRoute('Placed', { route: EventRoute.of(PLACED), targets: [] })).toThrow(
      /targets of the route 'Placed' must not be empty: .* \[at Shop\/Router\]/,
    );
  });

  test('a route that is wrong, by its name', () => {
    const { stack, router } = routerIn();
    const route = EventRoute.of({ ...PLACED, detail: { total: 1 }, examples: [{ detail: { total: 2 } }] });
    expect(() => router.addRoute('Placed', { route, targets: [RouteTarget.queue(new sqs.Queue(stack, 'Q'))] })).toThrow(
      /Placed\.route\.examples\[0\] must match the route, but does not in detail\.total/,
    );
  });

  test('a bus of another Region, a dead-letter queue that takes nothing, and limits out of bounds', () => {
    expect(() =>
      routerIn((stack) => ({
        bus: events.EventBus.fromEventBusArn(stack, 'There', 'arn:aws:events:us-east-1:111122223333:event-bus/there'),
      })),
    ).toThrow(/bus must be in the account and Region of its rule, received one in 111122223333\/us-east-1/);
    expect(() => routerIn((stack) => ({ deadLetterQueue: new sqs.Queue(stack, 'Q', { fifo: true }) }))).toThrow(
      /deadLetterQueue must not be a FIFO queue/,
    );
    adding((stack) => RouteTarget.queue(new sqs.Queue(stack, 'Q'), { retryAttempts: 186 })).toThrow(
      /retryAttempts must be a whole number from 0 to 185, received 186/,
    );
    adding((stack) => RouteTarget.queue(new sqs.Queue(stack, 'Q'), { maxEventAge: Duration.hours(25) })).toThrow(
      /maxEventAge must be 1 minute to 24 hours/,
    );
  });
});

describe('a workflow that its own end would start', () => {
  const looping =
    (build: (stack: Stack) => { workflow: Workflow; route: EventRoute; bus?: events.IEventBus }) => () => {
      const app = new App();
      const stack = new Stack(app, 'Shop');
      const { workflow, route, bus } = build(stack);
      const router = new EventRouter(stack, 'Router', { bus });
      router.addRoute('Ended', { route, targets: [RouteTarget.workflow(workflow.stateMachine)] });
      return app.synth();
    };
  const workflowIn = (stack: Stack) => new Workflow(stack, 'Work', { definition: new sfn.Pass(stack, 'Do') });

  test('is refused where Step Functions tells of it', () => {
    const route = EventRoute.of({ source: ['aws.states'], detailType: [EventMatch.prefix('Step Functions')] });
    expect(looping((stack) => ({ workflow: workflowIn(stack), route }))).toThrow(
      /routes must not match the status RUNNING of its own executions, or every execution starts another/,
    );
  });

  test('is refused where it tells of it itself', () => {
    const route = EventRoute.of({ source: [EventMatch.exists()], detailType: ['Workflow Succeeded'] });
    expect(
      looping((stack) => {
        const workflow = workflowIn(stack);
        const bus = new events.EventBus(stack, 'Bus');
        workflow.announceTo(bus);
        return { workflow, route, bus };
      }),
    ).toThrow(/routes must not match 'Workflow Succeeded', which it announces itself/);
  });

  test('is none where the route names another', () => {
    expect(
      looping((stack) => {
        const other = new Workflow(stack, 'Other', { definition: new sfn.Pass(stack, 'Else') });
        const route = EventRoute.of({
          source: ['aws.states'],
          detailType: ['Step Functions Execution Status Change'],
          detail: { stateMachineArn: [other.stateMachine.stateMachineArn] },
        });
        return { workflow: workflowIn(stack), route };
      }),
    ).not.toThrow();
  });
});

describe('exclusive routes', () => {
  const example = (total: number) => [{ detail: { total } }];
  const numeric = (comparison: string, examples?: { [field: string]: unknown }[]) =>
    EventRoute.of({ ...PLACED, detail: { total: EventMatch.numeric(comparison, 100) }, examples });

  function exclusive(...routes: EventRoute[]) {
    const { stack, router } = routerIn(() => ({ exclusive: true }));
    const queue = new sqs.Queue(stack, 'Q');
    for (const [index, route] of routes.entries()) {
      router.addRoute(`Route${index}`, { route, targets: [RouteTarget.queue(queue)] });
    }
    return { stack, router, queue };
  }

  test('need examples', () => {
    expect(() => exclusive(numeric('>'))).toThrow(
      /route\.examples must have one event at least that is known before the deployment/,
    );
  });

  test('are told apart by them', () => {
    expect(() => exclusive(numeric('>', example(200)), numeric('<=', example(100)))).not.toThrow();
  });

  test('overlap where an example of a later one also takes an earlier one', () => {
    expect(() => exclusive(numeric('>=', example(200)), numeric('<=', example(100)))).toThrow(
      /an example of the route 'Route1' also matches the route 'Route0', and the routes of this router are exclusive: narrow one of them, with EventMatch\.anythingBut for example: \{"version":"0",.*"total":100/,
    );
  });

  test('overlap where an example of an earlier one also takes a later one', () => {
    expect(() => exclusive(numeric('>', example(200)), EventRoute.of({ ...PLACED, examples: [{}] }))).toThrow(
      /an example of the route 'Route0' also matches the route 'Route1'/,
    );
  });

  test('may be fan-outs', () => {
    const { router, queue } = exclusive(numeric('>', example(200)));
    const route = EventRoute.of({ ...PLACED, examples: [{ detail: { total: 300 } }] });
    expect(() => router.fanOut('Out', { route, queues: [{ queue }] })).toThrow(/'Out' also matches the route 'Route0'/);
  });

  test('may overlap in a router that is not exclusive', () => {
    const { stack, router } = routerIn();
    const targets = [RouteTarget.queue(new sqs.Queue(stack, 'Q'))];
    router.addRoute('One', { route: EventRoute.of(PLACED), targets });
    expect(() => router.addRoute('Two', { route: EventRoute.of(PLACED), targets })).not.toThrow();
  });
});

describe('rules on a bus', () => {
  function withRules(count: number, region = 'eu-west-1') {
    const app = new App();
    const env = { account: '111122223333', region };
    const stack = new Stack(app, 'Shop', { env });
    const bus = new events.EventBus(stack, 'Bus');
    const router = new EventRouter(stack, 'Router', { bus });
    const queue = new sqs.Queue(stack, 'Q');
    const targets = Array.from({ length: count - 1 }, () => RouteTarget.queue(queue));
    router.addRoute('Placed', { route: EventRoute.of(PLACED), targets });
    const other = new Stack(app, 'Other', { env });
    new events.Rule(other, 'One More', { eventBus: bus, eventPattern: { source: ['x'] } });
    new events.Rule(other, 'Elsewhere', { eventPattern: { source: ['x'] } });
    Template.fromStack(stack);
    return Annotations.fromStack(stack);
  }
  const WARNING = Match.stringLikeRegexp('rules on one bus, and a bus may have .*cdk-workflows:rulesQuota');

  test.each([
    ['eu-west-1', 270],
    ['af-south-1', 90],
  ])('are warned of near the quota of %s', (region, count) => {
    withRules(count, region).hasWarning('/Shop/Router', WARNING);
    withRules(count - 1, region).hasNoWarning('/Shop/Router', WARNING);
  });
});

test('what cannot be opened is warned of', () => {
  const { stack, router } = routerIn((scope) => ({
    deadLetterQueue: sqs.Queue.fromQueueArn(scope, 'Dead', 'arn:aws:sqs:eu-west-1:111122223333:dead'),
  }));
  const closed = sqs.Queue.fromQueueArn(stack, 'Closed', 'arn:aws:sqs:eu-west-1:111122223333:closed');
  router.addRoute('Placed', { route: EventRoute.of(PLACED), targets: [RouteTarget.queue(closed)] });
  const annotations = Annotations.fromStack(stack);
  annotations.hasWarning('*', Match.stringLikeRegexp('targets\\[0\\] must let events.amazonaws.com .*targetClosed'));
  annotations.hasWarning('*', Match.stringLikeRegexp('deadLetterQueue must let events.amazonaws.com send'));
});

test('a router as CloudFormation gets it', () => {
  const { stack, router } = routerIn();
  router.addRoute('Placed', {
    route: EventRoute.of(PLACED),
    targets: [
      RouteTarget.queue(new sqs.Queue(stack, 'Work'), { input: RouteInput.detailOnly() }),
      RouteTarget.apiDestination(apiDestinationIn(stack), { headers: { 'x-order': '$.detail.orderId' } }),
    ],
  });
  router.fanOut('Orders', { route: EventRoute.of(PLACED), queues: [{ queue: new sqs.Queue(stack, 'Fan') }] });
  expect(Template.fromStack(stack).toJSON()).toMatchSnapshot();
});

function apiIn(stack: Stack): apigateway.RestApi {
  const api = new apigateway.RestApi(stack, 'Api', { cloudWatchRole: false });
  api.root.addMethod('GET');
  return api;
}

test('many routes to a function are one permission, which is there before their rules', () => {
  const { stack, bus, router } = routerIn();
  const handler = lambda.Function.fromFunctionArn(
    stack,
    'Handler',
    'arn:aws:lambda:eu-west-1:111122223333:function:handler',
  );
  for (const number of [1, 2, 3]) {
    const route = EventRoute.of({ ...PLACED, detail: { number: [number] } });
    router.addRoute(`Route${number}`, { route, targets: [RouteTarget.lambdaFunction(handler)] });
  }
  const template = Template.fromStack(stack);
  const [[permission, { Properties }], ...others] = Object.entries(template.findResources('AWS::Lambda::Permission'));
  expect(others).toEqual([]);
  const rules = [
    'arn:',
    { Ref: 'AWS::Partition' },
    ':events:eu-west-1:111122223333:rule/',
    stack.resolve(bus.eventBusName),
    '/*',
  ];
  expect(Properties).toMatchObject({ SourceAccount: '111122223333', SourceArn: { 'Fn::Join': ['', rules] } });
  for (const rule of Object.values(template.findResources('AWS::Events::Rule'))) {
    expect(rule.DependsOn).toContain(permission);
  }
});
