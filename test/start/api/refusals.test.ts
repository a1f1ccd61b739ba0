import { Duration, Stack } from 'aws-cdk-lib';
import { Annotations, Match } from 'aws-cdk-lib/assertions';
import * as apigateway from 'aws-cdk-lib/aws-apigateway';
import * as logs from 'aws-cdk-lib/aws-logs';
import * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import {
  ApiAuthorization,
  IdempotencyKey,
  SagaOrchestrator,
  SagaStep,
  WorkflowApi,
  type WorkflowApiProps,
} from '../../../src';
import { testFunction } from '../../functions';
import { apiOf, expressWorkflow, newStack, slowWorkflow } from './api-app';

const stack = newStack();
const express = expressWorkflow(stack, new sfn.Pass(stack, 'Quickly')).stateMachine;
const standard = slowWorkflow(stack).stateMachine;
const handler = testFunction(stack, 'Handler');
const foreign = sfn.StateMachine.fromStateMachineArn(
  stack,
  'Foreign',
  'arn:aws:states:us-east-1:444455556666:stateMachine:Other',
);
const sync = { workflow: express, sync: true };

const refusals: [string, Partial<WorkflowApiProps>, string][] = [
  ['Express without sync', { workflow: express }, 'workflow must be STANDARD without sync, received EXPRESS'],
  ['Standard with sync', { sync: true }, 'workflow must be EXPRESS with sync, received STANDARD'],
  ['exact replies with sync', { ...sync, exactReplies: true }, 'exactReplies must not stand beside sync'],
  ['a handler with sync', { ...sync, handler }, 'handler must not stand beside sync'],
  ['a handler with exact replies', { handler, exactReplies: true }, 'handler must not stand beside exactReplies'],
  ['a workflow of another account', { workflow: foreign }, 'workflow must be in the account of the API, 111122223333'],
  [
    'another Express workflow to choose',
    { handler, otherWorkflows: { quick: express } },
    'otherWorkflows.quick must be STANDARD without sync',
  ],
  [
    'workflows that nobody chooses from',
    { otherWorkflows: { a: standard } },
    'otherWorkflows must stand beside a handler',
  ],
  [
    'exact replies of another Region',
    {
      exactReplies: true,
      workflow: sfn.StateMachine.fromStateMachineArn(
        stack,
        'Far',
        'arn:aws:states:eu-west-1:111122223333:stateMachine:Far',
      ),
    },
    'workflow must be in the Region of the API, us-east-1, with exactReplies, received one of eu-west-1',
  ],
  [
    'a web ACL of CloudFront',
    { webAclArn: 'arn:aws:wafv2:us-east-1:111122223333:global/webacl/Shield/1' },
    'webAclArn must be the ARN of a regional web ACL of AWS WAF',
  ],
  [
    'a second default',
    { handler, otherWorkflows: { default: standard } },
    "otherWorkflows must have names of letters, digits and . - _ other than default, received 'default'",
  ],
  [
    'a name that no JSON should hold',
    { handler, otherWorkflows: { 'a"b': standard } },
    `otherWorkflows must have names of letters, digits and . - _ other than default, received 'a"b'`,
  ],
  ['status codes for nothing', { errorStatusCodes: { A: 409 } }, 'errorStatusCodes must stand beside sync'],
  [
    'a status code that is a success',
    { ...sync, errorStatusCodes: { A: 200 } },
    'errorStatusCodes.A must be a status code from 400 to 599, received 200',
  ],
  [
    'an error name with an apostrophe',
    { ...sync, errorStatusCodes: { "A'": 409 } },
    "errorStatusCodes must have error names of letters, digits and . - _, received 'A''",
  ],
  [
    'a key with sync',
    { ...sync, idempotencyKey: IdempotencyKey.header() },
    'idempotencyKey must not stand beside sync',
  ],
  [
    'exact replies without a key',
    { exactReplies: true, idempotencyKey: IdempotencyKey.none() },
    'idempotencyKey must not be none with exactReplies',
  ],
  [
    'a key in a header that says something else',
    { idempotencyKey: IdempotencyKey.header('Authorization') },
    "idempotencyKey must be a header of its own, received 'Authorization'",
  ],
  [
    'a key in what is no header',
    { idempotencyKey: IdempotencyKey.header("a'b") },
    "idempotencyKey must be a header of its own, received 'a'b'",
  ],
  [
    'a key in what is no member',
    { idempotencyKey: IdempotencyKey.bodyField('order-id') },
    "idempotencyKey must be a member of the body that begins with a letter, of letters, digits and _, received 'order-id'",
  ],
  ['the status with sync', { ...sync, statusEndpoint: true }, 'statusEndpoint must not stand beside sync'],
  ['to stop with sync', { ...sync, stopEndpoint: true }, 'stopEndpoint must not stand beside sync'],
  [
    'the output of no status',
    { statusEndpoint: false, statusOutput: true },
    'statusOutput must stand beside statusEndpoint',
  ],
  [
    'the status of one of several workflows',
    { handler, otherWorkflows: { a: standard }, statusEndpoint: true },
    'statusEndpoint must not stand beside otherWorkflows',
  ],
  [
    'to stop one of several workflows',
    { handler, otherWorkflows: { a: standard }, stopEndpoint: true },
    'stopEndpoint must not stand beside otherWorkflows',
  ],
  ['a path with a variable part', { path: 'orders/{id}' }, 'path must have no variable part'],
  [
    'a path that ends with a slash',
    { path: 'orders/' },
    'path must be of letters, digits and . , : - _ between slashes',
  ],
  ['a path with a space', { path: 'my orders' }, "received 'my orders'"],
  ['the path of the health check', { path: 'ping' }, 'path must not be /ping'],
  [
    'a stage with a slash',
    { stageName: 'a/b' },
    "stageName must have 1 to 128 letters, digits, hyphens and underscores, received 'a/b'",
  ],
  [
    'no requests at all',
    { throttling: { rateLimit: 0, burstLimit: 1 } },
    'throttling.rateLimit must be above 0, received 0',
  ],
  [
    'half a request',
    { throttling: { rateLimit: 1, burstLimit: 1.5 } },
    'throttling.burstLimit must be a whole number, received 1.5',
  ],
  [
    'a retention beside a group',
    { logs: { accessLogGroup: new logs.LogGroup(stack, 'Group'), retention: logs.RetentionDays.ONE_DAY } },
    'logs.retention must not stand beside logs.accessLogGroup',
  ],
  [
    'two origins',
    { cors: { allowOrigin: 'https://a.example, https://b.example' } },
    'cors.allowOrigin must be one origin',
  ],
  ['an origin with a path', { cors: { allowOrigin: 'https://a.example/' } }, 'cors.allowOrigin must be one origin'],
  [
    'cookies of everyone',
    { cors: { allowOrigin: '*', allowCredentials: true } },
    'cors.allowOrigin must not be * with allowCredentials',
  ],
  [
    'a header with an apostrophe',
    { cors: { allowOrigin: '*', allowHeaders: ["X'"] } },
    "cors.allowHeaders must have names of headers, received 'X''",
  ],
  [
    'no key of many',
    { authorization: ApiAuthorization.apiKey({ apiKeys: [] }) },
    'authorization must have an API key in apiKeys',
  ],
  [
    'a quota of nothing',
    { authorization: ApiAuthorization.apiKey({ monthlyQuota: 0 }) },
    'authorization.monthlyQuota must be a whole number, at least 1, received 0',
  ],
  ['answers of nobody’s API', { gatewayResponses: true }, 'gatewayResponses must stand beside a restApi'],
];

