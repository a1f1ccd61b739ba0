import { ApiApp, type Fields, mock, operation } from './api-app';

const ask = (responses: Fields, path = '/nowhere', headers: Record<string, string> = {}) => {
  const app = new ApiApp();
  app.api({ '/': { get: operation(mock()) } }, { 'x-amazon-apigateway-gateway-responses': responses });
  return app.rehearsal().request('GET', path, { headers });
};

test('an error that API Gateway answers itself has its own form', async () => {
  await expect(ask({})).resolves.toEqual({
    status: 403,
    body: { message: 'Missing Authentication Token' },
    text: '{"message":"Missing Authentication Token"}',
    headers: {
      'content-type': 'application/json',
      'x-amzn-errortype': 'MissingAuthenticationTokenException',
      'x-amzn-requestid': expect.stringMatching(/^[\da-f-]{36}$/),
    },
  });
});

test('its status, headers and body can be others', async () => {
  const response = await ask(
    {
      MISSING_AUTHENTICATION_TOKEN: {
        statusCode: '404',
        responseParameters: {
          'gatewayresponse.header.Access-Control-Allow-Origin': "'*'",
          'gatewayresponse.header.X-Asked': 'method.request.header.X-Ask',
        },
        responseTemplates: {
          'application/json':
            '{"m":$context.error.messageString,"type":"$context.error.responseType","id":"$context.requestId","p":"$context.path","h":"$method.request.header.X-Ask","none":"$context.authorizer.x"}',
        },
      },
    },
    '/nowhere',
    { 'X-Ask': 'h' },
  );
  expect(response).toMatchObject({
    status: 404,
    headers: { 'access-control-allow-origin': '*', 'x-asked': 'h' },
    body: {
      m: 'Missing Authentication Token',
      type: 'MISSING_AUTHENTICATION_TOKEN',
      id: response.headers['x-amzn-requestid'],
      p: '/prod/nowhere',
      h: 'h',
      none: '',
    },
  });
});

test('the general responses are there for the others', async () => {
  const template = { 'application/json': '{"code":"$context.error.responseType"}' };
  await expect(ask({ DEFAULT_4XX: { responseTemplates: template } })).resolves.toMatchObject({
    status: 403,
    body: { code: 'MISSING_AUTHENTICATION_TOKEN' },
  });
  await expect(ask({ DEFAULT_4XX: { statusCode: '400' } })).resolves.toMatchObject({ status: 400 });
  await expect(ask({ DEFAULT_5XX: { statusCode: '599' } })).resolves.toMatchObject({ status: 403 });
});

test('methods of Velocity are text there, as AWS documents', async () => {
  const responseTemplates = { 'application/json': '$context.error.message.replaceAll("Token", "x") $other' };
  await expect(ask({ DEFAULT_4XX: { responseTemplates } })).resolves.toMatchObject({
    text: 'Missing Authentication Token.replaceAll("Token", "x") $other',
  });
});

test.each(['#if(true)x#end', '$util.escapeJavaScript("x")', '$input.body', '${context.requestId}'])(
  '%s would stand in the answer as it is written, and is refused',
  async (template) => {
    await expect(ask({ DEFAULT_4XX: { responseTemplates: { 'application/json': template } } })).rejects.toThrow(
      'which API Gateway leaves as it is: only variables are filled in there',
    );
  },
);

test('what is wrong with a body can be told', async () => {
  const app = new ApiApp();
  const schema = { type: 'object', required: ['id'] };
  app.api(
    {
      '/': {
        post: operation(mock(), {
          requestBody: { content: { 'application/json': { schema } } },
          'x-amazon-apigateway-request-validator': 'body',
        }),
      },
    },
    {
      'x-amazon-apigateway-request-validators': { body: { validateRequestBody: true } },
      'x-amazon-apigateway-gateway-responses': {
        BAD_REQUEST_BODY: { responseTemplates: { 'application/json': '$context.error.validationErrorString' } },
      },
    },
  );
  const post = async (body: string) => (await app.rehearsal().request('POST', '/', { body })).text;
  expect(await post('{}')).toBe('[object has missing required properties (["id"])]');
  expect(await post('')).toBe('[object has missing required properties (["id"])]');
  expect(await post('{"id"')).toBe('[the body is not JSON]');
  expect(await post('{"id":1}')).toBe('{}');
});

test('a body over 10 MB is too large, whatever the method would do', async () => {
  const app = new ApiApp();
  app.api({ '/': { post: operation(mock()) } });
  const rehearsal = app.rehearsal();
  const send = (bytes: number) => rehearsal.request('POST', '/', { body: 'é'.repeat(bytes / 2) });
  await expect(send(10 * 1024 * 1024)).resolves.toMatchObject({ status: 200 });
  await expect(send(10 * 1024 * 1024 + 2)).resolves.toMatchObject({
    status: 413,
    body: { message: 'Request Too Long' },
  });
});
