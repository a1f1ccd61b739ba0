import { Duration, type Stack } from 'aws-cdk-lib';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as pipes from 'aws-cdk-lib/aws-pipes';
import type * as sqs from 'aws-cdk-lib/aws-sqs';
import * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import * as tasks from 'aws-cdk-lib/aws-stepfunctions-tasks';
import { Workflow } from '../../../../src';
import type { JsonObject } from '../../../../src/testing';
import { PipeApp } from './pipe-app';

const failing = (stack: Stack) => sfn.Fail.jsonata(stack, 'Broken', { error: 'Broken', cause: 'for good' });

const reporting = (failures: string) => (stack: Stack) =>
  sfn.Pass.jsonata(stack, 'Report', { outputs: { batchItemFailures: failures } });

const inBatches = (batchSize: number, maximumBatchingWindowInSeconds?: number) => () => ({
  sourceParameters: { sqsQueueParameters: { batchSize, maximumBatchingWindowInSeconds } },
});

// https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-pipes-sqs.html
test('a message becomes an execution whose input is a list of one message', async () => {
  const app = new PipeApp();
  const rehearsal = app.rehearse();
  const messageId = await rehearsal.sendMessage(app.queue, { id: 'o-1' }, { attributes: { kind: 'order' } });
  expect(rehearsal.executions().map(({ input }) => input)).toEqual([
    [
      {
        messageId,
        receiptHandle: expect.any(String),
        body: '{"id":"o-1"}',
        attributes: {
          ApproximateReceiveCount: '1',
          SentTimestamp: '1772352000000',
          SenderId: 'the test',
          ApproximateFirstReceiveTimestamp: '1772352000000',
        },
        messageAttributes: {
          kind: { stringValue: 'order', dataType: 'String', stringListValues: [], binaryListValues: [] },
        },
        md5OfBody: '8ee379cbdd0224058b41dced7896d834',
        eventSource: 'aws:sqs',
        eventSourceARN: 'arn:aws:sqs:us-east-1:111122223333:Queue4A7E3555',
        awsRegion: 'us-east-1',
      },
    ],
  ]);
  expect(rehearsal.pipeExecutions()).toEqual([
    { pipe: 'Pipe', startedAt: new Date('2026-03-01T08:00:00Z'), records: 1, status: 'SUCCEEDED' },
  ]);
});

test('a message that is done does not come again', async () => {
  const app = new PipeApp();
  const rehearsal = app.rehearse();
  await rehearsal.sendMessage(app.queue, 'once');
  await rehearsal.advance(Duration.days(10));
  expect(app.batches(rehearsal)).toEqual([['once']]);
  expect(rehearsal.deadLetters()).toEqual([]);
});

test('messages that a workflow sends arrive as well', async () => {
  const app = new PipeApp();
  const sender = new Workflow(app.stack, 'Sender', {
    definition: tasks.SqsSendMessage.jsonata(app.stack, 'Send', {
      queue: app.queue,
      messageBody: sfn.TaskInput.fromObject({ from: 'a workflow' }),
      taskTimeout: sfn.Timeout.duration(Duration.seconds(5)),
    }),
  });
  const rehearsal = app.rehearse();
  await rehearsal.start(sender.stateMachine);
  expect(app.batches(rehearsal)).toEqual([['{"from":"a workflow"}']]);
});

