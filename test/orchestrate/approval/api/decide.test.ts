import { Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import * as cognito from 'aws-cdk-lib/aws-cognito';
import * as iam from 'aws-cdk-lib/aws-iam';
import { ApiAuthorization } from '../../../../src';
import { ApprovalApi } from '../../../../src/orchestrate/approval/api/approval-api';
import type { ApiCredentials } from '../../../../src/testing';
import { testFunction } from '../../../functions';
import { ACCOUNT, approvalApi, clientOf, type Decisions, FORM, linkId, rehearsed } from './approval-api-app';

const PATH = `/${linkId(1)}`;

function deciding(decisions: Decisions) {
  const { stack, workflow, api } = approvalApi(decisions);
  const rehearsal = rehearsed(stack);
  return { api, rehearsal, send: clientOf(rehearsal), inputs: () => inputsOf(rehearsal, workflow) };
}

const inputsOf = (rehearsal: ReturnType<typeof rehearsed>, workflow: ReturnType<typeof approvalApi>['workflow']) =>
  rehearsal.executions(workflow.stateMachine).map(({ input }) => input);

const RECORDED = { result: 'RECORDED', decision: 'APPROVED', title: 'Refund &lt;4711&gt;', approver: 'Ada' };

const OUTCOMES: [Record<string, unknown>, number, string][] = [
  [{ result: 'RECORDED', decision: 'APPROVED' }, 200, 'Your approval has been recorded.'],
  [{ result: 'RECORDED', decision: 'APPROVED', outcome: 'APPROVED' }, 200, 'Your approval has been recorded.'],
  [{ result: 'RECORDED', decision: 'REJECTED' }, 200, 'Your rejection has been recorded.'],
  [{ result: 'RECORDED', decision: 'DELEGATED' }, 200, 'Somebody else has been asked in your place.'],
  [{ result: 'ALREADY_DECIDED', decision: 'APPROVED' }, 409, 'Your first answer counts.'],
  [{ result: 'ALREADY_DECIDED', decision: 'REJECTED' }, 409, 'Your first answer counts.'],
  [{ result: 'ALREADY_DECIDED', decision: 'DELEGATED' }, 409, 'Your first answer counts.'],
  [{ result: 'ALREADY_DECIDED' }, 409, 'Your first answer counts.'],
  [{ result: 'CLOSED', outcome: 'APPROVED' }, 409, 'The matter has been approved.'],
  [{ result: 'CLOSED', outcome: 'REJECTED' }, 409, 'The matter has been rejected.'],
  [{ result: 'CLOSED' }, 409, 'The matter is closed.'],
  [{ result: 'SUPERSEDED' }, 409, 'This link is not valid any more'],
  [{ result: 'EXPIRED' }, 410, 'The time is over'],
  [{ result: 'UNKNOWN' }, 404, 'There is nothing here'],
  [{ result: 'INVALID', message: 'The comment is too long.' }, 400, 'That was no answer'],
  [{ result: 'NOT_YOURS' }, 403, 'You may not decide this'],
];

test.each(OUTCOMES)('%p is told on a page, with %i', async (output, code, sentence) => {
  const { status, headers, text } = await deciding(output).send('POST', PATH, {
    headers: FORM,
    body: 'decision=APPROVED',
  });

  expect({ status, type: headers['content-type'] }).toEqual({ status: code, type: 'text/html' });
  expect(text).toContain(sentence);
  expect(text).not.toContain('<form');
  if ('message' in output) expect(text).toContain(output.message);
});

test.each(OUTCOMES)('%p is told in JSON, with %i', async (output, code) => {
  const { status, headers, body } = await deciding({ title: 'Refund', ...output }).send('POST', PATH, {
    body: { decision: 'APPROVED' },
  });

  expect({ status, type: headers['content-type'] }).toEqual({ status: code, type: 'application/json' });
  expect(body).toEqual({ ...output, requestId: expect.stringMatching(/^[\w-]{36}$/) });
});

test('a page says what was decided, and for whom', async () => {
  const { text } = await deciding(RECORDED).send('POST', PATH, { headers: FORM, body: 'decision=APPROVED' });

  expect(text).toContain('<h1>Approved</h1>');
  expect(text).toContain('Refund &lt;4711&gt;');
  expect(text).toContain('<dd>Ada</dd>');
});

test.each(['fails', 'hangs'] as const)(
  'a decision workflow that %s is 503, and its cause stays inside',
  async (how) => {
    const { send } = deciding(how);

    expect(await send('POST', PATH, { headers: FORM, body: 'decision=APPROVED' })).toMatchObject({
      status: 503,
      headers: { 'content-type': 'text/html' },
      text: expect.stringContaining('Try again in a minute'),
    });
    expect(await send('POST', PATH, { body: { decision: 'APPROVED' } })).toMatchObject({
      status: 503,
      headers: { 'content-type': 'application/json' },
      body: { result: 'UNAVAILABLE', requestId: expect.any(String) },
    });
  },
);

test.each([{ result: 'WHATEVER' }, {}, { result: 'RECORDED' }, { result: 'RECORDED', decision: 'approved' }])(
  'what a decision workflow should not say, %p, is 503 and no success',
  async (output) => {
    const { send } = deciding(output);

    expect(await send('POST', PATH, { headers: FORM, body: 'decision=APPROVED' })).toMatchObject({ status: 503 });
    expect(await send('POST', PATH, { body: {} })).toMatchObject({ status: 503, body: { result: 'UNAVAILABLE' } });
  },
);

/** As a decision workflow reads it. */
const decoded = (body: string) => decodeURIComponent(body.replaceAll('+', '%20'));

test.each([
  ['a form', 'decision=APPROVED&comment=fine'],
  ['UTF-8', 'decision=APPROVED&comment=%C3%A4%E2%82%AC%F0%9F%98%80+ok'],
  ['no encoding', 'decision=APPROVED&comment=%E0%A4%A&x=%zz%'],
  ['quotation marks', `decision=APPROVED","x":"y\\"}'`],
  ['a template', '$input.body #set($id = 1) ${x} $util.parseJson("{") #end #* \\'],
  ['HTML', '</script><script>alert(1)</script>'],
  ['control characters', 'a\u0000b\u0007\r\n\u2028\u2029\u007f'],
  ['letters outside of ASCII', 'ä€😀'],
  ['nothing', ''],
  ['an expression', '{% $states.context %}'],
])('%s comes to the decision workflow as it was sent', async (_what, body) => {
  const { send, inputs } = deciding(RECORDED);

  for (const [form, headers] of [
    [true, FORM],
    [false, { 'Content-Type': 'application/json; charset=utf-8' }],
  ] as const) {
    expect(await send('POST', PATH, { headers, body })).toMatchObject({ status: 200 });
    const input = inputs().at(-1) as { body: string };
    expect(input).toEqual({
      id: linkId(1),
      body: expect.stringMatching(/^[\w.*+%-]*$/),
      form,
      identity: { type: 'LINK', principal: '', sourceIp: '127.0.0.1' },
    });
    expect(decoded(input.body)).toBe(body);
  }
});

test.each([
  ['of a gate', 'gate%231'],
  ['of a record', 'decision%23gate%231%23Ada'],
  ['of quotation marks', '%22%2C%22form%22%3Atrue'],
  ['of a template', '%24context'],
  ['with a line', `${linkId(1)}%0A`],
  ['very long', 'f'.repeat(8000)],
])('an id %s is handed on as one that there is not', async (_what, id) => {
  const { send, inputs } = deciding({ result: 'UNKNOWN' });

  expect(await send('POST', `/${id}`, { headers: FORM, body: 'decision=APPROVED' })).toMatchObject({ status: 404 });
  expect(inputs()).toEqual([expect.objectContaining({ id: 'none' })]);
});

test('a body that is too long for an answer starts nothing', async () => {
  const { send, inputs } = deciding(RECORDED);

  expect(await send('POST', PATH, { headers: FORM, body: 'x'.repeat(24_576) })).toMatchObject({ status: 200 });
  for (const body of ['x'.repeat(24_577), '😀'.repeat(200_000)]) {
    expect(await send('POST', PATH, { headers: FORM, body })).toMatchObject({
      status: 413,
      headers: { 'content-type': 'text/html' },
      text: expect.stringContaining('That was no answer'),
    });
  }
  expect(inputs()).toHaveLength(1);
});

test('a comment of 1,800 characters is short enough, whatever they are', async () => {
  for (const character of ['\n', '"', '€', '\ud83d\ude00']) {
    const comment = character.repeat(1800 / character.length);
    const form = new URLSearchParams({ decision: 'APPROVED', comment: comment.replaceAll('\n', '\r\n') }).toString();
    const json = { decision: 'APPROVED', comment };
    const { send } = deciding(RECORDED);
    expect(await send('POST', PATH, { headers: FORM, body: form })).toMatchObject({ status: 200 });
    expect(await send('POST', PATH, { body: json })).toMatchObject({ status: 200 });
  }
});

test.each(['text/plain', 'multipart/form-data; boundary=x', 'application/xml', 'text/html'])(
  'a body of the type %s is 415, and starts nothing',
  async (type) => {
    const { send, inputs } = deciding(RECORDED);

    expect(await send('POST', PATH, { headers: { 'Content-Type': type }, body: 'decision=APPROVED' })).toMatchObject({
      status: 415,
      headers: { 'content-type': 'text/html' },
    });
    expect(inputs()).toEqual([]);
  },
);

test('whatever a client accepts, it gets the one answer that there is', async () => {
  const { send } = deciding(RECORDED);
  for (const accept of ['*/*', 'application/json', 'text/html,application/xhtml+xml;q=0.9', 'image/png']) {
    const headers = { ...FORM, Accept: accept };
    const { text, headers: got } = await send('POST', PATH, { headers, body: 'decision=APPROVED' });
    expect(got['content-type']).toBe('text/html');
    expect(text).toContain('<h1>Approved</h1>');
    expect(text).not.toContain('executionArn');
  }
});

test('of somebody who is signed in the decision workflow is told who it is, and by what', async () => {
  const ask = async (authorization: ApiAuthorization, credentials: ApiCredentials) => {
    const { stack, workflow } = approvalApi(RECORDED, { authorization });
    const rehearsal = rehearsed(stack);
    const answer = await clientOf(rehearsal)('POST', PATH, { headers: FORM, body: 'x', credentials });
    expect(answer.status).toBe(200);
    return (inputsOf(rehearsal, workflow)[0] as { identity: object }).identity;
  };
  const userPool = cognito.UserPool.fromUserPoolId(new Stack(), 'Pool', 'us-east-1_abc');
  const userArn = `arn:aws:iam::${ACCOUNT}:user/ada`;
  const claims = { sub: `o'neil\\",` };
  const sourceIp = '127.0.0.1';

  expect(await ask(ApiAuthorization.iam(), { userArn })).toEqual({ type: 'IAM', principal: userArn, sourceIp });
  expect(await ask(ApiAuthorization.cognito(userPool), { claims })).toEqual({
    type: 'COGNITO',
    principal: claims.sub,
    sourceIp,
  });
});

test('a function lets in whom it knows, and the decision workflow is told', async () => {
  const { stack, table, workflow } = approvalApi(RECORDED);
  const doorman = testFunction(stack, 'Doorman');
  const api = new ApprovalApi(stack, 'Signed', {
    table,
    decisionWorkflow: workflow.stateMachine,
    authorization: ApiAuthorization.lambdaFunction(doorman, { header: 'Cookie', wholeRequest: true }),
  });
  const rehearsal = rehearsed(stack);
  rehearsal.mock(doorman, (asked) => {
    const { headers = {} } = asked as { headers?: Record<string, string> };
    const Effect = headers.Cookie === 'session=1' ? 'Allow' : 'Deny';
    const Statement = [{ Action: 'execute-api:Invoke', Effect, Resource: '*' }];
    return { principalId: 'a"b\\c', policyDocument: { Version: '2012-10-17', Statement } };
  });
  const send = clientOf(rehearsal);
  const request = { headers: { ...FORM, Cookie: 'session=1' }, body: 'x', api: api.restApi };

  expect(await send('POST', PATH, request)).toMatchObject({ status: 200 });
  expect(inputsOf(rehearsal, workflow)).toEqual([
    expect.objectContaining({ identity: { type: 'JWT', principal: 'a"b\\c', sourceIp: '127.0.0.1' } }),
  ]);
  expect(await send('POST', PATH, { ...request, headers: FORM, credentials: 'none' })).toMatchObject({
    status: 403,
    text: expect.stringContaining('You may not decide this'),
  });
});

test.each(['GET', 'POST'])('without a signature %s is refused, with a page', async (method) => {
  const { stack, workflow } = approvalApi(RECORDED, { authorization: ApiAuthorization.iam() });
  const rehearsal = rehearsed(stack);
  const answer = await clientOf(rehearsal)(method, PATH, { body: { decision: 'APPROVED' }, credentials: 'none' });

  expect(answer).toMatchObject({ status: 403, text: expect.stringContaining('You may not decide this') });
  expect(inputsOf(rehearsal, workflow)).toEqual([]);
});

test.each([
  ['dynamodb:GetItem', 'GET'],
  ['states:StartSyncExecution', 'POST'],
])('without the right %s, %s is 503 and tells nothing', async (action, method) => {
  const { stack, api } = approvalApi(RECORDED);
  const deny = new iam.PolicyStatement({ effect: iam.Effect.DENY, actions: [action], resources: ['*'] });
  (api.role as iam.Role).addToPrincipalPolicy(deny);
  const send = clientOf(rehearsed(stack));

  expect(await send(method, PATH, { body: method === 'POST' ? {} : undefined })).toMatchObject({
    status: 503,
    text: expect.stringContaining('Please try again'),
  });
});

test('every integration response and every gateway response has one template, and nothing passes as it is', () => {
  const { stack } = approvalApi();
  const template = Template.fromStack(stack);
  const [{ Properties }] = Object.values(template.findResources('AWS::ApiGateway::RestApi'));
  const { paths, ...extensions } = Properties.Body;

  for (const operation of Object.values<any>(paths['/{id}'])) {
    const integration = operation['x-amazon-apigateway-integration'];
    expect(integration.passthroughBehavior).toBe('never');
    expect(Object.keys(integration.responses)).toContain('default');
    for (const response of Object.values<any>(integration.responses)) {
      expect(Object.keys(response.responseTemplates)).toEqual(['text/html']);
      expect(Object.keys(operation.responses)).toContain(response.statusCode);
    }
  }
  const gateway = extensions['x-amazon-apigateway-gateway-responses'];
  expect(Object.keys(gateway)).toEqual(expect.arrayContaining(['DEFAULT_4XX', 'DEFAULT_5XX']));
  for (const response of Object.values<any>(gateway)) {
    expect(Object.keys(response.responseTemplates)).toEqual(['text/html']);
  }
});
