import { Duration } from 'aws-cdk-lib';
import * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import fc from 'fast-check';
import { BatchDelivery, ExecutionName, MessageInput } from '../../src';
import { fifoQueue, inTens, QueueApp, type QueueAppOptions } from './queue-app';

describe('each message starts an execution', () => {
  test('named by the message, with the body as its input', async () => {
    const app = new QueueApp();
    const rehearsal = app.rehearse();
    const ids = [await rehearsal.sendMessage(app.trigger.queue, { orderId: 'o-1' })];
    ids.push(await rehearsal.sendMessage(app.trigger.queue, 'plain text'));
    expect(app.inputs(rehearsal)).toEqual([{ orderId: 'o-1' }, 'plain text']);
    expect(app.names(rehearsal)).toEqual(ids);
    await rehearsal.advance(Duration.days(14));
    expect(app.inputs(rehearsal)).toHaveLength(2);
    expect(rehearsal.deadLetters()).toEqual([]);
  });

  test.each([
    '{"a":1}',
    '[1,2]',
    '[]',
    '{}',
    'null',
    'true',
    '0',
    '12345678901234567',
    '"quoted"',
    ' {"spaced": "out"} ',
    '{"a":',
    'undefined',
    '""',
    '"',
    '\\',
    "it's",
    '{% $states.input %}',
    '$.a',
    '${Token}',
    '<$.body>',
    '\u2028',
    '🙂',
  ])('the body %j is the input, as JSON or as a text', async (body) => {
    const app = new QueueApp();
    const rehearsal = app.rehearse();
    await rehearsal.sendMessage(app.trigger.queue, body);
    expect(app.inputs(rehearsal)).toEqual([jsonOrText(body)]);
  });

  test('whatever the body is', async () => {
    const app = new QueueApp(inTens);
    const rehearsal = app.rehearse();
    const bodies = fc.oneof(
      fc.string({ unit: 'binary', minLength: 1 }),
      fc.string({
        unit: fc.constantFrom('"', '\\', '{', '}', '%', '$', '\n', "'", '@', '#', 'a', '\u{1f600}'),
        minLength: 1,
      }),
      fc.json(),
      fc.json().map((text) => JSON.stringify(text)),
    );
    await fc.assert(
      fc.asyncProperty(bodies.filter(isTaken), async (body) => {
        const before = app.inputs(rehearsal).length;
        await rehearsal.sendMessage(app.trigger.queue, body);
        expect(app.inputs(rehearsal).slice(before)).toEqual([jsonOrText(body)]);
      }),
      { numRuns: 300 },
    );
    expect(rehearsal.deadLetters()).toEqual([]);
  });

  test('with the whole message as its input, where that is wanted', async () => {
    const app = new QueueApp({
      trigger: () => ({ delivery: BatchDelivery.perMessage({ input: MessageInput.wholeMessage() }) }),
    });
    const rehearsal = app.rehearse();
    const messageId = await rehearsal.sendMessage(app.trigger.queue, '{"a":1}', { attributes: { kind: 'order' } });
    expect(app.inputs(rehearsal)).toMatchObject([
      { messageId, body: '{"a":1}', messageAttributes: { kind: { stringValue: 'order' } } },
    ]);
  });

  test('of a batch, one for each', async () => {
    const app = new QueueApp(inTens);
    const rehearsal = app.rehearse();
    await Promise.all([1, 2, 3].map((n) => rehearsal.sendMessage(app.trigger.queue, n)));
    expect(rehearsal.pipeExecutions()).toMatchObject([{ records: 3, status: 'SUCCEEDED' }]);
    expect(app.inputs(rehearsal)).toEqual([1, 2, 3]);
  });
});

