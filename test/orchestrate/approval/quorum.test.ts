import { Duration } from 'aws-cdk-lib';
import { approvalApp, queueApprover } from './approval-app';

const NAMES = ['Alice', 'Bob', 'Carol'];
const A = 'APPROVED';
const R = 'REJECTED';

/** Votes in the order in which they come, and after how many of them it is decided how. */
const TABLE: readonly (readonly [quorum: number, votes: readonly string[], decided: string, after: number])[] = [
  [1, [A, R, R], A, 1],
  [1, [R, A, R], A, 2],
  [1, [R, R, A], A, 3],
  [1, [R, R, R], R, 3],
  [2, [A, A, R], A, 2],
  [2, [A, R, A], A, 3],
  [2, [R, A, A], A, 3],
  [2, [A, R, R], R, 3],
  [2, [R, A, R], R, 3],
  [2, [R, R, A], R, 2],
  [3, [A, A, A], A, 3],
  [3, [A, A, R], R, 3],
  [3, [A, R, A], R, 2],
  [3, [R, A, A], R, 1],
];

describe('N of M', () => {
  test.each(TABLE)('%i of 3, %j: %s after %i', async (quorum, votes, decided, after) => {
    const people = approvalApp(NAMES, () => ({ quorum }));
    const execution = await people.start();
    for (const [index, decision] of votes.entries()) {
      const answer = await people.decide(NAMES[index], decision);
      if (index + 1 < after) {
        expect(answer).toMatchObject({ status: 200, result: 'RECORDED', decision });
        expect(answer).not.toHaveProperty('outcome');
        expect(execution.status).toBe('RUNNING');
      } else {
        // Too late is closed, with what it was closed by.
        expect(answer).toMatchObject(
          index + 1 === after
            ? { status: 200, result: 'RECORDED', decision, outcome: decided }
            : { status: 409, result: 'CLOSED', outcome: decided },
        );
        expect(execution.status).toBe(decided === A ? 'SUCCEEDED' : 'FAILED');
      }
    }
    expect(execution.run.error).toBe(decided === A ? undefined : 'Approval.Rejected');
    const records = people.items('decision#').map(({ approver, decision }) => [approver, decision]);
    expect(records).toEqual(NAMES.slice(0, after).map((name, index) => [name, votes[index]]));
  });

  test('one approver has one vote, however often it is sent', async () => {
    const people = approvalApp(NAMES, () => ({ quorum: 2 }));
    const execution = await people.start();
    for (let n = 0; n < 5; n++) await people.decide('Alice', A);
    expect(execution.status).toBe('RUNNING');
    expect(people.items('decision#')).toHaveLength(1);
  });

  test('all in the same moment: each vote counts once, and the workflow is told once', async () => {
    const people = approvalApp(NAMES, () => ({ quorum: 3 }));
    const execution = await people.start();
    const answers = await Promise.all(NAMES.map((name) => people.decide(name, A)));
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200]);
    expect(execution.run.output).toMatchObject({
      approval: { decisions: NAMES.map((approver) => ({ approver, decision: A })) },
    });
  });

  test('approval and rejection in the same moment: the outcome is that of the votes', async () => {
    const people = approvalApp(NAMES, () => ({ quorum: 2 }));
    const execution = await people.start();
    await Promise.all([people.decide('Alice', A), people.decide('Bob', R)]);
    expect(execution.status).toBe('RUNNING');
    await people.decide('Carol', R);
    expect(execution.run.error).toBe('Approval.Rejected');
  });

  test('links are different for everybody and every time', async () => {
    const people = approvalApp(NAMES);
    await people.start();
    await people.start();
    const links = NAMES.flatMap((name) => people.messages(name).map(({ link }) => link));
    expect(new Set(links).size).toBe(6);
  });
});

