import { App, Duration, Stack } from 'aws-cdk-lib';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import * as tasks from 'aws-cdk-lib/aws-stepfunctions-tasks';
import { type SagaOrchestrator, SagaStep } from '../../../src';
import type { JsonObject } from '../../../src/asl/json';
import { EventPattern } from '../../../src/private/event-pattern/event-pattern';
import { Rehearsal, type RehearsalRun } from '../../../src/testing';
import { deployed } from '../../deployed';
import { statusChangeOf } from '../../status-change';
import {
  expectKeys,
  inputOf,
  keyOf,
  machinesOf,
  payloads,
  rehearsed,
  resultsOf,
  separately,
  stepIn,
  storyOf,
} from './nested-runs';

const order = { orderId: 'o-1' };
const taskTimeout = sfn.Timeout.duration(Duration.seconds(30));

/** A task that stops the execution that it runs in, as somebody at the console might. */
function stopItself(stack: Stack, id: string): tasks.CallAwsService {
  return tasks.CallAwsService.jsonata(stack, id, {
    service: 'sfn',
    action: 'stopExecution',
    parameters: { ExecutionArn: '{% $states.context.Execution.Id %}', Cause: 'by hand' },
    iamResources: ['*'],
    taskTimeout,
  });
}

/** A task that reads what is not there, of which a state machine dies: no catcher sees it. */
function die(stack: Stack, id: string): tasks.LambdaInvoke {
  return tasks.LambdaInvoke.jsonPath(stack, id, {
    lambdaFunction: lambda.Function.fromFunctionName(stack, `${id}Function`, id),
    payload: sfn.TaskInput.fromJsonPathAt('$.nowhere'),
    taskTimeout,
  });
}

function isReported(saga: SagaOrchestrator, run: RehearsalRun): boolean {
  const [{ EventPattern: pattern }] = deployed(Stack.of(saga), 'AWS::Events::Rule');
  return EventPattern.parse(pattern).matches(statusChangeOf(run, order));
}

