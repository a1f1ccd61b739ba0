import { Token } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';
import { invalid } from '../errors';
import { EventPattern } from '../event-pattern/event-pattern';
import { EventPatternError } from '../event-pattern/pattern-error';

/** https://docs.aws.amazon.com/eventbridge/latest/pipes-reference/API_FilterCriteria.html */
const MOST_FILTERS = 5;
/** https://docs.aws.amazon.com/eventbridge/latest/pipes-reference/API_Filter.html */
const LONGEST_PATTERN = 4096;
/** What polling adds to a record: https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-pipes-event-filtering.html */
const ADDED_BY_POLLING = [
  'awsRegion',
  'eventSource',
  'eventSourceARN',
  'eventVersion',
  'invokeIdentityArn',
  'eventSourceKey',
];

/** A pattern for whole records: `{ "body": { "status": ["PAID"] } }`. */
export type RecordPattern = Readonly<Record<string, unknown>>;

/** The filters of a pipe as its `FilterCriteria` have them; undefined where everything passes. */
export function filterCriteria(
  scope: IConstruct,
  patterns: readonly RecordPattern[] | undefined,
): { readonly filters: { readonly pattern: string }[] } | undefined {
  if (!patterns) return undefined;
  if (patterns.length === 0 || patterns.length > MOST_FILTERS) {
    throw invalid(
      scope,
      `filters must be 1 to ${MOST_FILTERS}, received ${patterns.length}: leave them out for every record, and put ` +
        'more values into the lists of one filter',
    );
  }
  return { filters: patterns.map((pattern) => ({ pattern: checked(scope, pattern) })) };
}

function checked(scope: IConstruct, pattern: RecordPattern): string {
  const text = JSON.stringify(pattern);
  const added = ADDED_BY_POLLING.find((name) => name in pattern);
  if (added) {
    throw invalid(scope, `filters must not name '${added}', which is not there yet when records are filtered`);
  }
  if (Token.isUnresolved(pattern) || Token.isUnresolved(text)) return text;
  if (text.length > LONGEST_PATTERN) {
    throw invalid(
      scope,
      `filters must have at most ${LONGEST_PATTERN} characters each, received ${text.length}: split one into several`,
    );
  }
  try {
    EventPattern.parse(pattern);
  } catch (error) {
    if (!(error instanceof EventPatternError)) throw error;
    throw invalid(scope, `filters must be valid event patterns, received ${text}: ${error.reason}`);
  }
  return text;
}
