/**
 * A time on the clocks of a time zone is written here as the milliseconds since 1970 that it would be in UTC: a number that
 * one can count with, and no instant.
 */

const HOUR = 3_600_000;

/** Formatters are dear to make. */
const formats = new Map<string, Intl.DateTimeFormat>();

/** Whether this Node.js knows a time zone by this name. */
export function isTimeZone(name: string): boolean {
  try {
    formatOf(name);
    return true;
  } catch {
    return false;
  }
}

/** What the clocks of a time zone show at an instant. */
export function wallTimeAt(instant: number, timeZone: string): number {
  const parts: Record<string, number> = {};
  for (const { type, value } of formatOf(timeZone).formatToParts(instant)) parts[type] = Number(value);
  const { year, month, day, hour, minute, second } = parts;
  return Date.UTC(year, month - 1, day, hour, minute, second);
}

/**
 * The first instant at which the clocks of a time zone show a time; undefined for one that they leave out in spring.
 */
export function instantOf(wallTime: number, timeZone: string): number | undefined {
  const offsets = [-24, 24].map((hours) => {
    const instant = wallTime + hours * HOUR;
    return wallTimeAt(instant, timeZone) - instant;
  });
  return offsets
    .map((offset) => wallTime - offset)
    .sort((one, other) => one - other)
    .find((instant) => wallTimeAt(instant, timeZone) === wallTime);
}

function formatOf(timeZone: string): Intl.DateTimeFormat {
  const known = formats.get(timeZone);
  if (known) return known;
  const format = new Intl.DateTimeFormat('en-US', {
    timeZone,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  });
  formats.set(timeZone, format);
  return format;
}
