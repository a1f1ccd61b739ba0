import { App, Duration, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import * as events from 'aws-cdk-lib/aws-events';
import type * as iam from 'aws-cdk-lib/aws-iam';
import * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import fc from 'fast-check';
import {
  EventDeduplication,
  EventReplay,
  type EventReplayProps,
  EventRoute,
  EventRoutedWorkflow,
  WorkflowBus,
} from '../../src';
import type { AppRehearsal } from '../../src/testing/app-rehearsal';
import type { RehearsalExecution } from '../../src/testing/rehearsal-execution';
import { deliverAgain, PLACED, placed, rehearse } from './event-app';

const env = { account: '111122223333', region: 'eu-west-1' };
const WINDOW = { from: '2026-03-01T08:00:00Z', to: '2026-03-01T09:00:00Z' };

interface ReplayedApp {
  readonly accepting?: Partial<ConstructorParameters<typeof EventRoutedWorkflow>[2]>;
  readonly replay?: (made: {
    stack: Stack;
    bus: events.EventBus;
    repaired: EventRoutedWorkflow;
  }) => Partial<EventReplayProps>;
  readonly archive?: Partial<events.BaseArchiveProps>;
}

/** A bus with two workflows for the same event, of which one accepts replays, and a replay into that one. */
function appWith({ accepting = {}, replay = () => ({}), archive }: ReplayedApp = {}) {
  const app = new App();
  const stack = new Stack(app, 'Shop', { env });
  const bus = new events.EventBus(stack, 'Bus');
  const repaired = new EventRoutedWorkflow(stack, 'Repaired', {
    bus,
    definition: new sfn.Pass(stack, 'Repair'),
    routes: [EventRoute.of({ ...PLACED, acceptReplays: true })],
    ...accepting,
  });
  const spared = new EventRoutedWorkflow(stack, 'Spared', {
    bus,
    definition: new sfn.Pass(stack, 'Charge'),
    routes: [EventRoute.of(PLACED)],
  });
  const archived = bus.archive('Archive', {
    eventPattern: { source: PLACED.source },
    retention: Duration.days(30),
    ...archive,
  });
  const replaying = new EventReplay(stack, 'Replay', {
    archive: archived,
    rules: [repaired.rule],
    ...replay({ stack, bus, repaired }),
  });
  return { app, stack, bus, repaired, spared, archived, replaying };
}

type Made = ReturnType<typeof appWith>;

/** Orders before the window, in it and at its end, told of in another order; then it is ten. */
const ORDERS = [
  ['early', '07:59:59'],
  ['b', '08:30:10'],
  ['a', '08:00:00'],
  ['c', '08:59:59'],
  ['late', '09:00:00'],
];

async function withOrders({ app, bus }: Made, startTime = '2026-03-01T10:00:00Z'): Promise<AppRehearsal> {
  const rehearsal = rehearse(app, new Date(startTime));
  await rehearsal.putEvents(
    ORDERS.map(([orderId, time]) => ({ ...placed({ orderId }), bus, time: new Date(`2026-03-01T${time}Z`) })),
  );
  return rehearsal;
}

const replaysSeen = (rehearsal: AppRehearsal, { repaired }: Made) =>
  rehearsal
    .executions(repaired.stateMachine)
    .map(({ input }) => input as { 'replay-name'?: string; detail: { orderId: string } })
    .filter((event) => event['replay-name'] !== undefined)
    .map((event) => [event['replay-name'], event.detail.orderId]);

async function replay(
  rehearsal: AppRehearsal,
  { replaying }: Made,
  input: unknown = WINDOW,
  name?: string,
): Promise<RehearsalExecution> {
  const execution = await rehearsal.start(replaying.stateMachine, input, { name });
  await execution.finish();
  return execution;
}

describe('a replay', () => {
  test('brings the events of its window to the rules named, and to no other', async () => {
    const made = appWith();
    const rehearsal = await withOrders(made);
    expect(rehearsal.executions(made.repaired.stateMachine)).toHaveLength(5);
    const { run } = await replay(rehearsal, made, { ...WINDOW, name: 'after.the_outage-1' });
    expect(run).toMatchObject({
      status: 'SUCCEEDED',
      output: {
        replayName: 'after.the_outage-1',
        state: 'COMPLETED',
        eventsFrom: '2026-03-01T08:00:00.000Z',
        eventsTo: '2026-03-01T09:00:00.000Z',
        lastReplayed: '2026-03-01T08:59:59Z',
      },
    });
    expect(replaysSeen(rehearsal, made)).toEqual([
      ['after.the_outage-1', 'a'],
      ['after.the_outage-1', 'b'],
      ['after.the_outage-1', 'c'],
    ]);
    expect(rehearsal.executions(made.spared.stateMachine)).toHaveLength(5);
    expect(rehearsal.deadLetters()).toEqual([]);
  });

  test('does not wake a workflow that refuses replays, even where its rule is named or no rule is', async () => {
    const made = appWith();
    const start = caller(made.stack, 'startReplay');
    const rehearsal = await withOrders(made);
    const request = {
      EventSourceArn: made.archived.archiveArn,
      EventStartTime: WINDOW.from,
      EventEndTime: WINDOW.to,
    };
    for (const [ReplayName, rules] of [
      ['named', { FilterArns: [made.spared.rule.ruleArn] }],
      ['all', {}],
    ] as const) {
      const Destination = { Arn: made.bus.eventBusArn, ...rules };
      const input = resolved(rehearsal, { ...request, ReplayName, Destination });
      await (await rehearsal.start(start, input)).finish();
      await rehearsal.advance(Duration.hours(1));
    }
    expect(rehearsal.executions(made.spared.stateMachine)).toHaveLength(5);
    expect(replaysSeen(rehearsal, made)).toEqual([
      ['all', 'a'],
      ['all', 'b'],
      ['all', 'c'],
    ]);
  });

  test('of a time without events ends, too', async () => {
    const made = appWith();
    const { run } = await replay(await withOrders(made), made, { from: '2026-03-01T01:00:00+01:00', to: WINDOW.from });
    expect(run).toMatchObject({ status: 'SUCCEEDED', output: { lastReplayed: '2026-03-01T07:59:59Z' } });
    const { run: empty } = await replay(await withOrders(made), made, {
      from: '2026-02-01T00:00:00Z',
      to: '2026-02-01T00:00:01Z',
    });
    expect(empty).toMatchObject({
      status: 'SUCCEEDED',
      output: { eventsFrom: '2026-02-01T00:00:00.000Z', lastReplayed: null },
    });
  });

  test('has what the archive has: what matches its pattern and is kept still, but no replay', async () => {
    const made = appWith({
      archive: { eventPattern: { detail: { orderId: ['a', 'c'] } }, retention: Duration.days(1) },
    });
    const rehearsal = await withOrders(made);
    await replay(rehearsal, made, { ...WINDOW, name: 'first' });
    await replay(rehearsal, made, { ...WINDOW, name: 'second' });
    expect(replaysSeen(rehearsal, made)).toEqual([
      ['first', 'a'],
      ['first', 'c'],
      ['second', 'a'],
      ['second', 'c'],
    ]);
    await rehearsal.advance(Duration.hours(22.5));
    await replay(rehearsal, made, { ...WINDOW, name: 'third' });
    expect(replaysSeen(rehearsal, made).slice(4)).toEqual([['third', 'c']]);
  });

  test('begins ten minutes after its window, for an archive is late', async () => {
    const began = async (props: Partial<EventReplayProps>) => {
      const made = appWith({ replay: () => props });
      const rehearsal = await withOrders(made, '2026-03-01T09:04:00Z');
      const execution = await rehearsal.start(made.replaying.stateMachine, WINDOW);
      for (let minutes = 0; ; minutes++) {
        if (execution.run.visited.includes('Start Replay')) return minutes;
        await rehearsal.advance(Duration.minutes(1));
      }
    };
    expect(await began({})).toBe(6);
    expect(await began({ archiveDelay: Duration.minutes(5) })).toBe(1);
    expect(await began({ archiveDelay: Duration.seconds(0) })).toBe(0);
  });
});

describe('the name of a replay', () => {
  test.each([
    ['monday', /^monday-[\da-f]{16}$/],
    ['a+b@c', /^a-b-c-[\da-f]{16}$/],
    ['x'.repeat(80), /^x{47}-[\da-f]{16}$/],
  ])('is made of the name of the execution, %s', async (name, expected) => {
    const made = appWith();
    const { run } = await replay(await withOrders(made), made, WINDOW, name);
    expect((run.output as { replayName: string }).replayName).toMatch(expected);
  });

  test('differs from that of an execution of another workflow with the same name', async () => {
    const made = appWith();
    const other = new EventReplay(made.stack, 'Other', { archive: made.archived, rules: [made.repaired.rule] });
    const rehearsal = await withOrders(made);
    await replay(rehearsal, made, WINDOW, 'monday');
    const { run } = await replay(rehearsal, { ...made, replaying: other }, WINDOW, 'monday');
    expect(run.status).toBe('SUCCEEDED');
    expect(new Set(replaysSeen(rehearsal, made).map(([name]) => name)).size).toBe(2);
  });

  test('that another replay has is refused, and that one left alone', async () => {
    const made = appWith();
    const rehearsal = await withOrders(made);
    const first = await replay(rehearsal, made, { ...WINDOW, name: 'again' });
    const { run } = await replay(rehearsal, made, { ...WINDOW, name: 'again' });
    expect(run).toMatchObject({
      status: 'FAILED',
      error: 'Replay.NameTaken',
      cause: `the name is that of another replay: again, started by ${first.arn}`,
    });
    expect(replaysSeen(rehearsal, made)).toHaveLength(3);
  });

  test('that its own replay has is no reason to start another: the first answer was lost', async () => {
    const made = appWith();
    const start = caller(made.stack, 'startReplay');
    const rehearsal = await withOrders(made);
    const own = 'arn:aws:states:eu-west-1:111122223333:execution:ReplayWorkflowStateMachine';
    const { arn } = await replay(rehearsal, made, { ...WINDOW, name: 'x' });
    expect(arn).toContain(own);
    const lost = {
      ReplayName: 'lost',
      Description: arn.replace(/[^:]+$/, 'monday'),
      EventSourceArn: made.archived.archiveArn,
      EventStartTime: WINDOW.from,
      EventEndTime: WINDOW.to,
      Destination: { Arn: made.bus.eventBusArn, FilterArns: [made.repaired.rule.ruleArn] },
    };
    await (await rehearsal.start(start, resolved(rehearsal, lost))).finish();
    const { run } = await replay(rehearsal, made, { ...WINDOW, name: 'lost' }, 'monday');
    expect(run).toMatchObject({ status: 'SUCCEEDED', output: { replayName: 'lost', state: 'COMPLETED' } });
    expect(run.visited).not.toContain('Name Is Taken');
    expect(replaysSeen(rehearsal, made).filter(([name]) => name === 'lost')).toHaveLength(3);
  });

  test('is the same after a redrive, which starts nothing anew', async () => {
    const made = appWith();
    const rehearsal = await withOrders(made);
    rehearsal.fail('Describe Replay', { error: 'EventBridge.SdkClientException' });
    const execution = await replay(rehearsal, made, { ...WINDOW, name: 'once' });
    expect(execution.run).toMatchObject({ status: 'FAILED', error: 'EventBridge.SdkClientException' });
    rehearsal.restore('Describe Replay');
    await execution.redrive();
    expect(await execution.finish()).toMatchObject({ status: 'SUCCEEDED', output: { state: 'COMPLETED' } });
    expect(replaysSeen(rehearsal, made)).toHaveLength(3);
  });
});

describe('a replay that does not succeed', () => {
  test('is refused for an input that says nothing to replay', async () => {
    const made = appWith();
    const rehearsal = await withOrders(made);
    const times = 'from and to must be times such as 2026-03-01T08:00:00Z';
    const bad: [unknown, string][] = [
      [{}, times],
      ['a text', times],
      [[WINDOW, WINDOW], times],
      [{ from: WINDOW.from }, times],
      [{ ...WINDOW, from: 'yesterday' }, times],
      [{ ...WINDOW, from: 1772352000 }, times],
      [{ ...WINDOW, from: '2026-13-01T08:00:00Z' }, times],
      [{ ...WINDOW, from: '2026-03-01' }, times],
      [{ from: WINDOW.to, to: WINDOW.from }, 'from must be before to'],
      [{ from: WINDOW.to, to: WINDOW.to }, 'from must be before to'],
      [
        { ...WINDOW, to: '2026-03-02T00:00:00Z' },
        'to must not be in the future: what has not happened yet would be left out',
      ],
      ...['', 'a b', 'x'.repeat(65), 7, null].map((name): [unknown, string] => [
        { ...WINDOW, name },
        'name must have 1 to 64 letters, digits, dots, hyphens and underscores',
      ]),
    ];
    for (const [input, cause] of bad) {
      const { run } = await replay(rehearsal, made, input);
      expect([input, run.status, run.error, run.cause]).toEqual([input, 'FAILED', 'Replay.InvalidInput', cause]);
    }
    expect(replaysSeen(rehearsal, made)).toEqual([]);
  });

  test('never fails while it plans, whatever the input', async () => {
    const made = appWith();
    const rehearsal = rehearse(made.app);
    await fc.assert(
      fc.asyncProperty(
        fc.oneof(fc.jsonValue(), fc.record({ from: fc.jsonValue(), to: fc.jsonValue(), name: fc.jsonValue() })),
        async (input) => {
          const { run } = await replay(rehearsal, made, JSON.parse(JSON.stringify(input)));
          expect(run.error).toBe('Replay.InvalidInput');
        },
      ),
      { numRuns: 200 },
    );
  });

  test('is cancelled after its time, and tells of it', async () => {
    const minutes = 60 * 24;
    const made = appWith({ replay: () => ({ timeout: Duration.minutes(2), pollInterval: Duration.seconds(20) }) });
    const list = caller(made.stack, 'listReplays');
    const rehearsal = rehearse(made.app, new Date('2026-03-03T00:00:00Z'));
    // A second for each minute of the day.
    for (let minute = 0; minute < minutes; minute += 2) {
      const time = new Date(Date.parse('2026-03-01T00:00:00Z') + minute * 60_000);
      await rehearsal.putEvents([{ ...placed({ orderId: minute }), bus: made.bus, time }]);
    }
    const day = { from: '2026-03-01T00:00:00Z', to: '2026-03-02T00:00:00Z', name: 'day' };
    const { run } = await replay(rehearsal, made, day);
    expect(run).toMatchObject({
      status: 'FAILED',
      error: 'Replay.TimedOut',
      cause: 'the replay took too long and was cancelled: day',
    });
    await rehearsal.advance(Duration.hours(2));
    const seen = replaysSeen(rehearsal, made).length;
    expect(seen).toBeGreaterThan(60);
    expect(seen).toBeLessThan(120);
    const { output } = await (await rehearsal.start(list, {})).finish();
    expect(output).toMatchObject({ Replays: [{ ReplayName: 'day', State: 'CANCELLED' }] });
  });

  test('that ends while it is being cancelled has ended', async () => {
    const made = appWith({ replay: () => ({ timeout: Duration.seconds(1), pollInterval: Duration.seconds(31) }) });
    const rehearsal = await withOrders(made);
    // As if it had ended between the look and the cancelling.
    rehearsal.fail('Cancel Replay', { error: 'EventBridge.IllegalStatusException' });
    const { run } = await replay(rehearsal, made);
    expect(run.visited.filter((state) => state === 'Cancel Replay')).toHaveLength(1);
    expect(run).toMatchObject({ status: 'SUCCEEDED', output: { state: 'COMPLETED' } });
  });

  test('is told of when somebody else cancels it', async () => {
    const made = appWith();
    const cancel = caller(made.stack, 'cancelReplay');
    const rehearsal = await withOrders(made);
    const execution = await rehearsal.start(made.replaying.stateMachine, { ...WINDOW, name: 'stop' });
    await (await rehearsal.start(cancel, { ReplayName: 'stop' })).finish();
    expect(await execution.finish()).toMatchObject({
      status: 'FAILED',
      error: 'Replay.Cancelled',
      cause: 'the replay was cancelled: stop',
    });
    expect(replaysSeen(rehearsal, made)).toEqual([]);
  });

  test('tells why EventBridge gave up', async () => {
    const made = appWith();
    const rehearsal = await withOrders(made);
    rehearsal.mock('Describe Replay', () => ({
      State: 'FAILED',
      StateReason: 'out of paper',
      Description: rehearsal.executions(made.replaying.stateMachine)[0].arn,
    }));
    expect((await replay(rehearsal, made, { ...WINDOW, name: 'f' })).run).toMatchObject({
      error: 'Replay.Failed',
      cause: 'the replay has failed: f, out of paper',
    });
  });

  test('waits for its turn while ten others run', async () => {
    const made = appWith();
    const rehearsal = await withOrders(made);
    const executions = [];
    for (let index = 0; index < 11; index++) {
      executions.push(await rehearsal.start(made.replaying.stateMachine, { ...WINDOW, name: `r-${index}` }));
    }
    for (const execution of executions) expect((await execution.finish()).status).toBe('SUCCEEDED');
    const [first, last] = [executions[0], executions[10]].map(({ run }) => run);
    expect(last.virtualDuration).toBeGreaterThan(first.virtualDuration);
    expect(replaysSeen(rehearsal, made)).toHaveLength(33);
  });

  test('is not begun without the right to it', async () => {
    const made = appWith();
    const rehearsal = await withOrders(made);
    rehearsal.fail('Start Replay', { error: 'EventBridge.EventBridgeException', cause: 'not authorized' });
    expect((await replay(rehearsal, made)).run).toMatchObject({
      status: 'FAILED',
      error: 'EventBridge.EventBridgeException',
      cause: 'not authorized',
    });
  });
});

describe('an event that comes again by a replay', () => {
  const accepting = (deduplicate: EventDeduplication) => appWith({ accepting: { deduplicate } });
  const ends = (rehearsal: AppRehearsal, { repaired }: Made) =>
    rehearsal.executions(repaired.stateMachine).map(({ run }) => run.visited.at(-1));

  test('is done again once in each replay, where events are told apart by their id', async () => {
    const made = accepting(EventDeduplication.byEventId());
    const rehearsal = rehearse(made.app, new Date('2026-03-01T10:00:00Z'));
    await rehearsal.putEvents([{ ...placed({}), bus: made.bus, time: new Date('2026-03-01T08:00:00Z') }]);
    await replay(rehearsal, made, { ...WINDOW, name: 'one' });
    await replay(rehearsal, made, { ...WINDOW, name: 'two' });
    expect(ends(rehearsal, made)).toEqual(['Repair', 'Repair', 'Repair']);
    const [first, , second] = rehearsal.events(made.bus);
    expect(second).toEqual({ ...first, 'replay-name': 'two' });
    await deliverAgain(rehearsal, second, made.bus);
    expect(ends(rehearsal, made).at(-1)).toBe('Event Is Duplicate');
  });

  test('is known already, where something in it says what it is about', async () => {
    const made = accepting(EventDeduplication.byExpression('{% $event.detail.orderId %}'));
    const rehearsal = await withOrders(made);
    await replay(rehearsal, made);
    expect(ends(rehearsal, made).slice(5)).toEqual(Array(3).fill('Event Is Duplicate'));
  });
});

describe('refused at synthesis', () => {
  const synth = (replaying: ReplayedApp['replay']) => () => appWith({ replay: replaying }).app.synth();

  test('no rules, which would be all of them', () => {
    expect(synth(() => ({ rules: [] }))).toThrow(
      /rules must not be empty, or the events would go to every rule of the bus: name some \[at Shop\/Replay\]/,
    );
  });

  test('a rule of routes that do not accept replays', () => {
    const refusing = (routes: EventRoute[]) =>
      synth(({ stack, bus }) => ({
        rules: [new EventRoutedWorkflow(stack, 'Other', { bus, routes, definition: new sfn.Pass(stack, 'Do') }).rule],
      }));
    const message =
      /rules\[0\] \('Shop\/Other\/Routes\/Rule'\) must take replayed events, which its pattern leaves out with 'replay-name': give its routes acceptReplays/;
    expect(refusing([EventRoute.of(PLACED)])).toThrow(message);
    const returned = { ...PLACED, detailType: ['Order Returned'] };
    expect(refusing([EventRoute.of(PLACED), EventRoute.of(returned)])).toThrow(message);
    expect(refusing([EventRoute.of(PLACED), EventRoute.of({ ...returned, acceptReplays: true })])).not.toThrow();
  });

  test('a rule of the CDK that is told later to leave replays out', () => {
    const ruleWith = (pattern?: object) =>
      synth(({ stack, bus }) => {
        const rule = new events.Rule(stack, 'Rule', { eventBus: bus, eventPattern: { source: ['x'] } });
        if (pattern) (rule.node.defaultChild as events.CfnRule).eventPattern = pattern;
        return { rules: [rule] };
      });
    expect(ruleWith()).not.toThrow();
    expect(ruleWith({ source: ['x'], 'replay-name': [{ exists: false }] })).toThrow(/must take replayed events/);
    expect(ruleWith({ source: ['x'], 'replay-name': [{ prefix: 'repair-' }] })).not.toThrow();
    const refusing = { source: ['x'], 'replay-name': [{ exists: false }] };
    expect(ruleWith({ $or: [refusing, { ...refusing, source: ['y'] }] })).toThrow(/must take replayed events/);
    expect(ruleWith({ $or: [refusing, { source: ['y'] }] })).not.toThrow();
  });

  test('a rule that runs by the clock', () => {
    const schedule = events.Schedule.rate(Duration.hours(1));
    expect(synth(({ stack }) => ({ rules: [new events.Rule(stack, 'Clock', { schedule })] }))).toThrow(
      /rules\[0\] \('Shop\/Clock'\) must be on the bus of the archive/,
    );
    const onDefault = () => {
      const app = new App();
      const stack = new Stack(app, 'Shop', { env });
      const archive = new events.Archive(stack, 'Archive', {
        sourceEventBus: events.EventBus.fromEventBusName(stack, 'Default', 'default'),
        eventPattern: { source: ['x'] },
      });
      new EventReplay(stack, 'Replay', { archive, rules: [new events.Rule(stack, 'Clock', { schedule })] });
      return app.synth();
    };
    expect(onDefault).toThrow(/must have an event pattern: one that runs by the clock takes no events/);
  });

  test('a rule of another bus', () => {
    const onBus = (make: (stack: Stack) => events.IEventBus | undefined) =>
      synth(({ stack }) => ({
        rules: [new events.Rule(stack, 'Rule', { eventBus: make(stack), eventPattern: { source: ['x'] } })],
      }));
    const message =
      /rules\[0\] \('Shop\/Rule'\) must be on the bus of the archive: events are replayed to the bus from which they came/;
    expect(onBus((stack) => new events.EventBus(stack, 'Another'))).toThrow(message);
    expect(onBus(() => undefined)).toThrow(message);
    expect(onBus((stack) => events.EventBus.fromEventBusName(stack, 'Known', 'default'))).toThrow(message);
    // It may be the same.
    expect(onBus((stack) => events.EventBus.fromEventBusName(stack, 'Named', 'orders'))).not.toThrow();
    expect(onBus((stack) => stack.node.findChild('Bus') as events.EventBus)).not.toThrow();
  });

  test.each([
    ['eu-west-1:111122223333:rule/orders/r', false],
    ['eu-west-1:111122223333:rule/returns/r', true],
    ['eu-west-1:111122223333:rule/r', true],
    ['eu-west-1:111122223333:rule/aws.partner/example.com/orders/r', true],
    ['us-east-1:111122223333:rule/orders/r', true],
    ['eu-west-1:444455556666:rule/orders/r', true],
  ])('a rule of which only the ARN is known, and that is of another bus: %s', (rest, refused) => {
    const app = new App();
    const stack = new Stack(app, 'Shop', { env });
    const archive = new WorkflowBus(stack, 'Bus', { busName: 'orders' }).archive as events.Archive;
    const rule = events.Rule.fromEventRuleArn(stack, 'Rule', `arn:aws:events:${rest}`);
    new EventReplay(stack, 'Replay', { archive, rules: [rule] });
    if (refused) expect(() => app.synth()).toThrow(/rules\[0\] \('Shop\/Rule'\) must be on the bus of the archive/);
    else expect(() => app.synth()).not.toThrow();
  });

  test('an archive of another account', () => {
    expect(() => {
      const { app, archived, repaired } = appWith();
      const there = new Stack(app, 'There', { env: { ...env, account: '444455556666' } });
      new EventReplay(there, 'Replay', { archive: archived, rules: [repaired.rule] });
    }).toThrow(/archive must be in the account and Region of its replay, received one in 111122223333\/eu-west-1/);
  });

  test('an Express workflow, and more looks than a history holds', () => {
    expect(synth(() => ({ stateMachineType: sfn.StateMachineType.EXPRESS }))).toThrow(
      /stateMachineType must be STANDARD, received EXPRESS/,
    );
    expect(synth(() => ({ pollInterval: Duration.seconds(30) }))).toThrow(
      /pollInterval must be 35 s at least with a timeout of 86400 s, received 30 s/,
    );
    expect(synth(() => ({ pollInterval: Duration.millis(500) }))).toThrow(
      /pollInterval must be a whole number of seconds/,
    );
  });
});

test('the replay may be in another stack than archive and rules', () => {
  const { app, archived, repaired } = appWith();
  const other = new Stack(app, 'Operations', { env });
  new EventReplay(other, 'Replay', { archive: archived, rules: [repaired.rule, repaired.rule] });
  expect(() => app.synth()).not.toThrow();
  const [definition] = Object.values(Template.fromStack(other).findResources('AWS::StepFunctions::StateMachine'));
  expect(JSON.stringify(definition).match(/Fn::ImportValue/g)?.length).toBeGreaterThan(2);
});

test('the role may start replays of the archive and look at replays, and no more', () => {
  const { stack, replaying } = appWith();
  const role = replaying.workflow.role.node.defaultChild as iam.CfnRole;
  const [{ policyDocument }] = stack.resolve(role.policies);
  const replays = {
    'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, ':events:eu-west-1:111122223333:replay/*']],
  };
  const own = policyDocument.Statement.filter(({ Action }: { Action: unknown }) => /events:/.test(String(Action)));
  expect(own).toEqual([
    {
      Action: 'events:StartReplay',
      Effect: 'Allow',
      Resource: expect.arrayContaining([
        { 'Fn::GetAtt': [expect.stringMatching(/^BusArchive/), 'Arn'] },
        { 'Fn::GetAtt': [expect.stringMatching(/^Bus/), 'Arn'] },
        replays,
      ]),
    },
    { Action: ['events:CancelReplay', 'events:DescribeReplay'], Effect: 'Allow', Resource: replays },
  ]);
});

test('the definition is what the snapshot shows', () => {
  const machines = Template.fromStack(appWith().stack).findResources('AWS::StepFunctions::StateMachine');
  const [, replaying] = Object.entries(machines).find(([id]) => id.startsWith('Replay')) ?? [];
  expect(JSON.parse(replaying?.Properties.DefinitionString)).toMatchSnapshot();
});

/** A state machine that makes one call of EventBridge with its input. */
function caller(stack: Stack, action: string): sfn.StateMachine {
  const call = {
    Type: 'Task',
    Resource: `arn:aws:states:::aws-sdk:eventbridge:${action}`,
    Arguments: '{% $states.input %}',
    End: true,
  };
  const definition = { QueryLanguage: 'JSONata', StartAt: 'Call', States: { Call: call } };
  return new sfn.StateMachine(stack, action, {
    definitionBody: sfn.DefinitionBody.fromString(JSON.stringify(definition)),
  });
}

/** With what tokens stand for once everything is deployed. */
function resolved(rehearsal: AppRehearsal, value: object): unknown {
  const { resolve } = rehearsal as unknown as { resolve: (text: string) => string };
  return JSON.parse(JSON.stringify(value), (_, each) => (typeof each === 'string' ? resolve(each) : each));
}
