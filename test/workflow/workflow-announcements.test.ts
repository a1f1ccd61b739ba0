import { App, Duration, Stack } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import * as events from 'aws-cdk-lib/aws-events';
import type * as iam from 'aws-cdk-lib/aws-iam';
import * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import fc from 'fast-check';
import {
  type AnnouncementOptions,
  ExecutionStatus,
  SagaOrchestrator,
  SagaStep,
  Workflow,
  type WorkflowProps,
} from '../../src';
import { Rehearsal } from '../../src/testing';
import { testFunction } from '../functions';

/** An app with a workflow of one task, a double in rehearsals, that announces itself to a bus of the app. */
function announcing(options?: AnnouncementOptions, props: Partial<WorkflowProps> = {}) {
  const app = new App();
  const stack = new Stack(app, 'Shop', { env: { account: '111122223333', region: 'eu-west-1' } });
  const bus = new events.EventBus(stack, 'Bus');
  const definition = new sfn.CustomState(stack, 'Work', {
    stateJson: {
      Type: 'Task',
      Resource: 'arn:aws:states:::aws-sdk:athena:startQueryExecution',
      Parameters: {},
      TimeoutSeconds: 60,
    },
  });
  const workflow = new Workflow(stack, 'Orders', { definition, ...props });
  const announcements = workflow.announceTo(bus, options);
  const rehearsal = () => Rehearsal.ofApp(app, { startTime: new Date('2026-03-01T08:00:00Z') }).mock('Work', {});
  return { app, stack, bus, workflow, announcements, rehearsal };
}

const told = (rehearsal: ReturnType<ReturnType<typeof announcing>['rehearsal']>, bus: events.IEventBus) =>
  rehearsal.events(bus).map((event) => [event['detail-type'], event.detail]);