describe('a separate saga that ends in the middle is undone as a unit, whatever it had done', () => {
  const around = (makes: (stack: Stack) => SagaStep) =>
    rehearsed(new App(), (stack) => [
      stepIn(stack, 'A'),
      separately('D', stepIn(stack, 'B'), makes(stack), stepIn(stack, 'C')),
      stepIn(stack, 'E'),
    ]);
  const ends: [string, (stack: Stack) => SagaStep, object, object][] = [
    [
      'stopped',
      (stack) => SagaStep.task('X', { action: stopItself(stack, 'Stop'), compensation: stepTask(stack) }),
      { status: 'ABORTED' },
      { step: 'D', error: 'States.TaskFailed', cause: expect.stringContaining('"Status":"ABORTED"') },
    ],
    [
      'dead of an error that no catcher sees',
      (stack) => SagaStep.task('X', { action: die(stack, 'Die'), compensation: stepTask(stack) }),
      { status: 'FAILED', error: 'States.Runtime' },
      { step: 'D', error: 'States.Runtime', cause: expect.stringContaining('nowhere') },
    ],
  ];
  const stepTask = (stack: Stack) =>
    tasks.LambdaInvoke.jsonata(stack, 'UndoX', {
      lambdaFunction: lambda.Function.fromFunctionName(stack, 'undoX', 'undoX'),
      taskTimeout,
    });

  test.each(ends)('%s', async (_end, makes, ended, failure) => {
    const { saga, rehearsal } = around(makes);
    const run = await rehearsal.run(order);
    const [child, undo] = run.children;
    expect(child).toMatchObject(ended);
    expect(storyOf(run).slice(2)).toEqual([
      expect.arrayContaining(['B']),
      'Compensate D',
      ['Compensate C', 'Compensate X', 'Compensate B'],
      'Compensate A',
    ]);
    const results = resultsOf('A');
    expect(inputOf(run, 'Compensate D').Input).toEqual({ input: order, results, sagaId: run.arn, failure });
    for (const step of ['B', 'C']) {
      expect(payloads(run)[`Compensate ${step}`]).toEqual({
        input: order,
        results,
        step,
        idempotencyKey: keyOf(run.arn, step, 'compensation'),
        result: null,
        failure,
      });
    }
    expect(run).toMatchObject({
      status: 'FAILED',
      cause: expect.stringMatching(/^saga: D failed with .*; undone: D, A$/),
    });
    expect(undo.status).toBe('SUCCEEDED');
    // Nothing is left for anybody to do.
    expect([run, child, undo].map((each) => isReported(saga, each))).toEqual([false, false, false]);
    expect(rehearsal.messages(saga.compensationFailureQueue as never)).toEqual([]);
  });

  test('with steps that do not undo themselves: nobody knows which of them was the last', async () => {
    const { rehearsal } = rehearsed(new App(), (stack) => [
      separately(
        'D',
        SagaStep.task('X', { action: stopItself(stack, 'Stop') }),
        stepIn(stack, 'B', { compensateOnFailure: false }),
      ),
    ]);
    const run = await rehearsal.run(order);
    expect(storyOf(run)).toEqual(['D', ['X'], 'Compensate D', ['Compensate B']]);
    expect(payloads(run)['Compensate B']).toMatchObject({ input: order, results: {}, result: null });
  });

  test('nobody knows what was done when its task runs out of time', async () => {
    const { rehearsal } = around((stack) => stepIn(stack, 'X'));
    const run = await rehearsal.timeout('D').run(order);
    expect(storyOf(run)).toEqual([
      ...['A', 'D', 'Compensate D', ['Compensate C', 'Compensate X', 'Compensate B'], 'Compensate A'],
    ]);
    expect(run).toMatchObject({ error: 'States.Timeout', cause: 'saga: D failed with States.Timeout; undone: D, A' });
  });

  test.each([
    ['{"Cause":"saga: B failed with Sold; undone: B","Error":"Sold","Status":"FAILED"}', 'Sold', true],
    ['{"Cause":"saga: B failed with Sold; undone: B","Error":"Sold","Input":"cut off h', 'Sold', true],
    // What says in the input that all is undone does not count.
    ['{"Input":{"Cause":"saga: B failed with Sold; undone: B","Error":"Sold"}}', 'States.TaskFailed', false],
    ['{"Cause":"saga: Nobody failed with Sold; undone: B","Error":"Sold"}', 'Sold', false],
    ['{"Cause":"B failed","Error":"Sold"}', 'Sold', false],
    ['{"Cause":"saga: B failed with \\u12 Sold","Error":"Sold"}', 'States.TaskFailed', false],
    ['', 'States.TaskFailed', false],
    [null, 'States.TaskFailed', false],
  ])('the cause %s says %s', async (cause, error, isTold) => {
    const { rehearsal } = around((stack) => stepIn(stack, 'X'));
    const run = await rehearsal.fail('D', { error: 'States.TaskFailed', cause }).run(order);
    const unit = ['Compensate D', ['Compensate C', 'Compensate X', 'Compensate B']];
    expect(storyOf(run)).toEqual(['A', 'D', ...(isTold ? [] : unit), 'Compensate A']);
    expect(run.error).toBe(error);
  });

  test('a cause with quotation marks and names inside of names is read as it was written', async () => {
    const { rehearsal } = rehearsed(new App(), (stack) => [
      stepIn(stack, 'A'),
      separately(
        'D',
        SagaStep.invoke('B', { action: lambda.Function.fromFunctionName(stack, 'b', 'b') }),
        SagaStep.invoke('B failed with "C\\D"', { action: lambda.Function.fromFunctionName(stack, 'c', 'c') }),
      ),
    ]);
    const run = await rehearsal.fail('B failed with "C\\D"', { error: 'So "it" is' }).run(order);
    expect(run.error).toBe('So "it" is');
    expect(payloads(run)['Compensate A']).toMatchObject({
      failure: { step: 'B failed with "C\\D"', error: 'So "it" is' },
    });
  });
});

