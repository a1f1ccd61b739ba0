import { type Duration, Token } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';
import { invalid } from './errors';

/** Seconds of a duration that must be at least one second; a token passes unchecked. */
export function positiveSeconds(scope: IConstruct, prop: string, duration: Duration): number {
  if (duration.isUnresolved()) return duration.toSeconds();
  const seconds = duration.toSeconds({ integral: false });
  if (!Token.isUnresolved(seconds) && (seconds < 1 || !Number.isInteger(seconds))) {
    throw invalid(scope, `${prop} must be a whole number of seconds, at least 1, received ${seconds} s`);
  }
  return seconds;
}
