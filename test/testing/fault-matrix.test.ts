import { faultMatrix, type Rehearsal } from '../../src/testing';
import { callOf, functionArn, jsonataMachine } from './machines';

const queueUrl = 'https://sqs.us-east-1.amazonaws.com/111122223333/failures';

/** A saga by hand: A then B; any error undoes what was done, in reverse; `faulty` changes it. */
function sagaOf(faulty: Record<string, object> = {}): Rehearsal {
  const caughtAt = (state: string) => ({ Catch: [{ ErrorEquals: ['States.ALL'], Next: state }] });
  const compensation = (name: string, next: string) =>
    callOf(name, { Output: '{% $states.input %}', Next: next, ...caughtAt(next) });
  const rehearsal = jsonataMachine({
    A: callOf('a', { TimeoutSeconds: 10, ...caughtAt('Compensate A') }),
    B: callOf('b', { TimeoutSeconds: 10, End: true, ...caughtAt('Compensate B') }),
    'Compensate B': { ...compensation('undo-b', 'Compensate A'), TimeoutSeconds: 10 },
    'Compensate A': { ...compensation('undo-a', 'Undone'), TimeoutSeconds: 10 },
    Undone: { Type: 'Fail', Error: 'Undone' },
    ...faulty,
  });
  for (const name of ['a', 'b', 'undo-a', 'undo-b']) {
    rehearsal.mock(functionArn(name), { name });
  }
  return rehearsal;
}

test('every task fails and times out, and with each every task that this brings about', async () => {
  const matrix = await faultMatrix(sagaOf());
  expect(matrix.baseline.visited).toEqual(['A', 'B']);
  expect(matrix.rows.map(({ fault, calls }) => `${fault}: ${calls.join(' ')}`)).toEqual([
    'A fails: A Compensate A',
    'A times out: A Compensate A',
    'B fails: A B Compensate B Compensate A',
    'B times out: A B Compensate B Compensate A',
    'A fails, Compensate A fails: A Compensate A',
    'A fails, Compensate A times out: A Compensate A',
    'A times out, Compensate A fails: A Compensate A',
    'A times out, Compensate A times out: A Compensate A',
    'B fails, Compensate B fails: A B Compensate B Compensate A',
    'B fails, Compensate B times out: A B Compensate B Compensate A',
    'B fails, Compensate A fails: A B Compensate B Compensate A',
    'B fails, Compensate A times out: A B Compensate B Compensate A',
    'B times out, Compensate B fails: A B Compensate B Compensate A',
    'B times out, Compensate B times out: A B Compensate B Compensate A',
    'B times out, Compensate A fails: A B Compensate B Compensate A',
    'B times out, Compensate A times out: A B Compensate B Compensate A',
    'B fails, Compensate B fails, Compensate A fails: A B Compensate B Compensate A',
    'B times out, Compensate B fails, Compensate A fails: A B Compensate B Compensate A',
  ]);
  expect(matrix.truncated).toBe(false);
  expect(new Set(matrix.rows.map(({ status, error }) => `${status} ${error}`))).toEqual(new Set(['FAILED Undone']));
});

test('what a failed compensation leaves is told; certainty depends on what was seen of the action', async () => {
  const matrix = await faultMatrix(sagaOf());
  const left = Object.fromEntries(matrix.rows.map(({ fault, uncompensated }) => [fault, uncompensated]));
  expect(left['B fails']).toEqual([]);
  expect(left['B fails, Compensate A fails']).toEqual([{ state: 'A', certain: true }]);
  expect(left['B fails, Compensate B times out']).toEqual([{ state: 'B', certain: false }]);
  expect(left['B times out, Compensate B fails, Compensate A fails']).toEqual([
    { state: 'A', certain: true },
    { state: 'B', certain: false },
  ]);
  expect(matrix.uncompensated.every(({ faults }) => faults.length > 1)).toBe(true);
});

test('a saga that forgets a compensation is found out', async () => {
  const matrix = await faultMatrix(
    // The Catch of B leads past its own compensation and past that of A.
    sagaOf({ B: callOf('b', { End: true, Catch: [{ ErrorEquals: ['States.ALL'], Next: 'Undone' }] }) }),
  );
  expect(
    matrix.uncompensated.map(({ fault, uncompensated }) => [fault, uncompensated.map(({ state }) => state)]),
  ).toEqual(expect.arrayContaining([['B fails', ['A', 'B']]]));
});

