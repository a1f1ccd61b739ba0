import { App, Duration, Size, Stack } from 'aws-cdk-lib';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as sqs from 'aws-cdk-lib/aws-sqs';
import * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import {
  BatchDelivery,
  ExecutionName,
  PipeEnrichment,
  PipeFilter,
  PipeInvocationType,
  QueueTrigger,
  Workflow,
} from '../../src';
import { Rehearsal } from '../../src/testing';
import { testFunction } from '../functions';
import { fifoQueue, inTens, QueueApp } from './queue-app';

const START = 'Start execution of record';

/** A workflow that fails for the body `poison`. */
const fussy = (stack: Stack) =>
  sfn.Choice.jsonata(stack, 'Poison?')
    .when(
      sfn.Condition.jsonata('{% $states.input = "poison" %}'),
      sfn.Fail.jsonata(stack, 'Refuse', { error: 'Poison', cause: 'not this one' }),
    )
    .otherwise(sfn.Pass.jsonata(stack, 'Work'));

describe('a message whose execution does not start', () => {
  test('comes again alone, and ends in the dead-letter queue; the rest of its batch does not suffer', async () => {
    const app = new QueueApp({ ...inTens, express: true, definition: fussy });
    const rehearsal = app.rehearse();
    await Promise.all(['a', 'poison', 'b'].map((body) => rehearsal.sendMessage(app.trigger.queue, body)));
    await rehearsal.advance(Duration.hours(2));
    expect(app.inputs(rehearsal)).toEqual(['a', 'poison', 'b', 'poison', 'poison', 'poison', 'poison']);
    expect(rehearsal.deadLetters()).toMatchObject([{ body: 'poison' }]);
    expect(rehearsal.messages(app.trigger.deadLetterQueue as sqs.IQueue)).toEqual(['poison']);
    expect(rehearsal.pipeExecutions().map(({ status }) => status)).toEqual([
      'PARTIALLY_FAILED',
      ...Array(4).fill('FAILED'),
    ]);
  });

  test('is one whose workflow fails only where somebody waits for it', async () => {
    const app = new QueueApp({ definition: fussy });
    const rehearsal = app.rehearse();
    await rehearsal.sendMessage(app.trigger.queue, 'poison');
    await rehearsal.advance(Duration.hours(2));
    expect(rehearsal.executions(app.workflow.stateMachine).map(({ status }) => status)).toEqual(['FAILED']);
    expect(rehearsal.deadLetters()).toEqual([]);
  });

  test('is tried again at once when Step Functions is too busy', async () => {
    const app = new QueueApp();
    const rehearsal = app.rehearse();
    const busy = Object.assign(new Error('Rate exceeded'), { name: 'Sfn.SfnException' });
    let calls = 0;
    rehearsal.mock(START, (request: { Name: string; Input: string }) => {
      calls++;
      if (calls < 3) throw busy;
      return { ExecutionArn: `arn:aws:states:us-east-1:111122223333:execution:x:${request.Name}`, StartDate: 0 };
    });
    await rehearsal.sendMessage(app.trigger.queue, 'a');
    await rehearsal.advance(Duration.seconds(10));
    expect(calls).toBe(3);
    expect(rehearsal.pipeExecutions()).toMatchObject([{ status: 'SUCCEEDED' }]);
  });

  test('comes again when Step Functions stays too busy, and starts then', async () => {
    const app = new QueueApp();
    const rehearsal = app.rehearse().fail(START, { error: 'Sfn.ExecutionLimitExceededException' });
    await rehearsal.sendMessage(app.trigger.queue, 'a');
    await rehearsal.advance(Duration.seconds(20));
    expect(app.inputs(rehearsal)).toEqual([]);
    rehearsal.restore(START);
    await rehearsal.advance(Duration.minutes(1));
    expect(app.inputs(rehearsal)).toEqual(['a']);
    expect(rehearsal.deadLetters()).toEqual([]);
  });

  test('is one that gets no answer in time', async () => {
    const app = new QueueApp();
    const rehearsal = app.rehearse().timeout(START);
    await rehearsal.sendMessage(app.trigger.queue, 'a');
    await rehearsal.advance(Duration.seconds(10));
    expect(rehearsal.pipeExecutions()).toMatchObject([{ status: 'FAILED', error: 'BatchItemFailures' }]);
  });

  test('is never lost for want of an id, which an enrichment has dropped', async () => {
    const app = new QueueApp({
      trigger: (stack) => ({ enrichment: PipeEnrichment.invoke(testFunction(stack, 'Fn')) }),
    });
    const rehearsal = app.rehearse();
    rehearsal.mock(app.stack.node.findChild('Fn') as never, () => [{ body: 'a' }]);
    await rehearsal.sendMessage(app.trigger.queue, 'a');
    await rehearsal.advance(Duration.hours(3));
    expect(app.inputs(rehearsal)).toEqual([]);
    expect(rehearsal.deadLetters()).toMatchObject([{ body: 'a' }]);
  });
});

