import type { HttpRoute } from '../../../../src/testing/app/http-api/http-api';
import { chooseRoute } from '../../../../src/testing/app/http-api/route-choice';

/** The routes that the page of API Gateway explains its choice by, and some more. */
const KEYS = [
  '$default',
  'ANY /{proxy+}',
  'ANY /pets/dog/1',
  'GET /pets/dog/1',
  'GET /pets/dog/{id}',
  'GET /pets/{kind}/1',
  'GET /pets/{proxy+}',
  'POST /',
];

function chosen(method: string, path: string, keys: readonly string[] = KEYS) {
  const found = chooseRoute(
    keys.map((key) => ({ key }) as HttpRoute),
    method,
    path,
  );
  return found && [found.route.key, found.pathParameters];
}

test.each([
  ['GET', '/pets/dog/1', 'GET /pets/dog/1', {}],
  ['POST', '/pets/dog/1', 'ANY /pets/dog/1', {}],
  ['GET', '/pets/dog/2', 'GET /pets/dog/{id}', { id: '2' }],
  ['GET', '/pets/cat/1', 'GET /pets/{kind}/1', { kind: 'cat' }],
  ['GET', '/pets/cat/2', 'GET /pets/{proxy+}', { proxy: 'cat/2' }],
  ['GET', '/pets/cat/2/3', 'GET /pets/{proxy+}', { proxy: 'cat/2/3' }],
  ['POST', '/pets/cat/2', 'ANY /{proxy+}', { proxy: 'pets/cat/2' }],
  ['GET', '/pets/dog/a%20b%2Fc', 'GET /pets/dog/{id}', { id: 'a b/c' }],
  ['GET', '/pets/dog/100%', 'GET /pets/dog/{id}', { id: '100%' }],
  ['POST', '/', 'POST /', {}],
  ['GET', '/', '$default', {}],
])('%s %s is for %s', (method, path, key, parameters) => {
  expect(chosen(method, path)).toEqual([key, parameters]);
});

test('a request that fits no route is for none', () => {
  const keys = ['GET /orders', 'GET /orders/{id}'];
  expect(chosen('POST', '/orders', keys)).toBeUndefined();
  expect(chosen('GET', '/orders/', keys)).toBeUndefined();
  expect(chosen('GET', '/orders/1/2', keys)).toBeUndefined();
  expect(chosen('GET', '/', keys)).toBeUndefined();
});

test('the order of the routes does not matter', () => {
  expect(chosen('GET', '/pets/dog/1', [...KEYS].reverse())).toEqual(['GET /pets/dog/1', {}]);
});
