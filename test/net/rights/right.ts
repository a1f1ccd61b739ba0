import type { JsonObject } from '../../../src/asl/json';

/** One action on one resource, as a role's policies allow it. */
export interface GrantedRight {
  readonly action: string;
  readonly resource: string;
  readonly conditions: { readonly [operator: string]: { readonly [key: string]: string | string[] } };
}

/** One action on one resource that the definition or a setting of the state machine makes necessary. */
export interface NeededRight {
  readonly action: string;
  readonly resource: string;
  /** Why the resource has to be `*`. */
  readonly reason?: string;
  /** What the service tells about the call: a right without a condition on it is too wide. */
  readonly context?: { readonly [key: string]: string | readonly string[] };
}

/** Whether a right that was granted is enough for one that is needed. */
export function covers(granted: GrantedRight, needed: NeededRight): boolean {
  return (
    granted.action === needed.action &&
    matches(granted.resource, needed.resource) &&
    Object.entries(granted.conditions).every(([operator, keys]) =>
      Object.entries(keys).every(([key, values]) => holds(operator, [values].flat(), needed.context?.[key])),
    )
  );
}

/** Whether a right that was granted says no more than one that is needed. */
export function isExactly(granted: GrantedRight, needed: NeededRight): boolean {
  const limited = Object.values(granted.conditions).flatMap(Object.keys);
  return (
    granted.action === needed.action &&
    granted.resource === needed.resource &&
    Object.keys(needed.context ?? {}).every((key) => limited.includes(key))
  );
}

/** What the statements of a policy document allow; a form that nobody here reads is an error. */
export function rightsOf(document: JsonObject): GrantedRight[] {
  return [document.Statement].flat().flatMap((each) => {
    const { Effect, Action, Resource, Condition, ...others } = each as JsonObject;
    const unread = Object.keys(others).filter((field) => field !== 'Sid');
    if (Effect !== 'Allow' || unread.length > 0) {
      throw new Error(`a statement that is not read: ${JSON.stringify(each)}`);
    }
    return [Action].flat().flatMap((action) =>
      [Resource].flat().map((resource) => ({
        action: String(action),
        resource: String(resource),
        conditions: (Condition ?? {}) as GrantedRight['conditions'],
      })),
    );
  });
}

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html */
function holds(operator: string, values: readonly string[], actual: string | readonly string[] | undefined): boolean {
  if (operator.endsWith('IfExists')) {
    return actual === undefined || holds(operator.slice(0, -'IfExists'.length), values, actual);
  }
  if (actual === undefined) return false;
  if (operator.startsWith('ForAllValues:')) {
    return [actual].flat().every((each) => holds(operator.slice('ForAllValues:'.length), values, each));
  }
  if (typeof actual !== 'string') return false;
  if (operator === 'StringEquals') return values.includes(actual);
  if (['ArnLike', 'ArnEquals', 'StringLike'].includes(operator)) return values.some((value) => matches(value, actual));
  throw new Error(`a condition operator that is not read: ${operator}`);
}

function matches(pattern: string, text: string): boolean {
  const parts = pattern.split('*').map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
  return new RegExp(`^${parts.join('.*')}$`).test(text);
}
