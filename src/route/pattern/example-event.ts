import { Stack, Token } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';
import { invalid } from '../../private/errors';
import type { KnownPattern } from './known-pattern';

export type Event = Readonly<Record<string, unknown>>;

/** https://docs.aws.amazon.com/eventbridge/latest/ref/overiew-event-structure.html */
const FIELDS = [
  'version',
  'id',
  'detail-type',
  'source',
  'account',
  'time',
  'region',
  'resources',
  'detail',
  'replay-name',
];

const TAKEN_FROM_PATTERN = ['source', 'detail-type', 'account', 'region'];

/** Refuses those that must match and do not, and those that must not and do. */
export function tryExamples(
  scope: IConstruct,
  route: string,
  pattern: KnownPattern,
  examples: readonly unknown[],
  counterExamples: readonly unknown[],
): void {
  for (const [index, example] of examples.entries()) {
    const name = `${route}.examples[${index}]`;
    const events = eventsLike(scope, name, example, pattern);
    if (events.length === 0 || events.some((event) => pattern.mayMatch(event))) continue;
    const unmatched = pattern.unmatchedFields(events[0]);
    const why = unmatched.length > 0 ? `does not in ${unmatched.join(', ')}` : 'matches none of its alternatives';
    throw invalid(scope, `${name} must match the route, but ${why}: ${JSON.stringify(events[0])}`);
  }
  for (const [index, example] of counterExamples.entries()) {
    const name = `${route}.counterExamples[${index}]`;
    const found = eventsLike(scope, name, example, pattern).find((event) => pattern.surelyMatches(event));
    if (found) {
      throw invalid(scope, `${name} must not match the route, but does: ${JSON.stringify(found)}`);
    }
  }
}

/** The whole events that examples of a route stand for, where they are known before the deployment. */
export function exampleEvents(
  scope: IConstruct,
  route: string,
  pattern: KnownPattern,
  examples: readonly unknown[],
): Event[] {
  return examples.flatMap((example, index) => {
    const all = eventsLike(scope, `${route}.examples[${index}]`, example, pattern);
    return all.filter((event) => pattern.mayMatch(event)).slice(0, 1);
  });
}

/**
 * Whole events that are like a partial one: what it leaves out of the fields of which the pattern says texts is the first
 * of these, so that only what matters has to be written. With alternatives in the pattern there are several; of an example
 * with a value that only the deployment knows, none.
 */
function eventsLike(scope: IConstruct, name: string, example: unknown, pattern: KnownPattern): Event[] {
  const known = Stack.of(scope).resolve(example) as Event;
  if (JSON.stringify(known) !== JSON.stringify(example)) return [];
  if (typeof known !== 'object' || known === null || Array.isArray(known)) {
    throw invalid(scope, `${name} must be an event or a part of one, received ${JSON.stringify(known)}`);
  }
  const stranger = Object.keys(known).find((field) => !FIELDS.includes(field));
  if (stranger) {
    const instead = stranger === 'detailType' ? "'detail-type'" : `{ detail: { '${stranger}': … } }`;
    throw invalid(scope, `${name} must have fields of an event only, received '${stranger}': write ${instead}`);
  }
  return textsOf(pattern).map((texts) => ({ ...typicalEvent(scope), ...texts, ...known }));
}

function textsOf(pattern: KnownPattern): Event[] {
  const fields = TAKEN_FROM_PATTERN.map((field) => ({ field, ...pattern.textsOf(field) }));
  const alternatives = Math.max(1, fields[0].inAlternatives.length);
  return Array.from({ length: alternatives }, (_, index) =>
    Object.fromEntries(
      fields
        .map(({ field, always, inAlternatives }) => [field, always ?? inAlternatives[index]])
        .filter(([, text]) => text !== undefined),
    ),
  );
}

function typicalEvent(scope: IConstruct): Event {
  const { account, region } = Stack.of(scope);
  return {
    version: '0',
    id: '17793124-05d4-b198-2fde-7ededc63b103',
    'detail-type': 'Example',
    source: 'example',
    account: Token.isUnresolved(account) ? '123456789012' : account,
    time: '2026-01-01T00:00:00Z',
    region: Token.isUnresolved(region) ? 'us-east-1' : region,
    resources: [],
    detail: {},
  };
}
