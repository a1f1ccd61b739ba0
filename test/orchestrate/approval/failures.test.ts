import { Duration } from 'aws-cdk-lib';
import { approvalApp, queueApprover } from './approval-app';

const BROKEN = { error: 'Sqs.SqsException', cause: 'the queue has a moment' };
const hour = Duration.hours(1).toMilliseconds();

describe('somebody cannot be told', () => {
  test('the gate asks again, with the same links', async () => {
    const people = approvalApp(['Alice', 'Bob'], () => ({ quorum: 2 }));
    people.rehearsal.fail(people.sendingTo('Bob'), BROKEN);
    const execution = await people.start();
    await people.rehearsal.advance(Duration.seconds(50).toMilliseconds());
    expect(people.messages('Bob')).toEqual([]);
    const link = people.linkOf('Alice');
    expect(execution.status).toBe('RUNNING');
    people.rehearsal.restore(people.sendingTo('Bob'));
    await people.rehearsal.advance(Duration.minutes(2).toMilliseconds());
    expect(people.messages('Bob')).toHaveLength(1);
    expect(people.linkOf('Alice')).toBe(link);
    await people.decide('Alice', 'APPROVED');
    await people.decide('Bob', 'APPROVED');
    expect(execution.run).toMatchObject({ status: 'SUCCEEDED', output: { approval: { outcome: 'APPROVED' } } });
  });

  test('after three more times it fails, and says what with', async () => {
    const people = approvalApp(['Alice', 'Bob']);
    people.rehearsal.fail(people.sendingTo('Bob'), BROKEN);
    const execution = await people.start();
    await people.rehearsal.advance(hour);
    expect(execution.run).toMatchObject({
      status: 'FAILED',
      error: 'Approval.NotificationFailed',
      cause: 'approval: somebody could not be told: Sqs.SqsException',
    });
    expect(people.messages('Alice')).toHaveLength(4);
    // She was told, and the request is gone.
    expect(await people.decide('Alice', 'APPROVED')).toMatchObject({ status: 409, result: 'CLOSED' });
  });

  test('who has decided meanwhile is not told again', async () => {
    const people = approvalApp(['Alice', 'Bob'], () => ({ quorum: 2 }));
    people.rehearsal.fail(people.sendingTo('Bob'), BROKEN);
    const execution = await people.start();
    await people.rehearsal.advance(Duration.seconds(50).toMilliseconds());
    await people.decide('Alice', 'APPROVED');
    people.rehearsal.restore(people.sendingTo('Bob'));
    await people.rehearsal.advance(hour);
    expect(people.messages('Alice')).toHaveLength(1);
    await people.decide('Bob', 'APPROVED');
    expect(execution.status).toBe('SUCCEEDED');
  });

  test('who decides between two tries is not asked in vain', async () => {
    const people = approvalApp(['Alice', 'Bob']);
    people.rehearsal.fail(people.sendingTo('Bob'), BROKEN);
    const execution = await people.start();
    await people.rehearsal.advance(Duration.seconds(50).toMilliseconds());
    // The task has failed, and waits for its next try: nobody has its token.
    expect(await people.decide('Alice', 'APPROVED')).toMatchObject({ status: 200, result: 'RECORDED' });
    await people.rehearsal.advance(hour);
    expect(execution.run).toMatchObject({ status: 'SUCCEEDED', output: { approval: { outcome: 'APPROVED' } } });
  });

  test('the table is not there for a while: asked again', async () => {
    const people = approvalApp(['Alice']);
    people.rehearsal.fail('Keep the token', { error: 'DynamoDB.InternalServerErrorException' });
    const execution = await people.start();
    await people.rehearsal.advance(Duration.seconds(30).toMilliseconds());
    people.rehearsal.restore('Keep the token');
    await people.rehearsal.advance(hour);
    await people.decide('Alice', 'APPROVED');
    expect(execution.status).toBe('SUCCEEDED');
  });

  test('the notifier runs twice, and late: one link, and the youngest token stays', async () => {
    const people = approvalApp(['Alice'], () => ({ reminders: { every: Duration.days(1), atMost: 1 } }));
    const execution = await people.start();
    const [first] = people.rehearsal.executions(people.service.notifier.stateMachine);
    await people.rehearsal.advance(Duration.days(1).toMilliseconds());
    const before = people.items('gate#');
    await people.rehearsal.start(people.service.notifier.stateMachine, first.input);
    expect(people.items('gate#')).toEqual(before);
    const [, second] = people.rehearsal.executions(people.service.notifier.stateMachine);
    await people.rehearsal.start(people.service.notifier.stateMachine, second.input);
    expect(new Set(people.messages('Alice').map(({ link }) => link)).size).toBe(1);
    await people.decide('Alice', 'APPROVED');
    expect(execution.status).toBe('SUCCEEDED');
  });
});

