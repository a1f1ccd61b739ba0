import { Duration, Stack } from 'aws-cdk-lib';
import { Annotations, Match, Template } from 'aws-cdk-lib/assertions';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { ApiAuthorization, IdempotencyKey, WorkflowApi, type WorkflowApiProps } from '../../../src';
import { type StartHandlerOptions, startHandler } from '../../../src/handler';
import { testFunction } from '../../functions';
import { newStack, rehearsed, slowWorkflow } from './api-app';
import { clientOf, withKey } from './client';

interface Order {
  readonly amount: number;
}

function handledApi(props: Partial<WorkflowApiProps> = {}) {
  const stack = newStack();
  const fn = testFunction(stack, 'StartOrder');
  const workflow = slowWorkflow(stack);
  const large = slowWorkflow(stack, 'Large');
  const api = new WorkflowApi(stack, 'Api', {
    workflow: workflow.stateMachine,
    path: 'orders',
    handler: fn,
    otherWorkflows: { large: large.stateMachine },
    ...props,
  });
  return { stack, fn, workflow, large, api };
}

/** The API with our handler behind it, as it runs in Lambda. */
function withStartHandler(options: StartHandlerOptions<Order>, props: Partial<WorkflowApiProps> = {}) {
  const parts = handledApi(props);
  const rehearsal = rehearsed(parts.stack);
  const seen: unknown[] = [];
  const handler = startHandler<Order>({ ...options, client: rehearsal.stepFunctions(parts.fn) });
  rehearsal.mock(parts.fn, (payload) => {
    seen.push(payload);
    return handler(payload as never) as never;
  });
  return { ...parts, rehearsal, send: clientOf(rehearsal), seen };
}

test('the handler starts the workflow of the route', async () => {
  const { rehearsal, send, seen, workflow, large } = withStartHandler({});

  expect(await send('POST', '/orders', withKey('o-1', '{"amount": 1.0, "text": "it\'s \\"ü\\""}'))).toMatchObject({
    status: 202,
    body: { executionName: 'o-1', status: 'STARTED' },
  });
  expect(rehearsal.executions()).toMatchObject([{ name: 'o-1', input: { amount: 1, text: `it's "ü"` } }]);
  expect(seen).toEqual([
    {
      workflows: {
        default: expect.stringMatching(/^arn:.*:stateMachine:Slow/),
        large: expect.stringContaining(':stateMachine:Large'),
      },
      body: '{"amount": 1.0, "text": "it\'s \\"ü\\""}',
      idempotencyKey: 'o-1',
      caller: expect.stringMatching(/^arn:aws:iam::/),
      requestId: expect.any(String),
    },
  ]);
  expect(rehearsal.executions(workflow.stateMachine)).toHaveLength(1);
  expect(rehearsal.executions(large.stateMachine)).toHaveLength(0);
});

test('the handler chooses between workflows', async () => {
  const { rehearsal, send, workflow, large } = withStartHandler({
    choose: ({ amount }) => (amount > 1000 ? 'large' : 'default'),
  });

  await send('POST', '/orders', withKey('o-1', { amount: 1 }));
  await send('POST', '/orders', withKey('o-2', { amount: 2000 }));

  expect(rehearsal.executions(workflow.stateMachine).map(({ name }) => name)).toEqual(['o-1']);
  expect(rehearsal.executions(large.stateMachine).map(({ name }) => name)).toEqual(['o-2']);
});

test('the handler refuses what it does not like, in its own words', async () => {
  const { rehearsal, send } = withStartHandler({
    validate: async ({ amount }) => {
      if (amount === 0) return `it's "zero" \\ \u0001 $context.accountId #set($x = 1)`;
      return amount > 5 ? { status: 422, message: 'too much' } : undefined;
    },
  });

  expect(await send('POST', '/orders', withKey('o-1', { amount: 0 }))).toMatchObject({
    status: 400,
    body: { message: `it's "zero" \\ \u0001 $context.accountId #set($x = 1)` },
  });
  expect(await send('POST', '/orders', withKey('o-1', { amount: 6 }))).toMatchObject({
    status: 422,
    body: { message: 'too much' },
  });
  expect(rehearsal.executions()).toEqual([]);
  expect(await send('POST', '/orders', withKey('o-1', { amount: 1 }))).toMatchObject({ status: 202 });
});

test('a request that is repeated starts nothing', async () => {
  const { rehearsal, send } = withStartHandler({});
  await send('POST', '/orders', withKey('o-1', { amount: 1 }));

  expect(await send('POST', '/orders', withKey('o-1', { amount: 1 }))).toMatchObject({ status: 202 });
  expect(await send('POST', '/orders', withKey('o-1', { amount: 2 }))).toMatchObject({
    status: 409,
    body: { executionName: 'o-1', status: 'EXISTS' },
  });
  await rehearsal.advance(Duration.minutes(5));
  expect(await send('POST', '/orders', withKey('o-1', { amount: 1 }))).toMatchObject({ status: 409 });
  expect(rehearsal.executions()).toHaveLength(1);
});

test.each(['a b', 'x'.repeat(81), '"', '..'])('the key %j is refused', async (key) => {
  const { rehearsal, send } = withStartHandler({});
  expect(await send('POST', '/orders', withKey(key, { amount: 1 }))).toMatchObject({ status: 400 });
  expect(rehearsal.executions()).toEqual([]);
});

