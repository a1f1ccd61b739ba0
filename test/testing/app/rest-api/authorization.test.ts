import { Duration } from 'aws-cdk-lib';
import * as apigateway from 'aws-cdk-lib/aws-apigateway';
import * as iam from 'aws-cdk-lib/aws-iam';
import type * as lambda from 'aws-cdk-lib/aws-lambda';
import type { ApiCredentials } from '../../../../src/testing';
import { ApiApp, type Fields, mock, operation } from './api-app';

const WHO =
  '{"arn":"$context.identity.userArn","who":"$context.authorizer.principalId","sub":"$context.authorizer.claims.sub"}';

/** An API with a method for each security scheme. */
function secured(app: ApiApp, schemes: Fields, more: Fields = {}, scopes: readonly string[] = []) {
  const paths = Object.fromEntries(
    Object.keys(schemes).map((name) => [`/${name}`, { get: operation(mock(WHO), { security: [{ [name]: scopes }] }) }]),
  );
  return app.api(paths, { components: { securitySchemes: schemes }, ...more });
}

const IAM = { type: 'apiKey', name: 'Authorization', in: 'header', 'x-amazon-apigateway-authtype': 'awsSigv4' };
const COGNITO = {
  ...IAM,
  'x-amazon-apigateway-authtype': 'cognito_user_pools',
  'x-amazon-apigateway-authorizer': { type: 'cognito_user_pools', providerARNs: ['arn:aws:cognito-idp:…'] },
};
const KEY = { type: 'apiKey', name: 'x-api-key', in: 'header' };

describe('IAM', () => {
  test('whoever is authorized is let in, nobody else', async () => {
    const app = new ApiApp();
    secured(app, { iam: IAM });
    const rehearsal = app.rehearsal();
    await expect(rehearsal.request('GET', '/iam')).resolves.toMatchObject({
      status: 200,
      body: { arn: 'arn:aws:iam::111122223333:user/caller' },
    });
    await expect(rehearsal.request('GET', '/iam', { credentials: 'none' })).resolves.toMatchObject({
      status: 403,
      body: { message: 'Missing Authentication Token' },
      headers: { 'x-amzn-errortype': 'MissingAuthenticationTokenException' },
    });
  });

  test('a role of the app needs the right', async () => {
    const app = new ApiApp();
    const api = secured(app, { iam: IAM });
    const [may, mayNot] = ['May', 'MayNot'].map(
      (id) => new iam.Role(app.stack, id, { assumedBy: new iam.AccountRootPrincipal() }),
    );
    may.addToPolicy(
      new iam.PolicyStatement({ actions: ['execute-api:Invoke'], resources: [api.arnForExecuteApi('GET', '/iam')] }),
    );
    const rehearsal = app.rehearsal();
    const ask = (role: iam.Role) =>
      rehearsal.request('GET', '/iam', {
        credentials: {
          userArn: `arn:aws:iam::111122223333:role/${app.stack.getLogicalId(role.node.defaultChild as iam.CfnRole)}`,
        },
      });
    await expect(ask(may)).resolves.toMatchObject({ status: 200 });
    await expect(ask(mayNot)).resolves.toMatchObject({
      status: 403,
      body: {
        message: expect.stringMatching(
          /is not authorized to perform: execute-api:Invoke on resource: arn:aws:execute-api:us-east-1:\*{8}3333:\w+\/prod\/GET\/iam$/,
        ),
      },
    });
  });
});

describe('a user pool', () => {
  test.each<[ApiCredentials | undefined, readonly string[], number, string | undefined]>([
    [undefined, [], 200, 'user-1'],
    [undefined, ['orders/read'], 200, 'user-1'],
    ['none', [], 401, undefined],
    [{ claims: { sub: 'u-7' } }, [], 200, 'u-7'],
    [{ claims: { sub: 'u-7' } }, ['orders/read'], 401, undefined],
    [{ claims: { sub: 'u-7', scope: 'a/b orders/read' } }, ['orders/read', 'x/y'], 200, 'u-7'],
    [{ userArn: 'arn:aws:iam::111122223333:user/u' }, [], 401, undefined],
  ])('%j with scopes %j: %s', async (credentials, scopes, status, sub) => {
    const app = new ApiApp();
    secured(app, { cognito: COGNITO }, {}, scopes);
    const response = await app.rehearsal().request('GET', '/cognito', { credentials });
    expect(response).toMatchObject({
      status,
      body: sub === undefined ? { message: 'Unauthorized' } : { sub },
    });
  });
});

