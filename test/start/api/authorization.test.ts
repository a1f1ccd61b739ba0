import { CfnParameter, Duration } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import * as apigateway from 'aws-cdk-lib/aws-apigateway';
import * as cognito from 'aws-cdk-lib/aws-cognito';
import * as iam from 'aws-cdk-lib/aws-iam';
import { ApiAuthorization, WorkflowApi } from '../../../src';
import { testFunction } from '../../functions';
import { ACCOUNT, apiOf, newStack, rehearsed, slowWorkflow } from './api-app';
import { clientOf, withKey } from './client';

type Stack = ReturnType<typeof newStack>;

/** Every kind of authorization, on an API of our own and on one of the user's. */
const kinds: [string, (stack: Stack) => ApiAuthorization, number][] = [
  ['iam', () => ApiAuthorization.iam(), 403],
  [
    'cognito',
    (stack) => ApiAuthorization.cognito(new cognito.UserPool(stack, 'Pool'), { scopes: ['orders/write'] }),
    401,
  ],
  ['lambda', (stack) => ApiAuthorization.lambdaFunction(testFunction(stack, 'Doorman'), { header: 'X-Token' }), 401],
  [
    'lambda with the whole request',
    (stack) =>
      ApiAuthorization.lambdaFunction(testFunction(stack, 'Doorman'), { header: 'X-Token', wholeRequest: true }),
    403,
  ],
  ['apiKey', () => ApiAuthorization.apiKey(), 403],
];

const both = kinds.flatMap(([title, make, status]) =>
  [true, false].map((own) => ({ title, make, status, own, where: own ? 'an API of our own' : 'an API of the user’s' })),
);

function protectedBy(make: (stack: Stack) => ApiAuthorization, own: boolean) {
  const stack = newStack();
  const restApi = own ? undefined : new apigateway.RestApi(stack, 'Own');
  new WorkflowApi(stack, 'Api', {
    workflow: slowWorkflow(stack).stateMachine,
    path: 'orders',
    authorization: make(stack),
    stopEndpoint: true,
    restApi,
    gatewayResponses: own ? undefined : true,
  });
  const rehearsal = rehearsed(stack);
  const doorman = stack.node.tryFindChild('Doorman');
  if (doorman) {
    rehearsal.mock(doorman as never, ({ authorizationToken, headers, methodArn }: any) => {
      const token = authorizationToken ?? headers['X-Token'];
      return {
        principalId: 'user-1',
        policyDocument: {
          Version: '2012-10-17',
          Statement: [
            { Action: 'execute-api:Invoke', Effect: token === 'let me in' ? 'Allow' : 'Deny', Resource: methodArn },
          ],
        },
      };
    });
  }
  return { rehearsal, send: clientOf(rehearsal) };
}

test.each(both)('$title on $where: nobody gets in who shows nothing', async ({ make, status, own }) => {
  const { rehearsal, send } = protectedBy(make, own);

  for (const [method, path] of [
    ['POST', '/orders'],
    ['GET', '/orders/o-1'],
    ['DELETE', '/orders/o-1'],
  ]) {
    const answer = await send(method, path, { ...withKey('o-1'), credentials: 'none' });
    expect(answer.status).toBe(status);
  }
  expect(rehearsal.executions()).toEqual([]);
});

test.each(both)('$title on $where: those get in who may', async ({ make, own }) => {
  const { rehearsal, send } = protectedBy(make, own);
  const headers = { 'X-Token': 'let me in' };

  expect(await send('POST', '/orders', { headers: { ...headers, 'Idempotency-Key': 'o-1' }, body: {} })).toMatchObject({
    status: 202,
  });
  expect(await send('GET', '/orders/o-1', { headers })).toMatchObject({ status: 200 });
  expect(await send('DELETE', '/orders/o-1', { headers })).toMatchObject({ status: 202 });
  expect(rehearsal.executions()).toMatchObject([{ status: 'ABORTED' }]);
});

test.each([true, false])('whom a function turns away is answered 403 (own API: %s)', async (own) => {
  const { send } = protectedBy(kinds[2][1], own);
  const headers = { 'X-Token': 'please', 'Idempotency-Key': 'o-1' };
  expect(await send('POST', '/orders', { headers, body: {} })).toMatchObject({
    status: 403,
    body: { message: 'The caller may not do this.' },
  });
});

test.each([true, false])('a token without the scope is not good enough (own API: %s)', async (own) => {
  const { send } = protectedBy(kinds[1][1], own);
  const credentials = { claims: { sub: 'user-1', scope: 'orders/read' } };
  expect((await send('POST', '/orders', { ...withKey('o-1'), credentials })).status).toBe(401);
});

