import { App, Stack } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import * as apigateway from 'aws-cdk-lib/aws-apigateway';
import * as cognito from 'aws-cdk-lib/aws-cognito';
import { ApiAuthorization, WorkflowApi } from '../../../src';
import { ACCOUNT, newStack, rehearsed, slowWorkflow } from './api-app';
import { clientOf, withKey } from './client';

const env = { account: ACCOUNT, region: 'us-east-1' };

test('routes stand beside those of the user, below paths that are there', async () => {
  const stack = newStack();
  const restApi = new apigateway.RestApi(stack, 'Own');
  restApi.root.resourceForPath('v1/orders').addMethod(
    'GET',
    new apigateway.MockIntegration({
      requestTemplates: { 'application/json': '{"statusCode": 200}' },
      integrationResponses: [{ statusCode: '200', responseTemplates: { 'application/json': '{"all": []}' } }],
    }),
    { methodResponses: [{ statusCode: '200' }] },
  );
  const api = new WorkflowApi(stack, 'Api', {
    workflow: slowWorkflow(stack).stateMachine,
    path: 'v1/orders',
    restApi,
    gatewayResponses: true,
    stopEndpoint: true,
  });
  api.addRoute('v1/refunds', { workflow: slowWorkflow(stack, 'Refund').stateMachine, exactReplies: true });
  const send = clientOf(rehearsed(stack));

  expect(await send('GET', '/v1/orders')).toMatchObject({ status: 200, body: { all: [] } });
  expect(await send('POST', '/v1/orders', withKey('o-1', { a: 1 }))).toMatchObject({
    status: 202,
    headers: { location: '/prod/v1/orders/o-1' },
  });
  expect(await send('POST', '/v1/orders', withKey('o-1', { a: 2 }))).toMatchObject({ status: 409 });
  expect(await send('POST', '/v1/orders', withKey('o 1'))).toMatchObject({ status: 400 });
  expect(await send('POST', '/v1/orders', { body: {} })).toMatchObject({ status: 400 });
  expect(await send('GET', '/v1/orders/o-1')).toMatchObject({ status: 200, body: { executionName: 'o-1' } });
  expect(await send('GET', '/v1/orders/o-2')).toMatchObject({ status: 404 });
  expect(await send('DELETE', '/v1/orders/o-1')).toMatchObject({ status: 202 });
  expect(await send('POST', '/v1/refunds', withKey('r-1'))).toMatchObject({ status: 202 });
  expect(api.restApi).toBe(restApi);
  expect(api.alarms).toEqual([]);
});

test('the answers of API Gateway are the user’s, unless they are to be ours', async () => {
  const stack = newStack();
  const restApi = new apigateway.RestApi(stack, 'Own');
  new WorkflowApi(stack, 'Api', { workflow: slowWorkflow(stack).stateMachine, restApi });
  Template.fromStack(stack).resourceCountIs('AWS::ApiGateway::GatewayResponse', 0);
  expect(await rehearsed(stack).request('POST', '/executions', { body: {}, credentials: 'none' })).toMatchObject({
    status: 403,
    body: { message: 'Missing Authentication Token' },
  });
});

test('what changes is deployed', () => {
  const deployed = (change: object) => {
    const stack = newStack();
    const restApi = new apigateway.RestApi(stack, 'Own');
    new WorkflowApi(stack, 'Api', { workflow: slowWorkflow(stack).stateMachine, restApi, ...change });
    return Object.keys(Template.fromStack(stack).findResources('AWS::ApiGateway::Deployment'))[0];
  };
  const ids = [
    {},
    { statusOutput: true },
    { requestSchema: { type: 'object', required: ['a'] } },
    { stopEndpoint: true },
  ];
  expect(new Set(ids.map(deployed)).size).toBe(ids.length);
  expect(deployed({})).toBe(deployed({}));
});

test('an API of another stack gets its routes there', async () => {
  const app = new App();
  const home = new Stack(app, 'Home', { env });
  const restApi = new apigateway.RestApi(home, 'Own');
  const stack = new Stack(app, 'Orders', { env });
  new WorkflowApi(stack, 'Api', {
    workflow: slowWorkflow(stack).stateMachine,
    path: 'orders',
    restApi,
    gatewayResponses: true,
  });

  Template.fromStack(home).hasResourceProperties('AWS::ApiGateway::Method', { HttpMethod: 'POST' });
  Template.fromStack(stack).resourceCountIs('AWS::ApiGateway::Method', 0);
  const send = clientOf(rehearsed(stack));
  expect(await send('POST', '/orders', withKey('o-1'))).toMatchObject({ status: 202 });
});

test('an imported API gets its routes, and is deployed by whoever owns it', () => {
  const stack = newStack();
  const restApi = apigateway.RestApi.fromRestApiAttributes(stack, 'Imported', {
    restApiId: 'abc',
    rootResourceId: 'root',
  });
  const api = new WorkflowApi(stack, 'Api', { workflow: slowWorkflow(stack).stateMachine, path: 'orders', restApi });

  Template.fromStack(stack).hasResourceProperties('AWS::ApiGateway::Method', {
    RestApiId: 'abc',
    HttpMethod: 'POST',
    AuthorizationType: 'AWS_IAM',
  });
  expect(() => api.url).toThrow('restApi must have a deploymentStage for an address');
});

