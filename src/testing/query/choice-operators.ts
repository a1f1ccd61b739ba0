import type { Json } from '../../asl/json';

/** Operators of JSONPath choice rules. Values of another type than the operator's never match. */
export const comparisons: Record<string, (value: Json, operand: Json) => boolean> = {
  ...ordered('String', (value) => (typeof value === 'string' ? value : undefined)),
  ...ordered('Numeric', (value) => (typeof value === 'number' ? value : undefined)),
  ...ordered('Timestamp', momentOf),
  BooleanEquals: (value, operand) => typeof value === 'boolean' && value === operand,
  StringMatches: (value, pattern) =>
    typeof value === 'string' && typeof pattern === 'string' && wildcards(pattern).test(value),
};

export const typeTests: Record<string, (value: Json) => boolean> = {
  IsNull: (value) => value === null,
  IsBoolean: (value) => typeof value === 'boolean',
  IsNumeric: (value) => typeof value === 'number',
  IsString: (value) => typeof value === 'string',
  IsTimestamp: (value) => momentOf(value) !== undefined,
};

function ordered(type: string, read: (value: Json) => string | number | undefined) {
  const compare =
    (test: (left: string | number, right: string | number) => boolean) => (value: Json, operand: Json) => {
      const [left, right] = [read(value), read(operand)];
      return left !== undefined && right !== undefined && test(left, right);
    };
  return {
    [`${type}Equals`]: compare((left, right) => left === right),
    [`${type}LessThan`]: compare((left, right) => left < right),
    [`${type}LessThanEquals`]: compare((left, right) => left <= right),
    [`${type}GreaterThan`]: compare((left, right) => left > right),
    [`${type}GreaterThanEquals`]: compare((left, right) => left >= right),
  };
}

/** RFC 3339, with capital T and Z. */
function momentOf(value: Json): number | undefined {
  if (typeof value !== 'string' || !/^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d)$/.test(value)) {
    return undefined;
  }
  const moment = Date.parse(value);
  return Number.isNaN(moment) ? undefined : moment;
}

/** `*` stands for any characters, `\\*` for an asterisk. */
function wildcards(pattern: string): RegExp {
  const source = pattern.replace(/\\(.)|\*|[^\\*]+/gs, (part, escaped?: string) => {
    if (part === '*') {
      return '.*';
    }
    return (escaped ?? part).replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
  });
  return new RegExp(`^${source}$`, 's');
}
