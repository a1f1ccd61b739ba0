import fc from 'fast-check';
import { EventPattern } from '../../../src/private/event-pattern/event-pattern';
import { EventPatternError } from '../../../src/private/event-pattern/pattern-error';
import { PATTERN_CASES, type PatternCase } from './cases';

function answerOf([pattern, event]: PatternCase): boolean | string {
  try {
    return EventPattern.parse(pattern).matches(event);
  } catch (error) {
    if (error instanceof EventPatternError) return error.reason;
    throw error;
  }
}

describe.each(PATTERN_CASES)('$source', ({ cases }) => {
  test.each(cases.map((each) => ({ each, pattern: JSON.stringify(each[0]), event: JSON.stringify(each[1]) })))(
    '$pattern of $event',
    ({ each }) => {
      expect(answerOf(each)).toBe(each[2]);
    },
  );
});

test('a pattern given as JSON is read, and one that is no JSON refused', () => {
  expect(EventPattern.parse('{"a":["b"]}').matches({ a: 'b' })).toBe(true);
  expect(() => EventPattern.parse('{')).toThrow('Event pattern is not valid. Reason: ');
  expect(() => EventPattern.parse('"a"')).toThrow('Event pattern is not valid. Reason: Filter is not an object');
});

test('a list that gives nothing to leave out is refused, though Event Ruler only fails at the next event', () => {
  for (const kind of ['prefix', 'suffix', 'wildcard', 'equals-ignore-case']) {
    expect(() => EventPattern.parse({ a: [{ 'anything-but': { [kind]: [] } }] })).toThrow(
      'Empty arrays are not allowed',
    );
  }
});

test('too many combinations of $or are refused', () => {
  const either = { $or: [{ a: ['1'] }, { b: ['1'] }] };
  const nested = (depth: number): object => (depth === 0 ? either : { ...either, x: nested(depth - 1) });
  expect(() => EventPattern.parse(nested(8))).not.toThrow();
  expect(() => EventPattern.parse(nested(9))).toThrow('$or gives more than 1000 combinations');
});

const scalars = fc.oneof(fc.string(), fc.integer(), fc.boolean(), fc.constant(null));
const events = fc.dictionary(
  fc.string(),
  fc.oneof(scalars, fc.array(scalars, { minLength: 1 }), fc.dictionary(fc.string(), scalars)),
);

test('an event matches the pattern of its own values', () => {
  const own = (value: unknown): unknown =>
    Array.isArray(value)
      ? [value[0]]
      : typeof value === 'object' && value !== null
        ? Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, own(inner)]))
        : [value];
  fc.assert(
    fc.property(events, (event) => {
      const entries = Object.entries(event).filter(([name, value]) => {
        const empty = typeof value === 'object' && value !== null && Object.keys(value).length === 0;
        return name !== '$or' && !empty && !JSON.stringify(value).includes('"$or":');
      });
      fc.pre(entries.length > 0);
      fc.pre(
        new Set(entries.map(([name]) => name.includes('.'))).size === 1 &&
          !entries.some(([name]) => name.includes('.')),
      );
      expect(EventPattern.parse(own(Object.fromEntries(entries))).matches(event)).toBe(true);
    }),
  );
});

test('long lists of objects take time in proportion to their length', () => {
  const items = Array.from({ length: 3000 }, (_, index) => ({ a: index, b: index % 7, tags: ['x', 'y', 'z'] }));
  const pattern = EventPattern.parse({ items: { a: [{ exists: true }], b: [3], tags: ['x', 'y', 'z'], c: [1] } });
  expect(pattern.matches({ items })).toBe(false);
});
