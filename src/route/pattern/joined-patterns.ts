import { Annotations } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';
import { invalid } from '../../private/errors';
import { EventPatternError } from '../../private/event-pattern/pattern-error';
import { KnownPattern } from './known-pattern';
import type { Pattern } from './rendered-pattern';

/** https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_PutRule.html */
const MOST_CHARACTERS = 4096;

/** The quota of an account, which can be raised: https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-quota.html */
const QUOTA_CHARACTERS = 2048;

/** Not to be matched by an event that a replay sends again. */
export const NO_REPLAYS: Pattern = { 'replay-name': [{ exists: false }] };

/** There is no event without a source, and no pattern without a field. */
export const ANY_EVENT: Pattern = { source: [{ prefix: '' }] };

/**
 * One pattern that matches what any of them does, so that an event that several match is delivered once. EventBridge takes
 * `$or` at the top, too: https://github.com/serverless/serverless/issues/11951
 */
export function anyOfPatterns(patterns: readonly Pattern[], common: Pattern): Pattern {
  return patterns.length > 1 ? { $or: patterns, ...common } : { ...patterns[0], ...common };
}

/** Refuses what EventBridge would refuse. */
export function checkPattern(scope: IConstruct, prop: string, pattern: Pattern): KnownPattern {
  const known = new KnownPattern(scope, pattern);
  try {
    known.check();
  } catch (error) {
    if (!(error instanceof EventPatternError)) throw error;
    throw invalid(scope, `${prop} must be a pattern that EventBridge accepts: ${error.reason}`);
  }
  if (known.characters > MOST_CHARACTERS) {
    throw invalid(
      scope,
      `${prop} must have at most ${MOST_CHARACTERS} characters as a pattern, received ${known.characters}: shorten the ` +
        'lists in it, or write several constructs',
    );
  }
  if (known.characters > QUOTA_CHARACTERS) {
    Annotations.of(scope).addWarningV2(
      'cdk-workflows:eventPatternSize',
      `${prop} has ${known.characters} characters as a pattern, more than the ${QUOTA_CHARACTERS} of the quota ` +
        "'Event pattern size': have it raised, or the deployment fails",
    );
  }
  return known;
}
