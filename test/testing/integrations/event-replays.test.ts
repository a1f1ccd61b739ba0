import { App, Duration, Stack } from 'aws-cdk-lib';
import * as events from 'aws-cdk-lib/aws-events';
import * as targets from 'aws-cdk-lib/aws-events-targets';
import * as sqs from 'aws-cdk-lib/aws-sqs';
import * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import { Rehearsal } from '../../../src/testing';
import type { AppRehearsal } from '../../../src/testing/app-rehearsal';

const ARN = 'arn:aws:events:us-east-1:111122223333';
const START = {
  ReplayName: 'again',
  EventSourceArn: `${ARN}:archive/orders`,
  EventStartTime: '2026-03-01T08:00:00Z',
  EventEndTime: '2026-03-01T09:00:00Z',
  Destination: { Arn: `${ARN}:event-bus/shop` },
};
const event = (n: number, time: string, bus = 'shop') => ({
  source: 'shop',
  detailType: 'Order Placed',
  detail: { n },
  time: new Date(time),
  bus,
});

/** A bus with an archive and two queues, and state machines that make one call each. */
function appWith(archive: Partial<events.CfnArchiveProps> = {}) {
  const app = new App();
  const stack = new Stack(app, 'Shop', { env: { account: '111122223333', region: 'us-east-1' } });
  const bus = new events.EventBus(stack, 'Bus', { eventBusName: 'shop' });
  new events.EventBus(stack, 'Other', { eventBusName: 'other' });
  new events.CfnArchive(stack, 'Archive', { archiveName: 'orders', sourceArn: bus.eventBusArn, ...archive });
  const [one, two] = ['One', 'Two'].map((name) => {
    const queue = new sqs.Queue(stack, `${name}Queue`);
    const eventPattern = { source: ['shop'] };
    new events.Rule(stack, name, {
      ruleName: name,
      eventBus: bus,
      eventPattern,
      targets: [new targets.SqsQueue(queue)],
    });
    return queue;
  });
  for (const action of ['startReplay', 'describeReplay', 'cancelReplay', 'listReplays']) {
    const call = {
      Type: 'Task',
      Resource: `arn:aws:states:::aws-sdk:eventbridge:${action}`,
      Arguments: '{% $states.input %}',
    };
    const definition = { QueryLanguage: 'JSONata', StartAt: 'Call', States: { Call: { ...call, End: true } } };
    new sfn.StateMachine(stack, action, {
      stateMachineName: action,
      definitionBody: sfn.DefinitionBody.fromString(JSON.stringify(definition)),
    });
  }
  const rehearsal = Rehearsal.ofApp(app, { startTime: new Date('2026-03-01T10:00:00Z') });
  return { rehearsal, one, two };
}

/** Without that time passes. */
async function call(rehearsal: AppRehearsal, action: string, input: object) {
  const { run } = await rehearsal.start(`${action}Replay${action === 'list' ? 's' : ''}`, input);
  return run.status === 'SUCCEEDED' ? run.output : `${run.error}: ${run.cause?.replace(/ \(Service: .*/, '')}`;
}

const replayed = (rehearsal: AppRehearsal, queue: sqs.Queue) =>
  rehearsal
    .messages(queue)
    .map((message) => message as { 'replay-name'?: string; detail: { n: number } })
    .filter((message) => message['replay-name'] !== undefined)
    .map((message) => message.detail.n);

// Recorded: localstack events/test_archive_and_replay::TestReplay, 2024-05-22.
test('a replay starts, runs and is completed', async () => {
  const { rehearsal, one, two } = appWith();
  await rehearsal.putEvents([event(1, '2026-03-01T08:10:00Z'), event(2, '2026-03-01T08:05:00Z')]);
  const FilterArns = [`${ARN}:rule/shop/Two`];
  const request = { ...START, Description: 'd', Destination: { ...START.Destination, FilterArns } };
  expect(await call(rehearsal, 'start', request)).toEqual({
    ReplayArn: `${ARN}:replay/again`,
    ReplayStartTime: '2026-03-01T10:00:00.000Z',
    State: 'STARTING',
  });
  const summary = {
    EventSourceArn: `${ARN}:archive/orders`,
    EventStartTime: '2026-03-01T08:00:00.000Z',
    EventEndTime: '2026-03-01T09:00:00.000Z',
    ReplayName: 'again',
    ReplayStartTime: '2026-03-01T10:00:00.000Z',
  };
  const description = {
    ...summary,
    Description: 'd',
    Destination: { Arn: `${ARN}:event-bus/shop`, FilterArns },
    ReplayArn: `${ARN}:replay/again`,
  };
  expect(await call(rehearsal, 'describe', { ReplayName: 'again' })).toEqual({ ...description, State: 'STARTING' });
  await rehearsal.advance(Duration.seconds(30));
  expect(await call(rehearsal, 'describe', { ReplayName: 'again' })).toEqual({
    ...description,
    State: 'RUNNING',
    EventLastReplayedTime: '2026-03-01T08:05:00Z',
  });
  await rehearsal.advance(Duration.minutes(1));
  const end = {
    State: 'COMPLETED',
    EventLastReplayedTime: '2026-03-01T08:10:00Z',
    ReplayEndTime: expect.stringMatching(/^2026-03-01T10:00:3/),
  };
  expect(await call(rehearsal, 'describe', { ReplayName: 'again' })).toEqual({ ...description, ...end });
  expect(await call(rehearsal, 'list', {})).toEqual({ Replays: [{ ...summary, ...end }] });
  expect(replayed(rehearsal, one)).toEqual([]);
  expect(replayed(rehearsal, two)).toEqual([2, 1]);
});

