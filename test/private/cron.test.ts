import fc from 'fast-check';
import { CronExpression, type CronFields } from '../../src/private/schedules/cron-expression';
import { CronTimes, shortestGap } from '../../src/private/schedules/cron-times';
import { instantOf, isTimeZone, wallTimeAt } from '../../src/private/schedules/wall-clock';
import { naiveMatch } from './naive-cron';

const refuse = (problem: string) => new Error(problem);
const read = (text: string) => CronExpression.read(text, refuse);

function timesOf(text: string, timeZone: string, from: string, count: number): string[] {
  const times = new CronTimes(read(text), timeZone);
  const found: string[] = [];
  let at: number | undefined = Date.parse(from);
  for (let index = 0; index < count && at !== undefined; index++) {
    at = times.after(at);
    if (at !== undefined) found.push(new Date(at).toISOString().replace(':00.000', ''));
  }
  return found;
}

describe('cron expressions of EventBridge Scheduler', () => {
  test.each([
    ['15 10 ? * 6L 2022-2023', '2022-01-01T00:00:00Z', ['2022-01-28T10:15Z', '2022-02-25T10:15Z']],
    ['0 8 ? * 3#2 *', '2026-01-01T00:00:00Z', ['2026-01-13T08:00Z', '2026-02-10T08:00Z']],
    ['0 8 ? * MON#5 *', '2026-01-01T00:00:00Z', ['2026-03-30T08:00Z', '2026-06-29T08:00Z']],
    ['0 8 ? * L *', '2026-01-01T00:00:00Z', ['2026-01-03T08:00Z', '2026-01-10T08:00Z']],
    ['0 8 ? * SUN *', '2026-01-01T00:00:00Z', ['2026-01-04T08:00Z', '2026-01-11T08:00Z']],
    ['0 8 L * ? *', '2026-01-01T00:00:00Z', ['2026-01-31T08:00Z', '2026-02-28T08:00Z']],
    ['0 8 3W * ? *', '2026-01-01T00:00:00Z', ['2026-01-02T08:00Z', '2026-02-03T08:00Z']],
    ['0 8 1W 8 ? *', '2026-01-01T00:00:00Z', ['2026-08-03T08:00Z', '2027-08-02T08:00Z']],
    ['1/10 8 * * ? *', '2026-01-01T08:10:00Z', ['2026-01-01T08:11Z', '2026-01-01T08:21Z']],
    ['*/30 22-23,5 * JAN,mar ? *', '2026-01-31T22:30:00Z', ['2026-01-31T23:00Z', '2026-01-31T23:30Z']],
    ['0 0 29 2 ? *', '2026-01-01T00:00:00Z', ['2028-02-29T00:00Z', '2032-02-29T00:00Z']],
    ['0 0 1 1 ?', '2026-06-01T00:00:00Z', ['2027-01-01T00:00Z', '2028-01-01T00:00Z']],
  ])('%s', (text, from, expected) => {
    expect(timesOf(text, 'UTC', from, 2)).toEqual(expected);
  });

  test('one that is over has no next time', () => {
    expect(timesOf('0 0 1 1 ? 2026', 'UTC', '2026-06-01T00:00:00Z', 2)).toEqual([]);
  });

  const spring = '2026-03-28T12:00:00Z';
  const autumn = '2026-10-24T12:00:00Z';
  test.each([
    // The clocks show no 2:30 on the 29th of March.
    ['30 2 * * ? *', 'Europe/Berlin', spring, ['2026-03-30T00:30Z', '2026-03-31T00:30Z']],
    ['0 3 * * ? *', 'Europe/Berlin', spring, ['2026-03-29T01:00Z', '2026-03-30T01:00Z']],
    ['30 1,2,3 * * ? *', 'Europe/Berlin', spring, ['2026-03-29T00:30Z', '2026-03-29T01:30Z', '2026-03-29T23:30Z']],
    // They show 2:30 twice on the 25th of October.
    ['30 2 * * ? *', 'Europe/Berlin', autumn, ['2026-10-25T00:30Z', '2026-10-26T01:30Z']],
    ['0/30 2 * * ? *', 'Europe/Berlin', autumn, ['2026-10-25T00:00Z', '2026-10-25T00:30Z', '2026-10-26T01:00Z']],
    ['30 2 * * ? *', 'America/New_York', '2026-03-07T12:00:00Z', ['2026-03-09T06:30Z', '2026-03-10T06:30Z']],
    ['30 1 * * ? *', 'America/New_York', '2026-10-31T12:00:00Z', ['2026-11-01T05:30Z', '2026-11-02T06:30Z']],
    ['30 2 * * ? *', 'Asia/Kolkata', spring, ['2026-03-28T21:00Z', '2026-03-29T21:00Z']],
    // In half of the world midnight is another day.
    ['0 0 1 * ? *', 'Pacific/Kiritimati', '2026-01-02T00:00:00Z', ['2026-01-31T10:00Z', '2026-02-28T10:00Z']],
  ])('%s in %s after %s', (text, timeZone, from, expected) => {
    expect(timesOf(text, timeZone, from, expected.length)).toEqual(expected);
  });

  test('the second time that the clocks show 2:10, what is due at 2:30 has happened already', () => {
    expect(timesOf('30 2 * * ? *', 'Europe/Berlin', '2026-10-25T01:10:00Z', 1)).toEqual(['2026-10-26T01:30Z']);
  });
});

