import { Annotations, type IResolvable, Lazy, Stack } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';
import { invalid } from '../../private/errors';
import { EventPattern } from '../../private/event-pattern/event-pattern';
import { FilterPolicy, FilterPolicyError } from '../../private/event-pattern/filter-policy';
import type { EventFilter } from '../event-filter';
import { holdsIntrinsic } from '../pattern/known-pattern';
import { type Pattern, renderFilter } from '../pattern/rendered-pattern';

/** What the documentation of SNS lists, of what EventBridge knows: https://docs.aws.amazon.com/sns/latest/dg/string-value-matching.html */
const OPERATORS = ['prefix', 'suffix', 'equals-ignore-case', 'anything-but', 'numeric', 'cidr', 'exists'];

/** https://docs.aws.amazon.com/sns/latest/dg/subscription-filter-policy-constraints.html */
const LARGEST_NUMBER = 1e9;

/**
 * The filter policy of a subscription, for the body of its messages, which is the event. Refuses what SNS does not take, and
 * what can match no event that the route lets through.
 *
 * @param prop - `queues[0].filterPolicy`
 */
export function fanOutFilter(scope: IConstruct, prop: string, filter: EventFilter, route: Pattern): IResolvable {
  const pattern = renderFilter(scope, filter);
  const policy = Lazy.uncachedAny({ produce: (context) => asSnsWrites(context.resolve(pattern)) });
  const resolved = Stack.of(scope).resolve(policy) as Pattern;
  if (Object.keys(resolved).length === 0) {
    throw invalid(scope, `${prop} must name a field: leave it out for a queue that gets all events of the route`);
  }
  for (const [field, list] of leavesOf(resolved, { withOr: true })) refuseUndocumented(scope, prop, field, list);
  if (!holdsIntrinsic(resolved)) check(scope, prop, resolved);
  compare(scope, prop, resolved, Stack.of(scope).resolve(route) as Pattern);
  return policy;
}

function check(scope: IConstruct, prop: string, policy: Pattern): void {
  try {
    FilterPolicy.parse(policy, 'MessageBody');
  } catch (error) {
    if (!(error instanceof FilterPolicyError)) throw error;
    throw invalid(scope, `${prop} must be one that SNS takes, received one of which it says: ${error.message}`);
  }
}

/**
 * SNS knows "anything but a text that begins with" for one text, and for no end of a text: "Unsupported anything-but
 * pattern: suffix", recorded in localstack tests/aws/services/sns, 2024-05.
 */
function asSnsWrites(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map(asSnsWrites);
  const { prefix } = value as { prefix?: unknown };
  if (Array.isArray(prefix) && prefix.length === 1) return { ...value, prefix: prefix[0] };
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, asSnsWrites(member)]));
}

function refuseUndocumented(scope: IConstruct, prop: string, field: string, list: readonly unknown[]): void {
  for (const item of list) {
    if (holdsIntrinsic(item)) continue;
    if (numbersIn(item).some((number) => Math.abs(number) > LARGEST_NUMBER)) {
      throw invalid(
        scope,
        `${prop} must compare with numbers from -${LARGEST_NUMBER} to ${LARGEST_NUMBER}, which is what SNS knows, received ` +
          `${JSON.stringify(item)} for ${field}: filter so in the route, or give the queue a route of its own`,
      );
    }
    if (typeof item !== 'object' || item === null) continue;
    const [operator, operand] = Object.entries(item)[0] ?? [];
    const isNested = typeof operand === 'object' && operand !== null && !Array.isArray(operand);
    const isKnown =
      OPERATORS.includes(String(operator)) &&
      (!isNested || (operator === 'anything-but' && typeof (operand as { prefix?: unknown }).prefix === 'string'));
    if (!isKnown) {
      throw invalid(
        scope,
        `${prop} must only compare as SNS does, received ${JSON.stringify(item)} for ${field}: filter so in the route, or ` +
          'give the queue a route of its own',
      );
    }
  }
}

/** That are compared with: alone, or behind `numeric` or `anything-but`. */
function numbersIn(item: unknown): number[] {
  const values = typeof item === 'object' && item !== null ? Object.values(item) : [item];
  return values.flat().filter((value): value is number => typeof value === 'number');
}

/** Of these an event has one text; a field of the detail may be a list, of which two items fulfil two conditions. */
const SINGLE = ['source', 'detail-type', 'account', 'region'];

function compare(scope: IConstruct, prop: string, policy: Pattern, route: Pattern): void {
  const ofRoute = new Map(leavesOf(route));
  for (const [field, wanted] of leavesOf(policy)) {
    const passed = ofRoute.get(field);
    if (!passed || holdsIntrinsic([...passed, ...wanted])) continue;
    const differs = onlyAbsent(passed) !== onlyAbsent(wanted) && !allowsAbsence(onlyAbsent(passed) ? wanted : passed);
    const never = differs || (SINGLE.includes(field) && areDisjoint(passed, wanted));
    if (never) {
      throw invalid(
        scope,
        `${prop} must match some event of the route, but for ${field} the route lets ${JSON.stringify(passed)} through, and the ` +
          `filter wants ${JSON.stringify(wanted)}: no event ever comes to this queue`,
      );
    }
    if (areDisjoint(passed, wanted)) {
      Annotations.of(scope).addWarningV2(
        'cdk-workflows:filterNeverMatches',
        `${prop} wants ${JSON.stringify(wanted)} for ${field}, of which the route lets ${JSON.stringify(passed)} through: unless ` +
          'that is a list, no event ever comes to this queue',
      );
    }
  }
}

/** Whether no text fulfils both, as far as one of them lists its texts. */
function areDisjoint(one: readonly unknown[], other: readonly unknown[]): boolean {
  return isListed(one) ? !anyMatches(one, other) : isListed(other) && !anyMatches(other, one);
}

function isListed(list: readonly unknown[]): boolean {
  return list.every((item) => typeof item !== 'object' || item === null);
}

function anyMatches(values: readonly unknown[], list: readonly unknown[]): boolean {
  const pattern = EventPattern.parse({ field: list });
  return values.some((field) => pattern.matches({ field }));
}

function onlyAbsent(list: readonly unknown[]): boolean {
  return list.every(isAbsent);
}

function allowsAbsence(list: readonly unknown[]): boolean {
  return list.some(isAbsent);
}

function isAbsent(item: unknown): boolean {
  return (item as { exists?: unknown } | null)?.exists === false;
}

/**
 * The lists of a pattern by the names on their way.
 *
 * @param options.withOr - whether also those under `$or`, of which one may do
 */
function leavesOf(
  pattern: Pattern,
  options: { readonly withOr?: boolean } = {},
  path: readonly string[] = [],
): [field: string, list: readonly unknown[]][] {
  return Object.entries(pattern).flatMap(([name, value]) => {
    if (name === '$or' && Array.isArray(value)) {
      return options.withOr ? value.flatMap((branch) => leavesOf(branch as Pattern, options, path)) : [];
    }
    const field = [...path, name];
    if (Array.isArray(value)) return [[field.join('.'), value] as [string, readonly unknown[]]];
    return typeof value === 'object' && value !== null && !holdsIntrinsic(value)
      ? leavesOf(value as Pattern, options, field)
      : [];
  });
}
