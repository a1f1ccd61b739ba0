import { problemsOf } from '../../../../src/testing/app/rest-api/body-validation';

const models = new Map([
  ['Line', { type: 'object', required: ['sku'], properties: { sku: { type: 'string', pattern: '^[a-z]+$' } } }],
]);
const order = {
  type: 'object',
  required: ['id', 'lines'],
  properties: {
    id: { type: 'string', maxLength: 5 },
    state: { enum: ['new', 'old'] },
    lines: { type: 'array', items: { $ref: 'https://apigateway.amazonaws.com/restapis/abc/models/Line' } },
    more: { type: 'array', items: { $ref: '#/components/schemas/Line' } },
    count: { type: 'number', minimum: 0, exclusiveMinimum: true },
  },
};
const problems = (body: object) => problemsOf(body as never, order, models);

test('a body that matches has no problems', () => {
  expect(problems({ id: 'o-1', lines: [{ sku: 'a' }], more: [], count: 1 })).toBeUndefined();
});

test.each([
  [{}, 'object has missing required properties (["id","lines"])'],
  [{ id: 1, lines: [] }, 'instance type (integer) does not match any allowed primitive type (allowed: ["string"])'],
  [{ id: 'a', lines: null }, 'instance type (null) does not match any allowed primitive type (allowed: ["array"])'],
  [{ id: 'a', lines: [], state: 'x' }, 'instance value ("x") not found in enum (possible values: ["new","old"])'],
  [{ id: 'a', lines: [{}] }, 'object has missing required properties (["sku"])'],
  [{ id: 'a', lines: [{ sku: 'A' }] }, 'ECMA 262 regex "^[a-z]+$" does not match input string "A"'],
  [{ id: 'a', lines: [], more: [{}] }, 'object has missing required properties (["sku"])'],
  [{ id: 'abcdef', lines: [] }, 'String is too long (6 > 5).'],
])('%j does not: %s', (body, problem) => {
  expect(problems(body)).toContain(problem);
});

test('a bound that is excluded is that of draft 4', () => {
  expect(problems({ id: 'a', lines: [], count: 0 })).toBeDefined();
});