test('without a key the handler starts an execution for each request', async () => {
  const { rehearsal, send, seen } = withStartHandler(
    {},
    { idempotencyKey: IdempotencyKey.none(), authorization: ApiAuthorization.none() },
  );
  await send('POST', '/orders', { body: { amount: 1 } });
  await send('POST', '/orders', { body: { amount: 1 } });

  expect(rehearsal.executions()).toHaveLength(2);
  expect(seen[0]).toMatchObject({ idempotencyKey: null, caller: null });
});

test('a body that is too long for an execution is refused', async () => {
  const { send } = withStartHandler({});
  const answer = await send('POST', '/orders', withKey('o-1', { amount: 1, text: 'x'.repeat(262_144) }));
  expect(answer).toMatchObject({ status: 413, body: { message: 'The body is too long.' } });
});

test('a workflow that is not there to choose is an error of the function', async () => {
  const { send } = withStartHandler({ choose: () => 'toString' });
  expect(await send('POST', '/orders', withKey('o-1', { amount: 1 }))).toMatchObject({
    status: 500,
    body: { message: 'The request could not be handled.' },
  });
});

test('an error of the function is 500, whatever it says', async () => {
  const { stack, fn } = handledApi();
  const rehearsal = rehearsed(stack);
  const send = clientOf(rehearsal);
  const failing = (message: string) => {
    rehearsal.mock(fn, () => {
      throw Object.assign(new Error(message), { name: 'Broken' });
    });
  };

  for (const message of ['arn:aws:iam::111122223333:role/x', '', 'two\nlines', '200']) {
    failing(message);
    expect(await send('POST', '/orders', withKey('o-1'))).toMatchObject({
      status: 500,
      body: { message: 'The request could not be handled.' },
    });
  }
});

test.each([null, 'ok', [], {}, { status: 202 }, { status: 999, message: 'x' }, { status: '' }, { executionName: 'x' }])(
  'an answer of %j says nothing, and is 500',
  async (answer) => {
    const { stack, fn } = handledApi();
    const rehearsal = rehearsed(stack);
    rehearsal.mock(fn, () => answer as never);
    expect(await clientOf(rehearsal)('POST', '/orders', withKey('o-1'))).toMatchObject({ status: 500 });
  },
);

test('a function of the user’s may answer 200 for the same request', async () => {
  const { stack, fn } = handledApi({ otherWorkflows: undefined });
  const rehearsal = rehearsed(stack);
  rehearsal.mock(fn, () => ({ status: 200, executionName: 'o 1"ö' }));
  expect(await clientOf(rehearsal)('POST', '/orders', withKey('o-1'))).toMatchObject({
    status: 200,
    body: { executionName: 'o 1"ö', status: 'EXISTS' },
    headers: { location: '/prod/orders/o+1%22%C3%B6' },
  });
});

test('the function may start the workflows, and do nothing else', () => {
  const { stack } = handledApi();
  const policies = Object.values(Template.fromStack(stack).findResources('AWS::IAM::Policy'));
  expect(policies.map(({ Properties }) => Properties.PolicyDocument.Statement)).toEqual([
    [
      {
        Action: 'states:StartExecution',
        Effect: 'Allow',
        Resource: [expect.anything(), expect.anything()],
      },
    ],
  ]);
});

test('a function whose role is not known gets a warning', () => {
  const stack = newStack();
  const handler = lambda.Function.fromFunctionArn(
    stack,
    'Imported',
    'arn:aws:lambda:us-east-1:444455556666:function:imported',
  );
  new WorkflowApi(stack, 'Api', { workflow: slowWorkflow(stack).stateMachine, handler });
  Annotations.fromStack(Stack.of(stack)).hasWarning(
    '/Orders/Api',
    Match.stringLikeRegexp('handler should have a role'),
  );
});

test('a function is called in its own Region', () => {
  const stack = newStack();
  const handler = lambda.Function.fromFunctionArn(
    stack,
    'Imported',
    'arn:aws:lambda:eu-west-1:111122223333:function:imported',
  );
  new WorkflowApi(stack, 'Api', { workflow: slowWorkflow(stack).stateMachine, handler });
  expect(JSON.stringify(Template.fromStack(stack).toJSON())).toContain(':apigateway:eu-west-1:lambda:path/');
});

test('without a key the id of the request is the name, so that what the SDK repeats starts nothing else', async () => {
  const { rehearsal, send, seen } = withStartHandler({}, { idempotencyKey: IdempotencyKey.none() });

  const { body } = await send('POST', '/orders', { body: { amount: 1 } });
  const [{ requestId }] = seen as { requestId: string }[];
  expect(body).toMatchObject({ executionName: requestId });
  expect(rehearsal.executions()).toMatchObject([{ name: requestId }]);
});

test('a function whose role takes nothing gets a warning, too', () => {
  const stack = newStack();
  const role = iam.Role.fromRoleArn(stack, 'Role', 'arn:aws:iam::111122223333:role/fixed', { mutable: false });
  const functionArn = 'arn:aws:lambda:us-east-1:111122223333:function:imported';
  const handler = lambda.Function.fromFunctionAttributes(stack, 'Imported', { functionArn, role });
  new WorkflowApi(stack, 'Api', { workflow: slowWorkflow(stack).stateMachine, handler });
  Annotations.fromStack(stack).hasWarning('/Orders/Api', Match.stringLikeRegexp('handler should have a role'));
  Template.fromStack(stack).resourceCountIs('AWS::IAM::Policy', 0);
});
