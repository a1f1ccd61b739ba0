import { App, Duration, Stack } from 'aws-cdk-lib';
import * as events from 'aws-cdk-lib/aws-events';
import * as targets from 'aws-cdk-lib/aws-events-targets';
import * as sqs from 'aws-cdk-lib/aws-sqs';
import * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import { Workflow } from '../../../../src';
import { Rehearsal } from '../../../../src/testing';
import { order, orderSaga } from '../../../orchestrate/saga/order-saga';

function appWith(type: sfn.StateMachineType) {
  const app = new App();
  const stack = new Stack(app, 'Orders');
  const rest = sfn.Wait.jsonata(stack, 'Rest', { time: sfn.WaitTime.duration(Duration.minutes(1)) });
  const { stateMachine } = new Workflow(stack, 'Slow', { definition: rest, stateMachineType: type });
  const told = new sqs.Queue(stack, 'Told');
  new events.Rule(stack, 'Rule', { eventPattern: { source: ['aws.states'] }, targets: [new targets.SqsQueue(told)] });
  return { app, stateMachine, told };
}

test('the default bus is told when a Standard execution begins and when it ends', async () => {
  const { app, stateMachine, told } = appWith(sfn.StateMachineType.STANDARD);
  const rehearsal = Rehearsal.ofApp(app, { startTime: new Date('2026-03-01T08:00:00Z') });
  const execution = await rehearsal.start(stateMachine, { orderId: 'o-1' }, { name: 'one' });
  await rehearsal.advance(Duration.minutes(1));
  const changes = rehearsal.messages(told);
  expect(changes).toMatchObject([{ detail: { status: 'RUNNING' } }, { detail: { status: 'SUCCEEDED' } }]);
  expect(changes[1]).toEqual({
    version: '0',
    id: expect.any(String),
    'detail-type': 'Step Functions Execution Status Change',
    source: 'aws.states',
    account: '111122223333',
    time: '2026-03-01T08:01:00Z',
    region: 'us-east-1',
    resources: [execution.arn],
    detail: {
      executionArn: execution.arn,
      stateMachineArn: expect.stringContaining(':stateMachine:'),
      stateMachineVersionArn: null,
      stateMachineAliasArn: null,
      name: 'one',
      status: 'SUCCEEDED',
      startDate: Date.parse('2026-03-01T08:00:00Z'),
      stopDate: Date.parse('2026-03-01T08:01:00Z'),
      input: '{"orderId":"o-1"}',
      inputDetails: { included: true },
      output: '{"orderId":"o-1"}',
      outputDetails: { included: true },
      redriveCount: 0,
      redriveDate: null,
      redriveStatus: 'NOT_REDRIVABLE',
      error: null,
      cause: null,
    },
  });
});

test('what is too large for an event is left out of it', async () => {
  const { app, stateMachine, told } = appWith(sfn.StateMachineType.STANDARD);
  const rehearsal = Rehearsal.ofApp(app);
  await rehearsal.start(stateMachine, { text: 'x'.repeat(150 * 1024) });
  await rehearsal.advance(Duration.minutes(1));
  expect(rehearsal.messages(told)).toMatchObject([
    { detail: { status: 'RUNNING', inputDetails: { included: true }, outputDetails: null } },
    { detail: { input: null, inputDetails: { included: false }, output: null, outputDetails: { included: false } } },
  ]);
});

test('nothing is told of Express executions', async () => {
  const { app, stateMachine, told } = appWith(sfn.StateMachineType.EXPRESS);
  const rehearsal = Rehearsal.ofApp(app);
  await rehearsal.start(stateMachine);
  await rehearsal.advance(Duration.minutes(1));
  expect(rehearsal.messages(told)).toEqual([]);
});

test('the rule of a saga reports an execution that was stopped, and none that ended as it should', async () => {
  const app = new App();
  const stack = new Stack(app, 'Stack');
  const saga = orderSaga(stack);
  const rehearsal = Rehearsal.ofApp(app);
  rehearsal.mock('CreateOrder', () => ({})).hang('ProcessPayment');
  const execution = await rehearsal.start(saga.stateMachine, order);
  await execution.stop({ cause: 'by hand' });
  expect(rehearsal.messages(saga.compensationFailureQueue as sqs.IQueue)).toMatchObject([
    { detail: { status: 'ABORTED', executionArn: execution.arn, cause: 'by hand' } },
  ]);
});