describe('what comes twice starts once', () => {
  /** The pipe deletes nothing, as if it had died after it had started everything. */
  async function twice(options: QueueAppOptions, ...bodies: unknown[]) {
    const app = new QueueApp(options);
    const rehearsal = app.rehearse();
    for (const body of bodies) await rehearsal.sendMessage(app.trigger.queue, body);
    return { app, rehearsal };
  }

  test('a message that is delivered again while its execution runs, and after', async () => {
    const app = new QueueApp({
      definition: (stack) => sfn.Wait.jsonata(stack, 'Work', { time: sfn.WaitTime.duration(Duration.minutes(1)) }),
    });
    const rehearsal = app.rehearse();
    // What the dispatcher answers gets lost: the pipe takes all of the batch for failed.
    const id = await rehearsal.sendMessage(app.trigger.queue, { a: 1 });
    const batch = rehearsal.executions(app.trigger.dispatcher?.stateMachine)[0].input;
    const redeliver = () => rehearsal.start(app.trigger.dispatcher?.stateMachine as never, batch);
    expect((await redeliver()).run.output).toEqual({ batchItemFailures: [] });
    await rehearsal.advance(Duration.minutes(2));
    expect((await redeliver()).run.output).toEqual({ batchItemFailures: [] });
    expect(app.names(rehearsal)).toEqual([id]);
  });

  test('messages with the same key in their bodies', async () => {
    const byOrder = BatchDelivery.perMessage({ executionName: ExecutionName.bodyField('order.id') });
    const { app, rehearsal } = await twice(
      { trigger: () => ({ delivery: byOrder }) },
      { order: { id: 'o-1' } },
      { order: { id: 'o-1' }, again: true },
      { order: { id: 17 } },
      { order: { id: 'with space' } },
    );
    expect(app.names(rehearsal)).toEqual(['o-1', '17', expect.stringMatching(/^[\da-f]{64}$/)]);
    expect(app.inputs(rehearsal)[0]).toEqual({ order: { id: 'o-1' } });
    expect(rehearsal.deadLetters()).toEqual([]);
  });

  test.each([['no key'], [{ order: {} }], [{ order: { id: null } }], [{ order: { id: '' } }], [{ order: { id: {} } }]])(
    'but %j, which has no key, never starts',
    async (body) => {
      const byOrder = BatchDelivery.perMessage({ executionName: ExecutionName.bodyField('order.id') });
      const { app, rehearsal } = await twice({ trigger: () => ({ delivery: byOrder }) }, body);
      await rehearsal.advance(Duration.hours(1));
      expect(app.inputs(rehearsal)).toEqual([]);
      expect(rehearsal.deadLetters().map((letter) => letter.body)).toEqual([body]);
    },
  );

  test('numbers that JSONata cannot tell apart start nothing, rather than one execution for two messages', async () => {
    const app = new QueueApp({
      trigger: () => ({ delivery: BatchDelivery.perMessage({ executionName: ExecutionName.bodyField('id') }) }),
    });
    const rehearsal = app.rehearse();
    for (const id of [
      '1541815603606036480',
      '1541815603606036481',
      '9007199254740991',
      '-7',
      '"1541815603606036481"',
    ]) {
      await rehearsal.sendMessage(app.trigger.queue, `{"id":${id}}`);
    }
    await rehearsal.advance(Duration.hours(1));
    expect(app.names(rehearsal)).toEqual(['9007199254740991', '-7', '1541815603606036481']);
    expect(rehearsal.deadLetters()).toHaveLength(2);
  });

  test('messages of a FIFO queue with the same deduplication id, also after the five minutes of SQS', async () => {
    const app = new QueueApp({
      express: false,
      trigger: (stack) => ({
        queue: fifoQueue(stack),
        delivery: BatchDelivery.perMessage({ executionName: ExecutionName.deduplicationId() }),
      }),
    });
    const rehearsal = app.rehearse();
    const send = (deduplicationId: string) =>
      rehearsal.sendMessage(app.trigger.queue, 'a', { groupId: 'g', deduplicationId });
    await send('d-1');
    await rehearsal.advance(Duration.hours(1));
    await send('d-1');
    await send('d/2');
    expect(app.names(rehearsal)).toEqual(['d-1', expect.stringMatching(/^[\da-f]{64}$/)]);
  });
});

function jsonOrText(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return body;
  }
}

/** What SQS lets in: https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SendMessage.html */
function isTaken(body: string): boolean {
  return !/[^\t\n\r\u{20}-\u{d7ff}\u{e000}-\u{fffd}\u{10000}-\u{10ffff}]/u.test(body);
}
