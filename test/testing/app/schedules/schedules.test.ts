import { Duration, type Stack } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as scheduler from 'aws-cdk-lib/aws-scheduler';
import * as sqs from 'aws-cdk-lib/aws-sqs';
import * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import { Rehearsal, RehearsalError } from '../../../../src/testing';
import { testFunction } from '../../../functions';
import { appWithSchedule, type ScheduleSettings, startsIn, startsOf } from './schedule-app';

const from = '2026-03-01T00:00:00Z';

describe('a rate', () => {
  test('happens at once, and then after every interval', async () => {
    expect(await startsOf('rate(15 minutes)', { from: '2026-03-01T00:07:00Z', hours: 0.5 })).toEqual([
      '03-01T00:07',
      '03-01T00:22',
      '03-01T00:37',
    ]);
  });

  test('begins with its start, and is over at its end', async () => {
    const more = { startDate: '2026-03-01T01:00:00.000Z', endDate: '2026-03-01T03:00:00.000Z' };
    expect(await startsOf('rate(1 hour)', { from, hours: 9, more })).toEqual(['03-01T01:00', '03-01T02:00']);
  });

  test('goes on in the steps of a start that is over', async () => {
    const more = { startDate: '2026-02-28T23:50:00.000Z' };
    expect(await startsOf('rate(30 minutes)', { from, hours: 1, more })).toEqual(['03-01T00:20', '03-01T00:50']);
  });

  test('knows days of 24 hours, whatever the clocks do', async () => {
    const more = { scheduleExpressionTimezone: 'Europe/Berlin' };
    expect(await startsOf('rate(1 day)', { from: '2026-03-28T08:00:00Z', hours: 48, more })).toEqual([
      '03-28T08:00',
      '03-29T08:00',
      '03-30T08:00',
    ]);
  });
});

describe('a cron expression', () => {
  const zone = (scheduleExpressionTimezone: string) => ({ scheduleExpressionTimezone });

  test('is in UTC unless it says otherwise', async () => {
    expect(await startsOf('cron(0 4 * * ? *)', { from, hours: 24 })).toEqual(['03-01T04:00']);
    expect(await startsOf('cron(0 4 * * ? *)', { from, hours: 24, more: zone('Asia/Kolkata') })).toEqual([
      '03-01T22:30',
    ]);
  });

  test.each([
    // The night without 2:30, and the one with two of them.
    ['Europe/Berlin', '2026-03-28T12:00:00Z', '30 2', ['03-30T00:30']],
    ['Europe/Berlin', '2026-10-24T12:00:00Z', '30 2', ['10-25T00:30', '10-26T01:30']],
    ['America/New_York', '2026-03-07T12:00:00Z', '30 2', ['03-09T06:30']],
    ['America/New_York', '2026-10-31T12:00:00Z', '30 1', ['11-01T05:30', '11-02T06:30']],
  ])('in %s after %s', async (timeZone, since, time, expected) => {
    expect(await startsOf(`cron(${time} * * ? *)`, { from: since, hours: 44, more: zone(timeZone) })).toEqual(expected);
  });

  test('waits for its start, and is over at its end', async () => {
    const more = { startDate: '2026-03-01T02:00:00.000Z', endDate: '2026-03-01T04:00:00.000Z' };
    expect(await startsOf('cron(0 * * * ? *)', { from, hours: 9, more })).toEqual(['03-01T02:00', '03-01T03:00']);
  });
});

describe('a schedule that happens once', () => {
  test('does so in its time zone, whatever StartDate and EndDate say', async () => {
    const more = { scheduleExpressionTimezone: 'America/New_York', endDate: '2026-01-01T00:00:00.000Z' };
    expect(await startsOf('at(2026-03-01T20:00:00)', { from, hours: 48, more })).toEqual(['03-02T01:00']);
  });

  test('does not when that was before it was deployed', async () => {
    expect(await startsOf('at(2026-02-28T00:00:00)', { from, hours: 48 })).toEqual([]);
  });
});

