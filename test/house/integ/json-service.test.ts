import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { loggedObjects, runByRequest, startByRequest } from '../../../integ/assert';

/** What a service was asked. */
interface Asked {
  readonly target: unknown;
  readonly authorization: string;
  readonly body: Record<string, string>;
}

const before = { ...process.env };
let server: Server;
let asked: Asked[];
/** What it answers, one after the other. */
let answers: { readonly status?: number; readonly body: object }[];

beforeEach(async () => {
  asked = [];
  answers = [];
  server = createServer(async (request, response) => {
    const { 'x-amz-target': target, authorization = '' } = request.headers;
    asked.push({ target, authorization, body: JSON.parse(await textOf(request)) });
    const { status = 200, body } = answers.shift() ?? { body: {} };
    response.writeHead(status).end(JSON.stringify(body));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  process.env.AWS_ENDPOINT_URL = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  Object.assign(process.env, { AWS_REGION: 'eu-central-1', AWS_ACCESS_KEY_ID: 'AKID', AWS_SECRET_ACCESS_KEY: 'x' });
});

afterEach(() => {
  process.env = { ...before };
  return new Promise((resolve) => server.close(resolve));
});

async function textOf(request: IncomingMessage): Promise<string> {
  let text = '';
  for await (const chunk of request) text += chunk;
  return text;
}

const MACHINE = 'arn:aws:states:eu-central-1:123456789012:stateMachine:m';

test('an execution is started by a signed request', async () => {
  answers = [{ body: { executionArn: 'arn:1' } }];

  expect(await startByRequest(MACHINE, { orderId: 'o-1' })).toBe('arn:1');
  expect(asked).toMatchObject([
    { target: 'AWSStepFunctions.StartExecution', body: { stateMachineArn: MACHINE, input: '{"orderId":"o-1"}' } },
  ]);
  expect(asked[0].authorization).toContain('/eu-central-1/states/aws4_request');
});

test('an Express execution answers with its output, and its failure is an error', async () => {
  answers = [
    { body: { status: 'SUCCEEDED', output: '{"result":"RECORDED"}' } },
    { body: { status: 'FAILED', error: 'E', cause: 'because' } },
  ];

  expect(await runByRequest(MACHINE, {})).toEqual({ result: 'RECORDED' });
  await expect(runByRequest(MACHINE, {})).rejects.toThrow('the execution has ended as FAILED: E, because');
  expect(asked[0].target).toBe('AWSStepFunctions.StartSyncExecution');
});

test('a refusal is an error that says what was answered', async () => {
  answers = [{ status: 400, body: { __type: 'StateMachineDoesNotExist' } }];

  await expect(startByRequest(MACHINE, {})).rejects.toThrow(
    'AWSStepFunctions.StartExecution answered 400 {"__type":"StateMachineDoesNotExist"}',
  );
});

test('the objects in a log are read page by page, and other lines passed over', async () => {
  const lines = (...messages: string[]) => messages.map((message) => ({ message }));
  answers = [
    { body: { events: lines('START RequestId: 1', '2026-01-01T00:00:00Z\t1\tINFO\t{"a":1}\n'), nextToken: 't' } },
    { body: { events: lines('{"a":2}', 'oops {', 'END RequestId: 1') } },
  ];

  expect(await loggedObjects('/aws/lambda/f')).toEqual([{ a: 1 }, { a: 2 }]);
  expect(asked.map(({ body }) => body)).toEqual([
    { logGroupName: '/aws/lambda/f' },
    { logGroupName: '/aws/lambda/f', nextToken: 't' },
  ]);
});