describe('an Express workflow', () => {
  test('is waited for: its failure brings the message back', async () => {
    const app = new QueueApp({ express: true, definition: fussy });
    const rehearsal = app.rehearse();
    await rehearsal.sendMessage(app.trigger.queue, 'poison');
    await rehearsal.sendMessage(app.trigger.queue, { good: true });
    await rehearsal.advance(Duration.hours(2));
    expect(rehearsal.deadLetters()).toMatchObject([{ body: 'poison' }]);
    expect(app.inputs(rehearsal).filter((input) => input !== 'poison')).toEqual([{ good: true }]);
  });

  test('may be started only', async () => {
    const app = new QueueApp({
      express: true,
      definition: fussy,
      trigger: () => ({ invocationType: PipeInvocationType.FIRE_AND_FORGET }),
    });
    const rehearsal = app.rehearse();
    await rehearsal.sendMessage(app.trigger.queue, 'poison');
    await rehearsal.advance(Duration.hours(2));
    expect(app.inputs(rehearsal)).toEqual(['poison']);
    expect(rehearsal.deadLetters()).toEqual([]);
  });

  test('that answers with more than a task may get has succeeded all the same', async () => {
    const app = new QueueApp({ express: true });
    const rehearsal = app.rehearse();
    await rehearsal.sendMessage(app.trigger.queue, JSON.stringify('"'.repeat(50_000)));
    await rehearsal.advance(Duration.hours(1));
    expect(app.inputs(rehearsal)).toHaveLength(1);
    expect(rehearsal.deadLetters()).toEqual([]);
  });

  test('that fails with more than a task may get has failed all the same', async () => {
    const app = new QueueApp({
      express: true,
      definition: (stack) =>
        sfn.Fail.jsonata(stack, 'Refuse', { error: 'Refused', cause: "{% $pad('', 32000, '\"') %}" }),
    });
    const rehearsal = app.rehearse();
    await rehearsal.sendMessage(app.trigger.queue, JSON.stringify('"'.repeat(60_000)));
    await rehearsal.advance(Duration.hours(1));
    expect(rehearsal.executions(app.workflow.stateMachine)).toHaveLength(5);
    expect(rehearsal.deadLetters()).toHaveLength(1);
  });

  test('takes a text as well', async () => {
    const app = new QueueApp({ express: true });
    const rehearsal = app.rehearse();
    await rehearsal.sendMessage(app.trigger.queue, 'say "hi"');
    expect(app.inputs(rehearsal)).toEqual(['say "hi"']);
  });
});

describe('a batch starts one execution', () => {
  test('whose input is a list of messages, even if it is one', async () => {
    const app = new QueueApp({ trigger: () => ({ delivery: BatchDelivery.wholeBatch({ size: 10 }) }) });
    const rehearsal = app.rehearse();
    await rehearsal.sendMessage(app.trigger.queue, 'a');
    await Promise.all(['b', 'c'].map((body) => rehearsal.sendMessage(app.trigger.queue, body)));
    expect(app.trigger.dispatcher).toBeUndefined();
    expect(app.inputs(rehearsal)).toMatchObject([[{ body: 'a' }], [{ body: 'b' }, { body: 'c' }]]);
  });

  test('gathered for a while', async () => {
    const app = new QueueApp({
      trigger: () => ({ delivery: BatchDelivery.wholeBatch({ size: 100, window: Duration.seconds(60) }) }),
    });
    const rehearsal = app.rehearse();
    for (const body of ['a', 'b']) {
      await rehearsal.sendMessage(app.trigger.queue, body);
      await rehearsal.advance(Duration.seconds(20));
    }
    await rehearsal.advance(Duration.seconds(20));
    expect(app.inputs(rehearsal)).toMatchObject([[{ body: 'a' }, { body: 'b' }]]);
    await rehearsal.advance(Duration.hours(1));
    expect(app.inputs(rehearsal)).toHaveLength(1);
  });

  test('that says which messages failed', async () => {
    const failures = '{% [$states.input[body = "poison"].{ "itemIdentifier": messageId }] %}';
    const app = new QueueApp({
      express: true,
      definition: (stack) => sfn.Pass.jsonata(stack, 'Work', { outputs: { batchItemFailures: failures } }),
      trigger: () => ({ delivery: BatchDelivery.wholeBatch({ size: 10 }) }),
    });
    const rehearsal = app.rehearse();
    await Promise.all(['a', 'poison'].map((body) => rehearsal.sendMessage(app.trigger.queue, body)));
    await rehearsal.advance(Duration.hours(2));
    expect(rehearsal.deadLetters()).toMatchObject([{ body: 'poison' }]);
    expect(app.inputs(rehearsal)[1]).toMatchObject([{ body: 'poison' }]);
  });
});