describe('a channel is taken out of the app while a gate waits', () => {
  test.each([
    ['REMINDER', 'SUCCEEDED', 2],
    ['ASKED', 'FAILED', 1],
  ])('%s: the notifier has %s', async (kind, status, messages) => {
    const people = approvalApp(['Alice', 'Bob'], () => ({ quorum: 2 }));
    await people.start();
    const { stateMachine } = people.service.notifier;
    const [{ input }] = people.rehearsal.executions(stateMachine);
    const request = JSON.parse(JSON.stringify({ ...(input as object), kind }));
    request.people[1].channels[0].channel = 'Send to nobody';
    const notifier = await people.rehearsal.start(stateMachine, request);
    await notifier.finish();
    expect(notifier.status).toBe(status);
    expect(people.messages('Alice')).toHaveLength(messages);
    expect(people.messages('Bob')).toHaveLength(1);
  });
});

describe('somebody of a later group cannot be told', () => {
  const escalated = () =>
    approvalApp(['Alice'], (stack) => ({
      escalation: [{ after: Duration.days(1), approvers: [queueApprover(stack, 'Cfo')] }],
    }));

  test('a rejection meanwhile is one of two votes', async () => {
    const people = escalated();
    const execution = await people.start();
    people.rehearsal.fail(people.sendingTo('Cfo'), BROKEN);
    await people.rehearsal.advance(24 * hour + Duration.seconds(30).toMilliseconds());
    expect(await people.decide('Alice', 'REJECTED')).toMatchObject({ status: 200, result: 'RECORDED' });
    people.rehearsal.restore(people.sendingTo('Cfo'));
    await people.rehearsal.advance(hour);
    expect(execution.status).toBe('RUNNING');
    await people.decide('Cfo', 'APPROVED');
    expect(execution.status).toBe('SUCCEEDED');
  });

  test('a rejection before it stays one, however late it is reported', async () => {
    const people = escalated();
    const execution = await people.start();
    people.rehearsal.fail('Reject', { error: 'Sfn.ThrottlingException' });
    await people.decide('Alice', 'REJECTED');
    await people.rehearsal.advance(24 * hour + Duration.seconds(30).toMilliseconds());
    expect(execution.status).toBe('RUNNING');
    people.rehearsal.restore('Reject');
    await people.rehearsal.advance(hour);
    expect(execution.run).toMatchObject({ status: 'FAILED', error: 'Approval.Rejected' });
    expect(people.messages('Cfo')).toEqual([]);
  });
});

