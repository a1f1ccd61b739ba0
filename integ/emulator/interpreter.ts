import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { isDeepStrictEqual } from 'node:util';
import {
  type DoubleCall,
  type HistoryEvent,
  type Json,
  Rehearsal,
  type RehearsalExecution,
  type TaskAttempt,
  TaskError,
} from 'cdk-workflows/testing';

/**
 * Runs executions for the emulator with the interpreter of `cdk-workflows/testing`. What a task calls, the emulator calls;
 * as long as it does, the virtual clock goes with the real one, and time limits are what they are. When an execution only
 * waits, its clock runs ahead. One line of JSON in, one out:
 *
 * in `{ "id": 1, "begin": { … } }`, `{ "id": 1, "task": 7, "result": … }`, `{ "id": 1, "stop": {} }`;
 * out `{ "id": 1, "task": 7, "resource": "…", "arguments": { … } }`, `{ "id": 1, "end": { "status": "SUCCEEDED", … } }`
 */
interface Begin {
  readonly definition: string;
  readonly machine: string;
  readonly type: 'STANDARD' | 'EXPRESS';
  readonly region: string;
  readonly account: string;
  readonly name: string;
  readonly input: string;
}

interface Answer {
  readonly result?: Json;
  readonly error?: string;
  readonly cause?: string;
}

type Message = { readonly id: number } & (
  | { readonly begin: Begin }
  | { readonly stop: object }
  | ({ readonly task: number } & Answer)
);

/** How far the virtual clock may be behind. */
const TICK_MILLISECONDS = 25;
/** How many times as fast time passes when nothing is called. */
const WHILE_WAITING = 400;

const BRIDGE = 'arn:aws:lambda:eu-central-1:123456789012:function:bridge';

/** How many calls of an execution are under way. */
interface Calls {
  underWay: number;
}

const answers = new Map<string, (answer: Answer) => void>();
const stopped = new Set<number>();
let callsSoFar = 0;

function say(id: number, message: object): void {
  process.stdout.write(`${JSON.stringify({ id, ...message })}\n`);
}

function call(id: number, request: { resource: string; arguments: Json; token?: string }): Promise<Answer> {
  const task = ++callsSoFar;
  const answer = new Promise<Answer>((resolve) => answers.set(`${id}/${task}`, resolve));
  say(id, { task, ...request });
  return answer;
}

async function run(id: number, begin: Begin): Promise<void> {
  const { definition, machine, type, region, account, name, input } = begin;
  const calls: Calls = { underWay: 0 };
  const tasks = JSON.parse(definition);
  const rehearsal = Rehearsal.ofDefinition(withoutServicesInMemory(tasks) as object, {
    name: machine,
    type,
    region,
    account,
  });
  for (const [state, resource] of tasksOf(tasks)) {
    rehearsal.mock(state, (payload: Json, double: DoubleCall) =>
      perform(id, resource, payload, double, calls, () => execution),
    );
  }
  let then = Date.now();
  const execution = await rehearsal.start(JSON.parse(input), { name, startTime: new Date(then) });
  while (execution.status === 'RUNNING' && !stopped.has(id)) {
    await sleep(TICK_MILLISECONDS);
    const now = Date.now();
    await rehearsal.advance(now - then);
    then = now;
    // Step by step: a call may begin at each of them.
    for (let step = 0; step < WHILE_WAITING && calls.underWay === 0 && execution.status === 'RUNNING'; step++) {
      await rehearsal.advance(TICK_MILLISECONDS);
    }
  }
  if (stopped.delete(id)) return;
  const { status, output, error, cause, history } = execution.run;
  say(id, { end: { status, output: JSON.stringify(output), error, cause, history: history.map(asApiHas) } });
}

/** Lets the emulator do a task's work, while the virtual clock goes on: a time limit may end the task meanwhile. */
async function perform(
  id: number,
  resource: string,
  payload: Json,
  double: DoubleCall,
  calls: Calls,
  execution: () => RehearsalExecution,
): Promise<Json> {
  calls.underWay++;
  // The first state begins before start() has come back.
  await double.sleep(1);
  const attempt = attemptOf(execution(), double, payload);
  const isLambda = /:states:::lambda:invoke/.test(resource);
  const request = {
    resource: resource.replace(/^arn:aws[\w-]*:states:/, 'arn:aws:states:'),
    arguments: isLambda ? { FunctionName: attempt.target ?? '', Payload: payload } : payload,
    token: attempt.taskToken,
  };
  let answer: Answer | undefined;
  call(id, request).then((answered) => {
    answer = answered;
    calls.underWay--;
  });
  while (!answer) await double.sleep(TICK_MILLISECONDS);
  if (answer.error !== undefined) throw new TaskError(answer.error, answer.cause);
  const { result = null } = answer;
  const isCalledBack = attempt.taskToken !== undefined;
  return isLambda && !isCalledBack ? (result as { Payload: Json }).Payload : result;
}

