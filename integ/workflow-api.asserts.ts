import { deepEqual, equal } from 'node:assert/strict';
import { type Answer, assertion, byEmulator, type Deployment, onlyOnAws, requestApi } from './assert';

const NO_STEP_FUNCTIONS = 'its REST APIs call Lambda, SQS and HTTP only, not Step Functions';

function post(app: Deployment, path: string, body: unknown, signed = true): Promise<Answer> {
  const api = app.id('AWS::ApiGateway::RestApi');
  const headers = { 'idempotency-key': 'k-1' };
  return requestApi({ api, stage: 'prod', method: 'POST', path, body, signed, headers });
}

export default [
  assertion(
    'a request without a signature is refused',
    byEmulator('methods of a REST API that come from one OpenAPI document'),
    async (app) => equal((await post(app, '/orders', { orderId: 'o-1' }, false)).status, 403),
  ),
  assertion(
    'a request without an API key is refused',
    byEmulator('methods of a REST API that come from one OpenAPI document'),
    async (app) => equal((await post(app, '/keyed', { orderId: 'o-1' }, false)).status, 403),
  ),
  assertion('a request starts one execution, with its repeats', onlyOnAws(NO_STEP_FUNCTIONS), async (app) => {
    const answers = [await post(app, '/orders', { orderId: 'o-1' }), await post(app, '/orders', { orderId: 'o-1' })];

    deepEqual(
      answers.map(({ status }) => status),
      [202, 202],
    );
    equal((await app.executions(app.stateMachine('Orders'))).length, 1);
  }),
  assertion('a body that the schema does not allow is refused', onlyOnAws(NO_STEP_FUNCTIONS), async (app) =>
    equal((await post(app, '/orders', {})).status, 400),
  ),
  assertion('an Express workflow answers in the same request', onlyOnAws(NO_STEP_FUNCTIONS), async (app) => {
    const { status, body } = await post(app, '/quotes', { amount: 2 });

    deepEqual([status, body], [200, { price: 4 }]);
    equal((await post(app, '/quotes', { amount: 200 })).status, 409);
  }),
];