test('a Catch that misses timeouts is found out', async () => {
  const matrix = await faultMatrix(
    sagaOf({
      B: callOf('b', {
        TimeoutSeconds: 10,
        End: true,
        Catch: [{ ErrorEquals: ['States.TaskFailed'], Next: 'Compensate B' }],
      }),
    }),
  );
  const row = matrix.rows.find(({ fault }) => fault === 'B times out');
  expect(row).toMatchObject({ status: 'FAILED', error: 'States.Timeout' });
  expect(row?.uncompensated.map(({ state }) => state)).toEqual(['A', 'B']);
});

test('tasks that are no compensations are part of it too, and any workflow may be', async () => {
  const rehearsal = jsonataMachine({
    Work: callOf('work', { End: true, Catch: [{ ErrorEquals: ['States.ALL'], Next: 'Tell' }] }),
    Tell: {
      Type: 'Task',
      Resource: 'arn:aws:states:::sqs:sendMessage',
      Arguments: { QueueUrl: queueUrl, MessageBody: '{% $states.input %}' },
      TimeoutSeconds: 5,
      End: true,
    },
  }).mock('Work', 'done');
  rehearsal.sequence('Work', ['done']);
  const matrix = await faultMatrix(rehearsal, { input: { a: 1 }, error: 'Broken' });
  expect(matrix.rows.map(({ fault, status, error }) => [fault, status, error])).toEqual([
    ['Work fails', 'SUCCEEDED', undefined],
    // Without TimeoutSeconds a task that hangs holds the execution until its year is over.
    ['Work times out', 'TIMED_OUT', 'States.Timeout'],
    ['Work fails, Tell fails', 'FAILED', 'Broken'],
    ['Work fails, Tell times out', 'FAILED', 'States.Timeout'],
  ]);
  expect(matrix.rows[0].run.messages(queueUrl)).toMatchObject([{ Error: 'Broken' }]);
});

test('an execution that succeeds without undoing anything has left nothing undone', async () => {
  const matrix = await faultMatrix(
    // After the pivot: B is caught, and the workflow goes on to its end.
    sagaOf({
      B: callOf('b', { TimeoutSeconds: 9, End: true, Catch: [{ ErrorEquals: ['States.ALL'], Next: 'Done' }] }),
      Done: { Type: 'Succeed' },
    }),
  );
  const row = matrix.rows.find(({ fault }) => fault === 'B fails');
  expect(row).toMatchObject({ status: 'SUCCEEDED', uncompensated: [] });
});

test('neither doubles nor messages nor names of the rehearsal are touched', async () => {
  const rehearsal = jsonataMachine({
    Send: {
      Type: 'Task',
      Resource: 'arn:aws:states:::sqs:sendMessage',
      Arguments: { QueueUrl: queueUrl, MessageBody: 'x' },
    },
  });
  await faultMatrix(rehearsal);
  expect(rehearsal.messages(queueUrl)).toEqual([]);
  expect(await rehearsal.run({})).toMatchObject({ name: 'execution-1', status: 'SUCCEEDED' });
});

test('the number of runs has a bound, and reaching it is told', async () => {
  const matrix = await faultMatrix(sagaOf(), { maxRuns: 5 });
  expect(matrix.rows).toHaveLength(5);
  expect(matrix.truncated).toBe(true);
  expect(matrix.toString()).toContain('more combinations than maxRuns');
});

test('a workflow that fails by itself is not worth a matrix', async () => {
  await expect(faultMatrix(sagaOf().fail('A', { error: 'E' }))).rejects.toThrow(
    'the execution without any injected fault must succeed, but it ended FAILED: Undone',
  );
});

test('the table is readable', async () => {
  const table = (await faultMatrix(sagaOf())).toString().split('\n');
  expect(table[0]).toMatch(/^fault +status +error +calls +uncompensated$/);
  expect(table[3]).toMatch(/^B fails +FAILED +Undone +A → B → Compensate B → Compensate A$/);
  const retried = sagaOf({ A: callOf('a', { Retry: [{ ErrorEquals: ['States.ALL'], MaxAttempts: 2 }] }) });
  expect((await faultMatrix(retried)).rows[0].toString()).toBe('A fails | FAILED | Rehearsal.Fault | A ×3 | A?');
  expect(table[10]).toMatch(
    /^B fails, Compensate B times out +FAILED +Undone +A → B → Compensate B → Compensate A +B\?$/,
  );
});