describe('batches', () => {
  test('what is there at the same time goes together, up to the size of a batch', async () => {
    const app = new PipeApp({ pipe: inBatches(2) });
    const rehearsal = app.rehearse();
    await Promise.all(['a', 'b', 'c'].map((body) => rehearsal.sendMessage(app.queue, body)));
    expect(app.batches(rehearsal)).toEqual([['a', 'b'], ['c']]);
  });

  test('a window gathers messages until it ends or the batch is full', async () => {
    const app = new PipeApp({ pipe: inBatches(3, 20) });
    const rehearsal = app.rehearse();
    await rehearsal.sendMessage(app.queue, 'a');
    await rehearsal.advance(Duration.seconds(10));
    await rehearsal.sendMessage(app.queue, 'b');
    expect(app.batches(rehearsal)).toEqual([]);
    await rehearsal.advance(Duration.seconds(10));
    expect(app.batches(rehearsal)).toEqual([['a', 'b']]);
    await Promise.all(['c', 'd', 'e', 'f'].map((body) => rehearsal.sendMessage(app.queue, body)));
    expect(app.batches(rehearsal)).toEqual([
      ['a', 'b'],
      ['c', 'd', 'e'],
    ]);
    await rehearsal.advance(Duration.seconds(20));
    expect(app.batches(rehearsal)).toHaveLength(3);
  });

  test('a window longer than the visibility timeout lets messages in twice', async () => {
    const app = new PipeApp({ pipe: inBatches(10, 40) });
    const rehearsal = app.rehearse();
    await rehearsal.sendMessage(app.queue, 'a');
    await rehearsal.advance(Duration.seconds(60));
    expect(app.batches(rehearsal)).toEqual([['a', 'a']]);
  });
});

describe('a batch that fails', () => {
  test('comes again when its messages are visible again, and ends in the dead-letter queue', async () => {
    const app = new PipeApp({ express: true, definition: failing });
    const rehearsal = app.rehearse();
    await rehearsal.sendMessage(app.queue, { id: 'o-1' }, { attributes: { kind: 'order' } });
    await rehearsal.advance(Duration.seconds(29));
    expect(rehearsal.executions()).toHaveLength(1);
    await rehearsal.advance(Duration.seconds(1));
    expect(rehearsal.executions()).toHaveLength(2);
    await rehearsal.advance(Duration.minutes(10));
    expect(
      rehearsal.executions().map(({ input }) => (input as { attributes: JsonObject }[])[0].attributes),
    ).toMatchObject([1, 2, 3].map((count) => ({ ApproximateReceiveCount: String(count) })));
    expect(rehearsal.deadLetters()).toEqual([
      { queue: expect.stringMatching(/:DeadLetters/), body: { id: 'o-1' }, attributes: { kind: 'order' } },
    ]);
    expect(rehearsal.messages(app.deadLetters)).toEqual([{ id: 'o-1' }]);
    expect(rehearsal.pipeExecutions()).toHaveLength(3);
    expect(rehearsal.pipeExecutions()[0]).toMatchObject({
      status: 'FAILED',
      stage: 'TARGET',
      error: 'Broken',
      cause: 'for good',
    });
  });

  test('comes again until it expires where there is no dead-letter queue', async () => {
    const app = new PipeApp({
      express: true,
      definition: failing,
      queue: { deadLetterQueue: undefined, retentionPeriod: Duration.minutes(2) },
    });
    const rehearsal = app.rehearse();
    await rehearsal.sendMessage(app.queue, 'a');
    await rehearsal.advance(Duration.hours(1));
    expect(rehearsal.executions()).toHaveLength(4);
    expect(rehearsal.deadLetters()).toEqual([]);
  });

  test('is only what the target reports: the rest is done', async () => {
    const ofB = '{% [$states.input[body = "b"].{ "itemIdentifier": messageId }] %}';
    const app = new PipeApp({ express: true, definition: reporting(ofB) });
    const rehearsal = app.rehearse();
    await Promise.all(['a', 'b', 'c'].map((body) => rehearsal.sendMessage(app.queue, body)));
    await rehearsal.advance(Duration.minutes(10));
    expect(app.batches(rehearsal)).toEqual([['a', 'b', 'c'], ['b'], ['b']]);
    expect(rehearsal.deadLetters().map(({ body }) => body)).toEqual(['b']);
    expect(rehearsal.pipeExecutions().map(({ status }) => status)).toEqual(['PARTIALLY_FAILED', 'FAILED', 'FAILED']);
  });

  // https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-pipes-sqs.html#pipes-sqs-batch-failures-conditions
  test.each([
    ['an empty id', '{% [{ "itemIdentifier": "" }] %}', 2],
    ['no id', '{% [{ "itemIdentifier": null }] %}', 2],
    ['an id under another name', '{% [{ "id": $states.input[0].messageId }] %}', 2],
    ['an unknown id', '{% [{ "itemIdentifier": "other" }] %}', 2],
    ['no list', '{% "all" %}', 2],
    ['an empty list', '{% [] %}', 0],
    ['null', '{% null %}', 0],
  ])('is reported with %s', async (_what, report, again) => {
    const app = new PipeApp({ express: true, definition: reporting(report) });
    const rehearsal = app.rehearse();
    await Promise.all(['a', 'b'].map((body) => rehearsal.sendMessage(app.queue, body)));
    await rehearsal.advance(Duration.seconds(30));
    expect(app.batches(rehearsal).flat()).toHaveLength(2 + again);
  });

  test('is one that is larger than an execution takes', async () => {
    const app = new PipeApp();
    const rehearsal = app.rehearse();
    await Promise.all(['a', 'b', 'c'].map((letter) => rehearsal.sendMessage(app.queue, letter.repeat(100_000))));
    expect(rehearsal.executions()).toEqual([]);
    expect(rehearsal.pipeExecutions()).toMatchObject([{ status: 'FAILED', error: 'ValidationException' }]);
  });
});

