import { TaskError } from '../../../src/testing';
import { callOf, jsonataMachine, machineOf } from '../machines';

// https://docs.aws.amazon.com/step-functions/latest/dg/concepts-error-handling.html#error-handling-retrying-after-an-error
const named = (name: string) => new TaskError(name, 'because');

async function startsOf(retry: unknown[], errors: string[], seed?: number) {
  const rehearsal = machineOf({ T: callOf('f', { Retry: retry }) });
  rehearsal.sequence('T', [...errors.map(named), 'done']);
  const run = await rehearsal.run({}, { seed });
  return { run, starts: run.calls.map(({ startedAt }) => startedAt / 1000) };
}

test('defaults: 3 retries, 1 second, doubled each time', async () => {
  const { run, starts } = await startsOf([{ ErrorEquals: ['E'] }], ['E', 'E', 'E']);
  expect(starts).toEqual([0, 1, 3, 7]);
  expect(run).toMatchObject({ status: 'SUCCEEDED', output: 'done', transitions: 4, virtualDuration: 7000 });
});

test('one error more than MaxAttempts fails the execution', async () => {
  const { run, starts } = await startsOf([{ ErrorEquals: ['E'] }], ['E', 'E', 'E', 'E']);
  expect(starts).toEqual([0, 1, 3, 7]);
  expect(run).toMatchObject({ status: 'FAILED', error: 'E', cause: 'because' });
});

// The example of the documentation: IntervalSeconds 3, BackoffRate 2, MaxAttempts 3 retries after 3, 6 and 12 seconds.
test('IntervalSeconds and BackoffRate as in the example of the documentation', async () => {
  const retry = { ErrorEquals: ['E'], IntervalSeconds: 3, MaxAttempts: 3, BackoffRate: 2 };
  expect((await startsOf([retry], ['E', 'E', 'E'])).starts).toEqual([0, 3, 9, 21]);
});

test('MaxDelaySeconds caps what BackoffRate grows', async () => {
  const retry = { ErrorEquals: ['E'], IntervalSeconds: 2, MaxAttempts: 4, BackoffRate: 3, MaxDelaySeconds: 7 };
  expect((await startsOf([retry], ['E', 'E', 'E', 'E'])).starts).toEqual([0, 2, 8, 15, 22]);
});

test('MaxAttempts 0 never retries', async () => {
  const retries = [{ ErrorEquals: ['E'], MaxAttempts: 0 }, { ErrorEquals: ['States.ALL'] }];
  expect((await startsOf(retries, ['E'])).run).toMatchObject({ status: 'FAILED', error: 'E' });
});

test('each retrier counts for itself, and the first that matches decides', async () => {
  const retries = [
    { ErrorEquals: ['A'], MaxAttempts: 1, IntervalSeconds: 1 },
    { ErrorEquals: ['States.ALL'], MaxAttempts: 2, IntervalSeconds: 10, BackoffRate: 1 },
  ];
  expect((await startsOf(retries, ['A', 'B', 'B'])).starts).toEqual([0, 1, 11, 21]);
  // A second A does not fall through to States.ALL.
  expect((await startsOf(retries, ['A', 'A'])).run).toMatchObject({ status: 'FAILED', error: 'A' });
});

test('JitterStrategy FULL waits between nothing and the whole delay, the same for the same seed', async () => {
  const retry = { ErrorEquals: ['E'], IntervalSeconds: 10, MaxAttempts: 3, BackoffRate: 1, JitterStrategy: 'FULL' };
  const { starts } = await startsOf([retry], ['E', 'E', 'E'], 7);
  const delays = starts.slice(1).map((start, index) => start - starts[index]);
  for (const delay of delays) {
    expect(delay).toBeGreaterThanOrEqual(0);
    expect(delay).toBeLessThan(10);
  }
  expect(new Set(delays).size).toBe(3);
  expect((await startsOf([retry], ['E', 'E', 'E'], 7)).starts).toEqual(starts);
  expect((await startsOf([retry], ['E', 'E', 'E'], 8)).starts).not.toEqual(starts);
});

test('the counts of one execution are not those of the next', async () => {
  const rehearsal = machineOf({ T: callOf('f', { Retry: [{ ErrorEquals: ['E'], MaxAttempts: 1 }] }) });
  rehearsal.fail('T', { error: 'E' });
  expect((await rehearsal.run({})).calls).toHaveLength(2);
  expect((await rehearsal.run({})).calls).toHaveLength(2);
});

// Recorded: localstack test_lambda_service_invoke_with_retry_extended_input, 2023-10-24.
test('arguments are evaluated anew for each attempt; RetryCount rises', async () => {
  const rehearsal = jsonataMachine({
    T: callOf('f', {
      Arguments: '{% $states.context.State.RetryCount %}',
      Retry: [{ ErrorEquals: ['E'] }],
    }),
  });
  const run = await rehearsal.sequence('T', [named('E'), named('E'), 'done']).run({});
  expect(run.calls.map(({ input }) => input)).toEqual([0, 1, 2]);
  expect(run.calls.map(({ attempt }) => attempt)).toEqual([1, 2, 3]);
});

test('a second visit of the same state begins to count again', async () => {
  const rehearsal = jsonataMachine({
    T: callOf('f', { Retry: [{ ErrorEquals: ['E'], MaxAttempts: 1 }], Output: '{% $states.result %}' }),
    Again: { Type: 'Choice', Choices: [{ Condition: '{% $states.input = 1 %}', Next: 'T' }], Default: 'Done' },
    Done: { Type: 'Succeed' },
  });
  const run = await rehearsal.sequence('T', [named('E'), 1, named('E'), 2]).run({});
  expect(run).toMatchObject({ status: 'SUCCEEDED', output: 2, visited: ['T', 'Again', 'T', 'Again', 'Done'] });
  expect(run.calls.map(({ attempt }) => attempt)).toEqual([1, 2, 1, 2]);
});
