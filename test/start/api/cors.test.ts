import { Duration } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import * as apigateway from 'aws-cdk-lib/aws-apigateway';
import * as cognito from 'aws-cdk-lib/aws-cognito';
import { ApiAuthorization, IdempotencyKey, WorkflowApi, type WorkflowApiProps } from '../../../src';
import { testFunction } from '../../functions';
import { newStack, rehearsed, slowWorkflow } from './api-app';
import { clientOf, withKey } from './client';

const SHOP = 'https://shop.example.com';

function corsApi(own: boolean, props: Partial<WorkflowApiProps> = {}) {
  const stack = newStack();
  new WorkflowApi(stack, 'Api', {
    workflow: slowWorkflow(stack).stateMachine,
    path: 'orders',
    stopEndpoint: true,
    cors: { allowOrigin: SHOP, allowHeaders: ['X-Mine'], maxAge: Duration.hours(1), allowCredentials: true },
    idempotencyKey: IdempotencyKey.header('Order-Key'),
    restApi: own ? undefined : new apigateway.RestApi(stack, 'Own'),
    gatewayResponses: own ? undefined : true,
    ...props,
  });
  return clientOf(rehearsed(stack));
}

const everywhere = {
  'access-control-allow-origin': SHOP,
  'access-control-allow-credentials': 'true',
  'access-control-expose-headers': 'Location',
  vary: 'Origin',
};

test.each([true, false])('a browser is told before it asks (own API: %s)', async (own) => {
  const send = corsApi(own);
  for (const path of ['/orders', '/orders/o-1']) {
    const answer = await send('OPTIONS', path, { headers: { Origin: SHOP }, credentials: 'none' });
    // The SDK signs the hash of the body, too.
    expect(answer.headers['access-control-allow-headers']).toContain('X-Amz-Content-Sha256');
    expect(answer).toMatchObject({
      status: 204,
      headers: {
        ...everywhere,
        'access-control-allow-headers': expect.stringContaining('Order-Key,X-Mine'),
        'access-control-allow-methods': 'GET,POST,DELETE,OPTIONS',
        'access-control-max-age': '3600',
      },
    });
  }
});

test.each([true, false])('every answer says so, those of API Gateway itself, too (own API: %s)', async (own) => {
  const send = corsApi(own);
  const key = { headers: { 'Order-Key': 'o-1' } };
  const answers = [
    await send('POST', '/orders', { ...key, body: {} }),
    await send('POST', '/orders', { ...key, body: { a: 1 } }),
    await send('GET', '/orders/o-1'),
    await send('GET', '/orders/o-2'),
    await send('DELETE', '/orders/o-1'),
    await send('POST', '/orders', { body: {} }),
    await send('POST', '/orders', { ...key, body: '{' }),
    await send('POST', '/orders', { headers: { ...key.headers, 'Content-Type': 'text/xml' }, body: '{}' }),
    await send('POST', '/orders', { ...key, body: {}, credentials: 'none' }),
  ];
  expect(answers.map(({ status }) => status)).toEqual([202, 409, 200, 404, 202, 400, 400, 415, 403]);
  for (const { headers } of answers) expect(headers).toMatchObject(everywhere);
});

test('any origin may be allowed', async () => {
  const send = corsApi(true, { cors: { allowOrigin: '*' } });
  const { headers } = await send('POST', '/orders', { headers: { 'Order-Key': 'o-1' }, body: {} });
  expect(headers['access-control-allow-origin']).toBe('*');
  expect(headers).not.toHaveProperty('vary');
});

test('without it nothing is said, and nobody answers OPTIONS', async () => {
  const send = corsApi(true, { cors: undefined, idempotencyKey: undefined });
  const { headers } = await send('POST', '/orders', withKey('o-1'));
  expect(Object.keys(headers).filter((name) => name.startsWith('access-control'))).toEqual([]);
  expect(await send('OPTIONS', '/orders')).toMatchObject({ status: 403 });
});

test('an API of the user’s that answers browsers already goes on doing so', () => {
  const stack = newStack();
  const restApi = new apigateway.RestApi(stack, 'Own', {
    defaultCorsPreflightOptions: { allowOrigins: ['https://theirs.example.com'] },
  });
  new WorkflowApi(stack, 'Api', {
    workflow: slowWorkflow(stack).stateMachine,
    path: 'orders',
    cors: { allowOrigin: SHOP },
    restApi,
  });
  const preflights = Object.values(
    Template.fromStack(stack).findResources('AWS::ApiGateway::Method', { Properties: { HttpMethod: 'OPTIONS' } }),
  );
  expect(preflights).toHaveLength(3);
  for (const preflight of preflights) expect(JSON.stringify(preflight)).toContain('https://theirs.example.com');
});

test('a page may send the header that an authorizer reads', async () => {
  const stack = newStack();
  const api = new WorkflowApi(stack, 'Api', {
    workflow: slowWorkflow(stack).stateMachine,
    cors: { allowOrigin: SHOP },
    authorization: ApiAuthorization.lambdaFunction(testFunction(stack, 'Doorman'), { header: 'X-Token' }),
  });
  api.addRoute('others', {
    workflow: slowWorkflow(stack, 'Other').stateMachine,
    authorization: ApiAuthorization.cognito(new cognito.UserPool(stack, 'Pool'), { header: 'X-Identity' }),
  });
  expect(await clientOf(rehearsed(stack))('OPTIONS', '/executions', { credentials: 'none' })).toMatchObject({
    headers: { 'access-control-allow-headers': expect.stringContaining('X-Token,X-Identity') },
  });
});