describe('a FIFO queue', () => {
  const fifo = { fifo: true, contentBasedDeduplication: true };

  test('keeps the order of a group, and other groups do not wait', async () => {
    const app = new PipeApp({
      queue: fifo,
      express: true,
      pipe: inBatches(1),
      definition: (stack) => sfn.Wait.jsonata(stack, 'Work', { time: sfn.WaitTime.duration(Duration.seconds(10)) }),
    });
    const rehearsal = app.rehearse();
    for (const [body, groupId] of ['a1', 'a2', 'b1', 'a3'].map((name) => [name, name[0]])) {
      await rehearsal.sendMessage(app.queue, body, { groupId });
    }
    expect(app.batches(rehearsal)).toEqual([['a1'], ['b1']]);
    await rehearsal.advance(Duration.seconds(10));
    expect(app.batches(rehearsal)).toEqual([['a1'], ['b1'], ['a2']]);
    await rehearsal.advance(Duration.seconds(10));
    expect(app.batches(rehearsal)).toEqual([['a1'], ['b1'], ['a2'], ['a3']]);
  });

  test('holds back what is behind a message that fails, until that is in the dead-letter queue', async () => {
    const app = new PipeApp({
      queue: fifo,
      express: true,
      pipe: inBatches(1),
      definition: (stack) =>
        sfn.Choice.jsonata(stack, 'Poison?')
          .when(sfn.Condition.jsonata('{% $states.input[0].body = "poison" %}'), failing(stack))
          .otherwise(sfn.Pass.jsonata(stack, 'Work')),
    });
    const rehearsal = app.rehearse();
    await rehearsal.sendMessage(app.queue, 'poison', { groupId: 'a' });
    await rehearsal.sendMessage(app.queue, 'good', { groupId: 'a' });
    await rehearsal.advance(Duration.seconds(89));
    expect(app.batches(rehearsal)).toEqual([['poison'], ['poison'], ['poison']]);
    await rehearsal.advance(Duration.seconds(1));
    expect(app.batches(rehearsal)).toEqual([['poison'], ['poison'], ['poison'], ['good']]);
    expect(rehearsal.deadLetters().map(({ body }) => body)).toEqual(['poison']);
  });

  test('tells a message by its deduplication id, and hands on what it knows', async () => {
    const app = new PipeApp({ queue: { fifo: true } });
    const rehearsal = app.rehearse();
    const send = () => rehearsal.sendMessage(app.queue, 'a', { groupId: 'g', deduplicationId: 'd-1' });
    expect(await send()).toBe(await send());
    await rehearsal.advance(Duration.minutes(5));
    await send();
    expect(app.batches(rehearsal)).toEqual([['a'], ['a']]);
    expect(rehearsal.executions()[0].input).toMatchObject([
      { attributes: { MessageGroupId: 'g', MessageDeduplicationId: 'd-1', SequenceNumber: '18850000000000000000' } },
    ]);
    await expect(rehearsal.sendMessage(app.queue, 'a', { groupId: 'g' })).rejects.toThrow(
      'SQS refuses the message: The queue should either have ContentBasedDeduplication enabled or MessageDeduplicationId provided explicitly',
    );
  });
});

