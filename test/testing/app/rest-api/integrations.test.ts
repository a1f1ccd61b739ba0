import { Duration, RemovalPolicy } from 'aws-cdk-lib';
import * as dynamodb from 'aws-cdk-lib/aws-dynamodb';
import * as iam from 'aws-cdk-lib/aws-iam';
import { ApiApp, type Fields, mock, operation } from './api-app';

const GATEWAY = new iam.ServicePrincipal('apigateway.amazonaws.com');

describe('a function that answers for the API', () => {
  function proxied(permission: 'any' | 'this' | 'other' | 'none' = 'this', fields: Fields = {}) {
    const app = new ApiApp();
    const fn = app.function('Fn');
    const integration = { type: 'aws_proxy', httpMethod: 'POST', uri: app.uriOf(fn), ...fields };
    const api = app.api({ '/orders/{id}': { post: operation(integration), get: operation(integration) } });
    const sources = {
      any: { principal: GATEWAY },
      this: { principal: GATEWAY, sourceArn: api.arnForExecuteApi('POST', '/orders/*') },
      other: { principal: GATEWAY, sourceArn: api.arnForExecuteApi('POST', '/others') },
    };
    if (permission !== 'none') {
      fn.addPermission('Api', sources[permission]);
    }
    return { rehearsal: app.rehearsal(), fn };
  }

  test('gets the request and gives the response', async () => {
    const { rehearsal, fn } = proxied();
    let seen: unknown;
    rehearsal.mock(fn, (event) => {
      seen = event;
      return {
        statusCode: 201,
        headers: { 'X-A': 'a' },
        multiValueHeaders: { 'X-B': ['1', '2'] },
        body: '{"ok":true}',
      };
    });
    const response = await rehearsal.request('POST', '/orders/o-1', {
      body: { a: 1 },
      query: { q: ['1', '2'] },
      headers: { 'X-H': 'h' },
    });
    expect(response).toMatchObject({
      status: 201,
      body: { ok: true },
      headers: { 'x-a': 'a', 'x-b': '1,2', 'content-type': 'application/json' },
    });
    expect(seen).toMatchObject({
      resource: '/orders/{id}',
      path: '/orders/o-1',
      httpMethod: 'POST',
      headers: { 'X-H': 'h' },
      queryStringParameters: { q: '2' },
      multiValueQueryStringParameters: { q: ['1', '2'] },
      pathParameters: { id: 'o-1' },
      stageVariables: null,
      body: '{"a":1}',
      isBase64Encoded: false,
      requestContext: { stage: 'prod', identity: { sourceIp: '127.0.0.1', userArn: null }, httpMethod: 'POST' },
    });
  });

  test.each([
    ['text in base 64', { statusCode: 200, body: 'w6k=', isBase64Encoded: true }, 200, 'é'],
    ['nothing but a status', { statusCode: 204 }, 204, ''],
    ['a text', 'hello', 502, undefined],
    ['nothing', null, 502, undefined],
    ['members that nobody knows', { statusCode: 200, data: {} }, 502, undefined],
    ['a body that is no text', { statusCode: 200, body: { a: 1 } }, 502, undefined],
    ['an error', new Error('Boom'), 502, undefined],
  ])('%s', async (_what, answer, status, text) => {
    const { rehearsal, fn } = proxied();
    rehearsal.sequence(fn, [answer]);
    const response = await rehearsal.request('POST', '/orders/o-1', { body: {} });
    expect(response.status).toBe(status);
    expect(response.text).toBe(text ?? '{"message": "Internal server error"}'.replace(': ', ':'));
  });

  test.each([
    ['any', 200],
    ['this', 200],
    ['other', 500],
    ['none', 500],
  ] as const)('with a permission for %s method it is answered %s', async (permission, status) => {
    const { rehearsal, fn } = proxied(permission);
    rehearsal.mock(fn, { statusCode: 200 });
    await expect(rehearsal.request('POST', '/orders/o-1')).resolves.toMatchObject({ status });
  });

  test('an assertion that fails in it fails the test', async () => {
    const { rehearsal, fn } = proxied();
    rehearsal.mock(fn, () => expect(1).toBe(2));
    await expect(rehearsal.request('POST', '/orders/o-1')).rejects.toThrow('toBe');
  });

  test('API Gateway waits no longer than the integration says', async () => {
    const { rehearsal, fn } = proxied('this', { timeoutInMillis: 3_000 });
    rehearsal.mock(fn, async (_event, { sleep }) => {
      await sleep(Duration.seconds(2));
      return { statusCode: 200 };
    });
    await expect(rehearsal.request('POST', '/orders/o-1')).resolves.toMatchObject({ status: 200 });
    rehearsal.hang(fn);
    await expect(rehearsal.request('POST', '/orders/o-1')).resolves.toMatchObject({
      status: 504,
      body: { message: 'Endpoint request timed out' },
    });
    expect(rehearsal.now).toEqual(new Date('2026-03-01T08:00:05Z'));
  });
});

