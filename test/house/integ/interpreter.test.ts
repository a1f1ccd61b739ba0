import { type ChildProcess, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { typeScriptCommand } from '../../../build-tools/integ/integ-apps';

/** The process that MiniStack hands executions to; what MiniStack says and hears is said and heard here. */
let interpreter: ChildProcess;
let waiting: ((message: Said) => void)[];
let heard: Said[];

interface Said {
  readonly id: number;
  readonly task?: number;
  readonly resource?: string;
  readonly arguments?: unknown;
  readonly token?: string;
  readonly end?: { status: string; output?: string; error?: string; cause?: string; history: { type: string }[] };
}

beforeAll(() => {
  const [command, ...args] = typeScriptCommand('integ/emulator/interpreter.ts');
  interpreter = spawn(command, args, { stdio: ['pipe', 'pipe', 'inherit'] });
  waiting = [];
  heard = [];
  createInterface({ input: interpreter.stdout as NodeJS.ReadableStream }).on('line', (line) => {
    const next = waiting.shift();
    if (next) next(JSON.parse(line));
    else heard.push(JSON.parse(line));
  });
});
afterAll(() => interpreter.kill());

const hear = () =>
  new Promise<Said>((resolve) => (heard.length > 0 ? resolve(heard.shift() as Said) : waiting.push(resolve)));
const tell = (message: object) => interpreter.stdin?.write(`${JSON.stringify(message)}\n`);

let executions = 0;
function begin(States: object, input: unknown = {}): number {
  const id = ++executions;
  const definition = JSON.stringify({ QueryLanguage: 'JSONata', StartAt: Object.keys(States)[0], States });
  const place = { region: 'eu-central-1', account: '123456789012', machine: 'M', type: 'STANDARD' };
  tell({ id, begin: { ...place, definition, name: `e-${id}`, input: JSON.stringify(input) } });
  return id;
}

const LAMBDA = 'arn:aws:states:::lambda:invoke';
const FUNCTION = 'arn:aws:lambda:eu-central-1:123456789012:function:f';
const call = { Type: 'Task', Resource: LAMBDA, Arguments: { FunctionName: FUNCTION, Payload: '{% $states.input %}' } };

test('hands on what a task calls, and the answer is its result', async () => {
  const id = begin({ Call: { ...call, Output: '{% $states.result.Payload.b %}', End: true } }, { a: 1 });

  const asked = await hear();
  expect(asked).toEqual({
    id,
    task: expect.any(Number),
    resource: LAMBDA,
    arguments: { FunctionName: FUNCTION, Payload: { a: 1 } },
  });
  tell({ id, task: asked.task, result: { StatusCode: 200, Payload: { b: 2 } } });
  expect((await hear()).end).toMatchObject({ status: 'SUCCEEDED', output: '2' });
});

test('an error keeps its name: a catcher for it takes it, with its variables', async () => {
  const Catch = [{ ErrorEquals: ['Declined'], Assign: { why: '{% $states.errorOutput.Cause %}' }, Next: 'End' }];
  const id = begin({
    Call: { ...call, Catch, End: true },
    End: { Type: 'Succeed', Output: '{% $why %}' },
  });

  tell({ id, task: (await hear()).task, error: 'Declined', cause: 'no money' });
  const { end } = await hear();
  expect(end).toMatchObject({ status: 'SUCCEEDED', output: '"no money"' });
  expect(end?.history.map(({ type }) => type)).toContain('TaskFailed');
});

test('a time limit passes in real time while something is called', async () => {
  const began = Date.now();
  begin({ Call: { ...call, TimeoutSeconds: 1, End: true } });
  await hear();

  const { end } = await hear();
  expect(end).toMatchObject({ status: 'FAILED', error: 'States.Timeout' });
  expect(Date.now() - began).toBeGreaterThan(900);
});

test('waiting takes no time worth mentioning', async () => {
  begin({ Wait: { Type: 'Wait', Seconds: 600, Next: 'Done' }, Done: { Type: 'Succeed' } });

  expect((await hear()).end?.status).toBe('SUCCEEDED');
}, 30_000);

test('a task that waits for a callback hands on its token', async () => {
  const Arguments = { QueueUrl: 'https://q', MessageBody: '{% $states.context.Task.Token %}' };
  const Resource = 'arn:aws:states:::sqs:sendMessage.waitForTaskToken';
  const id = begin({ Ask: { Type: 'Task', Resource, Arguments, End: true } });

  const { task, token, arguments: sent } = await hear();
  expect(token).toEqual(expect.any(String));
  expect(sent).toMatchObject({ MessageBody: token });
  tell({ id, task, result: { approved: true } });
  expect((await hear()).end?.output).toBe('{"approved":true}');
});

test('a job of another service is handed on as it stands, and its result is the answer', async () => {
  const Resource = 'arn:aws:states:::states:startExecution.sync:2';
  const Arguments = { StateMachineArn: 'arn:aws:states:eu-central-1:123456789012:stateMachine:other', Input: { a: 1 } };
  const id = begin({ Run: { Type: 'Task', Resource, Arguments, End: true } });

  const { task, resource, arguments: sent } = await hear();
  expect([resource, sent]).toEqual([Resource, Arguments]);
  tell({ id, task, result: { Status: 'SUCCEEDED' } });
  expect((await hear()).end?.output).toBe('{"Status":"SUCCEEDED"}');
});

test('what it cannot run fails with the reason', async () => {
  begin({ Odd: { Type: 'Odd' } });

  expect((await hear()).end).toMatchObject({ status: 'FAILED', error: 'States.Runtime' });
});