describe('reminders', () => {
  const daily = () => ({ reminders: { every: Duration.days(1), atMost: 2 } });

  test('go to those who have not decided, with the same link, as often as they should', async () => {
    const people = approvalApp(NAMES, () => ({ ...daily(), quorum: 2 }));
    const execution = await people.start();
    const link = people.linkOf('Bob');
    await people.decide('Alice', A);
    await people.rehearsal.advance(Duration.days(1).toMilliseconds());
    expect(people.messages('Alice').map(({ kind }) => kind)).toEqual(['ASKED']);
    expect(people.messages('Bob').map(({ kind }) => kind)).toEqual(['ASKED', 'REMINDER']);
    expect(people.linkOf('Bob')).toBe(link);
    await people.rehearsal.advance(Duration.days(5).toMilliseconds());
    expect(people.messages('Bob').map(({ kind }) => kind)).toEqual(['ASKED', 'REMINDER', 'REMINDER']);
    expect(execution.run.visited).toEqual([
      'Approval: prepare',
      'Approval: wait',
      'Approval: remind 1',
      'Approval: remind 2',
    ]);
    expect(await people.decide('Bob', A)).toMatchObject({ outcome: A });
    expect(execution.run.output).toMatchObject({ version: '1.2.0', approval: { outcome: A } });
  });

  test('do not make the time longer', async () => {
    const people = approvalApp(NAMES, daily);
    const execution = await people.start();
    const run = await execution.finish();
    expect(run).toMatchObject({
      status: 'FAILED',
      error: 'Approval.Expired',
      virtualDuration: Duration.days(7).toMilliseconds(),
    });
    expect(people.messages('Alice').map(({ closesAt }) => closesAt)).toEqual(Array(3).fill('2026-03-09T09:00:00.000Z'));
  });

  test('a vote between two tokens is not lost', async () => {
    const people = approvalApp(['Alice'], daily);
    const execution = await people.start();
    // The link is marked and the vote is there, and nobody could be told: the token is that of the task that timed out.
    people.rehearsal.fail('Approve', { error: 'Sfn.TaskTimedOutException' });
    expect(await people.decide('Alice', A)).toMatchObject({ status: 200, result: 'RECORDED' });
    expect(execution.status).toBe('RUNNING');
    people.rehearsal.restore('Approve');
    await people.rehearsal.advance(Duration.days(1).toMilliseconds());
    expect(execution.run).toMatchObject({ status: 'SUCCEEDED', output: { approval: { outcome: A } } });
    expect(people.messages('Alice')).toHaveLength(1);
  });

  test('so is a rejection', async () => {
    const people = approvalApp(['Alice'], daily);
    const execution = await people.start();
    people.rehearsal.fail('Reject', { error: 'Sfn.TaskTimedOutException' });
    await people.decide('Alice', R);
    people.rehearsal.restore('Reject');
    await people.rehearsal.advance(Duration.days(1).toMilliseconds());
    expect(execution.run).toMatchObject({ status: 'FAILED', error: 'Approval.Rejected' });
  });
});

describe('escalation', () => {
  const escalating = (names: readonly string[], quorum = 1, more = {}) =>
    approvalApp(names, (stack) => ({
      quorum,
      escalation: [
        { after: Duration.days(1), approvers: [queueApprover(stack, 'Dora')] },
        { after: Duration.days(2), approvers: [queueApprover(stack, 'Emil'), queueApprover(stack, 'Fay')] },
      ],
      ...more,
    }));

  test('asks the next groups, and those who were asked may decide still', async () => {
    const people = escalating(['Alice', 'Bob'], 2);
    const execution = await people.start();
    await people.rehearsal.advance(Duration.days(1).toMilliseconds());
    expect(people.messages('Dora').map(({ kind }) => kind)).toEqual(['ESCALATED']);
    expect(people.messages('Alice')).toHaveLength(1);
    await people.decide('Dora', A);
    await people.rehearsal.advance(Duration.days(1).toMilliseconds());
    expect(people.messages('Fay').map(({ kind }) => kind)).toEqual(['ESCALATED']);
    expect(await people.decide('Alice', A)).toMatchObject({ outcome: A });
    expect(execution.run.visited).toEqual([
      'Approval: prepare',
      'Approval: wait',
      'Approval: escalate 1',
      'Approval: escalate 2',
    ]);
    expect(execution.run.output).toMatchObject({
      approval: { decisions: [{ approver: 'Dora' }, { approver: 'Alice' }] },
    });
    for (const name of ['Bob', 'Emil', 'Fay']) {
      expect(people.itemOf(name)).toMatchObject({ standing: 'CLOSED', outcome: A });
    }
  });

  test('more approvers are more who have to reject', async () => {
    const people = escalating(['Alice', 'Bob']);
    const execution = await people.start();
    await people.decide('Alice', R);
    await people.rehearsal.advance(Duration.days(1).toMilliseconds());
    await people.decide('Bob', R);
    expect(execution.status).toBe('RUNNING');
    await people.decide('Dora', R);
    expect(execution.run.error).toBe('Approval.Rejected');
  });

  test('what was rejected by all who were asked stays rejected, though nobody could be told before', async () => {
    const people = escalating(['Alice']);
    const execution = await people.start();
    people.rehearsal.fail('Reject', { error: 'Sfn.TaskTimedOutException' });
    await people.decide('Alice', R);
    people.rehearsal.restore('Reject');
    await people.rehearsal.advance(Duration.days(1).toMilliseconds());
    expect(execution.run.error).toBe('Approval.Rejected');
    expect(people.messages('Dora')).toEqual([]);
  });

  test('reminders go to all who have been asked by then', async () => {
    const people = escalating(['Alice'], 1, { reminders: { every: Duration.hours(36) }, timeout: Duration.days(4) });
    const execution = await people.start();
    await people.rehearsal.advance(Duration.hours(36).toMilliseconds());
    expect(people.messages('Dora').map(({ kind }) => kind)).toEqual(['ESCALATED', 'REMINDER']);
    expect(people.messages('Emil')).toEqual([]);
    await people.rehearsal.advance(Duration.hours(36).toMilliseconds());
    expect(people.messages('Emil').map(({ kind }) => kind)).toEqual(['ESCALATED', 'REMINDER']);
    expect(people.messages('Alice').map(({ kind }) => kind)).toEqual(['ASKED', 'REMINDER', 'REMINDER']);
    await people.rehearsal.advance(Duration.hours(24).toMilliseconds());
    expect(execution.run).toMatchObject({ status: 'FAILED', error: 'Approval.Expired' });
  });
});