describe('a function that authorizes', () => {
  function guarded(settings: Fields, fn: (app: ApiApp) => lambda.Function = (app) => app.function('Guard')) {
    const app = new ApiApp();
    const guard = fn(app);
    const api = secured(app, {
      guard: {
        ...IAM,
        'x-amazon-apigateway-authtype': 'custom',
        'x-amazon-apigateway-authorizer': {
          authorizerUri: app.uriOf(guard),
          authorizerResultTtlInSeconds: 0,
          ...settings,
        },
      },
    });
    guard.addPermission('Api', {
      principal: new iam.ServicePrincipal('apigateway.amazonaws.com'),
      sourceArn: `arn:aws:execute-api:${app.stack.region}:${app.stack.account}:${api.restApiId}/authorizers/*`,
    });
    return { rehearsal: app.rehearsal(), guard };
  }
  const TOKEN = { type: 'token' };
  const policy = (Effect: string, Resource: unknown = '*') => ({
    principalId: 'u-1',
    policyDocument: { Version: '2012-10-17', Statement: [{ Action: 'execute-api:Invoke', Effect, Resource }] },
    context: { tier: 'gold', level: 1 },
  });
  const headers = { Authorization: 'secret' };

  test('gets the token and the method, and is believed', async () => {
    const { rehearsal, guard } = guarded(TOKEN);
    const events: unknown[] = [];
    rehearsal.mock(guard, (event) => {
      events.push(event);
      return policy('Allow', (event as { methodArn: string }).methodArn);
    });
    await expect(rehearsal.request('GET', '/guard', { headers })).resolves.toMatchObject({
      status: 200,
      body: { who: 'u-1' },
    });
    expect(events).toEqual([
      {
        type: 'TOKEN',
        authorizationToken: 'secret',
        methodArn: expect.stringMatching(/^arn:aws:execute-api:us-east-1:111122223333:\w+\/prod\/GET\/guard$/),
      },
    ]);
  });

  test('gets the whole request but for its body, where it asks for that', async () => {
    const { rehearsal, guard } = guarded({ type: 'request', identitySource: 'method.request.querystring.key' });
    let seen: unknown;
    rehearsal.mock(guard, (event) => {
      seen = event;
      return policy('Allow');
    });
    await rehearsal.request('GET', '/guard', { query: { key: 'k' }, headers: { 'X-H': 'h' } });
    expect(seen).toMatchObject({
      type: 'REQUEST',
      resource: '/guard',
      path: '/guard',
      httpMethod: 'GET',
      headers: { 'X-H': 'h' },
      queryStringParameters: { key: 'k' },
      pathParameters: null,
      requestContext: { stage: 'prod', resourcePath: '/guard' },
    });
    expect(seen).not.toHaveProperty('body');
  });

  test.each([
    ['an explicit deny', policy('Deny'), 403, 'User is not authorized to access this resource with an explicit deny'],
    [
      'another method',
      policy('Allow', 'arn:aws:execute-api:*:*:*/*/POST/*'),
      403,
      'User is not authorized to access this resource',
    ],
    ['the error Unauthorized', new Error('Unauthorized'), 401, 'Unauthorized'],
    ['another error', new Error('Boom'), 500, null],
    ['no policy', { principalId: 'u-1' }, 500, null],
    ['no principal', { policyDocument: { Statement: [] } }, 500, null],
    ['objects in the context', { ...policy('Allow'), context: { a: {} } }, 500, null],
  ])('answers %s', async (_what, answer, status, message) => {
    const { rehearsal, guard } = guarded(TOKEN);
    rehearsal.sequence(guard, [answer]);
    await expect(rehearsal.request('GET', '/guard', { headers })).resolves.toMatchObject({ status, body: { message } });
  });

  test('is not asked without a token, or with one that has not the right form', async () => {
    const { rehearsal } = guarded({ ...TOKEN, identityValidationExpression: 'se.*' });
    for (const one of [{}, { Authorization: 'other' }] as Record<string, string>[]) {
      await expect(rehearsal.request('GET', '/guard', { headers: one })).resolves.toMatchObject({ status: 401 });
    }
  });

  test('is asked once as long as its answer counts, whatever the case of the header', async () => {
    const { rehearsal, guard } = guarded({ ...TOKEN, authorizerResultTtlInSeconds: 60 });
    let asked = 0;
    rehearsal.mock(guard, () => {
      asked++;
      return policy('Allow');
    });
    await rehearsal.request('GET', '/guard', { headers });
    await rehearsal.request('GET', '/guard', { headers: { authorization: 'secret' } });
    expect(asked).toBe(1);
    await rehearsal.request('GET', '/guard', { headers: { Authorization: 'other' } });
    await rehearsal.advance(Duration.seconds(60));
    await rehearsal.request('GET', '/guard', { headers });
    expect(asked).toBe(3);
  });

  test('that does not let API Gateway call it is a wrong configuration', async () => {
    const app = new ApiApp();
    const guard = app.function('Guard');
    secured(app, {
      guard: {
        ...IAM,
        'x-amazon-apigateway-authtype': 'custom',
        'x-amazon-apigateway-authorizer': { type: 'token', authorizerUri: app.uriOf(guard) },
      },
    });
    await expect(app.rehearsal().request('GET', '/guard', { headers })).resolves.toMatchObject({
      status: 500,
      headers: { 'x-amzn-errortype': 'AuthorizerConfigurationException' },
    });
  });

  test('without a double is the mistake of the test', async () => {
    const { rehearsal } = guarded(TOKEN);
    await expect(rehearsal.request('GET', '/guard', { headers })).rejects.toThrow(
      /the authorizer 'guard' of Orders\/Api.* calls arn:aws:lambda:.*, which nothing stands in for/,
    );
  });
});

