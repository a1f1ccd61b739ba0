import { App, Duration, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import type * as dynamodb from 'aws-cdk-lib/aws-dynamodb';
import * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import fc from 'fast-check';
import {
  EventDeduplication,
  EventRoute,
  EventRoutedWorkflow,
  type EventRoutedWorkflowProps,
  RouteInput,
} from '../../src';
import type { JsonObject } from '../../src/asl/json';
import { Rehearsal } from '../../src/testing';

const EVENT = {
  version: '0',
  id: '6a7e8feb-b491-4cf7-a9f1-bf3703467718',
  'detail-type': 'Order Placed',
  source: 'com.example.orders',
  account: '111122223333',
  time: '2026-01-01T00:00:00Z',
  region: 'eu-west-1',
  resources: [],
  detail: { orderId: 'o-1', total: 120 },
};

function workflow(props: Partial<EventRoutedWorkflowProps>) {
  const stack = new Stack(new App(), 'Stack');
  return new EventRoutedWorkflow(stack, 'Orders', {
    definition: new sfn.Pass(stack, 'Work'),
    routes: [EventRoute.of({ source: ['com.example.orders'], detailType: ['Order Placed'] })],
    ...props,
  });
}

const rehearsal = (props: Partial<EventRoutedWorkflowProps>) => Rehearsal.of(workflow(props).workflow);

describe('the input', () => {
  test('is the whole event, at no cost', async () => {
    const run = await rehearsal({}).run(EVENT);
    expect(run).toMatchObject({ status: 'SUCCEEDED', output: EVENT, visited: ['Work'] });
  });

  test('is its detail, or an object, mapped by one state', async () => {
    const detail = await rehearsal({ input: RouteInput.detailOnly() }).run(EVENT);
    expect(detail).toMatchObject({ output: EVENT.detail, visited: ['Map Event', 'Work'] });

    const input = RouteInput.fromObject({
      id: '{% $event.detail.orderId %}',
      nested: { double: '{%$event.detail.total * 2%}', list: ['{% $event.source %}', 'plain', 3, null, true] },
      missing: '{% $event.detail.nothing %}',
      started: "{% $states.context.Execution.Name != '' %}",
      several: '{% ($a := 1; $a + 1) %}',
    });
    const run = await rehearsal({ input }).run(EVENT);
    expect(run.output).toEqual({
      id: 'o-1',
      nested: { double: 240, list: ['com.example.orders', 'plain', 3, null, true] },
      missing: null,
      started: true,
      several: 2,
    });
  });

  test('that cannot be mapped ends the execution before anything is done', async () => {
    const input = RouteInput.fromObject({ sum: '{% $event.detail.orderId + 1 %}' });
    const run = await rehearsal({ input }).run(EVENT);
    expect(run).toMatchObject({ status: 'FAILED', error: 'States.QueryEvaluationError', visited: ['Map Event'] });
  });

  test.each<[string, RouteInput, (event: JsonObject) => unknown]>([
    ['whole event', RouteInput.wholeEvent(), (event) => event],
    ['detail', RouteInput.detailOnly(), (event) => event.detail],
    ['object', RouteInput.fromObject({ a: ['{% $event.detail %}'] }), (event) => ({ a: [event.detail] })],
  ])(
    'of the kind %s arrives as it was sent, whatever stands in the event, known or not',
    async (_, input, expected) => {
      const plain = rehearsal({ input });
      const remembered = rehearsal({ input, deduplicate: EventDeduplication.byEventId() });
      let n = 0;
      await fc.assert(
        fc.asyncProperty(fc.dictionary(fc.string({ unit: 'binary' }), fc.jsonValue()), async (detail) => {
          const event = JSON.parse(JSON.stringify({ ...EVENT, id: `id ${n++}`, detail }));
          expect(await plain.run(event)).toMatchObject({ status: 'SUCCEEDED', output: expected(event) });
          expect(await remembered.run(event)).toMatchObject({ status: 'SUCCEEDED', output: expected(event) });
        }),
        { numRuns: 60 },
      );
    },
  );

  test.each([[{}], [null], ['text'], [[1, 2]], [{ detail: null }]])(
    'of an execution started by hand with %j cannot break the mapping',
    async (input) => {
      const run = await rehearsal({ input: RouteInput.detailOnly() }).run(input);
      expect(run).toMatchObject({ status: 'SUCCEEDED', output: null });
    },
  );
});

describe('deduplication', () => {
  const NOW = new Date('2026-03-01T00:00:00Z');
  const inSeconds = (date: Date) => date.getTime() / 1000;
  const days = (count: number) => count * 24 * 3600;

  function remembering(deduplicate = EventDeduplication.byEventId(), props: Partial<EventRoutedWorkflowProps> = {}) {
    const { workflow: held, deduplicationTable } = workflow({ deduplicate, ...props });
    const table = deduplicationTable as dynamodb.ITable;
    return { rehearsal: Rehearsal.of(held), table, arn: held.stateMachine.stateMachineArn };
  }

  test('lets an event through once, remembers it, and maps it in the same state', async () => {
    const { rehearsal, table } = remembering(undefined, { input: RouteInput.detailOnly() });
    const first = await rehearsal.run(EVENT, { startTime: NOW });
    expect(first).toMatchObject({ status: 'SUCCEEDED', output: EVENT.detail, visited: ['Claim Event', 'Work'] });
    expect(rehearsal.items(table)).toEqual([
      { key: EVENT.id, execution: first.arn, expiresAt: inSeconds(NOW) + days(14) },
    ]);
    const again = await rehearsal.run(EVENT, { startTime: NOW });
    expect(again).toMatchObject({
      status: 'SUCCEEDED',
      output: { duplicate: true, key: EVENT.id },
      visited: ['Claim Event', 'Event Is Duplicate'],
    });
    expect((await rehearsal.run({ ...EVENT, id: 'another' })).visited).toContain('Work');
  });

  test('goes by an expression', async () => {
    const { rehearsal } = remembering(EventDeduplication.byExpression('{% $event.detail.orderId %}'));
    await rehearsal.run(EVENT);
    expect(await rehearsal.run({ ...EVENT, id: 'another' })).toMatchObject({ output: { duplicate: true, key: 'o-1' } });
    expect((await rehearsal.run({ ...EVENT, detail: { orderId: 'o-2' } })).visited).toContain('Work');
  });

  test.each<[string, unknown, string | RegExp]>([
    ['a number', 7, '7'],
    ['a boolean', false, 'false'],
    ['an object', { a: [1] }, '{"a":[1]}'],
    ['a text that just fits', '\u{1F680}'.repeat(512), '\u{1F680}'.repeat(512)],
    ['the hash of a longer one', 'x'.repeat(513), /^[0-9a-f]{64}$/],
  ])('takes %s for a key', async (_, orderId, key) => {
    const { rehearsal, table } = remembering(EventDeduplication.byExpression('{% $event.detail.orderId %}'));
    expect(await rehearsal.run({ ...EVENT, detail: { orderId } })).toMatchObject({ status: 'SUCCEEDED' });
    expect(rehearsal.items(table)[0].key).toEqual(typeof key === 'string' ? key : expect.stringMatching(key));
  });

  test.each([[{}], [{ orderId: null }], [{ orderId: '' }], [{ orderId: [] }]])(
    'does not take %j for an event that it knows',
    async (detail) => {
      const { rehearsal, table } = remembering(EventDeduplication.byExpression('{% $event.detail.orderId %}'));
      const run = await rehearsal.run({ ...EVENT, detail });
      expect(run).toMatchObject({ status: 'FAILED', error: 'States.QueryEvaluationError', visited: ['Claim Event'] });
      expect(rehearsal.items(table)).toEqual([]);
      expect(run.calls).toHaveLength(0);
    },
  );

  test('forgets an event after its window, even where DynamoDB has not deleted it yet', async () => {
    const { rehearsal, table } = remembering(EventDeduplication.byEventId({ window: Duration.hours(1) }));
    await rehearsal.run(EVENT, { startTime: NOW });
    const at = (minutes: number) => ({ startTime: new Date(NOW.getTime() + minutes * 60_000) });
    expect((await rehearsal.run(EVENT, at(60))).visited).toContain('Event Is Duplicate');
    const late = await rehearsal.run(EVENT, at(61));
    expect(late.visited).toContain('Work');
    expect(rehearsal.items(table)).toEqual([
      { key: EVENT.id, execution: late.arn, expiresAt: inSeconds(NOW) + 2 * 3600 + 60 },
    ]);
  });

  test('an execution whose claim was written although it did not hear so goes on', async () => {
    const { rehearsal, table } = remembering();
    const other = await rehearsal.run({ ...EVENT, id: 'other' });
    const execution = other.arn.replace(/[^:]+$/, 'mine');
    rehearsal.putItems(table, { key: EVENT.id, execution, expiresAt: inSeconds(NOW) + days(1) });
    expect((await rehearsal.run(EVENT, { name: 'mine', startTime: NOW })).visited).toContain('Work');
    expect((await rehearsal.run(EVENT, { name: 'not mine', startTime: NOW })).visited).toContain('Event Is Duplicate');
  });

  test('an event whose execution failed stays known, and its execution can be redriven', async () => {
    const stack = new Stack(new App(), 'Stack');
    const work = new sfn.CustomState(stack, 'Work', {
      stateJson: {
        Type: 'Task',
        Resource: 'arn:aws:states:::sqs:sendMessage',
        TimeoutSeconds: 5,
        Parameters: { QueueUrl: 'q', MessageBody: 'm' },
      },
    });
    const routed = new EventRoutedWorkflow(stack, 'Orders', {
      definition: work,
      routes: [EventRoute.of({ source: ['a'], detailType: ['b'] })],
      deduplicate: EventDeduplication.byEventId(),
    });
    const rehearsal = Rehearsal.of(routed.workflow).sequence('Work', [new Error('down'), {}]);
    const execution = await rehearsal.start(EVENT);
    expect(await execution.finish()).toMatchObject({ status: 'FAILED', error: 'Error' });
    expect((await rehearsal.run(EVENT)).visited).toContain('Event Is Duplicate');
    await execution.redrive();
    expect(await execution.finish()).toMatchObject({ status: 'SUCCEEDED' });
  });

  test('tries again while DynamoDB is busy, and not where the mapping fails', async () => {
    const busy = remembering().rehearsal.sequence('Claim Event', [
      Object.assign(new Error('slow down'), { name: 'DynamoDB.ProvisionedThroughputExceededException' }),
      {},
    ]);
    expect(await busy.run(EVENT)).toMatchObject({ status: 'SUCCEEDED', visited: ['Claim Event', 'Work'] });

    const input = RouteInput.fromObject({ sum: '{% $event.detail.orderId + 1 %}' });
    const run = await remembering(undefined, { input }).rehearsal.run(EVENT);
    expect(run).toMatchObject({ status: 'FAILED', error: 'States.QueryEvaluationError', virtualDuration: 0 });
  });

  test('is refused without an expression or with half a second', () => {
    expect(() => workflow({ deduplicate: EventDeduplication.byExpression('$event.id') })).toThrow(
      /deduplicate must have a JSONata expression between \{% and %\}, received '\$event\.id': write .* \[at Stack\/Orders/,
    );
    const window = Duration.millis(500);
    expect(() => workflow({ deduplicate: EventDeduplication.byEventId({ window }) })).toThrow(
      /deduplicate\.window must be a whole number of seconds/,
    );
  });

  test('the table outlives the stack, is encrypted and can be restored', () => {
    const stack = new Stack(new App(), 'Stack');
    new EventRoutedWorkflow(stack, 'Orders', {
      definition: new sfn.Pass(stack, 'Work'),
      routes: [EventRoute.of({ source: ['a'], detailType: ['b'] })],
      deduplicate: EventDeduplication.byEventId(),
    });
    Template.fromStack(stack).hasResource('AWS::DynamoDB::Table', {
      DeletionPolicy: 'Retain',
      UpdateReplacePolicy: 'Retain',
      Properties: {
        BillingMode: 'PAY_PER_REQUEST',
        KeySchema: [{ AttributeName: 'key', KeyType: 'HASH' }],
        PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
        SSESpecification: { SSEEnabled: true },
        TimeToLiveSpecification: { AttributeName: 'expiresAt', Enabled: true },
      },
    });
  });
});

test('a state of the user that is called like one of ours is refused', () => {
  const stack = new Stack(new App(), 'Stack');
  const props = { routes: [EventRoute.of({ source: ['a'], detailType: ['b'] })], input: RouteInput.detailOnly() };
  expect(
    () => new EventRoutedWorkflow(stack, 'Orders', { ...props, definition: new sfn.Pass(stack, 'Map Event') }),
  ).toThrow(/'Map Event'/);
});
