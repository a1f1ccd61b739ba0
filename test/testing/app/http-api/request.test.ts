import { Stack } from 'aws-cdk-lib';
import * as apigateway from 'aws-cdk-lib/aws-apigateway';
import * as apigatewayv2 from 'aws-cdk-lib/aws-apigatewayv2';
import { HttpStepFunctionsIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations';
import * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import { HandWrittenApi } from './api';

test('a request starts an execution, and is answered with what Step Functions says', async () => {
  const written = new HandWrittenApi();
  written.route(written.api(), 'POST /orders');
  const rehearsal = written.rehearse();
  const response = await rehearsal.request('post', '/orders', { body: { orderId: 'o-1' } });
  const [execution] = rehearsal.executions();
  expect(response).toMatchObject({
    status: 200,
    headers: { 'content-type': 'application/x-amz-json-1.0' },
    body: { executionArn: execution.arn, startDate: Date.parse('2026-03-01T08:00:00Z') / 1000 },
  });
  expect(execution).toMatchObject({ input: { orderId: 'o-1' }, status: 'RUNNING' });
});

test("the CDK's own integration hands no body on", async () => {
  const written = new HandWrittenApi();
  const api = new apigatewayv2.HttpApi(written.stack, 'Api');
  api.addRoutes({
    path: '/orders',
    methods: [apigatewayv2.HttpMethod.POST],
    integration: new HttpStepFunctionsIntegration('Start', { stateMachine: written.machine }),
  });
  const rehearsal = written.rehearse();
  await expect(rehearsal.request('POST', '/orders', { body: { orderId: 'o-1' } })).resolves.toMatchObject({
    status: 200,
  });
  expect(rehearsal.executions().map(({ input }) => input)).toEqual([{}]);
});

test('what Step Functions refuses comes as it is', async () => {
  const written = new HandWrittenApi();
  written.route(written.api(), 'POST /orders');
  const rehearsal = written.rehearse();
  await expect(rehearsal.request('POST', '/orders', { body: 'no json' })).resolves.toMatchObject({
    status: 400,
    body: { __type: 'com.amazonaws.swf.service.v2.model#InvalidExecutionInput' },
  });
  expect(rehearsal.executions()).toEqual([]);
});

test('the answer of an execution that is waited for comes after its time', async () => {
  const written = new HandWrittenApi(sfn.StateMachineType.EXPRESS);
  written.route(written.api(), 'POST /orders', { integrationSubtype: 'StepFunctions-StartSyncExecution' });
  const rehearsal = written.rehearse();
  const response = await rehearsal.request('POST', '/orders', { body: { orderId: 'o-1' } });
  expect(response).toMatchObject({ status: 200, body: { status: 'SUCCEEDED', output: '{"orderId":"o-1"}' } });
  expect(rehearsal.now).toEqual(new Date('2026-03-01T08:00:05Z'));
});

test.each([
  ['thirty seconds', undefined, 30],
  ['as long as the integration says', 1500, 1.5],
])('API Gateway waits %s, and the execution goes on', async (_title, timeoutInMillis, seconds) => {
  const written = new HandWrittenApi(sfn.StateMachineType.EXPRESS, 60);
  written.route(written.api(), 'POST /orders', {
    integrationSubtype: 'StepFunctions-StartSyncExecution',
    timeoutInMillis,
  });
  const rehearsal = written.rehearse();
  await expect(rehearsal.request('POST', '/orders', { body: {} })).resolves.toMatchObject({
    status: 503,
    body: { message: 'Service Unavailable' },
  });
  expect(rehearsal.now.getTime() - Date.parse('2026-03-01T08:00:00Z')).toBe(seconds * 1000);
  await rehearsal.advance(60_000);
  expect(rehearsal.executions().map(({ status }) => status)).toEqual(['SUCCEEDED']);
});

test('response parameters change the status and the headers', async () => {
  const written = new HandWrittenApi();
  const parameters = (...pairs: [string, string][]) => ({
    ResponseParameters: pairs.map(([Destination, Source]) => ({ Destination, Source })),
  });
  written.route(written.api(), 'POST /orders', {
    responseParameters: {
      '200': parameters(
        ['overwrite:statuscode', '202'],
        ['append:header.X-Started', '$response.body.executionArn'],
        ['remove:header.X-Unknown', "''"],
        ['overwrite:header.X-Route', 'route=${context.routeKey}'],
        ['append:header.Content-Type', 'q=1'],
        ['append:header.X-Nothing', '$response.body.nothing'],
      ),
    },
  });
  const rehearsal = written.rehearse();
  const { status, headers } = await rehearsal.request('POST', '/orders', { body: {} });
  const [{ arn }] = rehearsal.executions();
  expect({ status, headers }).toEqual({
    status: 202,
    headers: {
      'content-type': 'application/x-amz-json-1.0,q=1',
      'x-amzn-requestid': expect.any(String),
      'x-route': 'route=POST /orders',
      'x-started': arn,
    },
  });
  await expect(rehearsal.request('POST', '/orders', { body: 'no json' })).resolves.toMatchObject({ status: 400 });
});

test('API Gateway answers itself what fits no route, and what is too large', async () => {
  const written = new HandWrittenApi();
  written.route(written.api(), 'POST /orders');
  const rehearsal = written.rehearse();
  await expect(rehearsal.request('GET', '/orders')).resolves.toMatchObject({
    status: 404,
    body: { message: 'Not Found' },
  });
  await expect(rehearsal.request('POST', '/orders', { body: 'x'.repeat(10_485_761) })).resolves.toMatchObject({
    status: 413,
  });
});

test('a role without the right, or of another service, starts nothing', async () => {
  const written = new HandWrittenApi();
  const other = new sfn.StateMachine(written.stack, 'Other', {
    definitionBody: sfn.DefinitionBody.fromChainable(new sfn.Pass(written.stack, 'Done')),
  });
  const api = written.api();
  written.route(api, 'POST /other', {
    requestParameters: { StateMachineArn: other.stateMachineArn, Input: '$request.body' },
  });
  written.route(api, 'POST /orders', { credentialsArn: written.machine.role.roleArn });
  written.machine.grantStartExecution(written.machine.role);
  const rehearsal = written.rehearse();
  await expect(rehearsal.request('POST', '/other', { body: {} })).resolves.toMatchObject({
    status: 400,
    body: { __type: 'com.amazon.coral.service#AccessDeniedException' },
  });
  await expect(rehearsal.request('POST', '/orders', { body: {} })).resolves.toMatchObject({
    status: 500,
    body: { message: 'Internal Server Error' },
  });
  expect(rehearsal.executions()).toEqual([]);
});

test('a state machine is looked for in the Region that the integration names', async () => {
  const written = new HandWrittenApi();
  const parameters = { StateMachineArn: written.machine.stateMachineArn, Input: '$request.body' };
  const api = written.api();
  written.route(api, 'POST /here', { requestParameters: { ...parameters, Region: 'us-east-1' } });
  written.route(api, 'POST /there', { requestParameters: { ...parameters, Region: 'eu-west-1' } });
  const rehearsal = written.rehearse();
  await expect(rehearsal.request('POST', '/here', { body: {} })).resolves.toMatchObject({ status: 200 });
  await expect(rehearsal.request('POST', '/there', { body: {} })).resolves.toMatchObject({
    status: 400,
    body: { __type: 'com.amazonaws.swf.service.v2.model#StateMachineDoesNotExist' },
  });
});

test('a request may be meant for one of several APIs of either kind', async () => {
  const written = new HandWrittenApi();
  const orders = written.api({}, 'OrderApi');
  const refunds = written.api({}, 'RefundApi');
  written.route(orders, 'POST /orders');
  written.route(refunds, 'POST /refunds');
  const rest = new apigateway.RestApi(written.stack, 'RestApi', { cloudWatchRole: false });
  rest.root.addResource('orders').addMethod('POST', new apigateway.MockIntegration());
  const api = apigatewayv2.HttpApi.fromHttpApiAttributes(written.stack, 'Named', { httpApiId: orders.ref });
  const rehearsal = written.rehearse();
  await expect(rehearsal.request('POST', '/refunds', { body: {} })).resolves.toMatchObject({ status: 200 });
  await expect(rehearsal.request('POST', '/orders', { body: {} })).rejects.toThrow(
    /^the APIs Orders\/RestApi\w+ and Orders\/OrderApi could be meant by POST \/orders: name one with { api }$/,
  );
  await expect(rehearsal.request('POST', '/orders', { api, body: {} })).resolves.toMatchObject({ status: 200 });
  await expect(rehearsal.request('POST', '/orders', { api: 'abc', body: {} })).rejects.toThrow(
    /^the app has no API abc; it has Orders\/RestApi\w+, Orders\/OrderApi, Orders\/RefundApi$/,
  );
  await expect(new HandWrittenApi().rehearse().request('GET', '/')).rejects.toThrow('the app has no API');
});

test('an OpenAPI document has routes, authorizers and CORS, too', async () => {
  const written = new HandWrittenApi();
  const start = {
    type: 'aws_proxy',
    integrationSubtype: 'StepFunctions-StartExecution',
    credentials: written.role.roleArn,
    payloadFormatVersion: '1.0',
    requestParameters: { StateMachineArn: written.machine.stateMachineArn, Input: '$request.body' },
    responseParameters: { '200': { 'overwrite:statuscode': '202' } },
  };
  written.api({
    body: {
      openapi: '3.0.1',
      info: { title: 'Orders', version: '1' },
      'x-amazon-apigateway-cors': { allowOrigins: ['*'] },
      components: {
        'x-amazon-apigateway-integrations': { start },
        securitySchemes: {
          jwt: {
            type: 'oauth2',
            'x-amazon-apigateway-authorizer': {
              type: 'jwt',
              identitySource: '$request.header.Authorization',
              jwtConfiguration: { issuer: 'https://issuer.example.com', audience: ['shop'] },
            },
          },
          signed: { type: 'apiKey', 'x-amazon-apigateway-authtype': 'awsSigv4' },
        },
      },
      paths: {
        '/open': { post: { 'x-amazon-apigateway-integration': start } },
        '/token': { post: { security: [{ jwt: ['write'] }], 'x-amazon-apigateway-integration': start } },
        '/signed': { post: { security: [{ signed: [] }], 'x-amazon-apigateway-integration': start } },
        '/$default': {
          'x-amazon-apigateway-any-method': {
            'x-amazon-apigateway-auth': { type: 'AWS_IAM' },
            'x-amazon-apigateway-integration': { $ref: '#/components/x-amazon-apigateway-integrations/start' },
          },
        },
      },
    },
  });
  const rehearsal = written.rehearse();
  const statusOf = async (path: string, credentials: 'authorized' | 'none' | { claims: Record<string, string> }) =>
    (await rehearsal.request('POST', path, { body: {}, credentials })).status;
  expect(await statusOf('/open', 'none')).toBe(202);
  expect(await statusOf('/token', 'authorized')).toBe(202);
  expect(await statusOf('/token', { claims: { scope: 'read' } })).toBe(403);
  expect(await statusOf('/token', 'none')).toBe(401);
  expect(await statusOf('/signed', 'none')).toBe(403);
  expect(await statusOf('/any/thing', 'authorized')).toBe(202);
  expect(await statusOf('/any/thing', 'none')).toBe(403);
  await expect(
    rehearsal.request('POST', '/open', { body: {}, headers: { Origin: 'https://a.example.com' } }),
  ).resolves.toMatchObject({ headers: { 'access-control-allow-origin': '*' } });
});

test('a stage may have a name and variables', async () => {
  const written = new HandWrittenApi();
  const api = new apigatewayv2.CfnApi(written.stack, 'Api', { name: 'Api', protocolType: 'HTTP' });
  new apigatewayv2.CfnStage(written.stack, 'Stage', {
    apiId: api.ref,
    stageName: 'live',
    deploymentId: 'deployed-elsewhere',
    stageVariables: { prefix: 'live' },
  });
  written.route(api, 'POST /orders', {
    requestParameters: {
      StateMachineArn: written.machine.stateMachineArn,
      Input: '$request.body',
      Name: '${stageVariables.prefix}-${request.querystring.id}-${context.stage}',
    },
  });
  const rehearsal = written.rehearse();
  await rehearsal.request('POST', '/orders', { body: {}, query: { id: ['1', '2'] } });
  expect(rehearsal.executions().map(({ name }) => name)).toEqual([]);
  await rehearsal.request('POST', '/orders', { body: {}, query: { id: '1' } });
  expect(rehearsal.executions().map(({ name }) => name)).toEqual(['live-1-live']);
});

test('an app of two stacks may have the API in one and its routes in the other', async () => {
  const written = new HandWrittenApi();
  const api = new apigatewayv2.HttpApi(new Stack(written.app, 'Shared'), 'Api');
  new apigatewayv2.HttpRoute(written.stack, 'Route', {
    httpApi: api,
    routeKey: apigatewayv2.HttpRouteKey.with('/orders', apigatewayv2.HttpMethod.POST),
    integration: new HttpStepFunctionsIntegration('Start', { stateMachine: written.machine }),
  });
  const rehearsal = written.rehearse();
  await expect(rehearsal.request('POST', '/orders', { api, body: {} })).resolves.toMatchObject({ status: 200 });
});
