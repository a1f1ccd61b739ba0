import { App, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import * as events from 'aws-cdk-lib/aws-events';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as sqs from 'aws-cdk-lib/aws-sqs';
import { ChoreographedSaga, SagaStep, SagaTransport } from '../../../src';
import type { JsonObject } from '../../../src/asl/json';
import { testFunction } from '../../functions';
import { NAMES, orderChoreography, rehearse } from './order-choreography';
import { itemOf, MINUTE, mocked, sagaEvents } from './saga-app';

describe('participants', () => {
  test('may be in other stacks', async () => {
    const app = new App();
    const stack = new Stack(app, 'Shop');
    const payments = new Stack(app, 'Payments');
    const bus = new events.EventBus(stack, 'Bus');
    const fn = (scope: Stack, id: string) => testFunction(scope, id);
    const saga = new ChoreographedSaga(stack, 'Saga', {
      transport: SagaTransport.eventBridge({ bus, source: 'com.example.orders' }),
      steps: [
        SagaStep.invoke('Create', { action: fn(stack, 'Create'), compensation: fn(stack, 'Cancel') }),
        SagaStep.invoke('Pay', { action: fn(payments, 'Charge'), compensation: fn(payments, 'Refund') }),
      ],
      participants: { Pay: { scope: payments } },
    });
    const rehearsal = rehearse(app);
    rehearsal.mock('Create', 1).mock('Compensate Create', null).mock('Compensate Pay', null);
    rehearsal.fail('Pay', { error: 'Broken' });
    await rehearsal.putEvents([
      {
        bus,
        source: 'com.example.orders',
        detailType: 'Saga Requested',
        detail: { saga: saga.sagaName, sagaId: 'o-1' },
      },
    ]);
    await rehearsal.advance(MINUTE);
    expect(itemOf(rehearsal, saga)).toMatchObject({ status: 'COMPENSATED', undone: '["Pay","Create"]' });
    expect(Stack.of(saga.participants.Pay)).toBe(payments);
    Template.fromStack(payments).resourceCountIs('AWS::StepFunctions::StateMachine', 1);
    expect(stack.dependencies).toEqual([]);
  });

  test('that never answer are told of by events and by the item', async () => {
    const order = orderChoreography();
    const { rehearsal } = mocked(order, ['SendReceipt']);
    const lost = (detail: JsonObject) => detail.next === 'ReserveStock';
    rehearsal.disturbEvents(({ detail }) => (lost(detail as JsonObject) ? [] : undefined));
    await rehearsal.start(order.saga.stateMachine, { sagaId: 'o-1' });
    await rehearsal.advance(5 * 60 * MINUTE);
    const types = sagaEvents(rehearsal).map(([type, detail]) => [type, (detail as JsonObject).next]);
    expect(types).toEqual([
      ['Saga Started', 'CreateOrder'],
      ['Step Succeeded', 'ReserveStock'],
      ...[1, 2, 3].map(() => ['Step Awaited', 'ReserveStock']),
      // It may have happened.
      ['Step Failed', 'ReserveStock'],
      ...[1, 2, 3].map(() => ['Step Awaited', 'ReserveStock']),
      ['Step Not Compensated', 'CreateOrder'],
      ['Saga Compensation Failed', undefined],
    ]);
    const item = itemOf(rehearsal, order.saga);
    expect(JSON.parse(String(item.failure))).toMatchObject({ step: 'ReserveStock', error: 'Saga.StepLost' });
    expect(rehearsal.messages(order.saga.compensationFailureQueue as sqs.IQueue)).toEqual([
      {
        ...{ saga: 'orders', sagaId: 'o-1', step: 'ReserveStock', error: 'Saga.StepLost' },
        cause: expect.any(String),
        execution: expect.stringContaining(':express:'),
        payload: {
          ...{ input: null, results: { CreateOrder: { done: 'CreateOrder' } }, step: 'ReserveStock', result: null },
          idempotencyKey: expect.stringMatching(/^[0-9a-f]{64}$/),
          failure: expect.objectContaining({ step: 'ReserveStock' }),
        },
      },
    ]);
  });

  test('that a deployment took away leave their sagas to a person', async () => {
    const order = orderChoreography();
    const { rehearsal, names } = mocked(order);
    await rehearsal.start(order.saga.stateMachine, { sagaId: 'o-1', input: 7 });
    await rehearsal.advance(MINUTE);
    const ended = itemOf(rehearsal, order.saga);
    rehearsal.putItems(order.saga.table, {
      ...{ ...ended, sagaId: 'o-2', status: 'RUNNING', turn: 'action Gone', results: '{"CreateOrder":1}' },
      ...{ open: 'open', dueAt: rehearsal.now.getTime() },
    });
    await rehearsal.advance(60 * MINUTE);
    expect(names()).toEqual(NAMES);
    expect(itemOf(rehearsal, order.saga, 'o-2')).toMatchObject({
      status: 'COMPENSATION_FAILED',
      notUndone: '["Gone"]',
    });
    expect(rehearsal.messages(order.saga.compensationFailureQueue as sqs.IQueue)).toEqual([
      expect.objectContaining({ sagaId: 'o-2', step: 'Gone', error: 'Saga.StepLost' }),
    ]);
  });

  test('are sent for when the watcher is back that could not look', async () => {
    const order = orderChoreography();
    const { rehearsal, names } = mocked(order);
    let lost = 0;
    rehearsal.disturbEvents(({ detail }) =>
      (detail as JsonObject).next === 'ReserveStock' && lost++ < 1 ? [] : undefined,
    );
    rehearsal.fail('Find Due Sagas', { error: 'DynamoDb.ThrottlingException' });
    await rehearsal.start(order.saga.stateMachine, { sagaId: 'o-1' });
    await rehearsal.advance(39 * MINUTE);
    expect(names()).toEqual(['CreateOrder']);
    rehearsal.restore('Find Due Sagas');
    await rehearsal.advance(10 * MINUTE);
    expect(names()).toEqual(NAMES);
    expect(itemOf(rehearsal, order.saga)).toMatchObject({ status: 'SUCCEEDED', turn: 'end' });
  });

  test('are sent for once in a watch, however often the watcher looks', async () => {
    const order = orderChoreography();
    const { rehearsal } = mocked(order);
    rehearsal.disturbEvents(({ detail }) => ((detail as JsonObject).next ? [] : undefined));
    await rehearsal.start(order.saga.stateMachine, { sagaId: 'o-1' });
    for (let minute = 0; minute < 12; minute++) {
      await rehearsal.advance(MINUTE);
      // Two at a time, whose index may be behind.
      await Promise.all([1, 2].map(() => rehearsal.start(order.saga.watcher.stateMachine)));
    }
    expect(itemOf(rehearsal, order.saga)).toMatchObject({ turn: 'action CreateOrder', nudges: 2 });
  });

  test.each([
    ['while its turn is still its own', 1],
    ['when its saga has been undone', 10 * 60],
  ])('that are redriven %s do not act out of turn', async (_, minutes) => {
    const order = orderChoreography();
    const { rehearsal, calls, names } = mocked(order);
    let dies = true;
    rehearsal.mock(order.functions.ReserveStock.action, (payload) => {
      calls.push({ call: 'ReserveStock', payload });
      for (const execution of rehearsal.executions(order.saga.participants.ReserveStock.stateMachine)) {
        if (dies && execution.status === 'RUNNING') void execution.stop();
      }
      return {};
    });
    await rehearsal.start(order.saga.stateMachine, { sagaId: 'o-1' });
    await rehearsal.advance(minutes * MINUTE);
    const before = names();
    dies = minutes > 1;
    const [first] = rehearsal.executions(order.saga.participants.ReserveStock.stateMachine);
    expect(first.status).toBe('ABORTED');
    await first.redrive();
    await rehearsal.advance(MINUTE / 2);
    expect([first.status, first.run.visited[first.run.visited.length - 1]]).toEqual(['SUCCEEDED', 'Not Its Turn']);
    expect(names()).toEqual(before);
    await rehearsal.advance(60 * MINUTE);
    expect(itemOf(rehearsal, order.saga).status).toBe(minutes > 1 ? 'COMPENSATED' : 'SUCCEEDED');
    expect(names().slice(0, 3)).toEqual(['CreateOrder', 'ReserveStock', 'ReserveStock']);
  });

  test('with queues and participants in other stacks leave the stack of the saga without dependencies', () => {
    const app = new App();
    const stack = new Stack(app, 'Shop');
    const payments = new Stack(app, 'Payments');
    const encryptionMasterKey = new kms.Key(stack, 'Key');
    const step = (scope: Stack, name: string) =>
      SagaStep.invoke(name, { action: testFunction(scope, name), compensation: testFunction(scope, `Undo${name}`) });
    new ChoreographedSaga(stack, 'Saga', {
      steps: [step(stack, 'Create'), step(payments, 'Pay')],
      participants: { Pay: { scope: payments } },
      compensationFailureQueue: new sqs.Queue(stack, 'Failures', { encryptionMasterKey }),
    });
    app.synth();
    expect([stack.dependencies, payments.dependencies]).toEqual([[], [stack]]);
  });

  test('that cannot be started leave their events in a dead-letter queue, and the saga goes on when they can', async () => {
    const order = orderChoreography();
    const { rehearsal, names } = mocked(order);
    rehearsal.outage(order.saga.participants.ReserveStock.stateMachine.stateMachineArn, 20 * MINUTE);
    await rehearsal.start(order.saga.stateMachine, { sagaId: 'o-1' });
    await rehearsal.advance(60 * MINUTE);
    expect(names()).toEqual(NAMES);
    expect(rehearsal.deadLetters()).toEqual([]);
  });
});
