import { App, Duration, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import { ScheduledWorkflow, ScheduleTime, WorkflowChecks } from '../../src';
import { Rehearsal } from '../../src/testing';
import { SingletonRehearsal, singletonApp } from './singleton-app';

const AROUND = ['Lock: take', 'Locked', 'Work', 'End', 'Done', 'Lock: give back'];
const SKIPPED = [
  'Lock: take',
  'Lock: read',
  'Lock: held?',
  'Lock: look at holder',
  'Lock: left behind?',
  'Lock: skipped',
];
const TAKEN_OVER = [...SKIPPED.slice(0, -1), 'Lock: take over', ...AROUND.slice(1)];
const THROTTLED = { error: 'DynamoDB.ThrottlingException', cause: 'Rate of requests exceeds the allowed throughput' };

function rehearse(more: Parameters<typeof singletonApp>[0] = {}) {
  return new SingletonRehearsal(singletonApp(more));
}

describe('by its schedule', () => {
  test('executions that fit into the interval all run, each with its scheduled time', async () => {
    const singleton = rehearse({ enabled: true, input: { report: 'daily' } });
    await singleton.pass(11 * 60);
    expect(singleton.rehearsal.executions().map(({ run }) => run.output)).toEqual(
      ['2026-03-01T00:00:00Z', '2026-03-01T00:05:00Z', '2026-03-01T00:10:00Z'].map((scheduledTime) => ({
        worked: { scheduledTime, report: 'daily' },
      })),
    );
    expect(singleton.lock).toEqual([]);
  });

  test('one that comes while another runs is skipped, as a success that did nothing', async () => {
    const singleton = rehearse({ enabled: true, input: { seconds: 7 * 60 } });
    await singleton.pass(18 * 60);
    const [first, second, third, fourth] = singleton.rehearsal.executions();
    expect(first.run).toMatchObject({ status: 'SUCCEEDED', visited: AROUND });
    expect(second.run).toMatchObject({
      status: 'SUCCEEDED',
      output: { skipped: true, heldBy: first.name },
      visited: SKIPPED,
      virtualDuration: 0,
    });
    expect(third.run).toMatchObject({ status: 'SUCCEEDED', visited: AROUND });
    expect(fourth.run.output).toEqual({ skipped: true, heldBy: third.name });
  });
});

describe('whoever starts them', () => {
  test('of two at the same instant one runs', async () => {
    const singleton = rehearse();
    const both = await Promise.all([singleton.start('one'), singleton.start('two')]);
    await singleton.pass(61);
    expect(both.map(({ run }) => run.visited.includes('Work')).sort()).toEqual([false, true]);
    expect(both.map(({ status }) => status)).toEqual(['SUCCEEDED', 'SUCCEEDED']);
    expect(await singleton.isFree()).toBe(true);
  });

  test('a name in the lock, and since when', async () => {
    const singleton = rehearse();
    await singleton.start('one');
    expect(singleton.lock).toEqual([{ id: 'lock', holder: 'one', since: Date.parse('2026-03-01T00:00:00Z') / 1000 }]);
  });

  test('a definition that fails gives the lock back and keeps its error', async () => {
    const singleton = rehearse();
    const failing = await singleton.start('failing', { fail: true });
    await singleton.pass(60);
    expect(failing.run).toMatchObject({ status: 'FAILED', error: 'Broken', cause: 'as asked' });
    expect(failing.run.visited.slice(-2)).toEqual(['Lock: give back after failure', 'Lock: failed']);
    expect(singleton.lock).toEqual([]);
    expect(await singleton.isFree()).toBe(true);
  });
});

describe('a lock that was left behind', () => {
  test('by an execution that was stopped is taken over', async () => {
    const singleton = rehearse();
    const stopped = await singleton.start('stopped');
    await stopped.stop();
    expect(singleton.lock).toMatchObject([{ holder: 'stopped' }]);
    const next = await singleton.start('next');
    expect(singleton.lock).toMatchObject([{ holder: 'next' }]);
    await next.finish();
    expect(next.run).toMatchObject({ status: 'SUCCEEDED', visited: TAKEN_OVER });
    expect(singleton.lock).toEqual([]);
  });

  test('by one that timed out', async () => {
    const singleton = rehearse({ timeout: Duration.minutes(2) });
    const slow = await singleton.start('slow', { seconds: 1000 });
    await singleton.pass(120);
    expect(slow.status).toBe('TIMED_OUT');
    expect(await singleton.isFree()).toBe(true);
  });

  test('by one that died of an error that no catcher sees', async () => {
    const singleton = rehearse();
    const dead = await singleton.start('dead', { die: true });
    await singleton.pass(60);
    expect(dead.run).toMatchObject({ status: 'FAILED', error: 'States.Runtime' });
    expect(singleton.lock).toMatchObject([{ holder: 'dead' }]);
    expect(await singleton.isFree()).toBe(true);
  });

  test('is taken over by one of two that find it at the same instant', async () => {
    const singleton = rehearse();
    await (await singleton.start('stopped')).stop();
    const both = await Promise.all([singleton.start('one'), singleton.start('two')]);
    await singleton.pass(61);
    const [skipped, ran] = [...both].sort((one, other) => one.run.visited.length - other.run.visited.length);
    expect(ran.run.visited).toEqual(TAKEN_OVER);
    expect(skipped.run).toMatchObject({ status: 'SUCCEEDED', output: { skipped: true, heldBy: null } });
    expect(skipped.run.visited.slice(-2)).toEqual(['Lock: take over', 'Lock: skipped']);
  });

  test('by one that Step Functions does not know is respected for an hour, for it may have just begun', async () => {
    const singleton = rehearse();
    singleton.putLock('unknown', Date.parse('2026-03-01T00:00:00Z') / 1000);
    await singleton.pass(3600);
    const early = await singleton.start('early');
    expect(early.run).toMatchObject({ status: 'SUCCEEDED', output: { skipped: true, heldBy: 'unknown' } });
    await singleton.pass(1);
    expect(await singleton.isFree()).toBe(true);
  });
});

describe('when a call fails', () => {
  test('a throttled take is tried again', async () => {
    const singleton = rehearse();
    singleton.rehearsal.fail('Lock: take', THROTTLED);
    const execution = await singleton.start('one');
    await singleton.pass(3);
    singleton.rehearsal.restore('Lock: take');
    await execution.finish();
    expect(execution.run).toMatchObject({ status: 'SUCCEEDED', visited: AROUND });
  });

  test('without an answer to it nothing runs, and the execution says why; a redrive tries anew', async () => {
    const singleton = rehearse();
    singleton.rehearsal.fail('Lock: take', THROTTLED);
    const execution = await singleton.start('one');
    await execution.finish();
    expect(execution.run).toMatchObject({ status: 'FAILED', error: THROTTLED.error, visited: ['Lock: take'] });
    singleton.rehearsal.restore('Lock: take');
    await execution.redrive();
    await execution.finish();
    expect(execution.status).toBe('SUCCEEDED');
  });

  test('one that wrote its name, but never heard so, finds it and goes on', async () => {
    const singleton = rehearse();
    singleton.putLock('one', Date.parse('2026-03-01T00:00:00Z') / 1000);
    const execution = await singleton.start('one');
    await execution.finish();
    expect(execution.run).toMatchObject({ status: 'SUCCEEDED', visited: AROUND });
  });

  test.each(['Lock: read', 'Lock: look at holder', 'Lock: take over'])('%s: nothing runs', async (state) => {
    const singleton = rehearse();
    await (await singleton.start('stopped')).stop();
    singleton.rehearsal.fail(state, THROTTLED);
    const execution = await singleton.start('one');
    await execution.finish();
    expect(execution.run).toMatchObject({ status: 'FAILED', error: THROTTLED.error });
    expect(execution.run.visited).not.toContain('Work');
    singleton.rehearsal.restore(state);
    expect(await singleton.isFree()).toBe(true);
  });

  test.each([
    ['a success', {}, 'Lock: give back', { status: 'SUCCEEDED', output: { worked: {} } }],
    [
      'a failure',
      { fail: true },
      'Lock: give back after failure',
      { status: 'FAILED', error: 'Broken', cause: 'as asked' },
    ],
  ])('%s stays one when the lock cannot be given back', async (_title, input, state, expected) => {
    const singleton = rehearse();
    singleton.rehearsal.fail(state, THROTTLED);
    const execution = await singleton.start('one', input);
    await execution.finish();
    expect(execution.run).toMatchObject(expected);
    expect(singleton.lock).toMatchObject([{ holder: 'one' }]);
    expect(await singleton.isFree()).toBe(true);
  });

  test('one who was taken for dead, and comes back, does not give back the lock of another', async () => {
    const singleton = rehearse();
    const stopped = await singleton.start('stopped', { seconds: 100 });
    await stopped.stop();
    const other = await singleton.start('other', { seconds: 1000 });
    await stopped.redrive();
    await singleton.pass(200);
    expect(stopped.run).toMatchObject({ status: 'SUCCEEDED' });
    expect(stopped.run.visited.slice(-2)).toEqual(['Lock: give back', 'Lock: not given back']);
    expect(other.status).toBe('RUNNING');
    expect(singleton.lock).toMatchObject([{ holder: 'other' }]);
  });
});

describe('what the definition puts out', () => {
  test.each([[[]], [[1]], [[[1]]], [[null]], [null], [''], [0], [false], [{}], [{ a: [{}] }], ['{% $x %}']])(
    '%j arrives as it is',
    async (output) => {
      const app = new App();
      const stack = new Stack(app, 'Stack');
      const { stateMachine } = new ScheduledWorkflow(stack, 'Import', {
        definition: new sfn.Pass(stack, 'Work', { outputPath: '$.output' }),
        schedule: ScheduleTime.rate(Duration.minutes(5)),
        singleton: true,
        enabled: false,
      });
      const execution = await Rehearsal.ofApp(app).start(stateMachine, { output });
      expect(execution.run).toMatchObject({ status: 'SUCCEEDED', output });
    },
  );

  test('its states find the input, and may use any variable', async () => {
    const app = new App();
    const stack = new Stack(app, 'Stack');
    const names = ['holder', 'since', 'error', 'cause', 'skipped', 'input'];
    const { stateMachine } = new ScheduledWorkflow(stack, 'Import', {
      definition: sfn.Pass.jsonata(stack, 'Work', {
        assign: Object.fromEntries(names.map((name) => [name, '{% $states.input.given %}'])),
      }).next(sfn.Pass.jsonata(stack, 'Show', { outputs: `{% [${names.map((name) => `$${name}`).join(', ')}] %}` })),
      schedule: ScheduleTime.rate(Duration.minutes(5)),
      singleton: true,
      enabled: false,
    });
    const execution = await Rehearsal.ofApp(app).start(stateMachine, { given: 1 });
    expect(execution.run).toMatchObject({ status: 'SUCCEEDED', output: [1, 1, 1, 1, 1, 1] });
  });

  test('an error without a name has one then', async () => {
    const app = new App();
    const stack = new Stack(app, 'Stack');
    const { stateMachine } = new ScheduledWorkflow(stack, 'Import', {
      definition: sfn.Fail.jsonata(stack, 'Work', {}),
      schedule: ScheduleTime.rate(Duration.minutes(5)),
      singleton: true,
      enabled: false,
    });
    const execution = await Rehearsal.ofApp(app).start(stateMachine);
    expect(execution.run).toMatchObject({ status: 'FAILED', error: 'States.TaskFailed', cause: '' });
  });
});

describe('what is made', () => {
  test('a table that stays, and the right to look at executions in a policy before which nothing starts', () => {
    const { stack } = singletonApp();
    const template = Template.fromStack(stack);
    const [[lock, table], ...others] = Object.entries(template.findResources('AWS::DynamoDB::Table'));
    expect(others).toEqual([]);
    expect(table).toMatchObject({
      DeletionPolicy: 'Retain',
      UpdateReplacePolicy: 'Retain',
      Properties: {
        BillingMode: 'PAY_PER_REQUEST',
        PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
      },
    });
    expect(lock).toMatch(/^ImportLock/);
    const [[policy]] = Object.entries(template.findResources('AWS::IAM::Policy')).filter(([id]) =>
      id.includes('LookAt'),
    );
    const [schedule] = Object.values(template.findResources('AWS::Scheduler::Schedule'));
    expect(schedule.DependsOn).toContain(policy);
  });

  test('without singleton there is none of it, and an Express workflow is fine', async () => {
    const { app, stack, scheduled } = singletonApp({
      singleton: false,
      enabled: true,
      stateMachineType: sfn.StateMachineType.EXPRESS,
    });
    Template.fromStack(stack).resourceCountIs('AWS::DynamoDB::Table', 0);
    expect(scheduled.lockTable).toBeUndefined();
    const rehearsal = Rehearsal.ofApp(app);
    await rehearsal.advance(Duration.minutes(2));
    expect(rehearsal.executions().map(({ run }) => run.visited)).toEqual([['Work', 'End', 'Done']]);
  });

  test('a Distributed Map in the definition gets its rights', () => {
    const app = new App();
    const stack = new Stack(app, 'Stack');
    new ScheduledWorkflow(stack, 'Import', {
      definition: new sfn.DistributedMap(stack, 'Each').itemProcessor(new sfn.Pass(stack, 'One')),
      schedule: ScheduleTime.rate(Duration.minutes(5)),
      singleton: true,
    });
    const policies = Object.values(Template.fromStack(stack).findResources('AWS::IAM::Policy'));
    expect(JSON.stringify(policies)).toContain('"states:StartExecution"');
    expect(JSON.stringify(policies)).toContain('DistributedMapPolicy');
  });
});

test('the checks at synthesis find nothing', () => {
  expect(WorkflowChecks.of(singletonApp().app).findings()).toEqual([]);
});

test('a role that cannot be changed is the user’s to look after', () => {
  const app = new App();
  const stack = new Stack(app, 'Stack');
  new ScheduledWorkflow(stack, 'Import', {
    definition: new sfn.Pass(stack, 'Work'),
    schedule: ScheduleTime.rate(Duration.minutes(5)),
    singleton: true,
    role: iam.Role.fromRoleArn(stack, 'Role', 'arn:aws:iam::111122223333:role/theirs', { mutable: false }),
  });
  const { Resources } = Template.fromStack(stack).toJSON() as { Resources: Record<string, { DependsOn?: string[] }> };
  expect(Object.values(Resources).flatMap(({ DependsOn = [] }) => DependsOn)).not.toContainEqual(
    expect.stringContaining('LookAtHolder'),
  );
});

test('Express is refused: nobody can ask how its executions do', () => {
  expect(() => singletonApp({ stateMachineType: sfn.StateMachineType.EXPRESS })).toThrow(
    'singleton must not be set for an Express workflow, of which nobody can ask whether it runs: take STANDARD ' +
      '[at Stack/Import]',
  );
});

test('a state of the definition that is called as one of ours is refused', () => {
  const app = new App();
  const stack = new Stack(app, 'Stack');
  const build = () =>
    new ScheduledWorkflow(stack, 'Import', {
      definition: new sfn.Pass(stack, 'Work', { stateName: 'Lock: take' }),
      schedule: ScheduleTime.rate(Duration.minutes(5)),
      singleton: true,
    });
  expect(build).toThrow("State with name 'Lock: take' occurs in both");
});