describe('a FIFO queue', () => {
  test('keeps the order of a group where an Express workflow is waited for', async () => {
    const app = new QueueApp({
      express: true,
      definition: (stack) => sfn.Wait.jsonata(stack, 'Work', { time: sfn.WaitTime.duration(Duration.seconds(30)) }),
      trigger: (stack) => ({ queue: fifoQueue(stack) }),
    });
    const rehearsal = app.rehearse();
    await Promise.all(['a1', 'a2', 'b1'].map((body) => sendTo(body)));
    function sendTo(body: string) {
      return rehearsal.sendMessage(app.trigger.queue, body, { groupId: body[0] });
    }
    expect(app.inputs(rehearsal)).toEqual(['a1', 'b1']);
    await rehearsal.advance(Duration.seconds(30));
    expect(app.inputs(rehearsal)).toEqual(['a1', 'b1', 'a2']);
    expect(app.warnings()).toEqual([]);
  });

  test('keeps the order of starts only for a Standard workflow, which is a warning', async () => {
    const app = new QueueApp({
      definition: (stack) => sfn.Wait.jsonata(stack, 'Work', { time: sfn.WaitTime.duration(Duration.seconds(30)) }),
      trigger: (stack) => ({ queue: fifoQueue(stack) }),
    });
    const rehearsal = app.rehearse();
    for (const body of ['a1', 'a2']) await rehearsal.sendMessage(app.trigger.queue, body, { groupId: 'a' });
    expect(app.inputs(rehearsal)).toEqual(['a1', 'a2']);
    expect(app.warnings()).toEqual(['cdk-workflows:fifoOrder']);
  });
});

test('a filter deletes what it does not want', async () => {
  const app = new QueueApp({
    trigger: () => ({
      filters: [
        PipeFilter.data({ status: ['PAID'] }),
        PipeFilter.record({ messageAttributes: { kind: { stringValue: ['urgent'] } } }),
      ],
    }),
  });
  const rehearsal = app.rehearse();
  await rehearsal.sendMessage(app.trigger.queue, { status: 'NEW' });
  await rehearsal.sendMessage(app.trigger.queue, { status: 'PAID' });
  await rehearsal.sendMessage(app.trigger.queue, 'text', { attributes: { kind: 'urgent' } });
  await rehearsal.advance(Duration.hours(1));
  expect(app.inputs(rehearsal)).toEqual([{ status: 'PAID' }, 'text']);
  expect(rehearsal.deadLetters()).toEqual([]);
});

describe('an enrichment', () => {
  test('changes the bodies, or leaves messages out', async () => {
    const app = new QueueApp({
      trigger: (stack) => ({
        enrichment: PipeEnrichment.invoke(testFunction(stack, 'Prices')),
        delivery: BatchDelivery.perMessage({ size: 10 }),
      }),
    });
    const rehearsal = app.rehearse();
    rehearsal.mock(app.stack.node.findChild('Prices') as never, (batch: { messageId: string; body: string }[]) =>
      batch
        .filter(({ body }) => body !== 'drop')
        .map(({ messageId, body }) => ({ messageId, body: { ...JSON.parse(body), price: 3 } })),
    );
    await Promise.all(['{"id":1}', 'drop', '{"id":2}'].map((body) => rehearsal.sendMessage(app.trigger.queue, body)));
    await rehearsal.advance(Duration.hours(1));
    expect(app.inputs(rehearsal)).toEqual([
      { id: 1, price: 3 },
      { id: 2, price: 3 },
    ]);
    expect(rehearsal.deadLetters()).toEqual([]);
  });

  test('may answer with JSON in which the name of the execution is', async () => {
    const app = new QueueApp({
      trigger: (stack) => ({
        enrichment: PipeEnrichment.invoke(testFunction(stack, 'Prices')),
        delivery: BatchDelivery.perMessage({ executionName: ExecutionName.bodyField('order.id') }),
      }),
    });
    const rehearsal = app.rehearse();
    rehearsal.mock(app.stack.node.findChild('Prices') as never, (batch: { messageId: string }[]) =>
      batch.map(({ messageId }) => ({ messageId, body: { order: { id: 'o-1' } } })),
    );
    await rehearsal.sendMessage(app.trigger.queue, 'a');
    await rehearsal.advance(Duration.hours(1));
    expect(app.names(rehearsal)).toEqual(['o-1']);
  });

  test('that fails brings all messages back, and they end in the dead-letter queue', async () => {
    const app = new QueueApp({
      trigger: (stack) => ({ enrichment: PipeEnrichment.invoke(testFunction(stack, 'Prices')) }),
    });
    const rehearsal = app.rehearse().fail(app.stack.node.findChild('Prices') as never, { error: 'NoPrice' });
    await rehearsal.sendMessage(app.trigger.queue, 'a');
    await rehearsal.advance(Duration.hours(3));
    expect(app.inputs(rehearsal)).toEqual([]);
    expect(rehearsal.deadLetters()).toMatchObject([{ body: 'a' }]);
    expect(rehearsal.pipeExecutions()).toHaveLength(5);
  });
});

