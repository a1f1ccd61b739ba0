import { TaskError } from '../../../src/testing';
import { callOf, jsonataMachine, machineOf } from '../machines';

const fallback = { Type: 'Pass', End: true };

async function caughtBy(errorEquals: string[][], error: TaskError | Error) {
  const catchers = errorEquals.map((ErrorEquals, index) => ({ ErrorEquals, Next: `C${index}` }));
  const targets = Object.fromEntries(errorEquals.map((_, index) => [`C${index}`, fallback]));
  const rehearsal = machineOf({ T: callOf('f', { Catch: catchers, End: true }), ...targets });
  return (await rehearsal.sequence('T', [error]).run({})).visited[1];
}

test.each([
  [[['A'], ['B']], 'B', 'C1'],
  [[['A', 'B'], ['B']], 'B', 'C0'],
  [[['States.ALL']], 'B', 'C0'],
  [[['States.TaskFailed'], ['States.ALL']], 'B', 'C0'],
  [[['States.TaskFailed'], ['States.ALL']], 'States.Timeout', 'C1'],
  [[['A']], 'B', undefined],
])('%j catches %s in %s', async (errorEquals, error, state) => {
  expect(await caughtBy(errorEquals, new TaskError(error))).toBe(state);
});

test('catchers are asked after the retries are used up', async () => {
  const rehearsal = machineOf({
    T: callOf('f', {
      Retry: [{ ErrorEquals: ['E'], MaxAttempts: 1 }],
      Catch: [{ ErrorEquals: ['E'], Next: 'C' }],
      End: true,
    }),
    C: fallback,
  });
  const run = await rehearsal.fail('T', { error: 'E', cause: 'x' }).run({});
  expect(run.calls).toHaveLength(2);
  expect(run.visited).toEqual(['T', 'C']);
});

describe('JSONPath', () => {
  const catching = (fields: object) =>
    machineOf({
      T: callOf('f', { Catch: [{ ErrorEquals: ['States.ALL'], Next: 'C', ...fields }], End: true }),
      C: fallback,
    }).fail('T', { error: 'E', cause: 'why' });

  // Recorded: localstack test_task_service_lambda::test_raise_exception_catch.
  test('the error output replaces the input', async () => {
    expect((await catching({}).run({ a: 1 })).output).toEqual({ Error: 'E', Cause: 'why' });
  });

  test('ResultPath puts the error output into the input', async () => {
    const run = await catching({ ResultPath: '$.error' }).run({ a: 1 });
    expect(run.output).toEqual({ a: 1, error: { Error: 'E', Cause: 'why' } });
  });

  test('ResultPath null keeps the input alone', async () => {
    expect((await catching({ ResultPath: null }).run({ a: 1 })).output).toEqual({ a: 1 });
  });

  test('in Assign `$` is the error output', async () => {
    const rehearsal = machineOf({
      T: callOf('f', {
        Catch: [{ ErrorEquals: ['States.ALL'], Next: 'C', Assign: { 'why.$': '$.Cause' } }],
        End: true,
      }),
      C: { Type: 'Pass', Parameters: { 'why.$': '$why' }, End: true },
    });
    expect((await rehearsal.fail('T', { error: 'E', cause: 'why' }).run({})).output).toEqual({ why: 'why' });
  });
});

describe('JSONata', () => {
  const catching = (fields: object) =>
    jsonataMachine({
      T: callOf('f', { Catch: [{ ErrorEquals: ['States.ALL'], Next: 'C', ...fields }], End: true }),
      C: {
        Type: 'Pass',
        Output: { input: '{% $states.input %}', seen: '{% $exists($seen) ? $seen : null %}' },
        End: true,
      },
    }).fail('T', { error: 'E', cause: 'why' });

  // Recorded: localstack states_variables test_error_output[TASK_CATCH_ERROR_VARIABLE_SAMPLING], 2024-11-12.
  test('Assign samples input and error; without Output the error output is the output', async () => {
    const run = await catching({
      Assign: { seen: { error: '{% $states.errorOutput %}', input: '{% $states.input %}' } },
    }).run({ a: 1 });
    expect(run.output).toEqual({
      input: { Error: 'E', Cause: 'why' },
      seen: { error: { Error: 'E', Cause: 'why' }, input: { a: 1 } },
    });
  });

  // Recorded: localstack states_variables test_error_output[TASK_CATCH_ERROR_OUTPUT], 2024-11-12.
  test('Output is made of input and error', async () => {
    const run = await catching({
      Output: { stateInput: '{% $states.input %}', stateError: '{% $states.errorOutput %}' },
    }).run({ a: 1 });
    expect(run.output).toMatchObject({ input: { stateInput: { a: 1 }, stateError: { Error: 'E', Cause: 'why' } } });
  });

  // Recorded: localstack error_handling/test_task_service_lambda: a caught timeout has an empty Cause.
  test('a caught timeout has an empty Cause', async () => {
    const timed = jsonataMachine({
      T: callOf('f', { TimeoutSeconds: 5, Catch: [{ ErrorEquals: ['States.Timeout'], Next: 'C' }], End: true }),
      C: fallback,
    });
    expect((await timed.timeout('T').run({})).output).toEqual({ Error: 'States.Timeout', Cause: '' });
  });

  // Recorded: localstack callback test no_error_field, 2024-04-29.
  test('SendTaskFailure without a name gives null for both', async () => {
    const run = await catching({}).fail('T', { error: null }).run({});
    expect(run.output).toMatchObject({ input: { Error: null, Cause: null } });
  });

  test('an expression of the Catch that fails ends the execution', async () => {
    const run = await catching({ Output: '{% $states.input.absent %}' }).run({});
    expect(run).toMatchObject({ status: 'FAILED', error: 'States.QueryEvaluationError' });
    expect(run.cause).toContain("specified for the field 'Catch[0]/Output' returned nothing (undefined).");
  });
});

test('the first branch of failure keeps its variables: Assign of the state is not applied when it fails', async () => {
  const rehearsal = jsonataMachine({
    Before: { Type: 'Pass', Assign: { x: 'before' } },
    T: callOf('f', {
      Assign: { x: 'assigned' },
      Catch: [{ ErrorEquals: ['States.ALL'], Next: 'C' }],
      End: true,
    }),
    C: { Type: 'Pass', Output: '{% $x %}', End: true },
  });
  expect((await rehearsal.fail('T', { error: 'E' }).run({})).output).toBe('before');
});