test('whom IAM does not let in is not told who he is', async () => {
  const { stack, api } = apiOf();
  const caller = new iam.Role(stack, 'Caller', { assumedBy: new iam.AccountPrincipal(ACCOUNT), roleName: 'Caller' });
  const other = new iam.Role(stack, 'Other', { assumedBy: new iam.AccountPrincipal(ACCOUNT), roleName: 'Other' });
  api.grantInvoke(caller);
  const send = clientOf(rehearsed(stack));
  const as = (role: iam.Role) => ({ credentials: { userArn: `arn:aws:iam::${ACCOUNT}:role/${role.node.id}` } });

  expect(await send('POST', '/orders', { ...withKey('o-1'), ...as(caller) })).toMatchObject({ status: 202 });
  expect(await send('GET', '/orders/o-1', as(caller))).toMatchObject({ status: 200 });
  expect(await send('POST', '/orders', { ...withKey('o-1'), ...as(other) })).toMatchObject({
    status: 403,
    body: { message: 'The caller may not do this.' },
  });
});

test('nobody is asked for anything where that was said', async () => {
  const { stack } = apiOf({ authorization: ApiAuthorization.none() });
  expect(await clientOf(rehearsed(stack))('POST', '/orders', { ...withKey('o-1'), credentials: 'none' })).toMatchObject(
    {
      status: 202,
    },
  );
});

test('a route may ask for something else than the others', async () => {
  const { stack, workflow, api } = apiOf();
  api.addRoute('refunds', { workflow: workflow.stateMachine, authorization: ApiAuthorization.none() });
  api.addRoute('others', { workflow: workflow.stateMachine });
  const send = clientOf(rehearsed(stack));

  expect(await send('POST', '/refunds', { ...withKey('r-1'), credentials: 'none' })).toMatchObject({ status: 202 });
  for (const path of ['/orders', '/others']) {
    expect(await send('POST', path, { ...withKey('o-1'), credentials: 'none' })).toMatchObject({ status: 403 });
  }
});

test('the right to call is one for each method, on this stage only', () => {
  const { stack, api } = apiOf({ stopEndpoint: true });
  api.grantInvoke(new iam.Role(stack, 'Caller', { assumedBy: new iam.AccountPrincipal(ACCOUNT) }));
  const [policy] = Object.values(Template.fromStack(stack).findResources('AWS::IAM::Policy'));
  const resources = JSON.stringify(policy.Properties.PolicyDocument.Statement[0].Resource);
  for (const suffix of ['/POST/orders', '/GET/orders/*', '/DELETE/orders/*'])
    expect(resources).toContain(`"${suffix}"`);
});

test('answers of an authorizer are kept when that is asked for, and for an hour at most', () => {
  const authorize = (ttl: Duration) => (stack: Stack) =>
    ApiAuthorization.lambdaFunction(testFunction(stack, 'Doorman'), { resultsCacheTtl: ttl });
  const stack = newStack();
  new WorkflowApi(stack, 'Api', {
    workflow: slowWorkflow(stack).stateMachine,
    authorization: authorize(Duration.minutes(5))(stack),
  });
  Template.fromStack(stack).hasResourceProperties('AWS::ApiGateway::RestApi', {
    Body: {
      components: {
        securitySchemes: {
          custom: Match.objectLike({
            'x-amazon-apigateway-authorizer': Match.objectLike({ authorizerResultTtlInSeconds: 300 }),
          }),
        },
      },
    },
  });
  const other = newStack();
  expect(
    () =>
      new WorkflowApi(other, 'Api', {
        workflow: slowWorkflow(other).stateMachine,
        authorization: authorize(Duration.hours(2))(other),
      }),
  ).toThrow('authorization.resultsCacheTtl must be at most an hour, received 7200 s');
});

test('what is no header is refused', () => {
  const authorization = ApiAuthorization.cognito({} as never, { header: 'X Token' });
  expect(() => apiOf({ authorization })).toThrow("authorization must read a header, received 'X Token'");
});

test('keys can be the user’s, with limits', () => {
  const stack = newStack();
  const apiKeys = [new apigateway.ApiKey(stack, 'One'), new apigateway.ApiKey(stack, 'Two')];
  const throttling = { rateLimit: 1, burstLimit: 2 };
  new WorkflowApi(stack, 'Api', {
    workflow: slowWorkflow(stack).stateMachine,
    authorization: ApiAuthorization.apiKey({ apiKeys, throttling, monthlyQuota: 100 }),
  });
  const template = Template.fromStack(stack);
  template.resourceCountIs('AWS::ApiGateway::ApiKey', 2);
  template.resourceCountIs('AWS::ApiGateway::UsagePlanKey', 2);
  template.hasResourceProperties('AWS::ApiGateway::UsagePlan', {
    Throttle: { RateLimit: 1, BurstLimit: 2 },
    Quota: { Limit: 100, Period: 'MONTH' },
  });
});

test('a quota may be known when the app is deployed only', () => {
  const stack = newStack();
  const quota = new CfnParameter(stack, 'Quota', { type: 'Number', default: 1000 });
  const authorization = ApiAuthorization.apiKey({ monthlyQuota: quota.valueAsNumber });
  new WorkflowApi(stack, 'Api', { workflow: slowWorkflow(stack).stateMachine, authorization });
  Template.fromStack(stack).hasResourceProperties('AWS::ApiGateway::UsagePlan', {
    Quota: { Limit: { Ref: 'Quota' }, Period: 'MONTH' },
  });
});
