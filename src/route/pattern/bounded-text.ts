import { Stack, Token } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';
import type { Pattern } from './rendered-pattern';

/** Of every event: EventBridge writes them itself, or they are no texts. */
const HARMLESS = ['version', 'id', 'account', 'time', 'region', 'resources', 'detail'];

/** Operators that no text with a quotation mark fulfils, unless it stands in the pattern. */
const BOUNDING = ['numeric', 'cidr', 'exactly', 'equals-ignore-case'];

/**
 * Whether a field of an event that matches may be a text that breaks the JSON which it is put into as it is. What only the
 * deployment knows is taken to be harmless.
 *
 * @param field - `detail.orderId`
 */
export function mayBreakText(scope: IConstruct, pattern: Pattern, field: string): boolean {
  if (HARMLESS.includes(field)) return false;
  const resolved = Stack.of(scope).resolve(pattern) as unknown;
  const listed = field
    .split('.')
    .reduce<unknown>((inner, name) => (inner as Record<string, unknown>)?.[name], resolved);
  return !Array.isArray(listed) || !listed.every(isHarmless);
}

function isHarmless(value: unknown): boolean {
  if (typeof value === 'string') return isPlain(value);
  if (typeof value !== 'object' || value === null) return true;
  const [operator, expected] = Object.entries(value)[0] ?? [];
  if (operator === undefined) return false;
  if (operator === 'Ref' || operator.startsWith('Fn::') || (operator === 'exists' && expected === false)) return true;
  return BOUNDING.includes(operator) && (typeof expected !== 'string' || isPlain(expected));
}

/** Whether JSON writes it as it is. */
function isPlain(text: string): boolean {
  return Token.isUnresolved(text) || JSON.stringify(text) === `"${text}"`;
}