describe('a bus hears', () => {
  test('that an execution started and succeeded, without its data', async () => {
    const { bus, workflow, rehearsal } = announcing();
    const rehearsed = rehearsal();
    const execution = await rehearsed.start(workflow.stateMachine, { secret: 'x' }, { name: 'one' });
    await rehearsed.advance(Duration.minutes(1));
    const detail = {
      workflow: workflow.stateMachine.stateMachineName && expect.stringContaining('Orders'),
      execution: execution.arn,
      at: '2026-03-01T08:00:00Z',
    };
    expect(told(rehearsed, bus)).toEqual([
      ['Workflow Started', { ...detail, status: 'RUNNING' }],
      ['Workflow Succeeded', { ...detail, status: 'SUCCEEDED' }],
    ]);
    expect(rehearsed.events(bus)[0].source).toBe('cdk-workflows.workflow');
    expect(execution.run.visited).toEqual(['Work']);
  });

  test('that one failed, with its error and not its cause', async () => {
    const { bus, workflow, rehearsal } = announcing();
    const rehearsed = rehearsal().fail('Work', { error: 'CardDeclined', cause: 'card 4711' });
    const execution = await rehearsed.start(workflow.stateMachine);
    await rehearsed.advance(Duration.minutes(1));
    expect(execution).toMatchObject({ status: 'FAILED', run: { error: 'CardDeclined', cause: 'card 4711' } });
    expect(told(rehearsed, bus)[1]).toEqual([
      'Workflow Failed',
      expect.objectContaining({ status: 'FAILED', error: 'CardDeclined' }),
    ]);
    expect(JSON.stringify(rehearsed.events(bus))).not.toContain('4711');
  });

  test('of those that no state could tell of: stopped, out of time, dead of an error that no catcher sees', async () => {
    const { bus, workflow, rehearsal } = announcing(undefined, { timeout: Duration.seconds(30) });
    const rehearsed = rehearsal().hang('Work');
    const stopped = await rehearsed.start(workflow.stateMachine);
    await stopped.stop({ error: 'Enough' });
    await rehearsed.start(workflow.stateMachine);
    await rehearsed.advance(Duration.minutes(2));
    rehearsed.fail('Work', { error: 'States.Runtime' });
    await rehearsed.start(workflow.stateMachine);
    await rehearsed.advance(Duration.minutes(2));
    expect(told(rehearsed, bus).filter(([type]) => type !== 'Workflow Started')).toEqual([
      ['Workflow Aborted', expect.objectContaining({ status: 'ABORTED', error: 'Enough' })],
      ['Workflow Timed Out', expect.objectContaining({ status: 'TIMED_OUT' })],
      ['Workflow Failed', expect.objectContaining({ status: 'FAILED', error: 'States.Runtime' })],
    ]);
  });

  test('of a redriven execution again', async () => {
    const { bus, workflow, rehearsal } = announcing({ statuses: [ExecutionStatus.SUCCEEDED, ExecutionStatus.FAILED] });
    const rehearsed = rehearsal().sequence('Work', [new Error('down'), {}]);
    const execution = await rehearsed.start(workflow.stateMachine);
    await rehearsed.advance(Duration.minutes(1));
    await execution.redrive();
    await rehearsed.advance(Duration.minutes(1));
    expect(told(rehearsed, bus).map(([type]) => type)).toEqual(['Workflow Failed', 'Workflow Succeeded']);
    expect(execution.run.visited).toEqual(['Work', 'Work']);
  });

  test('how a saga ended', async () => {
    const app = new App();
    const stack = new Stack(app, 'Shop');
    const bus = new events.EventBus(stack, 'Bus');
    const steps = ['Create', 'Charge'].map((name) =>
      SagaStep.invoke(name, { action: testFunction(stack, name), compensation: testFunction(stack, `Undo${name}`) }),
    );
    const saga = new SagaOrchestrator(stack, 'Saga', { steps });
    saga.workflow.announceTo(bus);
    const rehearsed = Rehearsal.ofApp(app).mock('Create', {}).fail('Charge', { error: 'CardDeclined' });
    for (const undo of ['Compensate Create', 'Compensate Charge']) rehearsed.mock(undo, null);
    await rehearsed.start(saga.stateMachine, { orderId: 'o-1' });
    await rehearsed.advance(Duration.minutes(5));
    expect(told(rehearsed, bus)).toMatchObject([
      ['Workflow Started', { status: 'RUNNING' }],
      ['Workflow Failed', { status: 'FAILED', error: 'CardDeclined' }],
    ]);
  });

  test('what was asked for, from the source that was asked for, and of no other workflow', async () => {
    const { bus, workflow, stack, rehearsal } = announcing({
      source: 'shop',
      statuses: [ExecutionStatus.RUNNING],
    });
    const other = new Workflow(stack, 'Other', { definition: new sfn.Pass(stack, 'Nothing') });
    const rehearsed = rehearsal();
    await rehearsed.start(workflow.stateMachine);
    await rehearsed.start(other.stateMachine);
    await rehearsed.advance(Duration.minutes(1));
    expect(rehearsed.events(bus).map((event) => [event.source, event['detail-type']])).toEqual([
      ['shop', 'Workflow Started'],
    ]);
  });
});

describe('what cannot be announced changes nothing, and', () => {
  test('waits in the dead-letter queue when the announcer cannot be started', async () => {
    const { workflow, announcements, rehearsal } = announcing();
    (announcements.node.findChild('RuleRole').node.defaultChild as iam.CfnRole).policies = [];
    const rehearsed = rehearsal();
    const execution = await rehearsed.start(workflow.stateMachine);
    await rehearsed.advance(Duration.minutes(1));
    expect(execution.status).toBe('SUCCEEDED');
    expect(rehearsed.messages(announcements.deadLetterQueue)).toMatchObject([
      { detail: { status: 'RUNNING' } },
      { detail: { status: 'SUCCEEDED' } },
    ]);
  });

  test('is tried again for minutes, then the announcer fails and the alarm rings', async () => {
    const { bus, workflow, announcements, rehearsal } = announcing();
    const rehearsed = rehearsal().fail('Announce', { error: 'EventBridge.FailedEntry' });
    const execution = await rehearsed.start(workflow.stateMachine);
    await rehearsed.advance(Duration.minutes(10));
    expect(execution.status).toBe('SUCCEEDED');
    expect(rehearsed.events(bus)).toEqual([]);
    expect(rehearsed.executions(announcements.announcer.stateMachine).map(({ run }) => run)).toMatchObject([
      { status: 'FAILED', error: 'EventBridge.FailedEntry' },
      { status: 'FAILED', error: 'EventBridge.FailedEntry' },
    ]);
    expect(announcements.alarms.map(({ node }) => node.id)).toEqual(['FailedAlarm', 'UndeliveredAlarm']);
  });
});

