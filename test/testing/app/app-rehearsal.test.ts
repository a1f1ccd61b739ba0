import { App, Duration, Stack } from 'aws-cdk-lib';
import type { CfnRole } from 'aws-cdk-lib/aws-iam';
import * as sqs from 'aws-cdk-lib/aws-sqs';
import * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import { EventRoute, EventRouter, RouteTarget, Workflow, WorkflowApi } from '../../../src';
import { Rehearsal } from '../../../src/testing';

function appWithWait() {
  const app = new App();
  const stack = new Stack(app, 'Orders');
  const definition = sfn.Wait.jsonata(stack, 'Rest', { time: sfn.WaitTime.duration(Duration.minutes(5)) });
  const workflow = new Workflow(stack, 'Slow', { definition });
  return { app, workflow };
}

test('executions of an app live on one clock that the test moves', async () => {
  const { app, workflow } = appWithWait();
  const rehearsal = Rehearsal.ofApp(app, { startTime: new Date('2026-03-01T08:00:00Z') });
  const execution = await rehearsal.start(workflow.stateMachine, { orderId: 'o-1' }, { name: 'one' });
  expect(execution).toMatchObject({ status: 'RUNNING', input: { orderId: 'o-1' }, name: 'one' });
  await rehearsal.advance(Duration.minutes(5));
  expect(rehearsal.now).toEqual(new Date('2026-03-01T08:05:00Z'));
  expect(rehearsal.executions().map(({ status }) => status)).toEqual(['SUCCEEDED']);
  expect(rehearsal.executions(workflow.stateMachine)).toHaveLength(1);
  expect(rehearsal.deadLetters()).toEqual([]);
});

test('a state machine that is not in the app is an error that names those that are', () => {
  const { app } = appWithWait();
  expect(() => Rehearsal.ofApp(app).executions('Other')).toThrow(/no state machine Other; it has arn:aws:states:/);
});

test('requests that are sent at once are all answered, each in its own time', async () => {
  const app = new App();
  const stack = new Stack(app, 'Orders');
  const seconds = '{% $states.input.seconds %}';
  const workflow = new Workflow(stack, 'Quick', {
    definition: sfn.Wait.jsonata(stack, 'Rest', { time: sfn.WaitTime.seconds(seconds) }),
    stateMachineType: sfn.StateMachineType.EXPRESS,
    timeout: Duration.seconds(20),
  });
  new WorkflowApi(stack, 'Api', { workflow: workflow.stateMachine, path: 'orders', sync: true });
  const rehearsal = Rehearsal.ofApp(app, { startTime: new Date('2026-03-01T08:00:00Z') });
  const answers = await Promise.all(
    [3, 1, 2].map((wait) => rehearsal.request('POST', '/orders', { body: { seconds: wait } })),
  );
  expect(answers.map(({ status }) => status)).toEqual([200, 200, 200]);
  expect(rehearsal.now).toEqual(new Date('2026-03-01T08:00:03Z'));
});

test('resources of two stacks with the same logical id are two, whatever the Region', async () => {
  const app = new App();
  const machines = ['eu-west-1', 'us-east-1', 'eu-west-1'].map((region, index) => {
    const stack = new Stack(app, `Stack${index}`, { env: { account: '111122223333', region } });
    return new Workflow(stack, 'Same', { definition: new sfn.Pass(stack, 'Pass') }).stateMachine;
  });
  const rehearsal = Rehearsal.ofApp(app);
  await rehearsal.start(machines[2], { by: 'the third' });
  expect(machines.map((machine) => rehearsal.executions(machine).length)).toEqual([0, 0, 1]);
});

test('the role of one Region lends nothing to that of another with the same logical id', async () => {
  const app = new App();
  const [workflow] = ['eu-west-1', 'us-east-1'].map((region, index) => {
    const stack = new Stack(app, `Stack${index}`, { env: { account: '111122223333', region } });
    const queue = new sqs.Queue(stack, 'Queue');
    const router = new EventRouter(stack, 'Router');
    const { stateMachine } = new Workflow(stack, 'Work', { definition: new sfn.Pass(stack, 'Pass') });
    const route = EventRoute.of({ source: ['com.example.orders'], detailType: ['Order Placed'] });
    router.addRoute('Placed', { route, targets: [RouteTarget.workflow(stateMachine), RouteTarget.queue(queue)] });
    if (index === 0) {
      const role = stack.node.findAll().find(({ node }) => /Workflow-.*Role\/Resource$/.test(node.path));
      (role as CfnRole).addPropertyOverride('Policies', []);
    }
    return stateMachine;
  });
  const rehearsal = Rehearsal.ofApp(app);
  await rehearsal.putEvents([{ source: 'com.example.orders', detailType: 'Order Placed', detail: {} }]);
  expect(rehearsal.executions(workflow)).toEqual([]);
  expect(rehearsal.deadLetters()).toMatchObject([{ attributes: { ERROR_CODE: 'NO_PERMISSIONS' } }]);
});
