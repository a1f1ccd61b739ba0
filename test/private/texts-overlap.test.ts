import fc from 'fast-check';
import { patternsOverlap } from '../../src/private/texts-overlap';

test.each([
  ['a', 'a', true],
  ['a', 'b', false],
  ['', '', true],
  ['*', '', true],
  ['?', '', false],
  ['a*', '*b', true],
  ['a*c', 'ab?', true],
  ['in/*', 'in/done/*', true],
  ['in/*', 'out/*', false],
  ['*.csv', 'in/*.txt', false],
  ['**', 'x', true],
  ['a?', 'a', false],
])('%s and %s: %p', (one, other, expected) => {
  expect(patternsOverlap(one, other)).toBe(expected);
  expect(patternsOverlap(other, one)).toBe(expected);
});

const part = fc.constantFrom('a', 'b', '*', '?');
const pattern = fc.array(part, { maxLength: 6 }).map((parts) => parts.join(''));
const matches = (text: string, written: string) =>
  new RegExp(`^${written.replace(/\*/g, '.*').replace(/\?/g, '.')}$`).test(text);

test('two patterns overlap when some text of letters matches both', () => {
  const texts = [''];
  for (let index = 0; texts.length < 5000; index++) texts.push(`${texts[index]}a`, `${texts[index]}b`);
  fc.assert(
    fc.property(pattern, pattern, (one, other) => {
      const found = texts.some((text) => matches(text, one) && matches(text, other));
      expect(patternsOverlap(one, other)).toBe(found);
    }),
  );
});