describe('a function whose value a template reads', () => {
  function called(fields: Fields = {}) {
    const app = new ApiApp();
    const fn = app.function('Fn');
    fn.addPermission('Api', { principal: GATEWAY });
    const integration = {
      type: 'aws',
      httpMethod: 'POST',
      uri: app.uriOf(fn),
      requestTemplates: { 'application/json': `{"id":"$input.path('$.id')"}` },
      responses: {
        default: { statusCode: '200', responseTemplates: { 'application/json': `{"got":$input.json('$')}` } },
        '.*Boom.*': {
          statusCode: '500',
          responseTemplates: { 'application/json': `{"no":$input.json('$.errorType')}` },
        },
      },
      ...fields,
    };
    app.api({ '/orders': { post: operation(integration) } });
    return { rehearsal: app.rehearsal(), fn };
  }

  test('gets what the template makes', async () => {
    const { rehearsal, fn } = called();
    rehearsal.mock(fn, (event) => ({ event }));
    await expect(rehearsal.request('POST', '/orders', { body: { id: 'o-1' } })).resolves.toMatchObject({
      status: 200,
      body: { got: { event: { id: 'o-1' } } },
    });
  });

  test('that fails is told by its message', async () => {
    const { rehearsal, fn } = called();
    rehearsal.fail(fn, { error: 'Broken', cause: 'it went Boom' });
    await expect(rehearsal.request('POST', '/orders', { body: {} })).resolves.toMatchObject({
      status: 500,
      body: { no: 'Broken' },
    });
  });

  test('is not called with what is no JSON', async () => {
    const { rehearsal } = called({ requestTemplates: { 'application/json': '{"id":' } });
    await expect(rehearsal.request('POST', '/orders', { body: {} })).resolves.toMatchObject({
      status: 200,
      body: { got: { message: expect.stringContaining('Could not parse request body into json') } },
    });
  });

  test('is not waited for when it is called asynchronously', async () => {
    const { rehearsal, fn } = called({
      requestParameters: { 'integration.request.header.X-Amz-Invocation-Type': "'Event'" },
      responses: { default: { statusCode: '202' } },
    });
    let done = false;
    rehearsal.mock(fn, async (_event, { sleep }) => {
      await sleep(Duration.minutes(5));
      done = true;
    });
    await expect(rehearsal.request('POST', '/orders', { body: {} })).resolves.toMatchObject({ status: 202, text: '' });
    expect(done).toBe(false);
    await rehearsal.advance(Duration.minutes(5));
    expect(done).toBe(true);
  });
});

test('items of a table are read, written and refused', async () => {
  const app = new ApiApp();
  const table = new dynamodb.Table(app.stack, 'Table', {
    tableName: 'orders',
    partitionKey: { name: 'id', type: dynamodb.AttributeType.STRING },
    removalPolicy: RemovalPolicy.DESTROY,
  });
  table.grant(app.role, 'dynamodb:GetItem', 'dynamodb:PutItem');
  const call = (action: string, template: string) => ({
    ...app.states('', template, { uri: app.uri(`dynamodb:action/${action}`) }),
  });
  const key = `{"TableName":"orders","Key":{"id":{"S":"$input.params('id')"}}}`;
  app.api({
    '/{id}': {
      get: operation(call('GetItem', key)),
      delete: operation(call('DeleteItem', key)),
      put: operation(call('PutItem', `{"TableName":"orders","Item":{"id":{"S":"$input.params('id')"},"n":{"N":"1"}}}`)),
      post: operation(call('PutItem', '{"TableName":"orders","Item":{}}')),
      patch: operation(call('ListTables', '{}')),
    },
  });
  const rehearsal = app.rehearsal();
  await expect(rehearsal.request('PUT', '/a')).resolves.toMatchObject({ status: 200, body: {} });
  await expect(rehearsal.request('GET', '/a')).resolves.toMatchObject({
    body: { Item: { id: { S: 'a' }, n: { N: '1' } } },
  });
  await expect(rehearsal.request('POST', '/a', { body: {} })).resolves.toMatchObject({
    body: { __type: 'com.amazon.coral.validate#ValidationException' },
  });
  await expect(rehearsal.request('DELETE', '/a')).resolves.toMatchObject({
    body: { __type: 'com.amazon.coral.service#AccessDeniedException' },
  });
  await expect(rehearsal.request('PATCH', '/a')).rejects.toThrow('the action ListTables of DynamoDB is not rehearsed');
  expect(rehearsal.items(table)).toEqual([{ id: 'a', n: 1 }]);
});

test('a mock answers with the status that its template names', async () => {
  const app = new ApiApp();
  const responses = { '200': { statusCode: '200' }, '4\\d\\d': { statusCode: '404' } };
  app.api({
    '/{code}': {
      get: operation(
        mock('', { responses, requestTemplates: { 'application/json': `{"statusCode": $input.params('code')}` } }),
      ),
    },
    '/none/x': { get: operation(mock('', { responses, requestTemplates: {} })) },
  });
  const rehearsal = app.rehearsal();
  await expect(rehearsal.request('GET', '/200')).resolves.toMatchObject({ status: 200, text: '' });
  await expect(rehearsal.request('GET', '/418')).resolves.toMatchObject({ status: 404 });
  await expect(rehearsal.request('GET', '/none/x')).resolves.toMatchObject({ status: 500 });
});

test.each([
  [{ type: 'http', uri: 'https://example.com' }, 'an integration of the type HTTP is not rehearsed'],
  [
    { type: 'aws', uri: 'arn:aws:apigateway:us-east-1:sqs:path/1/q' },
    'an integration with arn:aws:apigateway:us-east-1:sqs:path/1/q is not rehearsed',
  ],
  [{ type: 'aws', uri: 'https://example.com' }, 'the URI https://example.com is not one of an AWS service'],
  [{ type: 'mock', contentHandling: 'CONVERT_TO_BINARY' }, 'an integration with contentHandling is not rehearsed'],
  [{ type: 'mock', connectionType: 'VPC_LINK' }, 'an integration through a VPC_LINK is not rehearsed'],
])('%j is not rehearsed', async (integration, message) => {
  const app = new ApiApp();
  app.api({ '/': { get: operation({ responses: { default: { statusCode: '200' } }, ...integration }) } });
  await expect(app.rehearsal().request('GET', '/')).rejects.toThrow(message);
});
