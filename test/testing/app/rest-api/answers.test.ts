import { ApiApp, inputs, mock, operation } from './api-app';

test('without a template, what the service answers goes to the client as it is', async () => {
  const app = new ApiApp();
  app.api({ '/orders': { post: operation(app.start()) } });
  const { status, text } = await app.rehearsal().request('POST', '/orders', { body: { id: 'o-1' } });
  expect(status).toBe(200);
  expect(text).toMatch(/^\{"executionArn":"arn:aws:states:.*","startDate":1.772352E9\}$/);
});

test('the response is chosen by the status of the service, and its template reads the answer', async () => {
  const app = new ApiApp();
  const responses = {
    default: { statusCode: '202', responseTemplates: { 'application/json': '{"ok":true}' } },
    '4\\d{2}': {
      statusCode: '400',
      responseTemplates: {
        'application/json': [
          "#if($input.path('$.__type').endsWith('#ExecutionAlreadyExists'))",
          '#set($context.responseOverride.status = 409)',
          "#set($context.responseOverride.header.Location = '/orders/k')",
          '#end',
          "{\"why\":\"$input.path('$.__type').replaceAll('.*#', '')\"}",
        ].join('\n'),
      },
    },
  };
  const template = `{"stateMachineArn":"${app.machine.stateMachineArn}","name":"$input.params('name')"}`;
  app.api({ '/orders/{name}': { put: operation(app.states('StartExecution', template, { responses })) } });
  const rehearsal = app.rehearsal();
  await expect(rehearsal.request('PUT', '/orders/k')).resolves.toMatchObject({ status: 202, body: { ok: true } });
  await expect(rehearsal.request('PUT', '/orders/k')).resolves.toMatchObject({
    status: 409,
    body: { why: 'ExecutionAlreadyExists' },
    headers: { location: '/orders/k' },
  });
  await expect(rehearsal.request('PUT', '/orders/a%20b')).resolves.toMatchObject({
    status: 400,
    body: { why: 'InvalidName' },
  });
});

test.each([
  ['text/html', 'text/html', '<p>'],
  ['application/json', 'application/json', '{}'],
  ['image/png', 'application/json', '{}'],
  [undefined, 'application/json', '{}'],
])('for Accept: %s the template for %s is taken', async (accept, type, text) => {
  const app = new ApiApp();
  const responseTemplates = { 'text/html': '<p>', 'application/json': '{}' };
  app.api({ '/': { get: operation(mock('', { responses: { default: { statusCode: '200', responseTemplates } } })) } });
  const response = await app.rehearsal().request('GET', '/', { headers: accept ? { Accept: accept } : {} });
  expect(response).toMatchObject({ text, headers: { 'content-type': type } });
});

test('the only template is taken whatever the client accepts', async () => {
  const app = new ApiApp();
  const responses = { default: { statusCode: '200', responseTemplates: { 'text/html': '<p>' } } };
  app.api({ '/': { get: operation(mock('', { responses })) } });
  await expect(app.rehearsal().request('GET', '/')).resolves.toMatchObject({
    body: '<p>',
    headers: { 'content-type': 'text/html' },
  });
});

test('response parameters map headers, the body, the context and fixed texts', async () => {
  const app = new ApiApp();
  const responseParameters = {
    'method.response.header.X-Arn': 'integration.response.body.executionArn',
    'method.response.header.X-Type': 'integration.response.header.Content-Type',
    'method.response.header.X-Stage': 'context.stage',
    'method.response.header.X-Text': "'fixed'",
    'method.response.header.X-None': 'integration.response.body.nothing',
    'method.response.header.Server': "'mine'",
  };
  const responses = { default: { statusCode: '200', responseParameters } };
  const headers = Object.fromEntries(
    Object.keys(responseParameters).map((name) => [name.replace('method.response.header.', ''), {}]),
  );
  app.api({
    '/orders': { post: operation(app.start({ responses }), { responses: { '200': { description: 'ok', headers } } }) },
  });
  const response = await app.rehearsal().request('POST', '/orders', { body: {} });
  expect(response.headers).toMatchObject({
    'x-arn': expect.stringMatching(/^arn:aws:states:/),
    'x-type': 'application/x-amz-json-1.0',
    'x-stage': 'prod',
    'x-text': 'fixed',
    'x-amzn-remapped-server': 'mine',
  });
  expect(response.headers).not.toHaveProperty('x-none');
});

