import { App, Stack } from 'aws-cdk-lib';
import * as apigateway from 'aws-cdk-lib/aws-apigateway';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import { Rehearsal } from '../../../../src/testing';

const TEMPLATE = (arn: string) =>
  `{"stateMachineArn":"${arn}","input":"$util.escapeJavaScript($input.body).replaceAll("\\\\'","'")"}`;

function shop() {
  const app = new App();
  const stack = new Stack(app, 'Orders');
  const machine = new sfn.StateMachine(stack, 'Machine', {
    definitionBody: sfn.DefinitionBody.fromChainable(new sfn.Pass(stack, 'Done')),
  });
  const role = new iam.Role(stack, 'Role', { assumedBy: new iam.ServicePrincipal('apigateway.amazonaws.com') });
  machine.grantStartExecution(role);
  return { app, stack, machine, role };
}

test('a request to a method of the CDK starts an execution with its body', async () => {
  const { app, stack, machine, role } = shop();
  const api = new apigateway.RestApi(stack, 'Api', { cloudWatchRole: false });
  api.root.addResource('orders').addMethod(
    'POST',
    new apigateway.AwsIntegration({
      service: 'states',
      action: 'StartExecution',
      options: {
        credentialsRole: role,
        passthroughBehavior: apigateway.PassthroughBehavior.NEVER,
        requestTemplates: { 'application/json': TEMPLATE(machine.stateMachineArn) },
        integrationResponses: [
          { statusCode: '400', selectionPattern: '4\\d\\d', responseTemplates: { 'application/json': '{"no":true}' } },
          { statusCode: '202', responseTemplates: { 'application/json': '{"status":"STARTED"}' } },
        ],
      },
    }),
    { methodResponses: [{ statusCode: '202' }, { statusCode: '400' }] },
  );
  const rehearsal = Rehearsal.ofApp(app);
  const response = await rehearsal.request('POST', '/orders', { body: { text: `it's "5" @@ $x #if / \u{1f600}` } });
  expect(response).toMatchObject({ status: 202, body: { status: 'STARTED' } });
  expect(rehearsal.executions().map(({ input }) => input)).toEqual([{ text: `it's "5" @@ $x #if / \u{1f600}` }]);
  await expect(rehearsal.request('GET', '/orders')).resolves.toMatchObject({
    status: 403,
    body: { message: 'Missing Authentication Token' },
  });
});

test('a request to an OpenAPI document starts an execution, or is refused by its schema', async () => {
  const { app, stack, machine, role } = shop();
  new apigateway.SpecRestApi(stack, 'Api', {
    cloudWatchRole: false,
    apiDefinition: apigateway.ApiDefinition.fromInline({
      openapi: '3.0.1',
      info: { title: 'Orders', version: '1' },
      'x-amazon-apigateway-request-validators': { all: { validateRequestBody: true, validateRequestParameters: true } },
      'x-amazon-apigateway-request-validator': 'all',
      components: { schemas: { Order: { type: 'object', required: ['orderId'] } } },
      paths: {
        '/orders': {
          post: {
            parameters: [{ name: 'Idempotency-Key', in: 'header', required: true, schema: { type: 'string' } }],
            requestBody: { content: { 'application/json': { schema: { $ref: '#/components/schemas/Order' } } } },
            responses: { '200': { description: 'ok' } },
            'x-amazon-apigateway-integration': {
              type: 'aws',
              httpMethod: 'POST',
              uri: `arn:aws:apigateway:${stack.region}:states:action/StartExecution`,
              credentials: role.roleArn,
              requestTemplates: {
                'application/json': `{"name":"$input.params('Idempotency-Key')",${TEMPLATE(machine.stateMachineArn).slice(1)}`,
              },
              responses: { default: { statusCode: '200' } },
            },
          },
        },
      },
    }),
  });
  const rehearsal = Rehearsal.ofApp(app);
  const headers = { 'Idempotency-Key': 'k-1' };
  const started = await rehearsal.request('POST', '/orders', { headers, body: { orderId: 'o-1' } });
  expect(started).toMatchObject({ status: 200, body: { executionArn: expect.stringMatching(/:k-1$/) } });
  expect(rehearsal.executions().map(({ name }) => name)).toEqual(['k-1']);
  await expect(rehearsal.request('POST', '/orders', { body: { orderId: 'o-1' } })).resolves.toMatchObject({
    status: 400,
    body: { message: 'Missing required request parameters: [Idempotency-Key]' },
  });
  await expect(rehearsal.request('POST', '/orders', { headers, body: {} })).resolves.toMatchObject({
    status: 400,
    body: { message: 'Invalid request body' },
  });
});
