import { deepEqual, equal } from 'node:assert/strict';
import { type Answer, assertion, byEmulator, type Deployment, onlyOnAws, requestApi } from './assert';

const NO_STEP_FUNCTIONS = 'its HTTP APIs call Lambda and HTTP only, not Step Functions';

function request(app: Deployment, method: string, path: string, body?: unknown, signed = true): Promise<Answer> {
  return requestApi({ api: app.id('AWS::ApiGatewayV2::Api'), stage: '$default', method, path, body, signed });
}

export default [
  assertion(
    'a request without a signature is refused',
    byEmulator('routes of an HTTP API with authorization by IAM'),
    async (app) => equal((await request(app, 'PUT', '/orders/o-1', {}, false)).status, 403),
  ),
  assertion('a request starts an execution with the key in its path', onlyOnAws(NO_STEP_FUNCTIONS), async (app) => {
    equal((await request(app, 'PUT', '/orders/o-1', { amount: 1 })).status, 202);
    equal((await request(app, 'DELETE', '/orders/o-1')).status, 202);

    const [{ name, status }] = await app.executions(app.stateMachine('Orders'));
    deepEqual([name, status], ['o-1', 'ABORTED']);
  }),
];
