import { TimeZone, Token } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';
import { invalid } from '../../private/errors';
import { instantOf, isTimeZone } from '../../private/schedules/wall-clock';

const SHAPE = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}$/;

/** The time of a schedule that happens once, as `at()` takes it. */
export function oneOffTime(scope: IConstruct, dateTime: string, timeZone: TimeZone): string {
  checkTimeZone(scope, timeZone);
  if (Token.isUnresolved(dateTime)) return dateTime;
  if (!SHAPE.test(dateTime)) {
    throw invalid(
      scope,
      `schedule: dateTime must look like 2027-01-01T00:00:00, received '${dateTime}': the time zone stands beside it`,
    );
  }
  const wallTime = Date.parse(`${dateTime}Z`);
  // A date that does not exist is none, or another one: 2027-02-30 is read as the 2nd of March.
  if (Number.isNaN(wallTime) || new Date(wallTime).toISOString() !== `${dateTime}.000Z`) {
    throw invalid(scope, `schedule: dateTime must be a date and a time that exist, received '${dateTime}'`);
  }
  const { timezoneName } = timeZone;
  if (isTimeZone(timezoneName) && instantOf(wallTime, timezoneName) === undefined) {
    throw invalid(
      scope,
      `schedule: dateTime must be a time that the clocks in ${timezoneName} show, received '${dateTime}': they are put ` +
        'forward over it, and Scheduler would skip it',
    );
  }
  return dateTime;
}

/** A zone that is younger than this Node.js is known to the CDK, or to nobody. */
export function checkTimeZone(scope: IConstruct, timeZone: TimeZone): void {
  const { timezoneName } = timeZone;
  if (Token.isUnresolved(timezoneName) || isTimeZone(timezoneName)) return;
  if (Object.values(TimeZone).some((known) => known instanceof TimeZone && known.timezoneName === timezoneName)) return;
  throw invalid(
    scope,
    `schedule: timeZone must be one of the IANA database, received '${timezoneName}': such as Europe/Berlin or Etc/UTC`,
  );
}
