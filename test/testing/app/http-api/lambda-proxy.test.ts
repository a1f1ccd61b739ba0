import * as apigatewayv2 from 'aws-cdk-lib/aws-apigatewayv2';
import { HttpJwtAuthorizer } from 'aws-cdk-lib/aws-apigatewayv2-authorizers';
import { HttpLambdaIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations';
import type { Json } from '../../../../src/testing';
import { testFunction } from '../../../functions';
import { HandWrittenApi } from './api';

function withFunction(settings: { authorizer?: apigatewayv2.IHttpRouteAuthorizer } = {}) {
  const written = new HandWrittenApi();
  const handler = testFunction(written.stack, 'Handler');
  const api = new apigatewayv2.HttpApi(written.stack, 'Api');
  api.addRoutes({
    path: '/orders/{id}',
    methods: [apigatewayv2.HttpMethod.POST],
    integration: new HttpLambdaIntegration('Call', handler),
    ...settings,
  });
  return { rehearsal: written.rehearse(), handler };
}

test('a function gets the request in the format 2.0', async () => {
  const { rehearsal, handler } = withFunction();
  const events: Json[] = [];
  rehearsal.mock(handler, (event) => {
    events.push(event);
    return { statusCode: 201, headers: { 'X-One': '1' }, body: { made: true } };
  });
  const response = await rehearsal.request('POST', '/orders/o%201', {
    headers: { 'X-Two': ['2', '3'] },
    query: { q: ['a', 'b'] },
    body: { orderId: 'o-1' },
  });
  expect(response).toMatchObject({ status: 201, headers: { 'x-one': '1' }, body: { made: true } });
  expect(events).toEqual([
    expect.objectContaining({
      version: '2.0',
      routeKey: 'POST /orders/{id}',
      rawPath: '/orders/o%201',
      rawQueryString: 'q=a%2Cb',
      headers: { 'x-two': '2,3' },
      queryStringParameters: { q: 'a,b' },
      pathParameters: { id: 'o 1' },
      body: '{"orderId":"o-1"}',
      isBase64Encoded: false,
      requestContext: expect.objectContaining({
        http: expect.objectContaining({ method: 'POST', path: '/orders/o%201' }),
        stage: '$default',
        time: '01/Mar/2026:08:00:00 +0000',
        timeEpoch: Date.parse('2026-03-01T08:00:00Z'),
      }),
    }),
  ]);
});

test('a function sees the claims of its caller', async () => {
  const authorizer = new HttpJwtAuthorizer('Tokens', 'https://issuer.example.com', { jwtAudience: ['shop'] });
  const { rehearsal, handler } = withFunction({ authorizer });
  rehearsal.mock(handler, (event) => (event as { requestContext: { authorizer: Json } }).requestContext.authorizer);
  const credentials = { claims: { sub: 'user-1' } };
  await expect(rehearsal.request('POST', '/orders/1', { credentials })).resolves.toMatchObject({
    body: { jwt: { claims: { sub: 'user-1', iss: 'https://issuer.example.com' } } },
  });
});

test.each([
  [{ ok: true }, { status: 200, body: { ok: true } }],
  ['text', { status: 200, text: 'text' }],
  [
    { statusCode: 200, body: 'aGVsbG8=', isBase64Encoded: true },
    { status: 200, text: 'hello' },
  ],
  [{ statusCode: 204 }, { status: 204, text: '' }],
])('an answer %j of a function is read', async (answer, expected) => {
  const { rehearsal, handler } = withFunction();
  rehearsal.mock(handler, () => answer);
  await expect(rehearsal.request('POST', '/orders/1')).resolves.toMatchObject(expected);
});

test('the error of a function is not quoted', async () => {
  const { rehearsal, handler } = withFunction();
  rehearsal.fail(handler, { error: 'OutOfStock', cause: 'secret' });
  const { status, text } = await rehearsal.request('POST', '/orders/1');
  expect({ status, text }).toEqual({ status: 500, text: '{"message":"Internal Server Error"}' });
});

test('a function that nothing stands in for, and one that does not let API Gateway call it, are told', async () => {
  const { rehearsal } = withFunction();
  await expect(rehearsal.request('POST', '/orders/1')).rejects.toThrow(/calls arn:aws:lambda.*add a double/);
  const written = new HandWrittenApi();
  const handler = testFunction(written.stack, 'Handler');
  written.route(written.api(), 'POST /orders', {
    integrationSubtype: undefined,
    credentialsArn: undefined,
    requestParameters: undefined,
    integrationUri: handler.functionArn,
    payloadFormatVersion: '2.0',
  });
  await expect(written.rehearse().request('POST', '/orders')).resolves.toMatchObject({ status: 500 });
});
