import { App, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import { ApiAuthorization, Workflow, WorkflowApi, type WorkflowApiProps } from '../../../src';
import { startHandler } from '../../../src/handler';
import { deployed } from '../../deployed';
import { testFunction } from '../../functions';
import { ACCOUNT, expressWorkflow, newStack, rehearsed, slowWorkflow } from './api-app';
import { clientOf, withKey } from './client';

/** Every way to start, with the requests that use every right of it. */
const ways: [string, (stack: Stack) => WorkflowApiProps][] = [
  ['async', (stack) => ({ workflow: slowWorkflow(stack).stateMachine, stopEndpoint: true })],
  ['exact', (stack) => ({ workflow: slowWorkflow(stack).stateMachine, stopEndpoint: true, exactReplies: true })],
  ['sync', (stack) => ({ workflow: expressWorkflow(stack, new sfn.Pass(stack, 'Say')).stateMachine, sync: true })],
  ['handler', (stack) => ({ workflow: slowWorkflow(stack).stateMachine, handler: testFunction(stack, 'Start') })],
  [
    'authorizer',
    (stack) => ({
      workflow: slowWorkflow(stack).stateMachine,
      authorization: ApiAuthorization.lambdaFunction(testFunction(stack, 'Doorman')),
    }),
  ],
];

/** Sends what uses every right, and gives the statuses. */
async function useAll(make: (stack: Stack) => WorkflowApiProps, without?: string) {
  const stack = newStack();
  new WorkflowApi(stack, 'Api', { path: 'orders', ...make(stack) });
  if (without) takeAway(stack, without);
  const rehearsal = rehearsed(stack);
  const start = stack.node.tryFindChild('Start') as never;
  const doorman = stack.node.tryFindChild('Doorman') as never;
  if (start) {
    const handler = startHandler({ client: rehearsal.stepFunctions(start) });
    rehearsal.mock(start, (payload) => handler(payload as never) as never);
  }
  if (doorman) {
    const Statement = [{ Action: 'execute-api:Invoke', Effect: 'Allow', Resource: '*' }];
    rehearsal.mock(doorman, () => ({ principalId: 'x', policyDocument: { Version: '2012-10-17', Statement } }));
  }
  const send = clientOf(rehearsal);
  const headers = { 'Idempotency-Key': 'o-1', Authorization: 'token' };
  const answers = [
    await send('POST', '/orders', { headers, body: { a: 1 } }),
    await send('POST', '/orders', { headers, body: { a: 2 } }),
    await send('GET', '/orders/o-1', { headers }),
    await send('DELETE', '/orders/o-1', { headers }),
  ];
  return { stack, statuses: answers.map(({ status }) => status) };
}

/** Nobody in the stack may do it any more. */
function takeAway(stack: Stack, action: string): void {
  const deny = new iam.PolicyStatement({ effect: iam.Effect.DENY, actions: [action], resources: ['*'] });
  for (const construct of stack.node.findAll()) {
    if (construct instanceof iam.Role) construct.addToPrincipalPolicy(deny);
  }
}

test.each(ways)('%s: a right that is missing is a 500, never more', async (_title, make) => {
  const { stack, statuses } = await useAll(make);
  expect(statuses[0]).toBeLessThan(300);
  const actions = new Set(
    [
      ...deployed(stack, 'AWS::IAM::Role').flatMap(({ Policies = [] }) => Policies),
      ...deployed(stack, 'AWS::IAM::Policy'),
    ]
      // What states may do is for the net to look at.
      .filter(({ PolicyName }) => PolicyName !== 'Workflow')
      .flatMap(({ PolicyDocument }) => PolicyDocument.Statement)
      .flatMap(({ Action }) => Action as string | string[])
      .filter((action) => /^(states|lambda):/.test(action)),
  );
  expect(actions.size).toBeGreaterThan(0);
  for (const action of actions) {
    const without = await useAll(make, action);
    expect([action, without.statuses]).toEqual([action, expect.arrayContaining([500])]);
  }
});

test('API Gateway may do what the routes do, on the workflows and their executions', () => {
  const stack = newStack();
  const api = new WorkflowApi(stack, 'Api', { workflow: slowWorkflow(stack).stateMachine, stopEndpoint: true });
  api.addRoute('quick', { workflow: expressWorkflow(stack, new sfn.Pass(stack, 'P')).stateMachine, sync: true });

  const [role] = deployed(stack, 'AWS::IAM::Role').filter(({ Policies }) => Policies?.[0].PolicyName === 'Api');
  const machine = `arn:aws:states:us-east-1:${ACCOUNT}:stateMachine:`;
  expect(role.Policies[0].PolicyDocument.Statement.map(({ Action, Resource }: any) => [Action, Resource])).toEqual([
    ['states:StartExecution', expect.stringContaining(`${machine}Slow`)],
    [
      ['states:DescribeExecution', 'states:StopExecution'],
      expect.stringMatching(new RegExp(`^arn:aws:states:us-east-1:${ACCOUNT}:execution:Slow\\w+:\\*$`)),
    ],
    ['states:StartSyncExecution', expect.stringContaining(`${machine}Quick`)],
  ]);
  expect(role.AssumeRolePolicyDocument.Statement).toEqual([
    { Action: 'sts:AssumeRole', Effect: 'Allow', Principal: { Service: 'apigateway.amazonaws.com' } },
  ]);
});

test.each(['PROD', '7'])(
  'a version or alias is started as such, with the right on the state machine (%s)',
  async (qualifier) => {
    const stack = newStack();
    const name = 'slow';
    new Workflow(stack, 'Slow', { workflowName: name, definition: new sfn.Pass(stack, 'P'), alarms: false });
    const arn = `arn:aws:states:us-east-1:${ACCOUNT}:stateMachine:${name}`;
    const workflow = sfn.StateMachine.fromStateMachineArn(stack, 'Qualified', `${arn}:${qualifier}`);
    new WorkflowApi(stack, 'Api', { workflow, path: 'orders', stopEndpoint: true });

    const body = JSON.stringify(Template.fromStack(stack).findResources('AWS::ApiGateway::RestApi'));
    expect(body).toContain(`${arn}:${qualifier}`);
    const [role] = deployed(stack, 'AWS::IAM::Role').filter(({ Policies }) => Policies?.[0].PolicyName === 'Api');
    expect(JSON.stringify(role.Policies)).not.toContain(`:${qualifier}`);
    const send = clientOf(rehearsed(stack));
    expect(await send('POST', '/orders', withKey('o-1'))).toMatchObject({ status: 202 });
    expect(await send('GET', '/orders/o-1')).toMatchObject({ status: 200, body: { executionName: 'o-1' } });
  },
);

test('an imported workflow is started in its own Region', () => {
  const stack = newStack();
  const arn = `arn:aws:states:eu-west-1:${ACCOUNT}:stateMachine:Other`;
  new WorkflowApi(stack, 'Api', { workflow: sfn.StateMachine.fromStateMachineArn(stack, 'Other', arn) });
  const body = JSON.stringify(Template.fromStack(stack).findResources('AWS::ApiGateway::RestApi'));
  expect(body).toContain(':apigateway:eu-west-1:states:action/StartExecution');
  expect(body).toContain(`arn:aws:states:eu-west-1:${ACCOUNT}:execution:Other:$util`);
});

test('a workflow of another stack is named by an export', async () => {
  const app = new App();
  const env = { account: ACCOUNT, region: 'us-east-1' };
  const workflows = new Stack(app, 'Workflows', { env });
  const stack = new Stack(app, 'Apis', { env });
  new WorkflowApi(stack, 'Api', { workflow: slowWorkflow(workflows).stateMachine, path: 'orders' });
  const send = clientOf(rehearsed(stack));
  expect(await send('POST', '/orders', withKey('o-1'))).toMatchObject({ status: 202 });
  expect(await send('GET', '/orders/o-1')).toMatchObject({ status: 200 });
});

test('a function may start the workflow that calls it', () => {
  const stack = newStack();
  const fn = testFunction(stack, 'Both');
  const workflow = slowWorkflow(stack);
  fn.grantInvoke(workflow.role);
  new WorkflowApi(stack, 'Api', { workflow: workflow.stateMachine, handler: fn });
  // Refuses circles.
  Template.fromStack(stack);
});

test('outputs of an encrypted workflow can be read', () => {
  const stack = newStack();
  const key = new kms.Key(stack, 'Key');
  const workflow = new Workflow(stack, 'Secret', {
    definition: new sfn.Pass(stack, 'P'),
    encryptionKey: key,
    alarms: false,
  });
  new WorkflowApi(stack, 'Api', { workflow: workflow.stateMachine, statusOutput: true });
  new WorkflowApi(stack, 'Other', { workflow: workflow.stateMachine });

  const decrypting = deployed(stack, 'AWS::IAM::Role').filter(({ Policies }) => Policies?.[0].PolicyName === 'Api');
  expect(decrypting.map(({ Policies }) => JSON.stringify(Policies).includes('kms:Decrypt'))).toEqual([true, false]);
});
