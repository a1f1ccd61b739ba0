import { Duration } from 'aws-cdk-lib';
import * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import fc from 'fast-check';
import { approvalApp, form, json } from './approval-app';

const DECISION = {
  approver: 'Alice',
  decision: 'APPROVED',
  comment: '',
  at: '2026-03-02T09:00:00.000Z',
  identity: 'link of Alice',
};

describe('one approver', () => {
  test('approves, and the workflow goes on with its input and the decision', async () => {
    const people = approvalApp(['Alice']);
    const execution = await people.start();
    expect(people.messages('Alice')).toEqual([
      {
        approver: 'Alice',
        kind: 'ASKED',
        title: 'Release 1.2.0',
        link: expect.stringMatching(/^https:\/\/.*\/prod\/[0-9a-f]{64}$/),
        closesAt: '2026-03-09T09:00:00.000Z',
      },
    ]);
    expect(await people.decide('Alice', 'APPROVED')).toMatchObject({
      status: 200,
      result: 'RECORDED',
      outcome: 'APPROVED',
    });
    expect(execution.run).toMatchObject({
      status: 'SUCCEEDED',
      output: {
        version: '1.2.0',
        approval: { outcome: 'APPROVED', gate: expect.stringMatching(/^gate#/), decisions: [DECISION] },
      },
      visited: ['Approval: prepare', 'Approval: wait'],
    });
  });

  test('rejects by the form, and the workflow fails without naming anybody', async () => {
    const people = approvalApp(['Alice']);
    const execution = await people.start();
    const answer = await people.send(
      people.linkOf('Alice'),
      form({ decision: 'REJECTED', comment: 'not on a Monday' }),
    );
    expect(answer.status).toBe(200);
    expect(answer.text).toContain('<html');
    expect(execution.run).toMatchObject({
      status: 'FAILED',
      error: 'Approval.Rejected',
      visited: ['Approval: prepare', 'Approval: wait'],
    });
    expect(execution.run.cause).toMatch(/^approval: rejected; who said so is recorded under decision#gate#/);
    expect(execution.run.cause).not.toContain('Alice');
  });

  test('nobody decides: it expires, and the page says so', async () => {
    const people = approvalApp(['Alice']);
    const execution = await people.start();
    await people.rehearsal.advance(7 * 24 * 3600 * 1000);
    expect(execution.run).toMatchObject({
      status: 'FAILED',
      error: 'Approval.Expired',
      visited: ['Approval: prepare', 'Approval: wait', 'Approval: expired'],
    });
    expect(await people.decide('Alice', 'APPROVED')).toMatchObject({ status: 410, result: 'EXPIRED' });
    expect(people.items('gate#')[0].votes).toEqual({});
    expect((await people.look('Alice')).status).toBe(410);
  });

  test('a decision is recorded for good, with what was said, whatever it is', async () => {
    const comment = `</textarea><script>alert("1")</script> \${x} $util.parseJson('{}') {% $error() %} "\\ äöü 🚀\n#set($a=1)`;
    for (const body of [form({ decision: 'APPROVED', comment }), json({ decision: 'APPROVED', comment })]) {
      const people = approvalApp(['Alice']);
      const execution = await people.start();
      const answer = await people.send(people.linkOf('Alice'), body);
      expect(answer.status).toBe(200);
      expect(answer.text).not.toContain('<script>alert');
      expect(people.items('decision#')).toEqual([
        expect.objectContaining({
          gate: people.itemOf('Alice').gate,
          approver: 'Alice',
          by: 'Alice',
          decision: 'APPROVED',
          comment,
          at: DECISION.at,
          identity: 'link of Alice',
        }),
      ]);
      expect(people.items('decision#')[0]).not.toHaveProperty('expiresAt');
      expect(execution.run.output).toMatchObject({ approval: { decisions: [{ comment }] } });
    }
  });

  test('twenty approvers with all that a comment may be: it can still be decided', async () => {
    const names = Array.from({ length: 20 }, (_, n) => `Approver ${n}`);
    const people = approvalApp(names, () => ({ quorum: names.length }));
    const execution = await people.start();
    for (const [n, name] of names.entries()) {
      const comment = ['\u0001', '"', '\u{1F680}', '\t'][n % 4].repeat(2000);
      expect(await people.decide(name, 'APPROVED', { comment })).toMatchObject({ status: 200, result: 'RECORDED' });
    }
    expect(execution.status).toBe('SUCCEEDED');
    expect(people.items('decision#').map(({ comment }) => String(comment)[0])).toContain(' ');
  });

  test.each([
    ['no decision', form({ comment: 'x' })],
    ['another word', form({ decision: 'approved' })],
    ['a prefix', form({ decision: 'APPROVED ' })],
    ['two decisions', { ...form({}), body: 'decision=REJECTED&decision=APPROVED' }],
    ['a broken encoding', { ...form({}), body: 'decision=APPROVED&comment=%zz' }],
    ['bytes that are no text', { ...form({}), body: 'decision=APPROVED&comment=%ff' }],
    ['nothing', { ...form({}), body: '' }],
    ['broken JSON', { ...json(''), body: '{"decision":"APPROVED"' }],
    ['a list', json(['APPROVED'])],
    ['a word', json('APPROVED')],
    ['null', json(null)],
    ['a number for a decision', json({ decision: 1 })],
    ['an object for a decision', json({ decision: { APPROVED: true } })],
    ['a list with a decision in it', json({ decision: ['APPROVED'] })],
    ['a list with a comment in it', json({ decision: 'APPROVED', comment: ['x'] })],
    ['a comment that is no text', json({ decision: 'APPROVED', comment: { a: 1 } })],
    ['a comment without end', json({ decision: 'APPROVED', comment: 'x'.repeat(2001) })],
    ['a delegate where there is none', json({ decision: 'DELEGATED', delegate: 'Mallory' })],
  ])('%s decides nothing', async (_, body) => {
    const people = approvalApp(['Alice']);
    const execution = await people.start();
    expect((await people.send(people.linkOf('Alice'), body)).status).toBe(400);
    expect(execution.status).toBe('RUNNING');
    expect(people.itemOf('Alice').standing).toBe('OPEN');
    expect(people.items('gate#')[0].votes).toEqual({});
    expect(people.items('decision#')).toEqual([]);
  });

  test('links that are none: invented, shortened, of the gate, of a record', async () => {
    const people = approvalApp(['Alice']);
    const execution = await people.start();
    const { gate } = people.itemOf('Alice');
    const link = people.linkOf('Alice');
    const invented = `/${'0'.repeat(64)}`;
    for (const path of [
      invented,
      link.slice(0, -1),
      `${link}0`,
      link.toUpperCase(),
      `/${encodeURIComponent(String(gate))}`,
    ]) {
      expect((await people.send(path, json({ decision: 'APPROVED' }))).status).toBe(404);
      expect((await people.rehearsal.request('GET', path, { api: people.service.api.restApi })).status).toBe(404);
    }
    expect(execution.status).toBe('RUNNING');
  });
});

describe('a link that is used more than once', () => {
  test('a hundred looks change nothing', async () => {
    const people = approvalApp(['Alice']);
    const execution = await people.start();
    const before = people.rehearsal.items(people.service.table);
    for (let n = 0; n < 100; n++) expect((await people.look('Alice')).status).toBe(200);
    for (const method of ['HEAD', 'OPTIONS', 'PUT', 'DELETE', 'PATCH']) {
      await people.rehearsal.request(method, people.linkOf('Alice'), { api: people.service.api.restApi });
    }
    expect(people.rehearsal.items(people.service.table)).toEqual(before);
    expect(people.rehearsal.executions(people.service.decisionWorkflow.stateMachine)).toEqual([]);
    expect(execution.status).toBe('RUNNING');
    expect(await people.decide('Alice', 'APPROVED')).toMatchObject({ status: 200 });
  });

  test('two clicks in the same moment are one decision', async () => {
    const people = approvalApp(['Alice']);
    const execution = await people.start();
    const both = await Promise.all([people.decide('Alice', 'APPROVED'), people.decide('Alice', 'APPROVED')]);
    expect(both.map(({ result }) => result)).toEqual(['RECORDED', 'RECORDED']);
    expect(people.items('decision#')).toHaveLength(1);
    expect(execution.run.output).toMatchObject({ approval: { decisions: [DECISION] } });
  });

  test('two different clicks in the same moment: one stands, and the other is told so', async () => {
    const people = approvalApp(['Alice']);
    const execution = await people.start();
    const both = await Promise.all([people.decide('Alice', 'APPROVED'), people.decide('Alice', 'REJECTED')]);
    expect(both.map(({ status }) => status).sort()).toEqual([200, 409]);
    const stands = both.find(({ status }) => status === 200) as { decision?: string };
    expect(people.items('decision#')).toEqual([expect.objectContaining({ decision: stands.decision })]);
    expect(execution.status).toBe(stands.decision === 'APPROVED' ? 'SUCCEEDED' : 'FAILED');
  });

  test('a click that comes again later is answered as before; another one is refused', async () => {
    const people = approvalApp(['Alice']);
    await people.start();
    await people.decide('Alice', 'APPROVED', { comment: 'first' });
    const records = people.items('decision#');
    await people.rehearsal.advance(1000);
    expect(await people.decide('Alice', 'APPROVED', { comment: 'second' })).toMatchObject({
      status: 200,
      result: 'RECORDED',
    });
    expect(await people.decide('Alice', 'REJECTED')).toMatchObject({ status: 409, result: 'ALREADY_DECIDED' });
    expect(people.items('decision#')).toEqual(records);
  });

  test('the workflow was stopped meanwhile: the approver is told that it is closed', async () => {
    const people = approvalApp(['Alice']);
    const execution = await people.start();
    await execution.stop();
    expect(await people.decide('Alice', 'APPROVED')).toMatchObject({ status: 409, result: 'CLOSED' });
    expect(await people.decide('Alice', 'APPROVED')).toMatchObject({ status: 409, result: 'CLOSED' });
    expect(execution.status).toBe('ABORTED');
  });

  test('a vote that comes in time and is reported too late, where the workflow goes on: told that it is closed', async () => {
    const people = approvalApp(['Alice'], (stack) => ({
      timeout: Duration.days(1),
      onExpired: new sfn.Wait(stack, 'Think', { time: sfn.WaitTime.duration(Duration.days(1)) }),
    }));
    const execution = await people.start();
    await people.rehearsal.advance(Duration.days(1).toMilliseconds() - 500);
    people.rehearsal.mock('Keep a record', async (_, call) => {
      await call.sleep(Duration.seconds(2));
      return {};
    });
    expect(await people.decide('Alice', 'APPROVED')).toMatchObject({ status: 409, result: 'CLOSED' });
    expect(execution.status).toBe('RUNNING');
    await people.rehearsal.advance(Duration.days(1).toMilliseconds());
    expect(execution.run.error).toBe('Approval.Expired');
  });

  test('stopped while others still have to decide: told at the first vote', async () => {
    const people = approvalApp(['Alice', 'Bob'], () => ({ quorum: 2 }));
    const execution = await people.start();
    await people.decide('Alice', 'APPROVED');
    await execution.stop();
    expect(await people.decide('Bob', 'REJECTED')).toMatchObject({ status: 409, result: 'CLOSED' });
    expect(await people.decide('Alice', 'APPROVED')).toMatchObject({ status: 200, result: 'RECORDED' });
  });
});

describe('whatever is sent', () => {
  test('the decision workflow answers, and counts nothing but a vote', async () => {
    const people = approvalApp(['Alice']);
    const execution = await people.start();
    const id = people.linkOf('Alice').slice(1);
    const { decisionWorkflow, table } = people.service;
    const before = people.rehearsal.items(table);
    const text = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.constantFrom('decision=', '{"decision":', '%', '%E4', '+', '&='),
    );
    const input = fc.record(
      {
        id: fc.oneof(fc.constant(id), fc.constant(id), fc.string(), fc.jsonValue()),
        body: fc.oneof(text.map(encodeURIComponent), fc.json().map(encodeURIComponent), text, fc.jsonValue()),
        form: fc.oneof(fc.boolean(), fc.jsonValue()),
        identity: fc.oneof(fc.record({ type: fc.string(), principal: fc.string() }), fc.jsonValue()),
      },
      { requiredKeys: [] },
    );
    await fc.assert(
      fc.asyncProperty(input, async (asked) => {
        const started = await people.rehearsal.start(decisionWorkflow.stateMachine, asked);
        await started.finish();
        expect(started.run).toMatchObject({
          status: 'SUCCEEDED',
          output: { result: expect.stringMatching(/^(INVALID|UNKNOWN)$/) },
        });
      }),
      { numRuns: 300 },
    );
    expect(people.rehearsal.items(table)).toEqual(before);
    expect(execution.status).toBe('RUNNING');
  });
});