describe('undoing as a unit that ends in the middle', () => {
  const sagaWith = (compensation: (stack: Stack) => tasks.CallAwsService | tasks.LambdaInvoke) =>
    rehearsed(new App(), (stack) => [
      stepIn(stack, 'A'),
      separately(
        'D',
        stepIn(stack, 'B'),
        SagaStep.task('X', {
          action: tasks.LambdaInvoke.jsonata(stack, 'DoX', {
            lambdaFunction: lambda.Function.fromFunctionName(stack, 'doX', 'doX'),
            outputs: '{% $states.result.Payload %}',
            taskTimeout,
          }),
          compensation: compensation(stack),
        }),
      ),
      stepIn(stack, 'E'),
    ]);

  test.each([
    ['stopped', (stack: Stack) => stopItself(stack, 'Stop'), 'ABORTED'],
    ['dead', (stack: Stack) => die(stack, 'Die'), 'FAILED'],
  ])('is reported: %s', async (_end, compensation, status) => {
    const { saga, rehearsal } = sagaWith(compensation);
    const run = await rehearsal.fail('E', { error: 'Refused' }).run(order);
    expect(run.children.map((child) => child.status)).toEqual(['SUCCEEDED', status]);
    expect(run).toMatchObject({
      error: 'Saga.CompensationFailed',
      cause: 'saga: E failed with Refused; not undone: D; undone: E, A',
    });
    expect(isReported(saga, run.children[1])).toBe(false);
    const messages = rehearsal.messages(saga.compensationFailureQueue as never) as JsonObject[];
    expect(messages).toEqual([
      {
        saga: expect.any(String),
        execution: run.arn,
        step: 'D',
        error: expect.any(String),
        cause: expect.any(String),
        resource: run.children[1].arn.replace(':execution:', ':stateMachine:').replace(/:[^:]*$/, ''),
        payload: inputOf(run, 'Compensate D').Input,
      },
    ]);
  });

  test('can be finished from its message', async () => {
    const { saga, rehearsal } = sagaWith((stack) => stopItself(stack, 'Stop'));
    const run = await rehearsal.fail('E', { error: 'Refused' }).run(order);
    const [{ payload }] = rehearsal.messages(saga.compensationFailureQueue as never) as JsonObject[];
    const undo = machinesOf(saga).find(({ node }) => node.path.includes('/Undo/')) as sfn.StateMachine;
    const again = Rehearsal.of(undo);
    for (const step of ['Compensate B', 'Compensate X']) again.mock(step, null);
    const finished = await again.run(payload);
    expect(finished.status).toBe('SUCCEEDED');
    expect(finished.calls.map(({ state }) => state)).toEqual(['Compensate X', 'Compensate B']);
    expect(payloads(finished)['Compensate B']).toMatchObject({
      result: { by: 'B' },
      idempotencyKey: keyOf(run.arn, 'B', 'compensation'),
    });
  });

  test('is retried under one name when it could not be started', async () => {
    const { rehearsal } = sagaWith((stack) => stopItself(stack, 'Stop'));
    const busy = Object.assign(new Error('busy'), { name: 'StepFunctions.AWSStepFunctionsException' });
    rehearsal
      .fail('E', { error: 'Refused' })
      .sequence('Compensate D', [busy, busy, { Status: 'SUCCEEDED', Output: {} }]);
    const run = await rehearsal.run(order);
    const calls = run.calls.filter(({ state }) => state === 'Compensate D');
    expect(calls.map(({ input }) => (input as JsonObject).Name)).toEqual(
      Array(3).fill(keyOf(run.arn, 'D', 'compensation')),
    );
    expect(run.cause).toBe('saga: E failed with Refused; undone: E, D, A');
  });
});

