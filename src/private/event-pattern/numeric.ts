import { EventPatternError } from './pattern-error';
import type { ValuePattern } from './value-pattern';

/** `["=", 5]`, `[">", 0, "<=", 5]`: one bound, or a lower and then an upper one. */
export function numeric(terms: readonly unknown[]): ValuePattern {
  const [operator, bound, secondOperator, secondBound] = terms;
  if (typeof operator !== 'string') {
    throw new EventPatternError(`Invalid member in numeric match: ${terms.length === 0 ? ']' : tokenOf(operator)}`);
  }
  const compare = COMPARISONS[operator];
  if (!compare) {
    throw new EventPatternError(`Unrecognized numeric range operator: ${operator}`);
  }
  if (typeof bound !== 'number') {
    throw new EventPatternError(`Value of ${operator === '=' ? 'equals' : operator} must be numeric`);
  }
  if (terms.length === 2) {
    return ofNumber((value) => compare(value, bound));
  }
  if (!operator.startsWith('>')) {
    throw new EventPatternError('Too many elements in numeric expression');
  }
  if (typeof secondOperator !== 'string') {
    throw new EventPatternError(`Bad value in numeric range: ${tokenOf(secondOperator)}`);
  }
  if (!secondOperator.startsWith('<') || !COMPARISONS[secondOperator]) {
    throw new EventPatternError(`Bad numeric range operator: ${secondOperator}`);
  }
  if (typeof secondBound !== 'number') {
    throw new EventPatternError(`Value of ${secondOperator} must be numeric`);
  }
  if (terms.length > 4) {
    throw new EventPatternError('Too many terms in numeric range expression');
  }
  if (bound >= secondBound) {
    throw new EventPatternError('Bottom must be less than top');
  }
  const compareTop = COMPARISONS[secondOperator];
  return ofNumber((value) => compare(value, bound) && compareTop(value, secondBound));
}

const COMPARISONS: Readonly<Record<string, (value: number, bound: number) => boolean>> = {
  '=': (value, bound) => value === bound,
  '>': (value, bound) => value > bound,
  '>=': (value, bound) => value >= bound,
  '<': (value, bound) => value < bound,
  '<=': (value, bound) => value <= bound,
};

function ofNumber(matches: (value: number) => boolean): ValuePattern {
  return { matches: (value) => typeof value === 'number' && matches(value) };
}

/** As the reader of EventBridge names what it stopped at. */
function tokenOf(value: unknown): string {
  if (Array.isArray(value)) {
    return '[';
  }
  return typeof value === 'object' && value !== null ? '{' : String(value);
}