test('request parameters and stage variables reach the template', async () => {
  const app = new ApiApp();
  const api = app.api({
    '/orders/{id}': {
      post: operation(
        mock(
          '{"id":"$input.params(\'id\')","q":"$input.params(\'q\')","h":"$input.params(\'X-H\')","n":"$input.params(\'x-h\')",' +
            '"v":"$stageVariables.size","none":"$stageVariables.none","path":"$context.resourcePath","at":$context.requestTimeEpoch,' +
            '"time":"$context.requestTime","method":"$context.httpMethod","api":"$context.apiId","who":"$context.identity.caller","p":"$context.authorizer.principalId"}',
        ),
      ),
    },
  });
  (api.deploymentStage.node.defaultChild as import('aws-cdk-lib').CfnResource).addPropertyOverride('Variables', {
    size: 'big',
  });
  const response = await app
    .rehearsal()
    .request('POST', '/orders/a%22b', { query: { q: ['1', '2'] }, headers: { 'X-H': 'h' }, body: '{}' });
  expect(response.text).toContain('"id":"a"b"');
  expect(response.text).toMatch(/"q":"2","h":"h","n":"","v":"big","none":"","path":"\/orders\/\{id\}"/);
  expect(response.text).toContain('"at":1772352000000,"time":"01/Mar/2026:08:00:00 +0000","method":"POST"');
  expect(response.text).toMatch(/"api":"\w{10}","who":"","p":""\}$/);
});

test('a variable that API Gateway does not document is the mistake of the template', async () => {
  const app = new ApiApp();
  app.api({ '/': { get: operation(mock('$context.nothing')) } });
  await expect(app.rehearsal().request('GET', '/')).rejects.toThrow(
    '$context.nothing is none of the variables that API Gateway documents',
  );
});

test.each([
  ['$input.path("$.a").substring(9)', 500],
  ['$input.path("$.a").nothing()', 'nothing() is a method that a rehearsal does not know for a text'],
  ['$util.nothing("a")', '$util has no method nothing'],
  ['$input.nothing', '$input has no nothing'],
  ['#if($x)', '#end is expected'],
])('the template %s answers %s', async (template, outcome) => {
  const app = new ApiApp();
  const requestTemplates = { 'application/json': `{"statusCode":200,"x":"${template}"}` };
  app.api({ '/': { post: operation(mock('{}', { requestTemplates })) } });
  const response = app.rehearsal().request('POST', '/', { body: { a: 'b' } });
  await (typeof outcome === 'number'
    ? expect(response).resolves.toMatchObject({ status: outcome, body: { message: 'Internal server error' } })
    : expect(response).rejects.toThrow(outcome));
});

test('a body that a template reads as JSON and that is none is a bad request', async () => {
  const app = new ApiApp();
  const requestTemplates = { 'application/json': `{"statusCode":200,"x":$input.json('$')}` };
  app.api({ '/': { post: operation(mock('{}', { requestTemplates })) } });
  await expect(app.rehearsal().request('POST', '/', { body: '{"a":' })).resolves.toMatchObject({ status: 400 });
  await expect(app.rehearsal().request('POST', '/', { body: 'a=b&c=d' })).resolves.toMatchObject({ status: 200 });
});

test('request overrides and mapped headers are sent, some headers never', async () => {
  const app = new ApiApp();
  const requestParameters = { 'integration.request.header.Authorization': "'x'" };
  app.api({ '/': { get: operation(mock('{}', { requestParameters })) } });
  await expect(app.rehearsal().request('GET', '/')).resolves.toMatchObject({
    status: 500,
    headers: { 'x-amzn-errortype': 'InternalServerErrorException' },
  });
});

test.each([
  ['when_no_match', undefined, 200],
  ['when_no_match', 'text/plain', 200],
  ['when_no_templates', 'text/plain', 415],
  ['never', 'text/plain', 415],
  ['never', 'application/json; charset=utf-8', 200],
  ['never', undefined, 200],
])('with passthrough %s, %s is answered %s', async (passthroughBehavior, type, status) => {
  const app = new ApiApp();
  app.api({ '/orders': { post: operation(app.start({ passthroughBehavior })) } });
  const rehearsal = app.rehearsal();
  const body = { stateMachineArn: 'arn:aws:x' };
  const response = await rehearsal.request('POST', '/orders', { body, headers: type ? { 'Content-Type': type } : {} });
  const passed = type === 'text/plain' && status === 200;
  expect(response.status).toBe(status);
  expect(response.text.includes('states:StartExecution on resource: arn:aws:x')).toBe(passed);
  if (status === 415) {
    expect(response).toMatchObject({ body: { message: 'Unsupported Media Type' } });
    expect(inputs(rehearsal)).toEqual([]);
  }
});

test('an integration response that no method response declares would not be deployed', async () => {
  const app = new ApiApp();
  app.api({ '/': { get: operation(mock(), { responses: { '201': { description: 'other' } } }) } });
  await expect(app.rehearsal().request('GET', '/')).rejects.toThrow(
    'GET /: an integration response answers 200, which no method response declares',
  );
});

test('a header that the method response does not declare would not be deployed', async () => {
  const app = new ApiApp();
  const responses = { default: { statusCode: '200', responseParameters: { 'method.response.header.X': "'x'" } } };
  app.api({ '/': { get: operation(mock('', { responses })) } });
  await expect(app.rehearsal().request('GET', '/')).rejects.toThrow('a response sets the header X, which');
});

test('without a response for the status there is a server error', async () => {
  const app = new ApiApp();
  app.api({ '/orders': { post: operation(app.start({ responses: { '400': { statusCode: '400' } } })) } });
  await expect(app.rehearsal().request('POST', '/orders', { body: {} })).resolves.toMatchObject({ status: 500 });
});