test('what is announced can be said of whatever the rule delivers', async () => {
  const { announcements } = announcing();
  const rehearsal = Rehearsal.of(announcements.announcer);
  const text = fc.oneof(fc.string(), fc.constant(null), fc.constant(undefined), fc.integer());
  const detail = fc.record(
    {
      status: fc.constantFrom(...Object.values(ExecutionStatus)),
      stateMachineArn: text,
      executionArn: text,
      error: text,
    },
    { requiredKeys: ['status'] },
  );
  await fc.assert(
    fc.asyncProperty(detail, async (told) => {
      const run = await rehearsal.run(JSON.parse(JSON.stringify({ detail: told })));
      expect(run).toMatchObject({ status: 'SUCCEEDED' });
    }),
    { numRuns: 100 },
  );
});

test('the definition stays as it was', () => {
  const { stack, workflow } = announcing();
  const template = Template.fromStack(stack);
  const id = stack.resolve((workflow.stateMachine.node.defaultChild as sfn.CfnStateMachine).logicalId);
  const { DefinitionString } = template.findResources('AWS::StepFunctions::StateMachine')[id].Properties;
  expect(Object.keys(JSON.parse(DefinitionString).States)).toEqual(['Work']);
});

test('the rule takes what becomes of this state machine alone, and its queue takes what this rule sends', () => {
  const { stack } = announcing();
  const template = Template.fromStack(stack);
  template.hasResourceProperties('AWS::Events::Rule', {
    EventBusName: Match.absent(),
    EventPattern: {
      source: ['aws.states'],
      'detail-type': ['Step Functions Execution Status Change'],
      detail: {
        stateMachineArn: [{ Ref: Match.stringLikeRegexp('^OrdersStateMachine') }],
        status: ['RUNNING', 'SUCCEEDED', 'FAILED', 'TIMED_OUT', 'ABORTED'],
      },
    },
    Targets: [{ Arn: { Ref: Match.stringLikeRegexp('^OrdersAnnouncements') }, DeadLetterConfig: Match.anyValue() }],
  });
});

test('there are no alarms where the workflow has none, and they do what those of the workflow do', () => {
  expect(announcing({}, { alarms: false }).announcements.alarms).toEqual([]);
  const { stack } = announcing({}, { alarmActions: [{ bind: () => ({ alarmActionArn: 'arn:aws:sns:::page' }) }] });
  Template.fromStack(stack).allResourcesProperties('AWS::CloudWatch::Alarm', { AlarmActions: ['arn:aws:sns:::page'] });
});

describe('refused', () => {
  test.each<[string, AnnouncementOptions, Partial<WorkflowProps>, RegExp]>([
    [
      'an Express workflow',
      {},
      { stateMachineType: sfn.StateMachineType.EXPRESS },
      /announceTo needs a Standard workflow, .* tasks\.EventBridgePutEvents \[at Shop\/Orders\]/,
    ],
    ['no statuses', { statuses: [] }, {}, /statuses must not be empty/],
    ['a source of AWS', { source: 'aws.mine' }, {}, /source must not begin with 'aws\.', received 'aws\.mine'/],
    ['an expression for a source', { source: '{% $a %}' }, {}, /source must be a text, received the expression/],
    ['a source without characters', { source: '' }, {}, /source must have 1 to 256 characters, received 0/],
    [
      'a source that is too long',
      { source: 's'.repeat(257) },
      {},
      /source must have 1 to 256 characters, received 257/,
    ],
  ])('%s', (_, options, props, message) => {
    expect(() => announcing(options, props)).toThrow(message);
  });

  test('a second bus', () => {
    const { workflow, bus } = announcing();
    expect(() => workflow.announceTo(bus)).toThrow(/announceTo must be called once/);
  });
});
