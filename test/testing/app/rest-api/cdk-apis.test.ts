import { type CfnResource, Stack } from 'aws-cdk-lib';
import * as apigateway from 'aws-cdk-lib/aws-apigateway';
import * as cognito from 'aws-cdk-lib/aws-cognito';
import * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import { Rehearsal } from '../../../../src/testing';
import { ApiApp, BODY, inputs } from './api-app';

const OK = { methodResponses: [{ statusCode: '200' }] };

function restApi(props: apigateway.RestApiProps = {}) {
  const app = new ApiApp();
  const api = new apigateway.RestApi(app.stack, 'Api', { cloudWatchRole: false, ...props });
  return { app, api };
}

const answer = (template = '{}') =>
  new apigateway.MockIntegration({
    requestTemplates: { 'application/json': '{"statusCode": 200}' },
    integrationResponses: [{ statusCode: '200', responseTemplates: { 'application/json': template } }],
  });

test('resources, models, validators and gateway responses of the CDK', async () => {
  const { app, api } = restApi();
  const model = api.addModel('Order', {
    schema: { type: apigateway.JsonSchemaType.OBJECT, required: ['id'] },
  });
  const integration = new apigateway.AwsIntegration({
    service: 'states',
    action: 'StartExecution',
    options: {
      credentialsRole: app.role,
      requestTemplates: {
        'application/json': `{"stateMachineArn":"${app.machine.stateMachineArn}","name":"$input.params('X-Key')","input":${BODY}}`,
      },
      integrationResponses: [{ statusCode: '200', responseTemplates: { 'application/json': '{"ok":true}' } }],
    },
  });
  api.root
    .addResource('shops')
    .addResource('{shop}')
    .addResource('orders')
    .addMethod('POST', integration, {
      ...OK,
      requestModels: { 'application/json': model },
      requestParameters: { 'method.request.header.X-Key': true, 'method.request.querystring.q': false },
      requestValidatorOptions: { validateRequestBody: true, validateRequestParameters: true },
    });
  api.addGatewayResponse('BadBody', {
    type: apigateway.ResponseType.BAD_REQUEST_BODY,
    statusCode: '422',
    responseHeaders: { 'X-Why': "'body'" },
    templates: { 'application/json': '{"error":$context.error.messageString}' },
  });
  const rehearsal = app.rehearsal();
  const post = (headers: Record<string, string>, body: unknown) =>
    rehearsal.request('POST', '/shops/s-1/orders', { headers, body });
  await expect(post({ 'X-Key': 'k' }, { id: 1 })).resolves.toMatchObject({ status: 200, body: { ok: true } });
  await expect(post({ 'X-Key': ' ' }, { id: 1 })).resolves.toMatchObject({
    status: 400,
    body: { message: 'Missing required request parameters: [X-Key]' },
  });
  await expect(post({ 'X-Key': 'k2' }, {})).resolves.toMatchObject({
    status: 422,
    headers: { 'x-why': 'body' },
    body: { error: 'Invalid request body' },
  });
  expect(inputs(rehearsal)).toEqual([{ id: 1 }]);
});

test('authorizers and API keys of the CDK', async () => {
  const { app, api } = restApi();
  const guard = app.function('Guard');
  const pool = new cognito.UserPool(app.stack, 'Pool');
  const methods: Record<string, apigateway.MethodOptions> = {
    token: { authorizer: new apigateway.TokenAuthorizer(app.stack, 'Token', { handler: guard }) },
    request: {
      authorizer: new apigateway.RequestAuthorizer(app.stack, 'Request', {
        handler: guard,
        identitySources: [apigateway.IdentitySource.header('X-Who')],
      }),
    },
    pool: {
      authorizer: new apigateway.CognitoUserPoolsAuthorizer(app.stack, 'Users', { cognitoUserPools: [pool] }),
      authorizationScopes: ['orders/read'],
    },
    iam: { authorizationType: apigateway.AuthorizationType.IAM },
    key: { apiKeyRequired: true },
  };
  for (const [name, options] of Object.entries(methods)) {
    api.root
      .addResource(name)
      .addMethod('GET', answer('{"who":"$context.authorizer.principalId"}'), { ...OK, ...options });
  }
  const plan = api.addUsagePlan('Plan', { apiStages: [{ stage: api.deploymentStage }] });
  plan.addApiKey(api.addApiKey('Key'));
  const rehearsal = app.rehearsal();
  rehearsal.mock(guard, {
    principalId: 'u',
    policyDocument: { Statement: [{ Effect: 'Allow', Action: 'execute-api:Invoke', Resource: '*' }] },
  });
  const status = async (name: string, credentials: 'authorized' | 'none') =>
    (
      await rehearsal.request('GET', `/${name}`, {
        credentials,
        headers: credentials === 'none' ? {} : { Authorization: 't', 'X-Who': 'w' },
      })
    ).status;
  for (const [name, refused] of Object.entries({ token: 401, request: 401, pool: 401, iam: 403, key: 403 })) {
    expect([name, await status(name, 'authorized'), await status(name, 'none')]).toEqual([name, 200, refused]);
  }
});

