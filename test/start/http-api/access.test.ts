import { Annotations as CdkAnnotations } from 'aws-cdk-lib';
import { Annotations, Match } from 'aws-cdk-lib/assertions';
import * as iam from 'aws-cdk-lib/aws-iam';
import { HttpApiAuthorization } from '../../../src';
import { httpApiOf } from './http-api-app';

const ISSUER = 'https://issuer.example.com';
const SHOWS_ARNS = Match.stringLikeRegexp('authorization should be HttpApiAuthorization.iam');

function roleNamed(scope: iam.Role['stack'], roleName: string) {
  return new iam.Role(scope, roleName, { roleName, assumedBy: new iam.AccountRootPrincipal() });
}

test('requests must be signed by somebody with the right', async () => {
  const { stack, api, workflow, rehearse } = httpApiOf({ stopEndpoint: true });
  const refunds = api.addRoute('refunds', { workflow: workflow.stateMachine });
  api.grantInvoke(roleNamed(stack, 'All'));
  refunds.grantInvoke(roleNamed(stack, 'Refunds'));
  roleNamed(stack, 'Nobody');
  const rehearsal = rehearse();
  const statusOf = async (method: string, path: string, role: string) => {
    const credentials = { userArn: `arn:aws:iam::111122223333:role/${role}` };
    return (await rehearsal.request(method, path, { credentials, body: {} })).status;
  };
  expect(await statusOf('PUT', '/orders/o-1', 'All')).toBe(202);
  expect(await statusOf('DELETE', '/orders/o-1', 'All')).toBe(202);
  expect(await statusOf('POST', '/refunds', 'All')).toBe(202);
  expect(await statusOf('PUT', '/orders/o-1', 'Refunds')).toBe(403);
  expect(await statusOf('POST', '/refunds', 'Refunds')).toBe(202);
  expect(await statusOf('POST', '/refunds', 'Nobody')).toBe(403);
  const unsigned = await rehearsal.request('POST', '/refunds', { credentials: 'none', body: {} });
  expect(unsigned).toMatchObject({ status: 403, body: { message: 'Forbidden' } });
  Annotations.fromStack(stack).hasNoWarning('*', SHOWS_ARNS);
});

test('tokens of an issuer may be asked for, by scope', async () => {
  const authorization = HttpApiAuthorization.jwt(ISSUER, { audiences: ['shop'], scopes: ['orders/write'] });
  const { stack, api, workflow, rehearse } = httpApiOf({ authorization });
  api.addRoute('open', { workflow: workflow.stateMachine, authorization: HttpApiAuthorization.none() });
  api.addRoute('admin', {
    workflow: workflow.stateMachine,
    authorization: HttpApiAuthorization.jwt(ISSUER, { audiences: ['office'] }),
  });
  const rehearsal = rehearse();
  const statusOf = async (method: string, path: string, claims?: Record<string, string>) =>
    (await rehearsal.request(method, path, { credentials: claims ? { claims } : 'none', body: {} })).status;
  expect(await statusOf('PUT', '/orders/o-1')).toBe(401);
  expect(await statusOf('PUT', '/orders/o-1', { scope: 'orders/read' })).toBe(403);
  expect(await statusOf('PUT', '/orders/o-1', { scope: 'orders/write' })).toBe(202);
  expect(await statusOf('PUT', '/orders/o-2', { scope: 'orders/write', aud: 'office' })).toBe(401);
  expect(await statusOf('POST', '/admin', { aud: 'office' })).toBe(202);
  expect(await statusOf('POST', '/admin', { aud: 'shop' })).toBe(401);
  expect(await statusOf('POST', '/open')).toBe(202);
  Annotations.fromStack(stack).hasWarning('*', SHOWS_ARNS);
});

test('that callers from elsewhere see ARNs is warned of until somebody acknowledges it', () => {
  const { stack, api } = httpApiOf({ authorization: HttpApiAuthorization.none() });
  CdkAnnotations.of(api).acknowledgeWarning('cdk-workflows:httpApiShowsArns', 'the shop is ours');
  Annotations.fromStack(stack).hasNoWarning('*', SHOWS_ARNS);
});

test('a browser may ask for the headers that the API knows', async () => {
  const { api, workflow, rehearse } = httpApiOf({
    path: 'orders',
    cors: { allowOrigins: ['https://shop.example.com'], allowHeaders: ['X-Trace'] },
  });
  api.addRoute('refunds/{refundId}', { workflow: workflow.stateMachine });
  const { status, headers } = await rehearse().request('OPTIONS', '/orders', {
    credentials: 'none',
    headers: { Origin: 'https://shop.example.com', 'Access-Control-Request-Method': 'POST' },
  });
  expect({ status, headers }).toEqual({
    status: 204,
    headers: {
      'access-control-allow-origin': 'https://shop.example.com',
      'access-control-allow-methods': 'POST,PUT,DELETE',
      'access-control-allow-headers':
        'Content-Type,Authorization,X-Amz-Date,X-Amz-Security-Token,X-Amz-Content-Sha256,Idempotency-Key,X-Trace',
    },
  });
});