test('a message with a delay is received later, and a queue may have one of its own', async () => {
  const app = new PipeApp({ queue: { deliveryDelay: Duration.seconds(5) } });
  const rehearsal = app.rehearse();
  await rehearsal.sendMessage(app.queue, 'later', { delay: Duration.minutes(1) });
  await rehearsal.sendMessage(app.queue, 'soon');
  expect(app.batches(rehearsal)).toEqual([]);
  await rehearsal.advance(Duration.seconds(5));
  expect(app.batches(rehearsal)).toEqual([['soon']]);
  await rehearsal.advance(Duration.seconds(55));
  expect(app.batches(rehearsal)).toEqual([['soon'], ['later']]);
});

test('a pipe that is stopped leaves its messages where they are', async () => {
  const app = new PipeApp({ pipe: () => ({ desiredState: 'STOPPED' }) });
  const rehearsal = app.rehearse();
  await rehearsal.sendMessage(app.queue, 'a');
  await rehearsal.advance(Duration.days(1));
  expect(rehearsal.executions()).toEqual([]);
  expect(rehearsal.pipeExecutions()).toEqual([]);
});

test('a dead-letter queue may feed a pipe in turn', async () => {
  const app = new PipeApp({ express: true, definition: failing });
  const repair = new Workflow(app.stack, 'Repair', { definition: sfn.Pass.jsonata(app.stack, 'Look at it') });
  new pipes.CfnPipe(app.stack, 'RepairPipe', {
    source: app.deadLetters.queueArn,
    target: repair.stateMachine.stateMachineArn,
    targetParameters: { stepFunctionStateMachineParameters: { invocationType: 'FIRE_AND_FORGET' } },
    roleArn: app.role.roleArn,
  });
  const rehearsal = app.rehearse();
  await rehearsal.sendMessage(app.queue, 'a');
  await rehearsal.advance(Duration.seconds(90));
  expect(rehearsal.executions(repair.stateMachine).map(({ input }) => input)).toMatchObject([
    [{ body: 'a', attributes: { DeadLetterQueueSourceArn: expect.stringMatching(/:sqs:.*:Queue/) } }],
  ]);
});

describe('a role', () => {
  const all = ['sqs:ReceiveMessage', 'sqs:DeleteMessage', 'sqs:GetQueueAttributes', 'states:StartExecution'];

  test.each(all.slice(0, 3))('without %s cannot have a pipe', async (missing) => {
    const app = new PipeApp({ actions: all.filter((action) => action !== missing) });
    const rehearsal = app.rehearse();
    await expect(rehearsal.sendMessage(app.queue, 'a')).rejects.toThrow(
      new RegExp(`^User: arn:aws:iam::111122223333:role/\\S+ is not authorized to perform: ${missing} on resource: `),
    );
  });

  test('without the right to start lets every message end in the dead-letter queue', async () => {
    const app = new PipeApp({ actions: all.slice(0, 3) });
    const rehearsal = app.rehearse();
    await rehearsal.sendMessage(app.queue, 'a');
    await rehearsal.advance(Duration.minutes(10));
    expect(rehearsal.executions()).toEqual([]);
    expect(rehearsal.deadLetters().map(({ body }) => body)).toEqual(['a']);
    expect(rehearsal.pipeExecutions()[0]).toMatchObject({ stage: 'TARGET', error: 'AccessDeniedException' });
  });

  test('without the right to decrypt cannot read an encrypted queue', async () => {
    const app = new PipeApp({ actions: all });
    const cfn = app.queue.node.defaultChild as sqs.CfnQueue;
    cfn.kmsMasterKeyId = new kms.Key(app.stack, 'Key').keyArn;
    await expect(app.rehearse().sendMessage(app.queue, 'a')).rejects.toThrow(/not authorized to perform: kms:Decrypt/);
  });
});