test('preflight requests of the CDK', async () => {
  const { app, api } = restApi({
    defaultCorsPreflightOptions: { allowOrigins: ['https://example.com'], allowMethods: ['POST'] },
  });
  api.root.addResource('orders').addMethod('POST', answer(), OK);
  const response = await app.rehearsal().request('OPTIONS', '/orders');
  expect(response).toMatchObject({
    status: 204,
    headers: {
      'access-control-allow-origin': 'https://example.com',
      'access-control-allow-methods': 'POST',
      vary: 'Origin',
    },
  });
});

test("the CDK's own LambdaRestApi", async () => {
  const app = new ApiApp();
  const handler = app.function('Fn');
  new apigateway.LambdaRestApi(app.stack, 'Api', { handler, cloudWatchRole: false });
  const rehearsal = app.rehearsal();
  rehearsal.mock(handler, ({ path, pathParameters }) => ({
    statusCode: 200,
    body: JSON.stringify({ path, pathParameters }),
  }));
  await expect(rehearsal.request('PATCH', '/a/b')).resolves.toMatchObject({
    body: { path: '/a/b', pathParameters: { proxy: 'a/b' } },
  });
  await expect(rehearsal.request('GET', '/')).resolves.toMatchObject({ body: { path: '/', pathParameters: null } });
});

describe("the CDK's own StepFunctionsRestApi", () => {
  function stepFunctionsApi() {
    const app = new ApiApp((stack) => new sfn.Pass(stack, 'Done'), sfn.StateMachineType.EXPRESS);
    new apigateway.StepFunctionsRestApi(app.stack, 'Api', { stateMachine: app.machine, cloudWatchRole: false });
    return app.rehearsal();
  }

  test('runs the workflow with the request and answers with its output', async () => {
    const rehearsal = stepFunctionsApi();
    const response = await rehearsal.request('POST', '/', { body: { a: `it's` }, query: { q: '1' } });
    expect(response).toMatchObject({
      status: 200,
      body: { body: { a: `it's` }, querystring: { q: '1' }, path: {} },
    });
  });

  // https://github.com/aws/aws-cdk writes JSON with @@ for quotes and puts quotes there after it has put in the data.
  test('lets a request write what it likes into the input', async () => {
    const rehearsal = stepFunctionsApi();
    await rehearsal.request('POST', '/', { body: { note: 'hi@@,@@admin@@:true,@@z@@:@@' } });
    expect(inputs(rehearsal)).toMatchObject([{ body: { note: 'hi', admin: true } }]);
  });
});

test('of several APIs the only one that has the route is meant, or the one that is named', async () => {
  const app = new ApiApp();
  const [one, other] = ['One', 'Other'].map((id) => {
    const api = new apigateway.RestApi(app.stack, id, { cloudWatchRole: false, restApiName: 'Same' });
    api.root.addResource('both').addMethod('GET', answer(`{"id":"${id}"}`), OK);
    api.root.addResource(id).addMethod('GET', answer(`{"id":"${id}"}`), OK);
    return api;
  });
  const rehearsal = app.rehearsal();
  await expect(rehearsal.request('GET', '/Other')).resolves.toMatchObject({ body: { id: 'Other' } });
  await expect(rehearsal.request('GET', '/both', { api: one })).resolves.toMatchObject({ body: { id: 'One' } });
  await expect(rehearsal.request('GET', '/both', { api: other })).resolves.toMatchObject({ body: { id: 'Other' } });
  await expect(rehearsal.request('GET', '/One', { api: other })).resolves.toMatchObject({ status: 403 });
  await expect(rehearsal.request('GET', '/both')).rejects.toThrow('could be meant by GET /both: name one with { api }');
  await expect(rehearsal.request('GET', '/both', { api: 'x' })).rejects.toThrow('the app has no API x');
});

