import * as apigatewayv2 from 'aws-cdk-lib/aws-apigatewayv2';
import { HttpLambdaIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations';
import { testFunction } from '../../../functions';
import { HandWrittenApi } from './api';

const SHOP = 'https://shop.example.com';

function withCors(allowCredentials?: boolean, allowOrigins = [SHOP, 'https://*']) {
  const written = new HandWrittenApi();
  const api = written.api({
    corsConfiguration: {
      allowOrigins,
      allowMethods: ['POST'],
      allowHeaders: ['Idempotency-Key'],
      exposeHeaders: ['x-amzn-requestid'],
      allowCredentials,
      maxAge: 60,
    },
  });
  written.route(api, 'POST /orders', {}, { authorizationType: 'AWS_IAM' });
  written.route(api, 'OPTIONS /orders');
  return written.rehearse();
}

const preflight = (Origin: string) => ({
  credentials: 'none' as const,
  headers: { Origin, 'Access-Control-Request-Method': 'POST' },
});

test('a browser may ask without any right', async () => {
  await expect(withCors(true).request('OPTIONS', '/orders', preflight(SHOP))).resolves.toMatchObject({
    status: 204,
    headers: {
      'access-control-allow-origin': SHOP,
      'access-control-allow-methods': 'POST',
      'access-control-allow-headers': 'Idempotency-Key',
      'access-control-allow-credentials': 'true',
      'access-control-max-age': '60',
    },
    text: '',
  });
});

test('an origin that is not allowed is told nothing', async () => {
  const { status, headers } = await withCors().request('OPTIONS', '/orders', preflight('http://evil.example.com'));
  expect({ status, headers }).toEqual({ status: 204, headers: {} });
});

test('all origins may be allowed, or all of a kind', async () => {
  const { headers } = await withCors().request('OPTIONS', '/orders', preflight('https://other.example.com'));
  expect(headers['access-control-allow-origin']).toBe('https://other.example.com');
  const { headers: ofAll } = await withCors(false, ['*']).request('OPTIONS', '/orders', preflight(SHOP));
  expect(ofAll['access-control-allow-origin']).toBe('*');
});

test('every other request gets the headers along with its answer, a refusal too', async () => {
  const rehearsal = withCors();
  const shared = { 'access-control-allow-origin': SHOP, 'access-control-expose-headers': 'x-amzn-requestid' };
  await expect(rehearsal.request('POST', '/orders', { headers: { Origin: SHOP }, body: {} })).resolves.toMatchObject({
    status: 200,
    headers: shared,
  });
  await expect(
    rehearsal.request('POST', '/orders', { headers: { Origin: SHOP }, credentials: 'none' }),
  ).resolves.toMatchObject({ status: 403, headers: shared });
  const { headers } = await rehearsal.request('POST', '/orders', { body: {} });
  expect(Object.keys(headers).filter((name) => name.startsWith('access-control-'))).toEqual([]);
});

test('OPTIONS without the headers of a browser is a request like others', async () => {
  await expect(withCors().request('OPTIONS', '/orders', { body: {} })).resolves.toMatchObject({ status: 200 });
});

test('what an integration says of origins itself is not handed on', async () => {
  const written = new HandWrittenApi();
  const handler = testFunction(written.stack, 'Handler');
  const api = new apigatewayv2.HttpApi(written.stack, 'Api', { corsPreflight: { allowOrigins: [SHOP] } });
  api.addRoutes({ path: '/orders', integration: new HttpLambdaIntegration('Call', handler) });
  const rehearsal = written.rehearse();
  rehearsal.mock(handler, () => ({ statusCode: 200, headers: { 'Access-Control-Allow-Origin': '*', 'X-One': '1' } }));
  const { headers } = await rehearsal.request('GET', '/orders');
  expect(headers).toEqual({ 'x-one': '1' });
});