describe('a start that is tried again', () => {
  /** Step S starts what D will start, and W waits so long: then D is a second attempt. */
  const twice = (doubles: (rehearsal: Rehearsal) => unknown, seconds: number, more: object = {}) => {
    const { rehearsal } = rehearsed(new App(), (stack) => [
      SagaStep.task('S', {
        action: tasks.CallAwsService.jsonata(stack, 'Start', {
          service: 'sfn',
          action: 'startExecution',
          parameters: {
            StateMachineArn: '{% $states.input.input.child %}',
            Name: '{% $hash($states.context.Execution.Id & "/D/action", "SHA-256") %}',
            Input:
              '{% $string({"input": $states.input.input, "results": {"S": 1, "W": {"by": "W"}}, ' +
              '"sagaId": $states.context.Execution.Id}) %}',
          },
          iamResources: ['*'],
          outputs: '{% 1 %}',
          taskTimeout,
        }),
      }),
      stepIn(stack, 'W'),
      separately('D', stepIn(stack, 'B'), stepIn(stack, 'C')),
      stepIn(stack, 'E'),
    ]);
    rehearsal.mock('W', async (_payload: unknown, { sleep }) => {
      await sleep(seconds * 1000);
      return { by: 'W' };
    });
    doubles(rehearsal);
    const child = (rehearsal.definition.States.D.Arguments as JsonObject).StateMachineArn;
    return rehearsal.run({ child, ...more });
  };
  const slowly =
    (seconds: number) =>
    async (_payload: unknown, { sleep }: { sleep(time: number): Promise<void> }) => {
      await sleep(seconds * 1000);
      return { by: 'C' };
    };

  test('finds the execution that runs, and waits for it', async () => {
    const run = await twice((rehearsal) => rehearsal.mock('C', slowly(30)), 10);
    expect(run).toMatchObject({
      status: 'SUCCEEDED',
      virtualDuration: 30_000,
      output: { results: { ...resultsOf('B', 'C', 'E') } },
    });
    expect(run.visited).toEqual(['Check Saga Input', 'S', 'W', 'D', 'E']);
    expect(run.children).toHaveLength(1);
  });

  test('asks how the execution ended, and goes on with its results', async () => {
    const run = await twice(() => {}, 10);
    expect(run.visited).toEqual(['Check Saga Input', 'S', 'W', 'D', 'Find D', 'After D', 'E']);
    expect(inputOf(run, 'Find D')).toEqual({ ExecutionArn: run.children[0].arn });
    expect(run).toMatchObject({ status: 'SUCCEEDED', output: { results: resultsOf('W', 'B', 'C', 'E') } });
    expect(payloads(run).E.results).toMatchObject(resultsOf('B', 'C'));
    expect(run.children).toHaveLength(1);
  });

  test('asks how the execution ended, and takes its failure for its own', async () => {
    const run = await twice((rehearsal) => rehearsal.fail('C', { error: 'Refused' }), 10);
    expect(run.children).toMatchObject([{ cause: 'saga: C failed with Refused; undone: C, B' }]);
    expect(run).toMatchObject({ error: 'Refused', cause: 'saga: C failed with Refused; undone: W' });
  });

  test('asks how the execution ended, and what it could not undo', async () => {
    const run = await twice(
      (rehearsal) => rehearsal.fail('C', { error: 'Refused' }).fail('Compensate B', { error: 'Shut' }),
      10,
    );
    expect(run).toMatchObject({
      error: 'Saga.CompensationFailed',
      cause: 'saga: C failed with Refused; not undone: D; undone: W',
    });
    expect(payloads(run)['Compensate W']).toMatchObject({ failure: { step: 'C', error: 'Refused' } });
  });

  test('undoes it as a unit where nobody can say how it ended', async () => {
    const run = await twice((rehearsal) => rehearsal.fail('Find D', { error: 'Sfn.SfnException', cause: 'busy' }), 10);
    expect(run.visited.slice(3)).toEqual([
      ...['D', 'Find D', 'After D', 'Compensate D', 'Compensate W', 'Saga Compensated'],
    ]);
    expect(run).toMatchObject({
      error: 'Sfn.SfnException',
      cause: 'saga: D failed with Sfn.SfnException; undone: D, W',
    });
    expect(payloads(run)['Compensate B']).toMatchObject({ result: null });
  });

  test('has one name for all attempts', async () => {
    const { rehearsal } = rehearsed(new App(), (stack) => [stepIn(stack, 'A'), separately('D', stepIn(stack, 'B'))]);
    const busy = Object.assign(new Error('busy'), { name: 'StepFunctions.SdkClientException' });
    rehearsal.sequence('D', [busy, { Status: 'SUCCEEDED', Output: { results: { B: 1 } } }]);
    const run = await rehearsal.run(order);
    expect(run.calls.map(({ input }) => (input as JsonObject).Name)).toEqual([
      undefined,
      ...Array(2).fill(keyOf(run.arn, 'D', 'action')),
    ]);
    expect(run.output).toEqual({ results: { ...resultsOf('A'), B: 1 }, warnings: [] });
  });
});

