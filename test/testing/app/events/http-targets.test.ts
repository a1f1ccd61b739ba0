import { App, Duration, SecretValue, Stack } from 'aws-cdk-lib';
import * as apigateway from 'aws-cdk-lib/aws-apigateway';
import * as events from 'aws-cdk-lib/aws-events';
import * as targets from 'aws-cdk-lib/aws-events-targets';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as sqs from 'aws-cdk-lib/aws-sqs';
import { Rehearsal } from '../../../../src/testing';
import { testFunction } from '../../../functions';

const ORDER = { source: 'shop', detailType: 'Order Placed', detail: { orderId: 'o/1', total: 5 } };
const STARTED = new Date('2026-03-01T08:00:00Z');

function appWith(
  props: targets.ApiDestinationProps = {},
  destination: Partial<events.ApiDestinationProps> = {},
  connection: Partial<events.ConnectionProps> = {},
) {
  const app = new App();
  const stack = new Stack(app, 'Shop');
  const deadLetterQueue = new sqs.Queue(stack, 'Dead');
  const partner = new events.ApiDestination(stack, 'Partner', {
    connection: new events.Connection(stack, 'Connection', {
      authorization: events.Authorization.apiKey('x-api-key', SecretValue.unsafePlainText('secret')),
      ...connection,
    }),
    endpoint: 'https://partner.example.com/orders',
    ...destination,
  });
  const eventPattern = { source: ['shop'] };
  new events.Rule(stack, 'Rule', {
    eventPattern,
    targets: [new targets.ApiDestination(partner, { deadLetterQueue, ...props })],
  });
  return { app, stack, partner, rehearsal: Rehearsal.ofApp(app, { startTime: STARTED }) };
}

const attributesOf = (rehearsal: ReturnType<typeof appWith>['rehearsal']) =>
  rehearsal.deadLetters().map(({ attributes }) => attributes);

