import { Duration, Lazy } from 'aws-cdk-lib';
import * as apigatewayv2 from 'aws-cdk-lib/aws-apigatewayv2';
import * as logs from 'aws-cdk-lib/aws-logs';
import * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import { HttpApiAuthorization, IdempotencyKey, WorkflowHttpApi, type WorkflowHttpApiProps } from '../../../src';
import { expressWorkflow, newStack } from '../api/api-app';
import { httpApiOf } from './http-api-app';

const ISSUER = 'https://issuer.example.com';
const jwt = HttpApiAuthorization.jwt;

test.each<[string, Partial<WorkflowHttpApiProps>]>([
  [
    "path must be of letters, digits and . - _ ~ between slashes, without one at the end, received 'orders/'",
    { path: 'orders/' },
  ],
  ["between slashes, without one at the end, received 'a b'", { path: 'a b' }],
  ["between slashes, without one at the end, received '{proxy+}'", { path: '{proxy+}' }],
  [
    "path must have a variable at its end only, where it is the key, received '{tenant}/orders': the body alone is the input",
    { path: '{tenant}/orders' },
  ],
  ['path must be known when the app is synthesized, received a token', { path: Lazy.string({ produce: () => 'x' }) }],
  [
    'idempotencyKey must not stand beside {orderId} in the path, which is the key: leave out one',
    { idempotencyKey: IdempotencyKey.header() },
  ],
  [
    "idempotencyKey must be a header of its own, received 'Authorization': take a name such as Idempotency-Key",
    { path: 'orders', idempotencyKey: IdempotencyKey.header('Authorization') },
  ],
  [
    "idempotencyKey must be a member of the body that begins with a letter, of letters, digits and _, received 'order-id'",
    { path: 'orders', idempotencyKey: IdempotencyKey.bodyField('order-id') },
  ],
  [
    'workflow must be EXPRESS with sync, received STANDARD: leave out sync, and let the workflow tell when it is done',
    { path: 'orders', sync: true },
  ],
  [
    'authorization must name its issuer by an https URL, received',
    { authorization: jwt('http://x.example.com', { audiences: ['a'] }) },
  ],
  [
    'authorization.audiences must have 1 to 50 entries, received 0: API Gateway takes tokens for one of them only',
    { authorization: jwt(ISSUER, { audiences: [] }) },
  ],
  [
    'authorization.scopes must have at most 10 entries, received 11',
    { authorization: jwt(ISSUER, { audiences: ['a'], scopes: Array.from({ length: 11 }, (_, index) => `s${index}`) }) },
  ],
  ['throttling.rateLimit must be above 0, received 0', { throttling: { rateLimit: 0, burstLimit: 1 } }],
  [
    "cors.allowOrigins must have origins such as https://shop.example.com, or *, received 'shop.example.com'",
    { cors: { allowOrigins: ['shop.example.com'] } },
  ],
  [
    'cors.allowOrigins must not have * with allowCredentials, which browsers refuse: name them',
    { cors: { allowOrigins: ['*'], allowCredentials: true, maxAge: Duration.hours(1) } },
  ],
])('%s', (message, props) => {
  expect(() => httpApiOf(props)).toThrow(message);
  expect(() => httpApiOf(props)).toThrow(/ \[at Orders\/Api\]$/);
});

test.each<[string, Partial<WorkflowHttpApiProps>]>([
  [
    'workflow must be STANDARD without sync, received EXPRESS: it would run once for each repeated request; set sync',
    { path: 'quotes' },
  ],
  [
    'a variable at the end of the path must not stand beside sync: Express workflows run again under the same name; make the ' +
      'workflow idempotent by a value of its input',
    { path: 'quotes/{id}', sync: true },
  ],
  [
    'idempotencyKey must not stand beside sync: Express workflows run again under the same name',
    { path: 'quotes', sync: true, idempotencyKey: IdempotencyKey.header() },
  ],
  [
    'stopEndpoint must not stand beside sync: Express workflows keep no executions; leave it out',
    { path: 'quotes', sync: true, stopEndpoint: true },
  ],
])('%s', (message, props) => {
  const stack = newStack();
  const workflow = expressWorkflow(stack, new sfn.Pass(stack, 'Done')).stateMachine;
  expect(() => new WorkflowHttpApi(stack, 'Api', { workflow, ...props })).toThrow(message);
});

test('a workflow of another account', () => {
  const stack = newStack();
  const arn = 'arn:aws:states:us-east-1:999988887777:stateMachine:Old';
  const workflow = sfn.StateMachine.fromStateMachineArn(stack, 'Imported', arn);
  expect(() => new WorkflowHttpApi(stack, 'Api', { workflow })).toThrow(
    'workflow must be in the account of the API, 111122223333, received one of 999988887777: API Gateway cannot call it',
  );
});

test.each(['cors', 'throttling', 'logs'] as const)('%s must not stand beside an API of the user', (name) => {
  const stack = newStack();
  const httpApi = new apigatewayv2.HttpApi(stack, 'Mine');
  const settings = {
    cors: { allowOrigins: ['*'] },
    throttling: { rateLimit: 1, burstLimit: 1 },
    logs: { retention: logs.RetentionDays.ONE_DAY },
  };
  const { workflow } = httpApiOf();
  expect(
    () => new WorkflowHttpApi(stack, 'Api', { workflow: workflow.stateMachine, httpApi, [name]: settings[name] }),
  ).toThrow(`${name} must not stand beside httpApi: set it where that API is made`);
});

test.each([
  ['/orders/{orderId}', {}, 'PUT /orders/{orderId}'],
  ['orders/{id}', {}, 'PUT /orders/{id}'],
  ['orders', { stopEndpoint: true }, 'DELETE /orders/{executionName}'],
])('a route that is there already: %s', (path, options, key) => {
  const { api, workflow } = httpApiOf({ stopEndpoint: true });
  expect(() => api.addRoute(path, { workflow: workflow.stateMachine, ...options })).toThrow(
    `path must not be that of another route, received '${path}', and ${key} is there already`,
  );
});

test('rights to a route that asks for none', () => {
  const { api, workflow } = httpApiOf({ authorization: HttpApiAuthorization.none() });
  expect(() => api.grantInvoke(workflow.role)).toThrow(
    'authorization must be iam for grantInvoke, which allows nothing else, received none',
  );
});