describe('the decision workflow dies', () => {
  const STEPS = ['Keep a record', 'Mark the link', 'Approve', 'Close the other links'];

  test.each(STEPS)('at %s: "try again", and trying again does it', async (step) => {
    const people = approvalApp(['Alice', 'Bob']);
    const execution = await people.start();
    people.rehearsal.fail(step === 'Close the other links' ? 'Close a link' : step, { error: 'States.Runtime' });
    const answer = await people.decide('Alice', 'APPROVED');
    if (step !== 'Close the other links') {
      expect(answer).toMatchObject({ status: 503 });
      expect(execution.status).toBe('RUNNING');
    }
    people.rehearsal.restore(step === 'Close the other links' ? 'Close a link' : step);
    expect(await people.decide('Alice', 'APPROVED')).toMatchObject({
      status: 200,
      result: 'RECORDED',
      outcome: 'APPROVED',
    });
    expect(execution.status).toBe('SUCCEEDED');
    expect(people.items('decision#')).toHaveLength(1);
    expect(people.itemOf('Bob').standing).toBe('CLOSED');
    expect(await people.decide('Bob', 'REJECTED')).toMatchObject({ status: 409, outcome: 'APPROVED' });
  });

  test('after the vote, and nobody tries again: the other approver finds it decided and reports it', async () => {
    const people = approvalApp(['Alice', 'Bob'], () => ({ quorum: 1 }));
    const execution = await people.start();
    people.rehearsal.fail('Approve', { error: 'States.Runtime' });
    await people.decide('Alice', 'APPROVED');
    people.rehearsal.restore('Approve');
    expect(await people.decide('Bob', 'REJECTED')).toMatchObject({ status: 200, outcome: 'APPROVED' });
    expect(execution.status).toBe('SUCCEEDED');
  });

  test('in the middle of a first click, and the second one says otherwise: the first stands', async () => {
    const people = approvalApp(['Alice']);
    const execution = await people.start();
    people.rehearsal.fail('Keep a record', { error: 'States.Runtime' });
    await people.decide('Alice', 'REJECTED');
    people.rehearsal.restore('Keep a record');
    expect(await people.decide('Alice', 'APPROVED')).toMatchObject({
      status: 409,
      result: 'ALREADY_DECIDED',
      decision: 'REJECTED',
    });
    expect(execution.status).toBe('RUNNING');
    await people.decide('Alice', 'REJECTED');
    expect(execution.run.error).toBe('Approval.Rejected');
  });

  test('the item of the gate is gone: closed', async () => {
    const people = approvalApp(['Alice']);
    await people.start();
    const { gate } = people.itemOf('Alice');
    await people.rehearsal.deleteItem(people.service.table, { id: gate });
    expect(await people.decide('Alice', 'APPROVED')).toMatchObject({ status: 409, result: 'CLOSED' });
  });
});

describe('a redrive', () => {
  test('of an execution that died while it waited asks anew by the same links', async () => {
    const people = approvalApp(['Alice']);
    const execution = await people.start();
    const link = people.linkOf('Alice');
    await execution.stop();
    await execution.redrive();
    expect(people.linkOf('Alice')).toBe(link);
    await people.decide('Alice', 'APPROVED');
    expect(execution.run).toMatchObject({ status: 'SUCCEEDED', output: { approval: { outcome: 'APPROVED' } } });
  });

  test('of one that was rejected stays rejected, and asks nobody', async () => {
    const people = approvalApp(['Alice']);
    const execution = await people.start();
    await people.decide('Alice', 'REJECTED');
    await execution.redrive();
    expect(execution.run).toMatchObject({ status: 'FAILED', error: 'Approval.Rejected' });
    expect(people.messages('Alice')).toHaveLength(1);
  });

  test('after many rounds tells people once more, and not for each round that was missed', async () => {
    const people = approvalApp(['Alice'], (stack) => ({
      timeout: Duration.days(14),
      reminders: { every: Duration.days(1) },
      escalation: [{ after: Duration.hours(36), approvers: [queueApprover(stack, 'Cfo')] }],
    }));
    const execution = await people.start();
    await people.rehearsal.advance(hour);
    await execution.stop();
    await people.rehearsal.advance(10 * 24 * hour);
    await execution.redrive();
    await people.rehearsal.advance(Duration.minutes(1).toMilliseconds());
    expect(people.messages('Alice').map(({ kind }) => kind)).toEqual(['ASKED', 'ASKED', 'REMINDER']);
    expect(people.messages('Cfo').map(({ kind }) => kind)).toEqual(['ESCALATED', 'REMINDER']);
    await people.decide('Cfo', 'APPROVED');
    expect(execution.status).toBe('SUCCEEDED');
  });

  test('after the time is over it expires at once', async () => {
    const people = approvalApp(['Alice']);
    const execution = await people.start();
    await people.rehearsal.advance(Duration.days(3).toMilliseconds());
    await execution.stop();
    await people.rehearsal.advance(Duration.days(5).toMilliseconds());
    await execution.redrive();
    await people.rehearsal.advance(2000);
    expect(execution.run.error).toBe('Approval.Expired');
    expect(people.messages('Alice')).toHaveLength(1);
  });
});