describe('any state machine', () => {
  test.each([
    ['an alias', ':live'],
    ['a version', ':3'],
    ['the machine itself', ''],
  ])('imported by %s', async (_what, suffix) => {
    const app = new QueueApp({
      trigger: (stack) => ({
        workflow: sfn.StateMachine.fromStateMachineArn(
          stack,
          'Imported',
          `arn:aws:states:us-east-1:111122223333:stateMachine:Deployed${suffix}`,
        ),
        invocationType: PipeInvocationType.FIRE_AND_FORGET,
      }),
    });
    (app.workflow.stateMachine.node.defaultChild as sfn.CfnStateMachine).stateMachineName = 'Deployed';
    const rehearsal = app.rehearse();
    const id = await rehearsal.sendMessage(app.trigger.queue, { a: 1 });
    expect(app.names(rehearsal)).toEqual([id]);
  });

  test('with a key of its own, where it is waited for or asked', async () => {
    const stack = new Stack(new App(), 'Orders');
    const express = (id: string) =>
      new Workflow(stack, id, {
        stateMachineType: sfn.StateMachineType.EXPRESS,
        encryptionKey: new kms.Key(stack, `${id}Key`),
        definition: sfn.Pass.jsonata(stack, `${id}Work`),
      }).stateMachine;
    const [work, prices] = [express('Work'), express('Prices')];
    const trigger = new QueueTrigger(stack, 'Trigger', {
      workflow: work,
      delivery: BatchDelivery.wholeBatch(),
      enrichment: PipeEnrichment.workflow(prices),
    });
    const rehearsal = Rehearsal.ofApp(stack.node.root as App);
    await rehearsal.sendMessage(trigger.queue, 'a');
    await rehearsal.advance(Duration.hours(1));
    expect(rehearsal.executions(work)).toMatchObject([{ input: [{ body: 'a' }], status: 'SUCCEEDED' }]);
  });

  test('with a queue that is encrypted', async () => {
    const app = new QueueApp({
      trigger: (stack) => ({
        queue: new sqs.Queue(stack, 'Encrypted', {
          encryptionMasterKey: new kms.Key(stack, 'Key'),
          deadLetterQueue: { queue: new sqs.Queue(stack, 'Dead'), maxReceiveCount: 5 },
          maxMessageSizeBytes: Size.kibibytes(64).toBytes(),
        }),
      }),
    });
    const rehearsal = app.rehearse();
    await rehearsal.sendMessage(app.trigger.queue, 'a');
    expect(app.inputs(rehearsal)).toEqual(['a']);
    expect(app.warnings()).toEqual([]);
  });
});

test('a queue of ours takes no message that could not start an execution', async () => {
  const app = new QueueApp();
  const rehearsal = app.rehearse();
  await expect(rehearsal.sendMessage(app.trigger.queue, 'x'.repeat(130_049))).rejects.toThrow(
    'Message must be shorter than 130048 bytes',
  );
  // The worst there is of JSON: each character takes two in the batch.
  const quotes = JSON.stringify('"'.repeat(65_023));
  expect(quotes).toHaveLength(130_048);
  await rehearsal.sendMessage(app.trigger.queue, quotes);
  expect(app.inputs(rehearsal).map((input) => String(input).length)).toEqual([65_023]);
});
