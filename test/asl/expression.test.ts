import { expressionsIn, isExpression, unwrapExpression } from '../../src/asl/expression';

test.each([
  ['{% 1 %}', true],
  ['{%%}', true],
  ['{%}', false],
  [' {% 1 %}', false],
  ['{% 1 %} ', false],
  ['a {% 1 %}', false],
  [1, false],
])('%j is an expression: %s', (value, expected) => {
  expect(isExpression(value)).toBe(expected);
});

test('unwrapping drops the delimiters and the space inside them', () => {
  expect(unwrapExpression('{%  $a + 1 %}')).toBe('$a + 1');
});

test('expressions are found wherever they stand in a template', () => {
  expect([...expressionsIn({ a: '{% 1 %}', b: { c: ['x', '{% 2 %}'] }, d: 3 })]).toEqual([
    { path: 'a', expression: '1' },
    { path: 'b.c[1]', expression: '2' },
  ]);
});
