import type { Cron } from 'croner';
import type { CronExpression } from './cron-expression';
import { instantOf, wallTimeAt } from './wall-clock';

const DAY = 24 * 3_600_000;

/** The times on a clock that no hand is ever put forward or back on, one after the other. */
function timesOf(pattern: string): (after: number) => number | undefined {
  // Required when somebody asks: most schedules are rates.
  const { Cron: Calendar }: { Cron: typeof Cron } = require('croner');
  const calendar = new Calendar(pattern, { timezone: 'UTC', mode: '7-part', alternativeWeekdays: true, paused: true });
  return (after) => calendar.nextRun(new Date(after))?.getTime();
}

/**
 * When a cron expression happens. A time that the clocks of the zone leave out in spring is left out, and one that they
 * show twice in autumn happens the first time.
 * https://docs.aws.amazon.com/scheduler/latest/UserGuide/schedule-types.html#daylist-savings-time
 */
export class CronTimes {
  private readonly next: (after: number) => number | undefined;

  constructor(
    cron: CronExpression,
    private readonly timeZone: string,
  ) {
    this.next = timesOf(cron.pattern);
  }

  /** The first time after an instant; undefined where there is none any more. */
  public after(instant: number): number | undefined {
    let wallTime = this.next(wallTimeAt(instant, this.timeZone));
    while (wallTime !== undefined) {
      const found = instantOf(wallTime, this.timeZone);
      if (found !== undefined && found > instant) return found;
      wallTime = this.next(wallTime);
    }
    return undefined;
  }
}

/** Leap years are among them. */
const SCANNED_YEARS = 8;

/**
 * The shortest time between two occurrences, in minutes on the clock; infinite where there is only one, undefined where
 * there is none at all. It is the same today and in ten years.
 */
export function shortestGap(cron: CronExpression): number | undefined {
  const times = cron.minutesOfDay;
  const nextDay = timesOf(cron.patternOfDays);
  let day = nextDay(Date.UTC(1970, 0, 1) - 1000);
  if (day === undefined || times.length === 0) return undefined;
  const withinDay = Math.min(...times.slice(1).map((time, index) => time - times[index]), Number.POSITIVE_INFINITY);
  const overNight = times[0] + DAY / 60_000 - times[times.length - 1];
  const end = day + SCANNED_YEARS * 366 * DAY;
  let apart = Number.POSITIVE_INFINITY;
  for (let next = nextDay(day); next !== undefined && next < end && apart > 1; next = nextDay(next)) {
    apart = Math.min(apart, (next - day) / DAY);
    day = next;
  }
  return Math.min(withinDay, overNight + (apart - 1) * (DAY / 60_000));
}
