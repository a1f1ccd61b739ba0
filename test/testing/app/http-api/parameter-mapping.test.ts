import fc from 'fast-check';
import type { HttpAnswer, HttpRequest } from '../../../../src/testing/app/http-api/http-request';
import { mapped } from '../../../../src/testing/app/http-api/parameter-mapping';

const request: HttpRequest = {
  method: 'POST',
  path: '/orders/o-1',
  headers: { 'idempotency-key': 'k-1', 'x-list': 'a,b' },
  query: { Id: 'q' },
  body: JSON.stringify({ orderId: 'o-1', count: 2, open: true, none: null, items: [{ sku: 's-1' }], 'a-b': 'c' }),
  routeKey: 'POST /orders/{id}',
  pathParameters: { id: 'o 1' },
  stage: { name: '$default', variables: { color: 'blue' } },
  context: { requestId: 'r-1', 'authorizer.claims.sub': 'user-1' },
};

const answer: HttpAnswer = { status: 200, headers: { 'x-one': '1' }, body: '{"executionArn":"arn:x"}' };

test.each([
  ['a text', 'a text'],
  ['$request.body', request.body],
  ['$request.body.orderId', 'o-1'],
  ['$request.body.count', '2'],
  ['$request.body.open', 'true'],
  ['$request.body.items', '[{"sku":"s-1"}]'],
  ['$request.body.items[0].sku', 's-1'],
  ["$request.body['a-b']", 'c'],
  ['$request.body.none', undefined],
  ['$request.body.nothing', undefined],
  ['$request.body.orderId.length', undefined],
  ['$request.body.toString', undefined],
  ['$request.header.Idempotency-Key', 'k-1'],
  ['$request.header.x-list', 'a,b'],
  ['$request.header.constructor', undefined],
  ['$request.querystring.Id', 'q'],
  ['$request.querystring.id', undefined],
  ['$request.path', '/orders/o-1'],
  ['$request.path.id', 'o 1'],
  ['$context.requestId', 'r-1'],
  ['$context.authorizer.claims.sub', 'user-1'],
  ['$context.authorizer.claims.email', undefined],
  ['$stageVariables.color', 'blue'],
  ['$stageVariables.other', undefined],
  ['${request.path.id}/${stageVariables.color}/${request.body.nothing}', 'o 1/blue/'],
  ['${other} costs $5', '${other} costs $5'],
])('a parameter mapped to %s is %j', (expression, expected) => {
  expect(mapped(expression, request)).toBe(expected);
});

test.each([
  ['$response.body', answer.body],
  ['$response.body.executionArn', 'arn:x'],
  ['$response.header.X-One', '1'],
  ['$context.requestId', 'r-1'],
])('a parameter of a response mapped to %s is %j', (expression, expected) => {
  expect(mapped(expression, request, answer)).toBe(expected);
});

test('an empty body is no value', () => {
  expect(mapped('$request.body', { ...request, body: '' })).toBeUndefined();
  expect(mapped('$request.body.orderId', { ...request, body: 'no json' })).toBeUndefined();
});

test('a body above 100 KB has no parts, and is whole itself', () => {
  const body = JSON.stringify({ orderId: 'o-1', text: 'x'.repeat(102_400) });
  expect(mapped('$request.body.orderId', { ...request, body })).toBeUndefined();
  expect(mapped('$request.body', { ...request, body })).toBe(body);
});

test.each([
  ['$request.body..sku', 'a wildcard, a filter or a descent'],
  ['$request.body.items[*].sku', 'a wildcard, a filter or a descent'],
  ['$request.cookie.id', 'nothing that the parameters of a request can be mapped to'],
  ['$response.body.x', 'nothing that the parameters of a request can be mapped to'],
  ['$context.identity.apiKey', 'is not rehearsed; requestId, authorizer.claims.sub are'],
])('%s is an error: %s', (expression, message) => {
  expect(() => mapped(expression, request)).toThrow(message);
});

test.each(['$request.body', '$response.status'])('%s is no part of a response', (expression) => {
  expect(() => mapped(expression, request, answer)).toThrow(
    'nothing that the parameters of a response can be mapped to',
  );
});

test('whatever the body, it is handed on as it is, and its members are found', () => {
  fc.assert(
    fc.property(fc.json(), fc.string({ unit: 'binary' }), (body, text) => {
      expect(mapped('$request.body', { ...request, body })).toBe(body);
      const holding = JSON.stringify({ key: text });
      expect(mapped('$request.body.key', { ...request, body: holding })).toBe(JSON.parse(holding).key);
    }),
  );
});