describe('what is refused', () => {
  test.each([
    ['60 * * * ? *', "minute must be from 0 to 59, received '60'"],
    ['0 24 * * ? *', "hour must be from 0 to 23, received '24'"],
    ['0 0 0 * ? *', "day must be from 1 to 31, received '0'"],
    ['0 0 1 13 ? *', "month must be from 1 to 12, received '13'"],
    ['0 0 ? * 8 *', "weekDay must be from 1 to 7, received '8'"],
    ['0 0 ? * 0 *', "weekDay must be from 1 to 7, received '0'"],
    ['0 0 1 1 ? 1969', "year must be from 1970 to 2199, received '1969'"],
    ['0 0 1 1 MON *', "day and weekDay must not both be given, received '1' and 'MON': one of them is '?'"],
    ['0 0 * * * *', "day and weekDay must not both be given, received '*' and '*': one of them is '?'"],
    ['0 0 ? * ? *', "day and weekDay must not both be '?': '*' in one of them is every day"],
    ['? 0 * * ? *', "minute must be made of 0 to 59 and of * , - /, received '?'"],
    ['0 0 ? * 3#6 *', "weekDay must have a number from 1 to 5 after '#', received '3#6'"],
    ['0 0 ? * 3#1,6#3 *', "weekDay must have '3#1' alone, not in a list, received '3#1,6#3'"],
    ['0 0 ? * MON/2 *', "weekDay must be made of 1 to 7 or SUN to SAT and of * , - ? L #, received 'MON/2'"],
    ['0 0 L,15 * ? *', "day must have 'L' alone, not in a list, received 'L,15'"],
    ['0 0 L-3 * ? *', "day must be made of 1 to 31 and of * , - ? / L W, received 'L-3', in which 'L' is neither"],
    ['0 22-2 * * ? *', "hour must have ranges that go upwards, received '22-2': write two of them"],
    ['0/0 0 * * ? *', "minute must have a step from 1 to 59 after '/', received '0/0'"],
    ['0/ 0 * * ? *', "minute must have a step from 1 to 59 after '/', received '0/'"],
    ['/5 0 * * ? *', "minute must be made of 0 to 59 and of * , - /, received '/5'"],
    ['1-2-3 0 * * ? *', "minute must be made of 0 to 59 and of * , - /, received '1-2-3'"],
    ['*-5 0 * * ? *', "minute must be made of 0 to 59 and of * , - /, received '*-5'"],
    ['1, 0 * * ? *', "minute must be made of 0 to 59 and of * , - /, received '1,'"],
    ['*,5 0 * * ? *', "minute must have '*' alone, not in a list, received '*,5'"],
    ['0 0 1 JANUARY ? *', "month must be made of 1 to 12 or JAN to DEC and of * , - /, received 'JANUARY'"],
    ['0 0 1 * ? * *', "a cron expression must have six fields, received '0 0 1 * ? * *'"],
    ['0 0 1 *', "a cron expression must have six fields, received '0 0 1 *'"],
  ])('%s', (text, problem) => {
    expect(() => read(text)).toThrow(new Error(problem));
  });
});

/** Any field that the documentation allows. */
function field(from: number, to: number, names: readonly string[] = [], special: fc.Arbitrary<string>[] = []) {
  const number = fc.integer({ min: from, max: to });
  const value = fc.oneof(number.map(String), ...(names.length > 0 ? [fc.constantFrom(...names)] : []));
  const range = fc.tuple(number, number).map(([one, other]) => `${Math.min(one, other)}-${Math.max(one, other)}`);
  const step = fc.integer({ min: 1, max: to });
  const steps = names.includes('SUN')
    ? []
    : [fc.tuple(fc.oneof(fc.constant('*'), value, range), step).map(([start, by]) => `${start}/${by}`)];
  const item = fc.oneof(value, range, ...steps);
  const list = fc.array(item, { minLength: 1, maxLength: 3 }).map((items) => items.join(','));
  return fc.oneof({ arbitrary: fc.constant('*'), weight: 2 }, list, ...special);
}