test('the minutes come in their order, the events of one minute in any', async () => {
  const { rehearsal, one } = appWith();
  const times = Array.from({ length: 40 }, (_, n) => event(n, `2026-03-01T08:0${Math.floor(n / 20)}:30Z`));
  await rehearsal.putEvents([...times.slice(20), ...times.slice(0, 20)]);
  await call(rehearsal, 'start', START);
  await rehearsal.advance(Duration.minutes(2));
  const order = replayed(rehearsal, one);
  expect([...order].sort((a, b) => a - b)).toEqual(times.map((_, n) => n));
  expect(order.slice(0, 20).every((n) => n < 20)).toBe(true);
  expect(order).not.toEqual(times.map((_, n) => n));
});

test('a replay that is cancelled goes no further', async () => {
  const { rehearsal, one } = appWith();
  await rehearsal.putEvents([event(1, '2026-03-01T08:01:00Z'), event(2, '2026-03-01T08:02:00Z')]);
  await call(rehearsal, 'start', START);
  await rehearsal.advance(Duration.seconds(30));
  expect(await call(rehearsal, 'cancel', { ReplayName: 'again' })).toEqual({
    ReplayArn: `${ARN}:replay/again`,
    State: 'CANCELLING',
  });
  expect(await call(rehearsal, 'cancel', { ReplayName: 'again' })).toBe(
    'EventBridge.IllegalStatusException: Replay again is not in a valid state for this operation.',
  );
  await rehearsal.advance(Duration.minutes(2));
  expect(await call(rehearsal, 'describe', { ReplayName: 'again' })).toMatchObject({ State: 'CANCELLED' });
  expect(replayed(rehearsal, one)).toEqual([1]);
});

// Recorded there as well, but for the rights of names.
test.each<[string, object, string]>([
  [
    'an unknown archive',
    { EventSourceArn: `${ARN}:archive/none` },
    'EventBridge.EventBridgeException: Parameter EventSourceArn is not valid. Reason: Archive none does not exist.',
  ],
  [
    'an unknown bus',
    { Destination: { Arn: `${ARN}:event-bus/none` } },
    'EventBridge.ResourceNotFoundException: Event bus none does not exist.',
  ],
  [
    'another bus',
    { Destination: { Arn: `${ARN}:event-bus/other` } },
    'EventBridge.EventBridgeException: Parameter Destination.Arn is not valid. Reason: Cross event bus replay is not permitted.',
  ],
  [
    'no bus',
    { Destination: { Arn: `${ARN}:rule/shop/One` } },
    'EventBridge.EventBridgeException: Parameter Destination.Arn is not valid. Reason: Must contain an event bus ARN.',
  ],
  [
    'an end before the start',
    { EventEndTime: START.EventStartTime },
    'EventBridge.EventBridgeException: Parameter EventEndTime is not valid. Reason: EventStartTime must be before EventEndTime.',
  ],
  ['no time', { EventEndTime: 'soon' }, 'EventBridge.EventBridgeException: "soon" is no timestamp'],
  [
    'a name with a space',
    { ReplayName: 'a b' },
    'EventBridge.EventBridgeException: Parameter ReplayName is not valid. Reason: Must have 1 to 64 letters, digits, dots, hyphens and underscores.',
  ],
])('%s is refused', async (_, change, answer) => {
  const { rehearsal } = appWith();
  expect(await call(rehearsal, 'start', { ...START, ...change })).toBe(answer);
  expect(await call(rehearsal, 'list', {})).toEqual({ Replays: [] });
});

test('a name serves once', async () => {
  const { rehearsal } = appWith();
  await call(rehearsal, 'start', START);
  await rehearsal.advance(Duration.hours(1));
  expect(await call(rehearsal, 'start', START)).toBe(
    'EventBridge.ResourceAlreadyExistsException: Replay again already exists.',
  );
  for (const action of ['describe', 'cancel']) {
    expect(await call(rehearsal, action, { ReplayName: 'none' })).toBe(
      'EventBridge.ResourceNotFoundException: Replay none does not exist.',
    );
  }
});

test('ten replays run at once', async () => {
  const { rehearsal } = appWith();
  for (let n = 0; n < 10; n++) await call(rehearsal, 'start', { ...START, ReplayName: `r-${n}` });
  expect(await call(rehearsal, 'start', START)).toMatch(/^EventBridge.LimitExceededException/);
  await call(rehearsal, 'cancel', { ReplayName: 'r-3' });
  expect(await call(rehearsal, 'start', START)).toMatch(/^EventBridge.LimitExceededException/);
  await rehearsal.advance(Duration.seconds(5));
  expect(await call(rehearsal, 'start', START)).toMatchObject({ State: 'STARTING' });
});