describe('undoing as a unit that is tried again', () => {
  /** Step S undoes D, which stands as `around` says; then E fails, and D's undo is a second attempt. */
  const twice = (
    around: (stack: Stack, separate: SagaStep) => SagaStep[],
    change: (rehearsal: Rehearsal) => unknown,
  ) => {
    const { rehearsal } = rehearsed(new App(), (stack) => [
      ...around(stack, separately('D', stepIn(stack, 'B'), stepIn(stack, 'C'))),
      SagaStep.task('S', {
        action: tasks.CallAwsService.jsonata(stack, 'Start', {
          service: 'sfn',
          action: 'startExecution',
          parameters: {
            StateMachineArn: '{% $states.input.input.undo %}',
            Name: '{% $hash($states.context.Execution.Id & "/D/compensation", "SHA-256") %}',
            Input:
              '{% $string({"input": 1, "results": {}, "sagaId": "before", "failure": {"step": "x", "error": "y"}}) %}',
          },
          iamResources: ['*'],
          taskTimeout,
        }),
      }),
      SagaStep.invoke('W', { action: lambda.Function.fromFunctionName(stack, 'w', 'w') }),
      SagaStep.invoke('E', { action: lambda.Function.fromFunctionName(stack, 'e', 'e') }),
    ]);
    change(rehearsal.fail('E', { error: 'Refused' }));
    rehearsal.mock('W', async (_payload: unknown, { sleep }) => sleep(60_000));
    const found = JSON.stringify(rehearsal.definition).match(/"(arn:[^"]*:stateMachine:[^"]*DUndo[^"]*)"/);
    return rehearsal.run({ undo: found?.[1] });
  };
  const places: [string, (stack: Stack, separate: SagaStep) => SagaStep[], string, string][] = [
    ['in front', (_stack, separate) => [separate], 'D', ''],
    ['behind another', (stack, separate) => [stepIn(stack, 'A'), separate], 'D, A', '; undone: A'],
    [
      'in a branch',
      (stack, separate) => [SagaStep.parallel('P', [separate, stepIn(stack, 'A')])],
      'A, D',
      '; undone: A',
    ],
    [
      'behind another in a branch',
      (stack, separate) => [
        SagaStep.parallel('P', [
          SagaStep.sequence([stepIn(stack, 'A'), separate]),
          SagaStep.invoke('R', { action: lambda.Function.fromFunctionName(stack, 'r', 'r') }),
        ]),
      ],
      'D, A',
      '; undone: A',
    ],
  ];

  test.each(places)('finds that it is done: %s', async (_place, around, undone) => {
    const run = await twice(around, () => {});
    expect(run.visited).toEqual(expect.arrayContaining(['Compensate D', 'Find Undo D', 'After Undo D']));
    expect(run).toMatchObject({ error: 'Refused', cause: `saga: E failed with Refused; undone: ${undone}` });
    expect(run.children.map(({ status }) => status)).toEqual(['SUCCEEDED', 'SUCCEEDED']);
    expect(run.calls.some(({ state }) => state === 'Report D')).toBe(false);
  });

  test.each(places)('finds that it could not be done: %s', async (_place, around, _undone, others) => {
    const run = await twice(around, (rehearsal) => rehearsal.fail('Compensate B', { error: 'Shut' }));
    expect(run).toMatchObject({
      error: 'Saga.CompensationFailed',
      cause: `saga: E failed with Refused; not undone: D${others}`,
    });
    expect(run.calls.some(({ state }) => state === 'Report D')).toBe(false);
  });

  test.each(places)('reports it where nobody can say: %s', async (_place, around, _undone, others) => {
    const run = await twice(around, (rehearsal) => rehearsal.fail('Find Undo D', { error: 'Sfn.SfnException' }));
    expect(run.cause).toBe(`saga: E failed with Refused; not undone: D${others}`);
    expect(inputOf(run, 'Report D').MessageBody).toMatchObject({ step: 'D', error: 'Sfn.SfnException' });
  });
});

