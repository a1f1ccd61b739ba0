import { Duration } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import type * as lambda from 'aws-cdk-lib/aws-lambda';
import { ApiApp, type Fields, IAM_SCHEME, secured } from './api-app';

describe('a function that authorizes', () => {
  function guarded(settings: Fields, fn: (app: ApiApp) => lambda.Function = (app) => app.function('Guard')) {
    const app = new ApiApp();
    const guard = fn(app);
    const api = secured(app, {
      guard: {
        ...IAM_SCHEME,
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
        ...IAM_SCHEME,
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