/** The attempt that a double was called for: a call does not say whom it is to and which token it carries. */
function attemptOf({ run }: RehearsalExecution, { state, attempt }: DoubleCall, payload: Json): TaskAttempt {
  const found = run.calls.find(
    (one) =>
      one.state === state &&
      one.attempt === attempt &&
      one.endedAt === undefined &&
      isDeepStrictEqual(one.input, payload),
  );
  if (!found) throw new Error(`no attempt of '${state}' is under way`);
  return found;
}

/**
 * The definition with functions in place of what begins work and waits for its end: a rehearsal would put the message of a
 * callback into a queue of its own, and start an execution in memory, before it asks the double. The double is told the
 * resource that stood there.
 */
function withoutServicesInMemory(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutServicesInMemory);
  if (typeof value !== 'object' || value === null) return value;
  const copy = Object.fromEntries(Object.entries(value).map(([key, one]) => [key, withoutServicesInMemory(one)]));
  const resource = copy.Type === 'Task' ? String(copy.Resource) : '';
  if (/:states:::lambda:/.test(resource)) return copy;
  if (/\.sync(:2)?$/.test(resource)) return { ...copy, Resource: BRIDGE };
  if (!/\.waitForTaskToken$/.test(resource)) return copy;
  const { Arguments, Parameters, ...state } = copy;
  const wrapped =
    Parameters === undefined ? { Arguments: invocation(Arguments) } : { Parameters: invocation(Parameters) };
  return { ...state, Resource: 'arn:aws:states:::lambda:invoke.waitForTaskToken', ...wrapped };
}

function invocation(Payload: unknown): object {
  return { FunctionName: BRIDGE, Payload };
}

/** The names of all Task states with their resources, those of branches and of iterations included. */
function tasksOf(value: unknown): [string, string][] {
  if (typeof value !== 'object' || value === null) return [];
  const states = (value as { States?: Record<string, { Type?: string; Resource?: string }> }).States ?? {};
  const here = Object.entries(states).flatMap<[string, string]>(([name, { Type, Resource }]) =>
    Type === 'Task' && Resource !== undefined ? [[name, Resource]] : [],
  );
  return [...here, ...Object.values(value).flatMap(tasksOf)];
}

/** https://docs.aws.amazon.com/step-functions/latest/apireference/API_HistoryEvent.html */
function asApiHas({ id, previousEventId, timestamp, type, details }: HistoryEvent): object {
  const kind = type.replace(/^\w+(StateEntered|StateExited)$/, '$1');
  const named = Object.entries(details).map(([key, value]) => [
    key,
    key === 'assignedVariables' ? texts(value as object) : value,
  ]);
  const { input, output, parameters, ...others } = Object.fromEntries(named);
  const name = `${kind[0].toLowerCase()}${kind.slice(1)}EventDetails`;
  return { id, previousEventId, timestamp, type, [name]: { ...others, ...texts({ input, output, parameters }) } };
}

/** Values are texts of JSON in the API. */
function texts(values: object): Record<string, string> {
  const given = Object.entries(values).filter(([, value]) => value !== undefined);
  return Object.fromEntries(given.map(([key, value]) => [key, JSON.stringify(value)]));
}

createInterface({ input: process.stdin }).on('line', (line) => {
  const message = JSON.parse(line) as Message;
  if ('begin' in message) {
    run(message.id, message.begin).catch((error: Error) => {
      say(message.id, { end: { status: 'FAILED', error: 'States.Runtime', cause: `interpreter: ${error.message}` } });
    });
  } else if ('stop' in message) {
    stopped.add(message.id);
  } else {
    const key = `${message.id}/${message.task}`;
    answers.get(key)?.(message);
    answers.delete(key);
  }
});