describe('a saga that is stopped', () => {
  const lasting = () => {
    const made = rehearsed(new App(), (stack) => [
      stepIn(stack, 'A'),
      separately('D', stepIn(stack, 'B'), separately('F', stepIn(stack, 'G')), stepIn(stack, 'C')),
    ]);
    made.rehearsal.mock('G', async (_payload: unknown, { sleep }) => {
      await sleep(60_000);
      return { by: 'G' };
    });
    return made;
  };

  test('stops the separate sagas in it, nothing is undone, and the outermost is reported', async () => {
    const { saga, rehearsal } = lasting();
    const execution = await rehearsal.start(order);
    await rehearsal.advance(Duration.seconds(30));
    const run = await execution.stop({ error: 'Operator' });
    const [child] = run.children;
    const [grandchild] = child.children;
    expect([run, child, grandchild].map(({ status }) => status)).toEqual(['ABORTED', 'ABORTED', 'ABORTED']);
    expect(storyOf(run)).toEqual(['A', 'D', ['B', 'F', ['G']]]);
    expect([run, child, grandchild].map((each) => isReported(saga, each))).toEqual([true, false, false]);
  });

  test('does what was stopped again when it is redriven, with the same keys', async () => {
    const { rehearsal } = lasting();
    const execution = await rehearsal.start(order);
    await rehearsal.advance(Duration.seconds(30));
    await execution.stop();
    await execution.redrive();
    const run = await execution.finish();
    expect(run).toMatchObject({ status: 'SUCCEEDED', output: { results: resultsOf('A', 'B', 'G', 'C') } });
    const key = keyOf(run.arn, 'D', 'action');
    expect(run.children.map(({ name, status }) => [name, status])).toEqual([
      [key, 'ABORTED'],
      [`${key}-1`, 'SUCCEEDED'],
    ]);
    expect(storyOf(run)).toEqual(['A', 'D', ['B', 'F', ['G']], 'D', ['B', 'F', ['G'], 'C']]);
    expectKeys(run);
  });
});

describe('the deadline of the saga around it', () => {
  const minutes = (count: number) => async (_payload: unknown, call: { sleep(time: number): Promise<void> }) => {
    await call.sleep(count * 60_000);
    return { by: 'slow' };
  };
  const within = (...slow: [string, number][]) => {
    const { rehearsal } = rehearsed(
      new App(),
      (stack) => [
        stepIn(stack, 'A'),
        separately(
          'D',
          stepIn(stack, 'B'),
          separately('F', stepIn(stack, 'G'), stepIn(stack, 'H')),
          stepIn(stack, 'C'),
        ),
        stepIn(stack, 'E'),
      ],
      { deadline: Duration.minutes(10) },
    );
    for (const [step, count] of slow) rehearsal.mock(step, minutes(count));
    return rehearsal.run(order);
  };

  test('is that of every separate saga in it', async () => {
    const run = await within();
    const deadline = Date.parse('2025-01-01T00:10:00Z');
    expect(inputOf(run, 'D').Input).toMatchObject({ deadline });
    expect(inputOf(run.children[0], 'F').Input).toMatchObject({ deadline });
    expect(run.status).toBe('SUCCEEDED');
  });

  const late: [string, [string, number][], unknown[]][] = [
    ['D', [['A', 11]], ['A', 'Compensate A']],
    ['F', [['B', 11]], ['A', 'D', ['B', 'Compensate B'], 'Compensate A']],
    [
      'H',
      [
        ['A', 6],
        ['G', 6],
      ],
      ['A', 'D', ['B', 'F', ['G', 'Compensate G'], 'Compensate B'], 'Compensate A'],
    ],
    [
      'C',
      [['H', 11]],
      [
        'A',
        'D',
        ['B', 'F', ['G', 'H'], 'Compensate F', ['Compensate H', 'Compensate G'], 'Compensate B'],
        'Compensate A',
      ],
    ],
  ];
  test.each(late)('keeps %s from beginning', async (step, slow, story) => {
    const run = await within(...slow);
    expect(storyOf(run)).toEqual(story);
    expect(run).toMatchObject({
      error: 'Saga.DeadlineExceeded',
      cause: expect.stringContaining(`saga: ${step} failed with Saga.DeadlineExceeded; undone: `),
    });
    expectKeys(run);
  });

  test('cuts nothing short: what has begun is undone in its own time', async () => {
    const run = await within(['G', 9], ['Compensate B', 14], ['Compensate G', 14], ['H', 14]);
    expect(run.error).toBe('Saga.DeadlineExceeded');
    expect(run.children.map(({ status }) => status)).toEqual(['FAILED']);
    expect(run.cause).toBe('saga: C failed with Saga.DeadlineExceeded; undone: A');
  });
});