test('replays are listed by name, state and archive, in pages', async () => {
  const { rehearsal } = appWith();
  const names = (answer: unknown) =>
    (answer as { Replays: { ReplayName: string }[] }).Replays.map((each) => each.ReplayName);
  for (const ReplayName of ['a-1', 'a-2', 'b-1']) await call(rehearsal, 'start', { ...START, ReplayName });
  await call(rehearsal, 'cancel', { ReplayName: 'a-2' });
  expect(names(await call(rehearsal, 'list', { NamePrefix: 'a-' }))).toEqual(['a-1', 'a-2']);
  expect(names(await call(rehearsal, 'list', { State: 'CANCELLING' }))).toEqual(['a-2']);
  expect(names(await call(rehearsal, 'list', { EventSourceArn: START.EventSourceArn }))).toHaveLength(3);
  const first = (await call(rehearsal, 'list', { Limit: 2 })) as { NextToken: string };
  expect(names(first)).toEqual(['a-1', 'a-2']);
  const { NextToken } = first;
  const second = await call(rehearsal, 'list', { Limit: 2, NextToken });
  expect([names(second), Object.keys(second as object)]).toEqual([['b-1'], ['Replays']]);
});

test('an archive has what was on its bus, matches and is kept, and no event that was replayed', async () => {
  const { rehearsal, one } = appWith({ eventPattern: { detail: { n: [1, 3] } }, retentionDays: 1 });
  await rehearsal.putEvents([
    event(1, '2026-03-01T08:01:00Z'),
    event(2, '2026-03-01T08:02:00Z'),
    event(3, '2026-02-28T09:59:59Z'),
    event(3, '2026-02-28T10:01:00Z'),
    event(1, '2026-03-01T08:01:00Z', 'other'),
  ]);
  const day = { ...START, EventStartTime: 1772150400 };
  await call(rehearsal, 'start', { ...day, ReplayName: 'first' });
  await rehearsal.advance(Duration.seconds(45));
  await call(rehearsal, 'start', { ...day, ReplayName: 'second' });
  await rehearsal.advance(Duration.hours(1));
  expect(replayed(rehearsal, one)).toEqual([3, 1, 1]);
});

test('a workflow that replays what starts it is an error, not a test that hangs', async () => {
  const app = new App();
  const stack = new Stack(app, 'Shop', { env: { account: '111122223333', region: 'us-east-1' } });
  const bus = new events.EventBus(stack, 'Bus', { eventBusName: 'shop' });
  new events.CfnArchive(stack, 'Archive', { archiveName: 'orders', sourceArn: bus.eventBusArn });
  const Resource = 'arn:aws:states:::aws-sdk:eventbridge:startReplay';
  const call = { Type: 'Task', Resource, Arguments: { ...START, ReplayName: '{% $uuid() %}' }, End: true };
  const definition = { QueryLanguage: 'JSONata', StartAt: 'Call', States: { Call: call } };
  const again = new sfn.StateMachine(stack, 'Again', {
    definitionBody: sfn.DefinitionBody.fromString(JSON.stringify(definition)),
  });
  const eventPattern = { source: ['shop'] };
  new events.Rule(stack, 'Rule', { eventBus: bus, eventPattern, targets: [new targets.SfnStateMachine(again)] });
  const rehearsal = Rehearsal.ofApp(app, { startTime: new Date('2026-03-01T10:00:00Z') });
  await rehearsal.putEvents([event(1, '2026-03-01T08:10:00Z')]);
  await expect(rehearsal.advance(Duration.days(1))).rejects.toThrow(/events go round in circles: 100 times/);
});

test('what nobody knows of EventBridge is an error, not a guess', async () => {
  const rules = appWith().rehearsal;
  const destination = (rule: string) => ({ ...START, Destination: { ...START.Destination, FilterArns: [rule] } });
  await expect(call(rules, 'start', destination(`${ARN}:rule/other/One`))).rejects.toThrow(
    /a replay onto \S+:event-bus\/shop is to reach \S+:rule\/other\/One, which is no rule of that bus/,
  );
  const pattern = appWith({ eventPattern: { detail: { n: [{ unheard: 1 }] } } }).rehearsal;
  await expect(call(pattern, 'start', START)).rejects.toThrow(/EventBridge refuses the archive \S+:archive\/orders/);
});

test('without an app a definition can replay nothing, and is told so', async () => {
  const definition = {
    QueryLanguage: 'JSONata',
    StartAt: 'Start',
    States: {
      Start: {
        Type: 'Task',
        Resource: 'arn:aws:states:::aws-sdk:eventbridge:startReplay',
        Arguments: START,
        End: true,
      },
    },
  };
  const run = await Rehearsal.ofDefinition(definition).run({});
  expect(run).toMatchObject({ status: 'FAILED', error: 'EventBridge.ResourceNotFoundException' });
});