describe('an API destination', () => {
  test('gets a request with the parameters of the target and of the connection, which count more', async () => {
    const { partner, rehearsal } = appWith(
      {
        headerParameters: { 'x-order': '$.detail.orderId', 'x-mode': 'target', 'x-none': '$.detail.none' },
        queryStringParameters: { total: '$.detail.total', who: 'target' },
        pathParameterValues: ['$.detail.orderId'],
      },
      { endpoint: 'https://partner.example.com/orders/*', httpMethod: events.HttpMethod.PUT },
      {
        headerParameters: { 'X-Mode': events.HttpParameter.fromString('connection') },
        queryStringParameters: { who: events.HttpParameter.fromString('connection') },
        bodyParameters: { tenant: events.HttpParameter.fromString('t-1') },
      },
    );
    const seen: unknown[] = [];
    rehearsal.mock(partner, (request) => void seen.push(request));
    const [event] = await rehearsal.putEvents([ORDER]);
    expect(seen).toEqual([
      {
        Method: 'PUT',
        ApiEndpoint: 'https://partner.example.com/orders/o%2F1',
        Headers: {
          'Content-Type': 'application/json; charset=utf-8',
          'x-order': 'o/1',
          'X-Mode': 'connection',
          'x-none': '',
          'x-api-key': 'secret',
        },
        QueryParameters: { total: '5', who: 'connection' },
        RequestBody: { ...event, tenant: 't-1' },
      },
    ]);
  });

  test.each([
    ['Basic', events.Authorization.basic('me', SecretValue.unsafePlainText('pw')), `Basic ${btoa('me:pw')}`],
    [
      'OAuth',
      events.Authorization.oauth({
        authorizationEndpoint: 'https://partner.example.com/token',
        clientId: 'me',
        clientSecret: SecretValue.unsafePlainText('pw'),
        httpMethod: events.HttpMethod.POST,
      }),
      'Bearer token-of-a-rehearsal',
    ],
  ])('is asked with %s', async (_, authorization, header) => {
    const { partner, rehearsal } = appWith({}, {}, { authorization });
    const seen: unknown[] = [];
    rehearsal.mock(partner, ({ Headers }) => void seen.push(Headers.Authorization));
    await rehearsal.putEvents([ORDER]);
    expect(seen).toEqual([header]);
  });

  test.each([401, 407, 409, 429, 500, 503])('that answers %i is asked again', async (StatusCode) => {
    const { partner, rehearsal } = appWith();
    let calls = 0;
    rehearsal.mock(partner, () => ({ StatusCode: ++calls < 4 ? StatusCode : 200 }));
    await rehearsal.putEvents([ORDER]);
    await rehearsal.advance(Duration.hours(1));
    expect(calls).toBe(4);
    expect(rehearsal.deadLetters()).toEqual([]);
  });

  test.each([302, 400, 403, 404, 410, 422])('that answers %i is given up', async (StatusCode) => {
    const { partner, rehearsal } = appWith();
    let calls = 0;
    rehearsal.mock(partner, () => {
      calls++;
      return { StatusCode };
    });
    await rehearsal.putEvents([ORDER]);
    await rehearsal.advance(Duration.hours(1));
    expect(calls).toBe(1);
    expect(attributesOf(rehearsal)).toMatchObject([
      {
        ERROR_CODE: 'ERROR_FROM_TARGET',
        ERROR_MESSAGE: `https://partner.example.com/orders answered with ${StatusCode}`,
        RETRY_ATTEMPTS: '0',
      },
    ]);
  });

  test.each([
    ['seconds', '90'],
    ['a date', 'Sun, 01 Mar 2026 08:01:30 GMT'],
  ])('that says in %s when to come again is left alone until then', async (_, header) => {
    const { partner, rehearsal } = appWith();
    const calls: number[] = [];
    rehearsal.mock(partner, (_request, { now }) => {
      calls.push((now.getTime() - STARTED.getTime()) / 1000);
      return calls.length > 1 ? {} : { StatusCode: 503, Headers: { 'Retry-After': header } };
    });
    await rehearsal.putEvents([ORDER]);
    await rehearsal.advance(Duration.hours(1));
    expect(calls).toEqual([0, 90]);
  });

  test('that says a negative time is given up', async () => {
    const { partner, rehearsal } = appWith();
    rehearsal.mock(partner, { StatusCode: 503, Headers: { 'retry-after': '-1' } });
    await rehearsal.putEvents([ORDER]);
    expect(attributesOf(rehearsal)).toMatchObject([{ RETRY_ATTEMPTS: '0' }]);
  });

  test('must answer within five seconds', async () => {
    const { partner, rehearsal } = appWith({ retryAttempts: 1 });
    let calls = 0;
    rehearsal.mock(partner, async (_request, { sleep }) => {
      await sleep(++calls === 1 ? Duration.seconds(6) : Duration.seconds(4));
      return {};
    });
    await rehearsal.putEvents([ORDER]);
    await rehearsal.advance(Duration.minutes(1));
    expect(calls).toBe(2);
    expect(rehearsal.deadLetters()).toEqual([]);
  });

  test.each([
    ['never answers', 'TIMEOUT'],
    ['cannot be reached', 'CONNECTION_FAILURE'],
  ])('that %s is given up at last', async (how, ERROR_CODE) => {
    const { partner, rehearsal } = appWith({ retryAttempts: 2 });
    if (how === 'never answers') rehearsal.hang(partner);
    else rehearsal.mock(partner, new Error('no route to host'));
    await rehearsal.putEvents([ORDER]);
    await rehearsal.advance(Duration.minutes(5));
    expect(attributesOf(rehearsal)).toMatchObject([
      { ERROR_CODE, RETRY_ATTEMPTS: '2', EXHAUSTED_RETRY_CONDITION: 'MaximumRetryAttempts' },
    ]);
  });

  test('gets no more requests in a second than it says', async () => {
    const { partner, rehearsal } = appWith({}, { rateLimitPerSecond: 2 });
    const calls: number[] = [];
    rehearsal.mock(partner, (_request, { now }) => void calls.push((now.getTime() - STARTED.getTime()) / 1000));
    await rehearsal.putEvents([ORDER, ORDER, ORDER, ORDER, ORDER]);
    expect(calls).toEqual([0, 0]);
    await rehearsal.advance(Duration.seconds(3));
    expect(calls).toEqual([0, 0, 1, 1, 2]);
  });

  test('needs a double that answers as HTTP does', async () => {
    const { rehearsal } = appWith();
    await expect(rehearsal.putEvents([ORDER])).rejects.toThrow(
      /the rule 'Shop\/Rule\w*' calls .*which nothing stands in for/,
    );
    const again = appWith();
    again.rehearsal.mock(again.partner, { status: 200 });
    await expect(again.rehearsal.putEvents([ORDER])).rejects.toThrow(
      'answers with the response: { StatusCode, Headers, ResponseBody }, all of them optional; not with {"status":200}',
    );
  });
});

