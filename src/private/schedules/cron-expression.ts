import { type CronField, type CronFieldKind, type Refuse, readCronField } from './cron-field';

/** The fields of a cron expression, as texts. */
export interface CronFields {
  readonly minute: string;
  readonly hour: string;
  readonly day: string;
  readonly month: string;
  readonly weekDay: string;
  readonly year: string;
}

const MONTHS = ['JAN', 'FEB', 'MAR', 'APR', 'MAY', 'JUN', 'JUL', 'AUG', 'SEP', 'OCT', 'NOV', 'DEC'];
const WEEK_DAYS = ['SUN', 'MON', 'TUE', 'WED', 'THU', 'FRI', 'SAT'];

/** https://docs.aws.amazon.com/scheduler/latest/UserGuide/schedule-types.html#cron-based */
const KINDS: Readonly<Record<keyof CronFields, CronFieldKind>> = {
  minute: { name: 'minute', from: 0, to: 59, wildcards: '/' },
  hour: { name: 'hour', from: 0, to: 23, wildcards: '/' },
  day: { name: 'day', from: 1, to: 31, wildcards: '?/LW' },
  month: { name: 'month', from: 1, to: 12, names: MONTHS, wildcards: '/' },
  weekDay: { name: 'weekDay', from: 1, to: 7, names: WEEK_DAYS, wildcards: '?L#' },
  year: { name: 'year', from: 1970, to: 2199, wildcards: '/' },
};

/** A cron expression of EventBridge Scheduler: what it says, and how croner says it. */
export class CronExpression {
  /** @param refuse - makes the error about a field that Scheduler would not take */
  public static of(fields: CronFields, refuse: Refuse): CronExpression {
    const { day, weekDay } = fields;
    if (day !== '?' && weekDay !== '?') {
      throw refuse(`day and weekDay must not both be given, received '${day}' and '${weekDay}': one of them is '?'`);
    }
    if (day === '?' && weekDay === '?') {
      throw refuse("day and weekDay must not both be '?': '*' in one of them is every day");
    }
    const read = (name: keyof CronFields) => readCronField(KINDS[name], fields[name], refuse);
    return new CronExpression(fields, {
      minute: read('minute'),
      hour: read('hour'),
      day: read('day'),
      month: read('month'),
      weekDay: read('weekDay'),
      year: read('year'),
    });
  }

  /** Reads `minutes hours day-of-month month day-of-week year`; the year may be left out. */
  public static read(text: string, refuse: Refuse): CronExpression {
    const [minute, hour, day, month, weekDay, year = '*', ...more] = text.trim().split(/\s+/);
    if (weekDay === undefined || more.length > 0) {
      throw refuse(`a cron expression must have six fields, received '${text}'`);
    }
    return CronExpression.of({ minute, hour, day, month, weekDay, year }, refuse);
  }

  private constructor(
    private readonly texts: CronFields,
    private readonly fields: Readonly<Record<keyof CronFields, CronField>>,
  ) {}

  /** As Scheduler writes it, without `cron()`. */
  public get text(): string {
    const { minute, hour, day, month, weekDay, year } = this.texts;
    return [minute, hour, day, month, weekDay, year].join(' ').toUpperCase();
  }

  /** The minutes of a day at which it may happen: 0 is midnight. */
  public get minutesOfDay(): readonly number[] {
    const { hour, minute } = this.fields;
    return hour.values.flatMap((each) => minute.values.map((within) => each * 60 + within));
  }

  /** In the seven fields of croner, the week days of which are numbered as in Quartz. */
  public get pattern(): string {
    const { minute, hour, day, month, weekDay, year } = this.fields;
    return ['0', ...[minute, hour, day, month, weekDay, year].map(({ pattern }) => pattern)].join(' ');
  }

  /** The same once a day, at midnight. */
  public get patternOfDays(): string {
    const { day, month, weekDay, year } = this.fields;
    return ['0 0 0', ...[day, month, weekDay, year].map(({ pattern }) => pattern)].join(' ');
  }
}
