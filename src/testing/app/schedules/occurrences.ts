import { CronExpression } from '../../../private/schedules/cron-expression';
import { CronTimes } from '../../../private/schedules/cron-times';
import { instantOf, isTimeZone } from '../../../private/schedules/wall-clock';
import { RehearsalError } from '../../rehearsal-error';

/** When a schedule happens, as its resource says it. */
export interface Timing {
  /** Of its construct, for messages. */
  readonly path: string;
  readonly expression: string;
  readonly timeZone: string;
  /** Milliseconds since 1970. */
  readonly start?: number;
  readonly end?: number;
  readonly deployedAt: number;
}

const MINUTES: Readonly<Record<string, number>> = { minute: 1, hour: 60, day: 24 * 60 };

/**
 * Gives the first occurrence after an instant, in milliseconds since 1970.
 * https://docs.aws.amazon.com/scheduler/latest/UserGuide/schedule-types.html
 */
export function occurrencesOf(timing: Timing): (after: number) => number | undefined {
  const { path, timeZone, start = timing.deployedAt, end = Number.POSITIVE_INFINITY, deployedAt } = timing;
  const refuse = (problem: string) => new RehearsalError(`the schedule '${path}' is none: ${problem}`);
  if (!isTimeZone(timeZone)) {
    throw refuse(`ScheduleExpressionTimezone must be a time zone, received '${timeZone}'`);
  }
  const [, kind, body = ''] = /^(rate|cron|at)\((.*)\)$/.exec(timing.expression) ?? [];
  const recurring = (next: (after: number) => number | undefined) => (after: number) => {
    // Neither before the deployment nor before the start, but at these very instants.
    const found = next(Math.max(after, start - 1, deployedAt - 1));
    return found !== undefined && found < end ? found : undefined;
  };
  switch (kind) {
    case 'rate':
      return recurring(rate(body, start, refuse));
    case 'cron': {
      const times = new CronTimes(CronExpression.read(body, refuse), timeZone);
      return recurring((after) => times.after(after));
    }
    case 'at':
      return once(body, timing, refuse);
    default:
      throw refuse(`ScheduleExpression must be rate(), cron() or at(), received '${timing.expression}'`);
  }
}

/** Without a StartDate "your schedule starts invoking the target immediately": the first time is the start. */
function rate(body: string, start: number, refuse: (problem: string) => Error): (after: number) => number {
  const [, value, unit] = /^([1-9]\d*) (minute|hour|day)s?$/.exec(body) ?? [];
  if (value === undefined) {
    throw refuse(`rate() takes a number and minutes, hours or days, received '${body}'`);
  }
  const interval = Number(value) * MINUTES[unit] * 60_000;
  return (after) => start + Math.max(0, Math.floor((after - start) / interval) + 1) * interval;
}

/** Whatever StartDate and EndDate say. What was over before the schedule was deployed does not happen. */
function once(body: string, { timeZone, deployedAt }: Timing, refuse: (problem: string) => Error) {
  const wallTime = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}$/.test(body) ? Date.parse(`${body}Z`) : Number.NaN;
  if (Number.isNaN(wallTime)) {
    throw refuse(`at() takes yyyy-mm-ddThh:mm:ss, received '${body}'`);
  }
  const instant = instantOf(wallTime, timeZone);
  return (after: number) => (instant !== undefined && instant > after && instant >= deployedAt ? instant : undefined);
}