test('a disabled schedule does not happen', async () => {
  expect(await startsOf('rate(1 hour)', { from, hours: 3, more: { state: 'DISABLED' } })).toEqual([]);
});

test('a flexible window is used from its beginning to its end, the same way in every run', async () => {
  const window = { flexibleTimeWindow: { mode: 'FLEXIBLE', maximumWindowInMinutes: 30 } };
  const run = () => startsOf('rate(1 hour)', { from, hours: 48, more: window });
  const starts = await run();
  expect(starts).toHaveLength(48);
  const minutes = starts.map((start) => Number(start.slice(-2)));
  expect(Math.max(...minutes)).toBeLessThan(30);
  expect(new Set(minutes).size).toBeGreaterThan(10);
  expect(await run()).toEqual(starts);
});

test('what an input may ask for is put in, and a retry is told as such', async () => {
  const input = JSON.stringify({
    arn: '<aws.scheduler.schedule-arn>',
    time: 'at <aws.scheduler.scheduled-time>',
    id: '<aws.scheduler.execution-id>',
    attempt: '<aws.scheduler.attempt-number>',
    other: '<aws.scheduler.unknown> <aws.scheduler>',
  });
  const window = { flexibleTimeWindow: { mode: 'FLEXIBLE', maximumWindowInMinutes: 30 } };
  const { app } = appWithSchedule('rate(1 hour)', { ...window, target: { input } });
  const rehearsal = Rehearsal.ofApp(app, { startTime: new Date(from) });
  await rehearsal.advance(Duration.minutes(30));
  expect(rehearsal.executions()[0].input).toEqual({
    arn: 'arn:aws:scheduler:us-east-1:111122223333:schedule/default/Schedule',
    time: 'at 2026-03-01T00:00:00Z',
    id: expect.stringMatching(/^[0-9a-f]{16}$/),
    attempt: '1',
    other: '<aws.scheduler.unknown> <aws.scheduler>',
  });
});

describe('time', () => {
  test('that a test lets pass piece by piece is the same time', async () => {
    const { app } = appWithSchedule('rate(10 minutes)');
    const rehearsal = Rehearsal.ofApp(app, { startTime: new Date(from) });
    for (let minute = 0; minute < 25; minute++) await rehearsal.advance(60_000);
    expect(startsIn(rehearsal)).toEqual(['03-01T00:00', '03-01T00:10', '03-01T00:20']);
  });

  test('that an execution needs is time in which schedules happen, and no more than that', async () => {
    const { app, stack } = appWithSchedule('rate(10 minutes)');
    const time = sfn.WaitTime.duration(Duration.minutes(25));
    const slow = new sfn.StateMachine(stack, 'Slow', {
      definitionBody: sfn.DefinitionBody.fromChainable(sfn.Wait.jsonata(stack, 'Rest', { time })),
    });
    const rehearsal = Rehearsal.ofApp(app, { startTime: new Date(from) });
    const execution = await rehearsal.start(slow);
    await execution.finish();
    expect(rehearsal.now).toEqual(new Date('2026-03-01T00:25:00Z'));
    expect(startsIn(rehearsal).slice(1)).toEqual(['03-01T00:00', '03-01T00:10', '03-01T00:20']);
    // Nobody waits for anything any more: a schedule without an end is no reason to go on.
    await execution.finish();
    expect(rehearsal.now).toEqual(new Date('2026-03-01T00:25:00Z'));
  });
});