test('APIs of two stacks with the same ids are not mixed up', async () => {
  const { app, api } = restApi();
  api.root.addMethod('GET', answer('{"stack":1}'), OK);
  const other = new Stack(app.stack.node.root as never, 'Other');
  const second = new apigateway.RestApi(other, 'Api', { cloudWatchRole: false });
  second.root.addMethod('POST', answer('{"stack":2}'), OK);
  const rehearsal = Rehearsal.ofApp(app.stack);
  await expect(rehearsal.request('GET', '/', { api })).resolves.toMatchObject({ body: { stack: 1 } });
  await expect(rehearsal.request('GET', '/', { api: second })).resolves.toMatchObject({ status: 403 });
  await expect(rehearsal.request('POST', '/')).resolves.toMatchObject({ body: { stack: 2 } });
});

test('an API without a stage, or whose stage caches, is not rehearsed', async () => {
  const { app, api } = restApi({ deploy: false });
  api.root.addMethod('GET', answer(), OK);
  await expect(app.rehearsal().request('GET', '/')).rejects.toThrow(/is deployed to no stage/);
  const cached = restApi({ deployOptions: { cachingEnabled: true } });
  cached.api.root.addMethod('GET', answer(), OK);
  await expect(cached.app.rehearsal().request('GET', '/')).rejects.toThrow('caches answers, which is not rehearsed');
});

test('an app without an API, or with a document out of a bucket, says so', async () => {
  await expect(new ApiApp().rehearsal().request('GET', '/')).rejects.toThrow('the app has no API');
  const { app, api } = restApi();
  api.root.addMethod('GET', answer(), OK);
  (api.node.defaultChild as CfnResource).addPropertyOverride('BodyS3Location', { Bucket: 'b', Key: 'k' });
  await expect(app.rehearsal().request('GET', '/')).rejects.toThrow('an OpenAPI document in a bucket is not rehearsed');
});

test.each<[string, object, string]>([
  ['copied', { CloneFrom: 'abcdef1234' }, 'is imported with a copy of another API, which is not rehearsed'],
  ['prefixed', { Parameters: { basepath: 'prepend' } }, 'is imported with the base path of its document'],
])('an API that is %s is not rehearsed', async (_what, properties, message) => {
  const { app, api } = restApi();
  api.root.addMethod('GET', answer(), OK);
  for (const [name, value] of Object.entries(properties)) {
    (api.node.defaultChild as CfnResource).addPropertyOverride(name, value);
  }
  await expect(app.rehearsal().request('GET', '/')).rejects.toThrow(message);
});

test('what one route has does not keep others from being rehearsed', async () => {
  const { app, api } = restApi();
  api.root.addMethod('GET', new apigateway.HttpIntegration('https://example.com'));
  api.root.addMethod('POST', answer(), OK);
  const rehearsal = app.rehearsal();
  await expect(rehearsal.request('POST', '/')).resolves.toMatchObject({ status: 200 });
  await expect(rehearsal.request('GET', '/')).rejects.toThrow('of the type HTTP_PROXY is not rehearsed');
});

test('bodies that an API takes as bytes are not rehearsed, others are', async () => {
  const { app, api } = restApi({ binaryMediaTypes: ['image/png'] });
  api.root.addMethod('POST', answer(), OK);
  const rehearsal = app.rehearsal();
  await expect(rehearsal.request('POST', '/', { body: {} })).resolves.toMatchObject({ status: 200 });
  await expect(
    rehearsal.request('POST', '/', { body: 'PNG', headers: { 'content-type': 'image/png' } }),
  ).rejects.toThrow('takes bodies of the type image/png as bytes, which is not rehearsed');
});
