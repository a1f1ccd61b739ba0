import { Rehearsal } from '../../src/testing';

const queueUrl = 'https://sqs.us-east-1.amazonaws.com/111122223333/failures';
const payArn = 'arn:aws:lambda:us-east-1:111122223333:function:pay';

const payment = {
  QueryLanguage: 'JSONata',
  StartAt: 'Pay',
  States: {
    Pay: {
      Type: 'Task',
      Resource: 'arn:aws:states:::lambda:invoke',
      Arguments: { FunctionName: payArn, Payload: { order: '{% $states.input.id %}' } },
      Assign: { paid: '{% $states.result.Payload.amount %}' },
      Output: '{% $states.result.Payload %}',
      TimeoutSeconds: 30,
      Retry: [{ ErrorEquals: ['Flaky'], IntervalSeconds: 2, MaxAttempts: 2 }],
      Catch: [{ ErrorEquals: ['States.ALL'], Next: 'Tell', Output: '{% $states.errorOutput %}' }],
      Next: 'Sum',
    },
    Sum: { Type: 'Pass', Output: { total: '{% $paid + 1 %}' }, End: true },
    Tell: {
      Type: 'Task',
      Resource: 'arn:aws:states:::sqs:sendMessage',
      Arguments: { QueueUrl: queueUrl, MessageBody: '{% $states.input %}' },
      Output: '{% $states.input %}',
      Next: 'Failed',
    },
    Failed: { Type: 'Fail', Error: '{% $states.input.Error %}', Cause: 'paying failed' },
  },
};

const rehearse = () => Rehearsal.ofDefinition(payment);

test('a double answers for a state; what it gets is the Payload', async () => {
  const rehearsal = rehearse();
  rehearsal.mock('Pay', ({ order }) => ({ amount: order === 'o-1' ? 10 : 0 }));
  const run = await rehearsal.run({ id: 'o-1' });
  expect(run).toMatchObject({
    status: 'SUCCEEDED',
    output: { total: 11 },
    visited: ['Pay', 'Sum'],
    transitions: 2,
    virtualDuration: 0,
    calls: [{ state: 'Pay', target: payArn, input: { order: 'o-1' }, attempt: 1, committedAt: 0 }],
  });
});

test('a failing double is retried on virtual time, then caught', async () => {
  const rehearsal = rehearse().fail('Pay', { error: 'Flaky' });
  const run = await rehearsal.run({ id: 'o-1' });
  expect(run).toMatchObject({
    status: 'FAILED',
    error: 'Flaky',
    cause: 'paying failed',
    visited: ['Pay', 'Tell', 'Failed'],
    // Three states entered and two retries.
    transitions: 5,
    // 2 s, then 2 s × BackoffRate 2.
    virtualDuration: 6000,
  });
  expect(run.calls.map(({ state, attempt, startedAt }) => [state, attempt, startedAt])).toEqual([
    ['Pay', 1, 0],
    ['Pay', 2, 2000],
    ['Pay', 3, 6000],
    ['Tell', 1, 6000],
  ]);
  expect(run.messages(queueUrl)).toEqual([expect.objectContaining({ Error: 'Flaky' })]);
});

test('a hanging task times out, and its work is done too late', async () => {
  const commits: unknown[] = [];
  const rehearsal = rehearse();
  rehearsal.mock('Pay', ({ order }) => commits.push(order));
  rehearsal.hang('Pay', { commitsAfter: 60_000 });
  const run = await rehearsal.run({ id: 'o-1' });
  expect(run).toMatchObject({ status: 'FAILED', error: 'States.Timeout', virtualDuration: 30_000 });
  expect(run.calls[0]).toMatchObject({ endedAt: 30_000, committedAt: 60_000 });
  expect(commits).toEqual(['o-1']);
});

test('a task without a double rejects the run and cannot be caught by the workflow', async () => {
  await expect(rehearse().run({ id: 'o-1' })).rejects.toThrow(
    `state 'Pay' calls arn:aws:states:::lambda:invoke on ${payArn}, which nothing stands in for`,
  );
});