describe('targets', () => {
  test('a function gets the input, and what it makes of it is not the schedule’s to know', async () => {
    const { app, stack } = appWithSchedule('rate(1 hour)', { state: 'DISABLED' });
    const fn = testFunction(stack, 'Function');
    schedulesOf(stack, fn.functionArn, '{"report":"daily"}');
    const rehearsal = Rehearsal.ofApp(app);
    const payloads: unknown[] = [];
    rehearsal.mock(fn, (payload) => {
      payloads.push(payload);
      throw new Error('broken');
    });
    await rehearsal.advance(Duration.minutes(90));
    expect(payloads).toEqual([{ report: 'daily' }, { report: 'daily' }]);
    expect(rehearsal.deadLetters()).toEqual([]);
  });

  test('a function without a double is an error that names the schedule', async () => {
    const { app, stack } = appWithSchedule('rate(1 hour)', { state: 'DISABLED' });
    schedulesOf(stack, testFunction(stack, 'Function').functionArn, '{}');
    await expect(Rehearsal.ofApp(app).advance(Duration.hours(1))).rejects.toThrow(
      /the schedule 'Stack\/Other' calls arn:aws:lambda:.*add a double/,
    );
  });

  test('a queue gets the input as its message', async () => {
    const { app, stack } = appWithSchedule('rate(1 hour)', { state: 'DISABLED' });
    const queue = new sqs.Queue(stack, 'Queue');
    schedulesOf(stack, queue.queueArn, 'now');
    const rehearsal = Rehearsal.ofApp(app);
    await rehearsal.advance(Duration.minutes(90));
    expect(rehearsal.messages(queue)).toEqual(['now', 'now']);
  });

  test.each<[string, ScheduleSettings, RegExp]>([
    [
      'another target',
      { target: { arn: 'arn:aws:ecs:us-east-1:111122223333:cluster/Jobs' } },
      /target arn:aws:ecs:.*not rehearsed/,
    ],
    ['no input', { target: { input: undefined } }, /'Stack\/Schedule' has no Target.Input/],
    [
      'a field that nobody reads',
      { target: { eventBridgeParameters: { detailType: 'a', source: 'b' } } },
      /'Stack\/Schedule' has Target.EventBridgeParameters, which is not rehearsed/,
    ],
  ])('%s is an error when it is due, not before', async (_title, more, message) => {
    const { app } = appWithSchedule('cron(0 4 * * ? *)', more);
    const rehearsal = Rehearsal.ofApp(app, { startTime: new Date(from) });
    await rehearsal.advance(Duration.hours(1));
    await expect(rehearsal.advance(Duration.hours(4))).rejects.toThrow(message);
  });
});

function schedulesOf(stack: Stack, arn: string, input: string): void {
  const role = new iam.Role(stack, 'OtherRole', { assumedBy: new iam.ServicePrincipal('scheduler.amazonaws.com') });
  role.addToPolicy(
    new iam.PolicyStatement({ actions: ['lambda:InvokeFunction', 'sqs:SendMessage'], resources: [arn] }),
  );
  new scheduler.CfnSchedule(stack, 'Other', {
    scheduleExpression: 'rate(1 hour)',
    flexibleTimeWindow: { mode: 'OFF' },
    target: { arn, roleArn: role.roleArn, input },
  });
}

test.each([
  ['rate(5 fortnights)', undefined, "rate() takes a number and minutes, hours or days, received '5 fortnights'"],
  ['cron(0 24 * * ? *)', undefined, "hour must be from 0 to 23, received '24'"],
  ['cron(0 4 * *)', undefined, "a cron expression must have six fields, received '0 4 * *'"],
  ['at(tomorrow)', undefined, "at() takes yyyy-mm-ddThh:mm:ss, received 'tomorrow'"],
  ['every(day)', undefined, "ScheduleExpression must be rate(), cron() or at(), received 'every(day)'"],
  ['rate(1 day)', 'Mars/Base', "ScheduleExpressionTimezone must be a time zone, received 'Mars/Base'"],
])('%s is refused', (expression, scheduleExpressionTimezone, problem) => {
  const { app } = appWithSchedule(expression, { scheduleExpressionTimezone });
  expect(() => Rehearsal.ofApp(app)).toThrow(new RehearsalError(`the schedule 'Stack/Schedule' is none: ${problem}`));
});
