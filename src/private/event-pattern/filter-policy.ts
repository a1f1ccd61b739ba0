import { EventPattern } from './event-pattern';
import { EventPatternError } from './pattern-error';

/** What of a message a filter policy looks at. */
export type FilterPolicyScope = 'MessageAttributes' | 'MessageBody';

/** A message attribute as the API has it. */
export interface FilteredAttribute {
  readonly DataType?: unknown;
  readonly StringValue?: unknown;
}

/** https://docs.aws.amazon.com/sns/latest/dg/subscription-filter-policy-constraints.html */
const MOST_KEYS = 5;
const MOST_COMBINATIONS = 150;

/** A filter policy that SNS refuses, in its words. */
export class FilterPolicyError extends Error {}

/**
 * The filter policy of an SNS subscription, and whether it lets a message through.
 *
 * SNS reads policies as EventBridge reads patterns: its errors are those of Event Ruler, recorded in localstack
 * tests/aws/services/sns/test_sns_filter_policy.snapshot.json. Beside that it has limits of its own, and compares message
 * attributes by their types. That fields of objects in a list must match in one and the same object, as they must for
 * EventBridge, is recorded nowhere.
 *
 * https://docs.aws.amazon.com/sns/latest/dg/sns-subscription-filter-policies.html
 */
export class FilterPolicy {
  /** @param policy - an object or its JSON: `{ "kind": ["order", { "prefix": "return-" }] }` */
  public static parse(policy: unknown, scope: FilterPolicyScope): FilterPolicy {
    const given = typeof policy === 'string' ? JSON.parse(policy) : policy;
    checkLimits(given, scope);
    try {
      return new FilterPolicy(EventPattern.parse(given), scope);
    } catch (error) {
      throw error instanceof EventPatternError ? refusal(`FilterPolicy: ${error.reason}`) : error;
    }
  }

  private constructor(
    private readonly pattern: EventPattern,
    private readonly scope: FilterPolicyScope,
  ) {}

  public matches(message: string, attributes: Readonly<Record<string, FilteredAttribute>> = {}): boolean {
    const data = this.scope === 'MessageBody' ? bodyOf(message) : dataOf(attributes);
    return data !== undefined && this.pattern.matches(data);
  }
}

/** A body that is no JSON object matches nothing. */
function bodyOf(message: string): Record<string, unknown> | undefined {
  try {
    const body: unknown = JSON.parse(message);
    return isObject(body) ? body : undefined;
  } catch {
    return undefined;
  }
}

/** Other types than these are as if they were not there. */
function dataOf(attributes: Readonly<Record<string, FilteredAttribute>>): Record<string, unknown> {
  const data: Record<string, unknown> = {};
  for (const [name, { DataType, StringValue }] of Object.entries(attributes)) {
    const text = String(StringValue);
    if (DataType === 'String') {
      data[name] = text;
    } else if (DataType === 'Number') {
      data[name] = Number(text);
    } else if (DataType === 'String.Array') {
      data[name] = listOf(text);
    }
  }
  return data;
}

function listOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function checkLimits(policy: unknown, scope: FilterPolicyScope): void {
  if (!isObject(policy)) {
    throw refusal('FilterPolicy: failed to parse JSON. It must be a JSON object');
  }
  if (Object.keys(policy).length > MOST_KEYS) {
    throw refusal(`FilterPolicy: Filter policy can not have more than ${MOST_KEYS} keys`);
  }
  if (scope === 'MessageAttributes' && Object.values(policy).some(isObject)) {
    throw refusal('Filter policy scope MessageAttributes does not support nested filter policy');
  }
  if (combinationsOf(policy) > MOST_COMBINATIONS) {
    throw refusal('FilterPolicy: Filter policy is too complex');
  }
}

/** The values of each list times the depth of its name, multiplied; those of the branches of `$or` added. */
function combinationsOf(policy: Readonly<Record<string, unknown>>, depth = 1, before = 1): number {
  return Object.entries(policy).reduce((combinations, [name, value]) => {
    if (name === '$or' && Array.isArray(value)) {
      const branches = value.filter(isObject).map((branch) => combinationsOf(branch, depth, combinations));
      return branches.reduce((sum, branch) => sum + branch, 0);
    }
    if (Array.isArray(value)) {
      return combinations * value.length * depth;
    }
    return isObject(value) ? combinationsOf(value, depth + 1, combinations) : combinations;
  }, before);
}

function refusal(problem: string): FilterPolicyError {
  return new FilterPolicyError(`Invalid parameter: ${problem}`);
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