test.each(refusals)('%s is refused', (_title, props, message) => {
  const scope = new Stack(undefined, 'Orders', { env: { account: '111122223333', region: 'us-east-1' } });
  expect(() => new WorkflowApi(scope, 'Api', { workflow: standard, ...props })).toThrow(message);
  expect(() => new WorkflowApi(scope, 'Again', { workflow: standard, ...props })).toThrow(/\[at Orders\/Again\]$/);
});

test.each([
  'stageName',
  'throttling',
  'accountLogging',
  'logs',
  'tracingEnabled',
  'webAclArn',
  'disableExecuteApiEndpoint',
])('%s beside an API of the user’s is refused', (name) => {
  const scope = newStack();
  const restApi = new apigateway.RestApi(scope, 'Own');
  expect(() => new WorkflowApi(scope, 'Api', { workflow: standard, restApi, [name]: {} as never })).toThrow(
    `${name} must not stand beside restApi: set it where that API is made [at Orders/Api]`,
  );
});

test('a path can have one route', () => {
  const { api, workflow } = apiOf();
  expect(() => api.addRoute('/orders', { workflow: workflow.stateMachine })).toThrow(
    "path must be another one than those of the other routes, received '/orders' again",
  );
});

test('keys are asked for in one way', () => {
  const { api, workflow } = apiOf({ authorization: ApiAuthorization.apiKey() });
  api.addRoute('refunds', { workflow: workflow.stateMachine });
  const another = { workflow: workflow.stateMachine, authorization: ApiAuthorization.apiKey() };
  expect(() => api.addRoute('others', another)).toThrow('authorization must ask for API keys in one way only');
});

