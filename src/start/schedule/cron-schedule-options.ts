import type { TimeZone } from 'aws-cdk-lib';
import type { CronFields } from '../../private/schedules/cron-expression';
import type { Refuse } from '../../private/schedules/cron-field';

/**
 * Times of the clock and the calendar.
 *
 * What is left out means what was meant: finer than the finest field that is given, the beginning, and coarser, every one.
 * `{ hour: '4' }` is once a day at 4:00, `{ weekDay: 'MON' }` once a week at 0:00, `{ minute: '30' }` once an hour.
 *
 * A field is a value (`5`), a list (`5,10`), a range (`5-10`), every one (`*`), or one in so many (`*` followed by `/15`, or
 * `5/15`).
 *
 * @see https://docs.aws.amazon.com/scheduler/latest/UserGuide/schedule-types.html#cron-based
 */
export interface CronScheduleOptions {
  /**
   * The time zone of the clock. A time that its clocks leave out in spring is skipped, and one that they show twice in
   * autumn happens once.
   */
  readonly timeZone: TimeZone;

  /**
   * 0 to 59.
   *
   * @default '0'
   */
  readonly minute?: string;

  /**
   * 0 to 23.
   *
   * @default - every hour if `minute` is given, otherwise midnight
   */
  readonly hour?: string;

  /**
   * Day of the month, 1 to 31; also `L`, the last one, and `15W`, the working day that is nearest to the 15th. Not together
   * with `weekDay`.
   *
   * @default - every day if `hour` or `minute` is given, otherwise the first
   */
  readonly day?: string;

  /**
   * 1 to 12, or JAN to DEC.
   *
   * @default - every month if anything finer is given, otherwise January
   */
  readonly month?: string;

  /**
   * Day of the week, 1 to 7 or SUN to SAT; also `6L` or `FRIL`, the last Friday of the month, and `MON#2`, the second
   * Monday. Not together with `day`.
   *
   * @default - any
   */
  readonly weekDay?: string;

  /**
   * 1970 to 2199.
   *
   * @default - every year
   */
  readonly year?: string;
}

/**
 * Scheduler itself takes `* 8 * * ? *` without a word, which is sixty times from 8:00 on:
 * https://github.com/aws/aws-cdk/issues/17881
 */
export function cronFieldsOf(options: CronScheduleOptions, refuse: Refuse): CronFields {
  const { year, month, weekDay, hour, minute } = options;
  const isWeekly = weekDay !== undefined && weekDay !== '?';
  const day = options.day ?? (isWeekly ? '?' : undefined);
  const fromCoarse = [year, month, isWeekly ? weekDay : day, hour, minute];
  const finest = fromCoarse.map((field) => field !== undefined).lastIndexOf(true);
  if (finest < 0) {
    throw refuse('a cron expression must have at least one field; for every minute take ScheduleTime.rate');
  }
  const or = (field: string | undefined, place: number, first: string) => field ?? (place > finest ? first : '*');
  return {
    year: year ?? '*',
    month: or(month, 1, '1'),
    day: or(day, 2, '1'),
    weekDay: weekDay ?? '?',
    hour: or(hour, 3, '0'),
    minute: or(minute, 4, '0'),
  };
}
