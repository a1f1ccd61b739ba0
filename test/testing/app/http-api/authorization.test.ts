import * as apigatewayv2 from 'aws-cdk-lib/aws-apigatewayv2';
import * as iam from 'aws-cdk-lib/aws-iam';
import { HandWrittenApi } from './api';

const ISSUER = 'https://issuer.example.com';
const NOW = Date.parse('2026-03-01T08:00:00Z') / 1000;

function encoded(value: object): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url');
}

function token(claims: object, header: object = { alg: 'RS256', kid: 'key' }): string {
  return `${encoded(header)}.${encoded(claims)}.signature`;
}

function withTokens(authorizationScopes?: string[], identitySource = '$request.header.Authorization') {
  const written = new HandWrittenApi();
  const api = written.api();
  const authorizer = new apigatewayv2.CfnAuthorizer(written.stack, 'Authorizer', {
    apiId: api.ref,
    name: 'tokens',
    authorizerType: 'JWT',
    identitySource: [identitySource],
    jwtConfiguration: { issuer: ISSUER, audience: ['shop', 'office'] },
  });
  written.route(
    api,
    'POST /orders',
    {
      requestParameters: {
        StateMachineArn: written.machine.stateMachineArn,
        Input: '$request.body',
        Name: '$context.authorizer.claims.sub',
      },
    },
    { authorizationType: 'JWT', authorizerId: authorizer.ref, authorizationScopes },
  );
  return written.rehearse();
}

const good = { iss: ISSUER, aud: 'shop', exp: NOW + 60, iat: NOW - 60, sub: 'user-1' };

describe('a token', () => {
  test.each([
    ['of the issuer for the audience', good],
    ['for one of several audiences', { ...good, aud: ['other', 'office'] }],
    ['of a client, without an audience', { ...good, aud: undefined, client_id: 'shop' }],
  ])('%s is taken, with or without Bearer', async (_title, claims) => {
    const rehearsal = withTokens();
    for (const authorization of [token(claims), `Bearer ${token(claims)}`]) {
      const response = await rehearsal.request('POST', '/orders', { headers: { authorization }, body: {} });
      expect(response.status).toBe(200);
    }
    expect(rehearsal.executions().map(({ name }) => name)).toEqual(['user-1']);
  });

  test.each([
    ['of another issuer', token({ ...good, iss: 'https://other.example.com' }), 'issuer'],
    ['for another audience', token({ ...good, aud: 'other' }), 'audience'],
    ['for another audience, whatever the client', token({ ...good, aud: 'other', client_id: 'shop' }), 'audience'],
    ['without audience and client', token({ ...good, aud: undefined }), 'audience'],
    ['that has expired', token({ ...good, exp: NOW }), 'expired'],
    ['of the future', token({ ...good, nbf: NOW + 1 }), 'not valid yet'],
    ['issued in the future', token({ ...good, iat: NOW + 1 }), 'not valid yet'],
    ['signed in a way that API Gateway does not know', token(good, { alg: 'HS256' }), 'malformed'],
    ['that is none', 'x.y.z', 'malformed'],
    ['with too few parts', 'x.y', 'malformed'],
  ])('%s is refused', async (_title, authorization, why) => {
    const rehearsal = withTokens();
    const response = await rehearsal.request('POST', '/orders', { headers: { authorization }, body: {} });
    expect(response).toMatchObject({ status: 401, body: { message: 'Unauthorized' } });
    expect(response.headers['www-authenticate']).toMatch(
      new RegExp(`error="invalid_token" error_description=".*${why}`),
    );
    expect(rehearsal.executions()).toEqual([]);
  });

  test('may be asked for in a query string', async () => {
    const rehearsal = withTokens(undefined, '$request.querystring.token');
    const response = await rehearsal.request('POST', '/orders', { query: { token: token(good) }, body: {} });
    expect(response.status).toBe(200);
  });

  test('that is not there is told apart by what a test says of the caller', async () => {
    const rehearsal = withTokens();
    const statusOf = async (credentials: 'authorized' | 'none' | { claims: Record<string, string> }) =>
      (await rehearsal.request('POST', '/orders', { credentials, body: {} })).status;
    expect(await statusOf('authorized')).toBe(200);
    expect(await statusOf('none')).toBe(401);
    expect(await statusOf({ claims: { sub: 'user-2' } })).toBe(200);
    expect(await statusOf({ claims: { aud: 'other' } })).toBe(401);
    expect(await statusOf({ claims: { iss: 'https://other.example.com' } })).toBe(401);
    expect(rehearsal.executions().map(({ name }) => name)).toContain('user-2');
  });
});

describe('a scope', () => {
  test.each([
    [{ scope: 'read write' }, 200],
    [{ scp: ['write'] }, 200],
    [{ scope: 'read' }, 403],
    [{}, 403],
  ])('%j is answered %i', async (claims, status) => {
    const rehearsal = withTokens(['write', 'admin']);
    const authorization = token({ ...good, ...claims });
    const response = await rehearsal.request('POST', '/orders', { headers: { authorization }, body: {} });
    expect(response.status).toBe(status);
    if (status === 403) {
      expect(response).toMatchObject({ body: { message: 'Forbidden' } });
      expect(response.headers['www-authenticate']).toContain('insufficient_scope');
    }
  });

  test('is what a caller has whom a route lets in, and not one of whom a test names the claims', async () => {
    const rehearsal = withTokens(['write']);
    await expect(rehearsal.request('POST', '/orders', { body: {} })).resolves.toMatchObject({ status: 200 });
    await expect(
      rehearsal.request('POST', '/orders', { credentials: { claims: { sub: 'user-1' } }, body: {} }),
    ).resolves.toMatchObject({ status: 403 });
  });
});

describe('the right to call a route', () => {
  function withRights() {
    const written = new HandWrittenApi();
    const api = written.api();
    written.route(api, 'POST /orders', {}, { authorizationType: 'AWS_IAM' });
    for (const [roleName, route] of [
      ['May', 'POST/orders'],
      ['MayNot', 'GET/orders'],
    ]) {
      const role = new iam.Role(written.stack, roleName, { roleName, assumedBy: new iam.AccountRootPrincipal() });
      const resource = { service: 'execute-api', resource: api.ref, resourceName: `$default/${route}` };
      const resources = [written.stack.formatArn(resource)];
      role.addToPolicy(new iam.PolicyStatement({ actions: ['execute-api:Invoke'], resources }));
    }
    return written.rehearse();
  }

  test.each([
    ['May', 200],
    ['MayNot', 403],
  ])('is that of a role of the app: %s', async (role, status) => {
    const credentials = { userArn: `arn:aws:iam::111122223333:role/${role}` };
    await expect(withRights().request('POST', '/orders', { credentials, body: {} })).resolves.toMatchObject({ status });
  });

  test('is assumed of callers from elsewhere, and missing to those who do not sign', async () => {
    const rehearsal = withRights();
    await expect(rehearsal.request('POST', '/orders', { body: {} })).resolves.toMatchObject({ status: 200 });
    await expect(
      rehearsal.request('POST', '/orders', { credentials: { userArn: 'arn:aws:iam::999988887777:role/X' }, body: {} }),
    ).resolves.toMatchObject({ status: 200 });
    await expect(rehearsal.request('POST', '/orders', { credentials: 'none', body: {} })).resolves.toMatchObject({
      status: 403,
      body: { message: 'Forbidden' },
    });
  });
});