describe('a REST API', () => {
  function apiWith(authorizationType: apigateway.AuthorizationType, path = '/orders/*', stage?: string) {
    const app = new App();
    const stack = new Stack(app, 'Shop');
    const handler = testFunction(stack, 'Handler', Duration.seconds(10));
    const api = new apigateway.RestApi(stack, 'Api', { cloudWatchRole: false });
    const method = api.root
      .addResource('orders')
      .addResource('{id}')
      .addMethod('POST', new apigateway.LambdaIntegration(handler), { authorizationType });
    const deadLetterQueue = new sqs.Queue(stack, 'Dead');
    deadLetterQueue.grantSendMessages(new iam.ServicePrincipal('events.amazonaws.com'));
    const target = new targets.ApiGateway(api, {
      path,
      method: 'POST',
      stage,
      pathParameterValues: ['$.detail.orderId'],
      headerParameters: { 'x-total': '$.detail.total' },
      queryStringParameters: { from: 'rule' },
      deadLetterQueue,
      retryAttempts: 2,
    });
    new events.Rule(stack, 'Rule', { eventPattern: { source: ['shop'] }, targets: [target] });
    const rehearsal = Rehearsal.ofApp(app, { startTime: STARTED });
    return { stack, handler, method, rehearsal };
  }

  test('gets a request that is signed with the role of the target', async () => {
    const { handler, rehearsal } = apiWith(apigateway.AuthorizationType.IAM);
    const seen: Record<string, unknown>[] = [];
    rehearsal.mock(handler, (request) => {
      seen.push(request);
      return { statusCode: 200 };
    });
    const [event] = await rehearsal.putEvents([ORDER]);
    expect(seen).toMatchObject([
      {
        path: '/orders/o%2F1',
        httpMethod: 'POST',
        headers: { 'x-total': '5' },
        queryStringParameters: { from: 'rule' },
      },
    ]);
    expect(JSON.parse(String(seen[0].body))).toEqual(event);
    expect(rehearsal.deadLetters()).toEqual([]);
  });

  test.each([
    [500, 3, 'ERROR_FROM_TARGET', '2'],
    [429, 3, 'THROTTLING', '2'],
    [400, 1, 'ERROR_FROM_TARGET', '0'],
    [403, 1, 'NO_PERMISSIONS', '0'],
  ])('that answers %i is asked %i times', async (statusCode, times, ERROR_CODE, RETRY_ATTEMPTS) => {
    const { handler, rehearsal } = apiWith(apigateway.AuthorizationType.IAM);
    let calls = 0;
    rehearsal.mock(handler, () => {
      calls++;
      return { statusCode };
    });
    await rehearsal.putEvents([ORDER]);
    await rehearsal.advance(Duration.minutes(5));
    expect(calls).toBe(times);
    expect(attributesOf(rehearsal)).toMatchObject([{ ERROR_CODE, RETRY_ATTEMPTS }]);
  });

  test('whose stage is not there', async () => {
    const { rehearsal } = apiWith(apigateway.AuthorizationType.NONE, '/orders/*', 'old');
    await rehearsal.putEvents([ORDER]);
    expect(attributesOf(rehearsal)).toMatchObject([{ ERROR_CODE: 'NO_RESOURCE' }]);
  });
});
