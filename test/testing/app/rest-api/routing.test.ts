import type { ApiRoute } from '../../../../src/testing/app/rest-api/rest-api';
import { routeOf } from '../../../../src/testing/app/rest-api/routing';

const routes = [
  ['GET', '/'],
  ['POST', '/orders'],
  ['GET', '/orders/{name}'],
  ['GET', '/orders/latest'],
  ['ANY', '/orders/{name}/lines'],
  ['GET', '/orders/{name}/lines'],
  ['OPTIONS', '/{proxy+}'],
  ['GET', '/files/{path+}'],
].map(([method, path]) => ({ method, path }) as ApiRoute);

const find = (method: string, path: string) => {
  const found = routeOf(routes, method, path);
  return found && [found.route.method, found.route.path, found.pathParameters];
};

test.each([
  ['GET', '/', ['GET', '/', {}]],
  ['POST', '/orders', ['POST', '/orders', {}]],
  ['POST', '/orders/', ['POST', '/orders', {}]],
  ['GET', '/orders/o-1', ['GET', '/orders/{name}', { name: 'o-1' }]],
  ['GET', '/orders/a%20b%2Fc', ['GET', '/orders/{name}', { name: 'a b/c' }]],
  ['GET', '/orders/%zz', ['GET', '/orders/{name}', { name: '%zz' }]],
  ['GET', '/orders/latest', ['GET', '/orders/latest', {}]],
  ['GET', '/orders/o-1/lines', ['GET', '/orders/{name}/lines', { name: 'o-1' }]],
  ['DELETE', '/orders/o-1/lines', ['ANY', '/orders/{name}/lines', { name: 'o-1' }]],
  ['OPTIONS', '/orders', ['OPTIONS', '/{proxy+}', { proxy: 'orders' }]],
  ['GET', '/files/a/b', ['GET', '/files/{path+}', { path: 'a/b' }]],
  ['GET', '/orders', undefined],
  ['GET', '/orders/o-1/lines/1', undefined],
  ['GET', '/other', undefined],
  ['POST', '/', undefined],
])('%s %s is for %j', (method, path, expected) => {
  expect(find(method, path)).toEqual(expected);
});
