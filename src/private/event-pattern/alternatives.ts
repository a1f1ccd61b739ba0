import { ignoringCase } from './ignoring-case';
import { inBlock, sameAddress } from './ip-address';
import { numeric } from './numeric';
import { EventPatternError } from './pattern-error';
import { absent, anythingBut, exactly, ofText, present, type Scalar, type ValuePattern } from './value-pattern';
import { wildcard } from './wildcard';

/** What a pattern lists for a field: any of it may match. */
export function alternativesOf(list: readonly unknown[]): ValuePattern[] {
  const found = list.map((item) => {
    if (typeof item === 'object' && item !== null && !Array.isArray(item)) {
      return comparison(item as Readonly<Record<string, unknown>>);
    }
    if (!isScalar(item)) {
      throw new EventPatternError('Match value must be String, number, true, false, or null');
    }
    return (typeof item === 'string' && sameAddress(item)) || exactly(item);
  });
  if (found.length === 0) {
    throw new EventPatternError(EMPTY);
  }
  return found;
}

const EMPTY = 'Empty arrays are not allowed';
const ONE_KEY = 'Only one key allowed in match expression';
const TOO_MANY = 'Too many elements in numeric expression';

/** `{ "prefix": "us-" }` and so on. */
function comparison(expression: Readonly<Record<string, unknown>>): ValuePattern {
  const [operator, ...others] = Object.keys(expression);
  if (operator === undefined) {
    throw new EventPatternError('Match expression name not found');
  }
  const read = Object.hasOwn(COMPARISONS, operator) ? COMPARISONS[operator] : undefined;
  if (!read) {
    throw new EventPatternError(`Unrecognized match type ${operator}`);
  }
  const pattern = read(expression[operator]);
  if (others.length > 0) {
    throw new EventPatternError(operator === 'numeric' || operator === 'anything-but' ? TOO_MANY : ONE_KEY);
  }
  return pattern;
}

/** https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-create-pattern-operators.html */
const COMPARISONS: Readonly<Record<string, (value: unknown) => ValuePattern>> = {
  exactly: (value) => exactly(textOf(value, 'exact match pattern must be a string')),
  prefix: (value) => affix('prefix', value, (prefix) => ofText((text) => text.startsWith(prefix))),
  suffix: (value) => affix('suffix', value, (suffix) => ofText((text) => text.endsWith(suffix))),
  numeric: (value) => {
    if (!Array.isArray(value)) {
      throw new EventPatternError('Value of numeric must be an array.');
    }
    return numeric(value);
  },
  'anything-but': (value) => (isPlainObject(value) ? anythingButComparison(value) : anythingButValues(value)),
  exists: (value) => {
    if (typeof value !== 'boolean') {
      throw new EventPatternError('exists match pattern must be either true or false.');
    }
    return value ? present : absent;
  },
  // EventBridge says "prefix" here, too.
  cidr: (value) => inBlock(textOf(value, 'prefix match pattern must be a string')),
  'equals-ignore-case': (value) => ignoringCase(textOf(value, IGNORE_CASE_OF_TEXT), 'whole'),
  wildcard: (value) => wildcard(textOf(value, WILDCARD_OF_TEXT)),
};

const IGNORE_CASE_OF_TEXT = 'equals-ignore-case match pattern must be a string';
const WILDCARD_OF_TEXT = 'wildcard match pattern must be a string';

function affix(kind: 'prefix' | 'suffix', value: unknown, whole: (text: string) => ValuePattern): ValuePattern {
  if (!isPlainObject(value)) {
    return whole(textOf(value, `${kind} match pattern must be a string`));
  }
  const [operator, ...others] = Object.keys(value);
  if (operator === undefined) {
    throw new EventPatternError(`${kind === 'prefix' ? 'Prefix' : 'Suffix'} expression name not found`);
  }
  if (operator !== 'equals-ignore-case') {
    throw new EventPatternError(`Unsupported ${kind} pattern: ${operator}`);
  }
  const pattern = ignoringCase(textOf(value[operator], IGNORE_CASE_OF_TEXT), kind);
  if (others.length > 0) {
    throw new EventPatternError(ONE_KEY);
  }
  return pattern;
}

const WANTED = 'Value of anything-but must be an array or single string/number value.';

function anythingButValues(value: unknown): ValuePattern {
  if (typeof value === 'string' || typeof value === 'number') {
    return anythingBut([exactly(value)]);
  }
  if (!Array.isArray(value)) {
    throw new EventPatternError(WANTED);
  }
  const kinds = new Set(value.map((item) => typeof item));
  if ([...kinds].some((kind) => kind !== 'string' && kind !== 'number')) {
    throw new EventPatternError('Inside anything but list, start|null|boolean is not supported.');
  }
  if (kinds.size !== 1) {
    throw new EventPatternError(
      'Inside anything but list, either all values are number or string, mixed type is not supported',
    );
  }
  return anythingBut(value.map(exactly));
}

function anythingButComparison(expression: Readonly<Record<string, unknown>>): ValuePattern {
  const [operator, ...others] = Object.keys(expression);
  if (operator === undefined) {
    throw new EventPatternError('Anything-But expression name not found');
  }
  const read = Object.hasOwn(UNWANTED, operator) ? UNWANTED[operator] : undefined;
  if (!read) {
    throw new EventPatternError(`Unsupported anything-but pattern: ${operator}`);
  }
  const value = expression[operator];
  if (!Array.isArray(value) && typeof value !== 'string' && typeof value !== 'number') {
    throw new EventPatternError(WANTED);
  }
  const unwanted = [value].flat().map(read);
  if (unwanted.length === 0) {
    // Event Ruler takes it and fails at the next event.
    throw new EventPatternError(EMPTY);
  }
  if (others.length > 0) {
    throw new EventPatternError(TOO_MANY);
  }
  return anythingBut(unwanted);
}

const AFFIX_OF_TEXT = 'prefix/suffix match pattern must be a string';

const UNWANTED: Readonly<Record<string, (value: unknown) => ValuePattern>> = {
  'equals-ignore-case': (value) =>
    ignoringCase(
      textOf(value, 'Inside anything-but/equals-ignore-case list, number|start|null|boolean is not supported.'),
      'whole',
    ),
  prefix: (value) => {
    const prefix = notEmpty(textOf(value, AFFIX_OF_TEXT));
    return ofText((text) => text.startsWith(prefix));
  },
  suffix: (value) => {
    const suffix = notEmpty(textOf(value, AFFIX_OF_TEXT));
    return ofText((text) => text.endsWith(suffix));
  },
  wildcard: (value) => wildcard(textOf(value, WILDCARD_OF_TEXT)),
};

function notEmpty(text: string): string {
  if (text === '') {
    throw new EventPatternError('Null prefix/suffix not allowed');
  }
  return text;
}

function textOf(value: unknown, otherwise: string): string {
  if (typeof value !== 'string') {
    throw new EventPatternError(otherwise);
  }
  return value;
}

function isScalar(value: unknown): value is Scalar {
  return value === null || ['string', 'number', 'boolean'].includes(typeof value);
}

function isPlainObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
