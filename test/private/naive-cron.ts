import type { CronFields } from '../../src/private/schedules/cron-expression';

const MONTHS = ['JAN', 'FEB', 'MAR', 'APR', 'MAY', 'JUN', 'JUL', 'AUG', 'SEP', 'OCT', 'NOV', 'DEC'];
const DAYS = ['SUN', 'MON', 'TUE', 'WED', 'THU', 'FRI', 'SAT'];

/**
 * Whether a cron expression of EventBridge Scheduler names a minute on the clock, told from the words of its page alone,
 * without the code of the library and without croner.
 */
export function naiveMatch(fields: CronFields, minute: Date): boolean {
  const month = minute.getUTCMonth() + 1;
  return (
    plain(fields.minute, minute.getUTCMinutes(), 0, 59) &&
    plain(fields.hour, minute.getUTCHours(), 0, 23) &&
    plain(fields.month, month, 1, 12, MONTHS) &&
    plain(fields.year, minute.getUTCFullYear(), 1970, 2199) &&
    (fields.day === '?' ? onWeekDay(fields.weekDay, minute) : onDay(fields.day, minute))
  );
}

function onDay(text: string, date: Date): boolean {
  const day = date.getUTCDate();
  if (text === 'L') return day === lastDay(date);
  if (!text.endsWith('W')) return plain(text, day, 1, 31);
  const wanted = Number(text.slice(0, -1));
  if (wanted > lastDay(date)) return false;
  // The nearest weekday of the same month: look further and further away.
  for (const distance of [0, -1, 1, -2, 2]) {
    const candidate = wanted + distance;
    if (candidate < 1 || candidate > lastDay(date)) continue;
    const weekDay = new Date(Date.UTC(date.getUTCFullYear(), date.getUTCMonth(), candidate)).getUTCDay();
    if (weekDay !== 0 && weekDay !== 6) return candidate === day;
  }
  return false;
}

function onWeekDay(text: string, date: Date): boolean {
  const weekDay = date.getUTCDay() + 1;
  const number = (written: string) => (DAYS.includes(written) ? DAYS.indexOf(written) + 1 : Number(written));
  if (text === 'L') return weekDay === 7;
  if (text.endsWith('L')) {
    return weekDay === number(text.slice(0, -1)) && date.getUTCDate() + 7 > lastDay(date);
  }
  if (text.includes('#')) {
    const [wanted, place] = text.split('#');
    return weekDay === number(wanted) && Math.ceil(date.getUTCDate() / 7) === Number(place);
  }
  return plain(text, weekDay, 1, 7, DAYS);
}

function lastDay(date: Date): number {
  return new Date(Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 0)).getUTCDate();
}

function plain(text: string, value: number, from: number, to: number, names: readonly string[] = []): boolean {
  const number = (written: string) => (names.includes(written) ? names.indexOf(written) + from : Number(written));
  return text.split(',').some((item) => {
    const [range, step] = item.split('/');
    const [first, last] = range === '*' ? [from, to] : range.split('-').map(number);
    const end = last ?? (step === undefined ? first : to);
    return value >= first && value <= end && (value - first) % Number(step ?? 1) === 0;
  });
}
