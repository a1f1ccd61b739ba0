import { App, Duration, Stack } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import {
  ApprovalGate,
  type ApprovalGateProps,
  ApprovalService,
  SagaOrchestrator,
  SagaStep,
  Workflow,
} from '../../../src';
import { testFunction } from '../../functions';
import { json, People, queueApprover } from './approval-app';
import { statementsOf } from './approval-policies';

function stackOf(): Stack {
  return new Stack(new App(), 'Stack', { env: { account: '111122223333', region: 'eu-central-1' } });
}

function gateOf(stack: Stack, more: Partial<ApprovalGateProps> = {}, id = 'Manager', names = ['Alice']): ApprovalGate {
  return new ApprovalGate(stack, id, { approvers: names.map((name) => queueApprover(stack, name)), ...more });
}

/** A machine of the CDK's own states around a gate. */
function around(stack: Stack, definition: sfn.IChainable): People {
  const workflow = new Workflow(stack, 'Workflow', { definition });
  return new People(stack, ApprovalService.of(stack), workflow.stateMachine);
}

describe('in a definition', () => {
  test('what comes after it gets its input and the decision, in either language', async () => {
    const stack = stackOf();
    const before = sfn.Pass.jsonPath(stack, 'Before', { parameters: { 'order.$': '$.id' } });
    const after = sfn.Pass.jsonPath(stack, 'After', {
      parameters: { 'order.$': '$.order', 'outcome.$': '$.approval.outcome' },
    });
    const people = around(
      stack,
      before.next(gateOf(stack, { title: "{% 'Order ' & $states.input.order %}" })).next(after),
    );
    const execution = await people.start({ id: 7 });
    expect(people.messages('Alice')[0].title).toBe('Order 7');
    await people.decide('Alice', 'APPROVED');
    expect(execution.run.output).toEqual({ order: 7, outcome: 'APPROVED' });
  });

  test('with the decision alone, where the input is not to go on; with an input that is no object', async () => {
    for (const [keepInput, input, output] of [
      [false, { order: 1 }, { outcome: 'APPROVED' }],
      [true, 'a text', { input: 'a text', approval: { outcome: 'APPROVED' } }],
      [true, [1, 2], { input: [1, 2], approval: { outcome: 'APPROVED' } }],
    ] as const) {
      const stack = stackOf();
      const people = around(stack, gateOf(stack, { keepInput }));
      const execution = await people.start(input);
      await people.decide('Alice', 'APPROVED');
      expect(execution.run.output).toMatchObject(output);
    }
  });

  test('ways of its own: approved, rejected, expired; none of the latter two comes to what is after the gate', async () => {
    const ways = (stack: Stack) => {
      const pass = (id: string) => sfn.Pass.jsonata(stack, id);
      return { onApproved: pass('Yes'), onRejected: pass('No'), onExpired: pass('Late') };
    };
    for (const [decision, visited, error] of [
      ['APPROVED', ['Manager: decided?', 'Yes', 'After'], undefined],
      ['REJECTED', ['Manager: decided?', 'No', 'Manager: rejected'], 'Approval.Rejected'],
      ['nothing', ['Late', 'Manager: expired'], 'Approval.Expired'],
    ] as const) {
      const stack = stackOf();
      const gate = gateOf(stack, { ...ways(stack), timeout: Duration.hours(1) });
      const people = around(stack, gate.next(sfn.Succeed.jsonata(stack, 'After')));
      const execution = await people.start();
      if (decision !== 'nothing') await people.decide('Alice', decision, { comment: 'because' });
      await people.rehearsal.advance(Duration.hours(2).toMilliseconds());
      expect(execution.run.visited.slice(2)).toEqual(visited);
      expect(execution.run.error).toBe(error);
      const way = execution.run.history.find(
        ({ type, details }) => type === 'PassStateEntered' && ['No', 'Late'].includes(String(details.name)),
      );
      if (decision === 'REJECTED') {
        expect(way?.details.input).toMatchObject({
          version: '1.2.0',
          approval: { outcome: 'REJECTED', decisions: [{ approver: 'Alice', comment: 'because' }] },
        });
      }
      if (decision === 'nothing') {
        expect(way?.details.input).toMatchObject({
          approval: { outcome: 'EXPIRED', decisions: [] },
        });
      }
    }
  });

  test('nothing after it, though something is done when it is rejected', async () => {
    const stack = stackOf();
    const people = around(stack, gateOf(stack, { onRejected: sfn.Pass.jsonata(stack, 'No') }));
    const execution = await people.start();
    await people.decide('Alice', 'APPROVED');
    expect(execution.run).toMatchObject({ status: 'SUCCEEDED', output: { approval: { outcome: 'APPROVED' } } });
  });

  test('a way that ends well by its own choice', async () => {
    const stack = stackOf();
    const people = around(stack, gateOf(stack, { onRejected: sfn.Succeed.jsonata(stack, 'Shelved') }));
    const execution = await people.start();
    await people.decide('Alice', 'REJECTED');
    expect(execution.run).toMatchObject({ status: 'SUCCEEDED', visited: expect.arrayContaining(['Shelved']) });
  });

  test('rejected, revised, asked again by new links', async () => {
    const stack = stackOf();
    const draft = sfn.Pass.jsonata(stack, 'Draft');
    const revise = sfn.Pass.jsonata(stack, 'Revise', { outputs: { version: '2' } });
    revise.next(draft);
    const gate = gateOf(stack, { onRejected: revise, title: '{% $states.input.version %}' });
    const people = around(stack, draft.next(gate));
    const execution = await people.start({ version: '1' });
    const link = people.linkOf('Alice');
    await people.decide('Alice', 'REJECTED');
    expect(people.messages('Alice').map(({ title }) => title)).toEqual(['1', '2']);
    expect(people.linkOf('Alice')).not.toBe(link);
    expect(await people.send(link, { body: { decision: 'APPROVED' } })).toMatchObject({ status: 409 });
    expect(execution.status).toBe('RUNNING');
    await people.decide('Alice', 'APPROVED');
    expect(execution.run).toMatchObject({ status: 'SUCCEEDED', output: { version: '2' } });
  });

  test('whoever else answers for the task must say the very word', async () => {
    for (const output of [
      {},
      { outcome: 'approved' },
      { outcome: true },
      { outcome: ['APPROVED'] },
      'APPROVED',
      null,
    ]) {
      for (const onRejected of [false, true]) {
        const stack = stackOf();
        const more = onRejected ? { onRejected: sfn.Pass.jsonata(stack, 'No') } : {};
        const people = around(stack, gateOf(stack, more).next(sfn.Pass.jsonata(stack, 'After')));
        const execution = await people.start();
        await people.rehearsal.sendTaskSuccess(execution.waitingTasks[0].taskToken, output);
        expect(execution.status).toBe('FAILED');
        expect(execution.run.visited).not.toContain('After');
      }
    }
  });

  test('several gates in a machine, one of them for each item of a Map and side by side', async () => {
    const stack = stackOf();
    const each = sfn.Map.jsonata(stack, 'Each', { items: sfn.ProvideItems.jsonata('{% $states.input.items %}') });
    each.itemProcessor(gateOf(stack, { title: '{% $states.input %}' }, 'One', ['Ann']));
    const both = sfn.Parallel.jsonata(stack, 'Both').branch(
      gateOf(stack, { keepInput: false }, 'Legal', ['Lee']),
      gateOf(stack, { keepInput: false }, 'Finance', ['Fin']),
    );
    const people = around(
      stack,
      both.next(sfn.Pass.jsonata(stack, 'Items', { outputs: { items: ['a', 'b'] } })).next(each),
    );
    const execution = await people.start();
    await people.decide('Lee', 'APPROVED');
    await people.decide('Fin', 'APPROVED');
    const links = people.messages('Ann').map(({ title, link }) => [title, link.split('/').at(-1)]);
    expect(links.map(([title]) => title)).toEqual(['a', 'b']);
    for (const [, id] of links) await people.send(`/${id}`, { body: { decision: 'APPROVED' } });
    expect(execution.run).toMatchObject({
      status: 'SUCCEEDED',
      output: [
        { input: 'a', approval: { outcome: 'APPROVED' } },
        { input: 'b', approval: { outcome: 'APPROVED' } },
      ],
    });
  });

  test('a prefix before its states', async () => {
    const stack = stackOf();
    const people = around(stack, gateOf(stack, { onRejected: sfn.Pass.jsonata(stack, 'No') }).prefixStates('Second '));
    const execution = await people.start();
    await people.decide('Alice', 'REJECTED');
    expect(execution.run.visited).toEqual([
      'Second Manager: prepare',
      'Second Manager: wait',
      'Second Manager: decided?',
      'No',
      'Second Manager: rejected',
    ]);
  });

  test('a title of which there is nothing fails the execution, rather than asking for nobody knows what', async () => {
    const stack = stackOf();
    const people = around(stack, gateOf(stack, { title: '{% $states.input.nothing %}' }));
    const execution = await people.start();
    expect(execution.run.error).toBe('States.QueryEvaluationError');
    expect(people.messages('Alice')).toEqual([]);
  });

  test('titles and details are cut, and escaped for the page alone', async () => {
    const stack = stackOf();
    const people = around(stack, gateOf(stack, { title: '{% $states.input.t %}', details: '{% $states.input.d %}' }));
    const t = `<b>"${'x'.repeat(300)}`;
    const d = `a & 'b'\n</body>${'y'.repeat(9000)}`;
    await people.start({ t, d });
    expect(people.messages('Alice')[0]).toMatchObject({ title: t.slice(0, 200), details: d.slice(0, 8000) });
    expect(people.itemOf('Alice').title).toMatch(/^&lt;b&gt;&quot;x+$/);
    expect(people.itemOf('Alice').details).toMatch(/^a &amp; &#39;b&#39;\n&lt;\/body&gt;y+$/);
    const { text } = await people.look('Alice');
    expect(text).toContain('&lt;b&gt;&quot;xxx');
    expect(text).not.toContain('<b>"');
  });
});

describe('in a saga', () => {
  async function sagaOf(decision: string) {
    const stack = stackOf();
    const fn = (id: string) => testFunction(stack, id);
    const saga = new SagaOrchestrator(stack, 'Saga', {
      steps: [
        SagaStep.invoke('Reserve', { action: fn('Reserve'), compensation: fn('Release') }),
        SagaStep.fragment('Approve', {
          action: gateOf(stack, {
            keepInput: false,
            title: "{% 'Order ' & $states.input.input.id %}",
            timeout: Duration.days(1),
          }),
          notAppliedErrors: ['Approval.Rejected', 'Approval.Expired'],
        }),
        SagaStep.invoke('Ship', { action: fn('Ship') }),
      ],
    });
    const people = new People(stack, ApprovalService.of(stack), saga.stateMachine);
    people.rehearsal.mock('Reserve', {}).mock('Ship', {}).mock('Compensate Reserve', {});
    const execution = await people.start({ id: 7 });
    expect(people.messages('Alice')[0].title).toBe('Order 7');
    if (decision === '') await people.rehearsal.advance(Duration.days(2).toMilliseconds());
    else await people.decide('Alice', decision);
    return execution.run;
  }

  test('approved: it goes on, and the decision is the result of the step', async () => {
    const run = await sagaOf('APPROVED');
    expect(run).toMatchObject({
      status: 'SUCCEEDED',
      output: { results: { Approve: { outcome: 'APPROVED', decisions: [{ approver: 'Alice' }] } } },
    });
    expect(run.visited).toContain('Ship');
  });

  test.each([
    ['REJECTED', 'Approval.Rejected'],
    ['', 'Approval.Expired'],
  ])('%s: what was done is undone', async (decision, error) => {
    const run = await sagaOf(decision);
    expect(run).toMatchObject({ status: 'FAILED', error });
    expect(run.visited).toContain('Compensate Reserve');
    expect(run.visited).not.toContain('Ship');
  });
});

describe('the right to report', () => {
  const SENDING = ['states:SendTaskFailure', 'states:SendTaskSuccess'];

  test('names the state machines with gates, and is in no policy that something depends on', () => {
    const stack = stackOf();
    new Workflow(stack, 'Workflow', { definition: gateOf(stack) });
    new Workflow(stack, 'Other', { definition: gateOf(stack, {}, 'Second', ['Bob']) });
    const statements = statementsOf(stack).filter(({ actions }) => actions.some((action) => SENDING.includes(action)));
    expect(statements).toEqual([
      {
        policy: expect.stringContaining('SendDecisions'),
        actions: SENDING,
        resources: [{ Ref: expect.stringMatching(/^Workflow/) }, { Ref: expect.stringMatching(/^Other/) }],
      },
    ]);
  });

  test('a state machine of the CDK has to be allowed it, and works then', async () => {
    const refused = stackOf();
    new sfn.StateMachine(refused, 'Machine', { definitionBody: sfn.DefinitionBody.fromChainable(gateOf(refused)) });
    expect(() => (refused.node.root as App).synth()).toThrow(
      /\[Stack\/Manager\] the decisions of people cannot reach the state machine that this gate is part of: call gate.grantDecision\(stateMachine\), or make it a Workflow/,
    );

    const stack = stackOf();
    const gate = gateOf(stack);
    const machine = new sfn.StateMachine(stack, 'Machine', { definitionBody: sfn.DefinitionBody.fromChainable(gate) });
    gate.grantDecision(machine);
    gate.grantDecision(machine);
    const people = new People(stack, gate.service, machine);
    const execution = await people.start();
    await people.decide('Alice', 'APPROVED');
    expect(execution.status).toBe('SUCCEEDED');
  });

  test('a gate that is part of nothing asks for nothing', () => {
    const stack = stackOf();
    gateOf(stack);
    expect(() => (stack.node.root as App).synth()).not.toThrow();
  });

  test('a service of another stack: the policy is in the stack of the gate', async () => {
    const stack = stackOf();
    const other = new Stack(stack.node.root as App, 'Service', {
      env: { account: '111122223333', region: 'eu-central-1' },
    });
    const service = new ApprovalService(other, 'Approvals');
    const gate = new ApprovalGate(stack, 'Manager', { service, approvers: [queueApprover(other, 'Alice')] });
    const workflow = new Workflow(stack, 'Workflow', { definition: gate });
    expect(statementsOf(other).flatMap(({ actions }) => actions)).not.toContain('states:SendTaskSuccess');
    const people = new People(other, service, workflow.stateMachine);
    const execution = await people.start();
    await people.decide('Alice', 'APPROVED');
    expect(execution.status).toBe('SUCCEEDED');
  });

  test('a state machine of another stack than the gate: the policy is in the stack of the state machine', async () => {
    const env = { account: '111122223333', region: 'eu-central-1' };
    const stack = stackOf();
    const third = new Stack(stack.node.root as App, 'Third', { env });
    const services = ['One', 'Two'].map((id) => new ApprovalService(stack, id));
    const gates = services.map((service, n) => gateOf(stack, { service }, `Gate${n}`, [`Alice ${n}`]));
    const workflow = new Workflow(third, 'Workflow', { definition: gates[0].next(gates[1]) });
    expect(stack.dependencies).toEqual([]);
    const people = new People(stack, services[0], workflow.stateMachine);
    const execution = await people.start();
    for (const [n, service] of services.entries()) {
      const [{ link }] = people.messages(`Alice ${n}`);
      await people.rehearsal.request('POST', `/${link.split('/').at(-1)}`, {
        api: service.api.restApi,
        ...json({ decision: 'APPROVED' }),
      });
    }
    expect(execution.status).toBe('SUCCEEDED');
  });

  test('an Express state machine is refused, because it cannot wait', () => {
    const stack = stackOf();
    const gate = gateOf(stack);
    const machine = new sfn.StateMachine(stack, 'Machine', {
      definitionBody: sfn.DefinitionBody.fromChainable(gate),
      stateMachineType: sfn.StateMachineType.EXPRESS,
    });
    expect(() => gate.grantDecision(machine)).toThrow(
      'the state machine of a gate must be STANDARD, received EXPRESS: an Express workflow cannot wait for people',
    );
  });

  test('a state machine of another account or Region is refused, because nobody can report to it', () => {
    const stack = stackOf();
    const gate = gateOf(stack);
    const machineOf = (place: string) =>
      sfn.StateMachine.fromStateMachineArn(stack, place, `arn:aws:states:${place}:stateMachine:Machine`);
    expect(() => gate.grantDecision(machineOf('eu-west-1:111122223333'))).toThrow(
      'the state machine of a gate must be in the region of its service, eu-central-1, received eu-west-1: give the gate a service there',
    );
    expect(() => gate.grantDecision(machineOf('eu-central-1:444455556666'))).toThrow(
      'the state machine of a gate must be in the account of its service, 111122223333, received 444455556666',
    );
    expect(() => gate.grantDecision(machineOf('eu-central-1:111122223333'))).not.toThrow();
  });

  test('a service and a workflow with a key of the user', async () => {
    const stack = stackOf();
    const encryptionKey = new kms.Key(stack, 'Key');
    const service = new ApprovalService(stack, 'Approvals', { encryptionKey });
    const workflow = new Workflow(stack, 'Workflow', { definition: gateOf(stack, { service }), encryptionKey });
    const people = new People(stack, service, workflow.stateMachine);
    const execution = await people.start();
    expect((await people.look('Alice')).status).toBe(200);
    await people.decide('Alice', 'APPROVED');
    expect(execution.status).toBe('SUCCEEDED');
  });

  test('a role of the user gets the right to start the notifier and nothing of the table', () => {
    const stack = stackOf();
    const role = new iam.Role(stack, 'Mine', { assumedBy: new iam.ServicePrincipal('states.amazonaws.com') });
    new Workflow(stack, 'Workflow', { definition: gateOf(stack), role });
    const mine = statementsOf(stack).filter(({ policy }) => policy.startsWith('Mine'));
    expect(mine.flatMap(({ actions }) => actions)).toContain('states:StartExecution');
    expect(mine.flatMap(({ actions }) => actions).join()).not.toContain('dynamodb');
  });
});