test('a path has one variable part', () => {
  const taken = () => {
    const stack = newStack();
    const restApi = new apigateway.RestApi(stack, 'Own');
    restApi.root.resourceForPath('orders/{id}').addMethod('GET');
    return { stack, props: { workflow: slowWorkflow(stack).stateMachine, path: 'orders', restApi } };
  };
  const { stack, props } = taken();
  expect(() => new WorkflowApi(stack, 'Api', props)).toThrow(
    'restApi has /orders/{id} already, and a path can have one variable part: turn off statusEndpoint and stopEndpoint, ' +
      'which need {executionName}, or take another path [at Orders/Api]',
  );
  const other = taken();
  new WorkflowApi(other.stack, 'Api', { ...other.props, statusEndpoint: false });
});

test('two of our APIs may share one of the user’s', async () => {
  const stack = newStack();
  const restApi = new apigateway.RestApi(stack, 'Own');
  for (const path of ['a', 'b']) {
    new WorkflowApi(stack, `Api ${path}`, { workflow: slowWorkflow(stack, path).stateMachine, path, restApi });
  }
  const rehearsal = rehearsed(stack);
  for (const path of ['/a', '/b']) {
    expect(await rehearsal.request('POST', path, withKey('x-1'))).toMatchObject({ status: 202 });
  }
});

test('the methods call with a role, and answer what was declared only', () => {
  const stack = newStack();
  const restApi = new apigateway.RestApi(stack, 'Own', { defaultMethodOptions: { apiKeyRequired: true } });
  new WorkflowApi(stack, 'Api', { workflow: slowWorkflow(stack).stateMachine, path: 'orders', restApi });
  Template.fromStack(stack).hasResourceProperties('AWS::ApiGateway::Method', {
    HttpMethod: 'POST',
    ApiKeyRequired: false,
    RequestParameters: { 'method.request.header.Idempotency-Key': true },
    RequestValidatorId: Match.anyValue(),
    RequestModels: { 'application/json': Match.anyValue() },
    Integration: Match.objectLike({ Credentials: Match.anyValue(), PassthroughBehavior: 'NEVER' }),
    MethodResponses: [{ StatusCode: '202' }, { StatusCode: '400' }, { StatusCode: '500' }],
  });
});

test.each([
  ['iam', ApiAuthorization.iam(), 'AWS_IAM'],
  ['none', ApiAuthorization.none(), 'NONE'],
  ['apiKey', ApiAuthorization.apiKey(), 'NONE'],
] as const)('a route of %s is not of the authorizer that the API has for its own', (_kind, authorization, type) => {
  const stack = newStack();
  const authorizer = new apigateway.CognitoUserPoolsAuthorizer(stack, 'Authorizer', {
    cognitoUserPools: [new cognito.UserPool(stack, 'Pool')],
  });
  const restApi = new apigateway.RestApi(stack, 'Own', {
    defaultMethodOptions: { authorizer, authorizationScopes: ['own/read'] },
  });
  restApi.root.addMethod('GET');
  new WorkflowApi(stack, 'Api', {
    workflow: slowWorkflow(stack).stateMachine,
    restApi,
    authorization,
    cors: { allowOrigin: '*' },
  });

  const methods = Object.values(Template.fromStack(stack).findResources('AWS::ApiGateway::Method'));
  const said = (method: string) => methods.filter(({ Properties }) => Properties.HttpMethod === method);
  for (const { Properties } of said('OPTIONS')) {
    expect(Properties).toMatchObject({ AuthorizationType: 'NONE' });
    expect(Properties).not.toHaveProperty('AuthorizerId');
  }
  for (const { Properties } of said('POST')) {
    expect(Properties).toMatchObject({ AuthorizationType: type });
    expect(Properties).not.toHaveProperty('AuthorizerId');
    expect(Properties).not.toHaveProperty('AuthorizationScopes');
  }
});

test('keys need a stage that is known', () => {
  const stack = newStack();
  const restApi = apigateway.RestApi.fromRestApiAttributes(stack, 'Own', { restApiId: 'abc', rootResourceId: 'root' });
  expect(
    () =>
      new WorkflowApi(stack, 'Api', {
        workflow: slowWorkflow(stack).stateMachine,
        restApi,
        authorization: ApiAuthorization.apiKey(),
      }),
  ).toThrow('restApi must have a deploymentStage for API keys, whose usage plan names it');
});

test.each(['*/*', 'application/json'])('an API to which bodies are binary (%s) is refused', (type) => {
  const stack = newStack();
  const restApi = new apigateway.RestApi(stack, 'Own', { binaryMediaTypes: ['image/png', type] });
  expect(() => new WorkflowApi(stack, 'Api', { workflow: slowWorkflow(stack).stateMachine, restApi })).toThrow(
    `restApi must not have application/json among its binaryMediaTypes, received '${type}'`,
  );
});

test('the keys of an API of another stack stand there, too', async () => {
  const app = new App();
  const restApi = new apigateway.RestApi(new Stack(app, 'Apis', { env }), 'Own');
  const stack = newStack(app);
  new WorkflowApi(stack, 'Api', {
    workflow: slowWorkflow(stack).stateMachine,
    restApi,
    authorization: ApiAuthorization.apiKey(),
  });
  Template.fromStack(Stack.of(restApi)).resourceCountIs('AWS::ApiGateway::UsagePlan', 1);
  Template.fromStack(stack).resourceCountIs('AWS::ApiGateway::UsagePlan', 0);
});
