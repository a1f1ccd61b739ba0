import { type Duration, type TimeZone, Token } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';
import { invalid } from '../../private/errors';
import { CronExpression } from '../../private/schedules/cron-expression';
import { shortestGap } from '../../private/schedules/cron-times';
import { type CronScheduleOptions, cronFieldsOf } from './cron-schedule-options';
import { checkTimeZone, oneOffTime } from './one-off-time';

/** A schedule as Scheduler is told it, and what is known of it. @internal */
export interface RenderedTime {
  /** `rate(5 minutes)` */
  readonly expression: string;
  readonly timeZone?: TimeZone;
  /** The shortest time between two occurrences in seconds; infinite for a one-off, undefined where only the deployment knows. */
  readonly gap?: number;
  /** Whether it happens again and again. */
  readonly recurs: boolean;
}

/**
 * When a schedule starts executions.
 *
 * @see https://docs.aws.amazon.com/scheduler/latest/UserGuide/schedule-types.html
 *
 * @example
 * ScheduleTime.rate(Duration.minutes(15));
 * ScheduleTime.cron({ hour: '4', timeZone: TimeZone.EUROPE_BERLIN });
 * ScheduleTime.cron({ weekDay: 'MON-FRI', hour: '8-18', minute: '30', timeZone: TimeZone.AMERICA_NEW_YORK });
 * ScheduleTime.at('2027-01-01T00:00:00', TimeZone.ASIA_KOLKATA);
 */
export class ScheduleTime {
  /**
   * At a fixed rate: the first time when the schedule is deployed, or at its `start`, and then after each interval. A day
   * is 24 hours, whatever the clocks do.
   *
   * @param interval whole minutes, at least one
   */
  public static rate(interval: Duration): ScheduleTime {
    return new ScheduleTime((scope) => renderRate(scope, interval));
  }

  /** At times of the clock and the calendar of a time zone. */
  public static cron(options: CronScheduleOptions): ScheduleTime {
    return new ScheduleTime((scope) => renderCron(scope, options));
  }

  /**
   * Once. A schedule that has happened stays in the stack, does nothing more, and counts against the quota of schedules
   * until it is taken out. A time that is over when the stack is deployed is not looked at here: a synthesis gives the same
   * template today and tomorrow.
   *
   * @param dateTime time on the clocks of the time zone: `2027-01-01T00:00:00`
   * @param timeZone where the clocks are that show this time
   */
  public static at(dateTime: string, timeZone: TimeZone): ScheduleTime {
    return new ScheduleTime((scope) => ({
      expression: `at(${oneOffTime(scope, dateTime, timeZone)})`,
      timeZone,
      gap: Number.POSITIVE_INFINITY,
      recurs: false,
    }));
  }

  private constructor(private readonly render: (scope: IConstruct) => RenderedTime) {}

  /**
   * @internal
   */
  public _render(scope: IConstruct): RenderedTime {
    return this.render(scope);
  }
}

const DAY = 24 * 60;
const HOUR = 60;

function renderRate(scope: IConstruct, interval: Duration): RenderedTime {
  if (interval.isUnresolved()) {
    return { expression: `rate(${Token.asString(interval.toMinutes())} minutes)`, recurs: true };
  }
  const minutes = interval.toMinutes({ integral: false });
  if (!Number.isInteger(minutes) || minutes < 1) {
    throw invalid(scope, `schedule: a rate must be a whole number of minutes, at least 1, received ${minutes}`);
  }
  const [value, unit] =
    minutes % DAY === 0
      ? [minutes / DAY, 'day']
      : minutes % HOUR === 0
        ? [minutes / HOUR, 'hour']
        : [minutes, 'minute'];
  return { expression: `rate(${value} ${unit}${value === 1 ? '' : 's'})`, gap: minutes * 60, recurs: true };
}

function renderCron(scope: IConstruct, options: CronScheduleOptions): RenderedTime {
  const refuse = (problem: string) => invalid(scope, `schedule: ${problem}`);
  checkTimeZone(scope, options.timeZone);
  const cron = CronExpression.of(cronFieldsOf(options, refuse), refuse);
  const gap = shortestGap(cron);
  if (gap === undefined) throw refuse(`a cron expression must name a day that exists, received '${cron.text}'`);
  return { expression: `cron(${cron.text})`, timeZone: options.timeZone, gap: gap * 60, recurs: true };
}