test('only callers with signatures can be allowed', () => {
  const { api, stack: scope } = apiOf({ authorization: ApiAuthorization.none() });
  expect(() => api.grantInvoke(testFunction(scope, 'Caller'))).toThrow(
    'authorization must be iam for grantInvoke, which allows nothing else, received none',
  );
});

test('the type of an imported workflow is not known, and nothing is refused', () => {
  const scope = newStack();
  const arn = 'arn:aws:states:us-east-1:111122223333:stateMachine:Other';
  const workflow = sfn.StateMachine.fromStateMachineArn(scope, 'Other', arn);
  new WorkflowApi(scope, 'Api', { workflow });
  new WorkflowApi(scope, 'Sync', { workflow, sync: true });
});

test('to stop a saga is warned of', () => {
  const scope = newStack();
  const saga = new SagaOrchestrator(scope, 'Saga', {
    steps: [SagaStep.invoke('Do', { action: testFunction(scope, 'Do') })],
  });
  new WorkflowApi(scope, 'Api', { workflow: saga.stateMachine, stopEndpoint: true });
  Annotations.fromStack(scope).hasWarning('/Orders/Api', Match.stringLikeRegexp('cdk-workflows:stopEndpointOfSaga'));
});

test.each([
  [Duration.seconds(29), 0],
  [Duration.seconds(30), 1],
])('a synchronous workflow of %s may be too slow for API Gateway', (timeout, warnings) => {
  const scope = newStack();
  const workflow = expressWorkflow(scope, new sfn.Pass(scope, 'P'), timeout).stateMachine;
  new WorkflowApi(scope, 'Api', { workflow, sync: true });
  expect(Annotations.fromStack(scope).findWarning('*', Match.stringLikeRegexp('syncLongerThanGateway'))).toHaveLength(
    warnings,
  );
});

test('a synchronous workflow without a timeout is warned of, whoever made it', () => {
  const scope = newStack();
  const workflow = new sfn.StateMachine(scope, 'Machine', {
    definitionBody: sfn.DefinitionBody.fromChainable(new sfn.Pass(scope, 'P')),
    stateMachineType: sfn.StateMachineType.EXPRESS,
  });
  new WorkflowApi(scope, 'Api', { workflow, sync: true });
  Annotations.fromStack(scope).hasWarning(
    '/Orders/Api',
    Match.stringLikeRegexp('for which API Gateway waits, received none'),
  );
});