describe('API keys', () => {
  function keyed(settings: Fields = {}) {
    const app = new ApiApp();
    const api = secured(app, { key: KEY }, settings);
    const plan = api.addUsagePlan('Plan', { apiStages: [{ api, stage: api.deploymentStage }] });
    const key = new apigateway.ApiKey(app.stack, 'Key', { value: 'a-key-of-twenty-characters' });
    const off = new apigateway.ApiKey(app.stack, 'Off', { value: 'another-key-of-twenty-characters', enabled: false });
    plan.addApiKey(key);
    plan.addApiKey(off);
    return app.rehearsal();
  }

  test.each<[string, string | undefined, ApiCredentials | undefined, number]>([
    ['of the plan', 'a-key-of-twenty-characters', 'none', 200],
    ['that is switched off', 'another-key-of-twenty-characters', undefined, 403],
    ['that nobody knows', 'x', undefined, 403],
    ['that is missing', undefined, 'none', 403],
    ['that any authorized caller has', undefined, undefined, 200],
  ])('a key %s', async (_what, key, credentials, status) => {
    const response = await keyed().request('GET', '/key', { credentials, headers: key ? { 'x-api-key': key } : {} });
    expect(response.status).toBe(status);
    if (status === 403) {
      expect(response).toMatchObject({
        body: { message: 'Forbidden' },
        headers: { 'x-amzn-errortype': 'ForbiddenException' },
      });
    }
  });

  test('a document may leave the key to an authorizer', async () => {
    const rehearsal = keyed({ 'x-amazon-apigateway-api-key-source': 'AUTHORIZER' });
    await expect(rehearsal.request('GET', '/key', { headers: { 'x-api-key': 'another-key' } })).resolves.toMatchObject({
      status: 200,
    });
    await expect(
      rehearsal.request('GET', '/key', {
        headers: { 'x-api-key': 'a-key-of-twenty-characters' },
        credentials: 'none',
      }),
    ).resolves.toMatchObject({ status: 403 });
  });

  test('without a usage plan no key is good', async () => {
    const app = new ApiApp();
    secured(app, { key: KEY });
    await expect(app.rehearsal().request('GET', '/key')).resolves.toMatchObject({ status: 403 });
  });
});

describe('the policy of an API', () => {
  const statement = (Effect: string, Resource: string, more: Fields = {}) => ({
    Effect,
    Principal: '*',
    Action: 'execute-api:Invoke',
    Resource,
    ...more,
  });
  function governed(...Statement: Fields[]) {
    const app = new ApiApp();
    app.api(
      { '/open': { get: operation(mock()) } },
      { 'x-amazon-apigateway-policy': { Version: '2012-10-17', Statement } },
    );
    return app.rehearsal();
  }

  test.each([
    [[statement('Allow', 'execute-api:/*')], 200],
    [[statement('Allow', 'execute-api:/prod/GET/open')], 200],
    [[statement('Allow', 'execute-api:/prod/POST/*')], 403],
    [[statement('Allow', 'execute-api:/*'), statement('Deny', 'execute-api:/prod/GET/*')], 403],
  ])('%j: %s', async (statements, status) => {
    await expect(governed(...statements).request('GET', '/open')).resolves.toMatchObject({ status });
  });

  test('that is about certain principals is not rehearsed', async () => {
    const rehearsal = governed(statement('Allow', 'execute-api:/*', { Principal: { AWS: 'arn:aws:iam::1:root' } }));
    await expect(rehearsal.request('GET', '/open')).rejects.toThrow('only those for everybody are rehearsed');
  });
});

test('a security scheme that API Gateway does not know is refused', async () => {
  const app = new ApiApp();
  secured(app, { bearer: { type: 'http', scheme: 'bearer' } });
  await expect(app.rehearsal().request('GET', '/bearer')).rejects.toThrow(
    'has the security scheme bearer, which API Gateway does not know',
  );
});