const days = ['SUN', 'MON', 'TUE', 'WED', 'THU', 'FRI', 'SAT'];
const months = ['JAN', 'FEB', 'MAR', 'APR', 'MAY', 'JUN', 'JUL', 'AUG', 'SEP', 'OCT', 'NOV', 'DEC'];
const weekDay = fc.oneof(fc.integer({ min: 1, max: 7 }).map(String), fc.constantFrom(...days));
const anyDay = field(1, 31, [], [fc.constant('L'), fc.integer({ min: 1, max: 31 }).map((day) => `${day}W`)]);
const anyWeekDay = field(1, 7, days, [
  fc.constant('L'),
  weekDay.map((day) => `${day}L`),
  fc.tuple(weekDay, fc.integer({ min: 1, max: 5 })).map(([day, place]) => `${day}#${place}`),
]);
const anyCron = fc
  .record({
    minute: field(0, 59),
    hour: field(0, 23),
    onDays: fc.oneof(
      anyDay.map((day) => ({ day, weekDay: '?' })),
      anyWeekDay.map((each) => ({ day: '?', weekDay: each })),
    ),
    month: field(1, 12, months),
    year: fc.constantFrom('*', '2024-2030', '2026', '2024/2', '2025,2026'),
  })
  .map(({ onDays, ...fields }): CronFields => ({ ...fields, ...onDays }));

test('croner, told what Scheduler writes, finds the minutes that the page names, one by one', () => {
  fc.assert(
    fc.property(anyCron, fc.integer({ min: 0, max: 3 * 366 }), (fields, dayOf2024) => {
      const times = new CronTimes(CronExpression.of(fields, refuse), 'UTC');
      // Two days from some midnight on, minute by minute.
      const start = Date.UTC(2024, 0, 1) + dayOf2024 * 86_400_000;
      const minutes = Array.from({ length: 2 * 1440 }, (_each, index) => start + index * 60_000);
      const expected = minutes.filter((minute) => naiveMatch(fields, new Date(minute)));
      const found: number[] = [];
      let at = times.after(start - 1);
      while (at !== undefined && at <= minutes[minutes.length - 1]) {
        found.push(at);
        at = times.after(at);
      }
      expect(found).toEqual(expected);
    }),
    { numRuns: 150 },
  );
}, 60_000);

test('every time on the clock happens once at the most, and only those that the clocks show', () => {
  const zone = fc.constantFrom('Europe/Berlin', 'America/New_York', 'Asia/Kolkata', 'Australia/Lord_Howe', 'UTC');
  fc.assert(
    fc.property(zone, fc.integer({ min: 0, max: 366 * 24 }), (timeZone, hourOf2026) => {
      const times = new CronTimes(read('*/15 * * * ? *'), timeZone);
      const start = Date.UTC(2026, 0, 1) + hourOf2026 * 3_600_000;
      const shown: number[] = [];
      for (let at = times.after(start); at !== undefined && at < start + 6 * 3_600_000; at = times.after(at)) {
        shown.push(wallTimeAt(at, timeZone));
      }
      expect(new Set(shown).size).toBe(shown.length);
      expect(shown.every((time) => instantOf(time, timeZone) !== undefined)).toBe(true);
    }),
    { numRuns: 200 },
  );
});

describe('the shortest time between two occurrences', () => {
  test.each([
    ['* * * * ? *', 1],
    ['0/5 * * * ? *', 5],
    ['0,50 * * * ? *', 10],
    ['0 * * * ? *', 60],
    ['0 4 * * ? *', 24 * 60],
    ['0 4,22 * * ? *', 6 * 60],
    ['0 4 ? * MON-FRI *', 24 * 60],
    ['0 4 ? * MON *', 7 * 24 * 60],
    ['0 0,23 1,3 * ? *', 23 * 60],
    ['0 0 1,31 * ? *', 24 * 60],
    ['0 0 29 2 ? *', 1461 * 24 * 60],
    ['0 0 28,29 2 ? *', 24 * 60],
    ['0 0 1 1 ? 2030', Number.POSITIVE_INFINITY],
    ['0 0,1 1 1 ? 2030', 60],
    ['0 0 30 2 ? *', undefined],
    ['0 0 31 4,6 ? *', undefined],
  ])('of %s', (text, minutes) => {
    expect(shortestGap(read(text))).toBe(minutes);
  });
});

test('time zones are those that Node.js knows', () => {
  expect(['Europe/Berlin', 'UTC', 'Asia/Kolkata', 'Europe/Kyiv'].every(isTimeZone)).toBe(true);
  expect(isTimeZone('Europe/Bielefeld')).toBe(false);
});
