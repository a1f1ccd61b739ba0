import { App, Stack } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as logs from 'aws-cdk-lib/aws-logs';
import * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import { IdempotencyKey, Workflow, WorkflowHttpApi } from '../../../src';
import { expressWorkflow, newStack, slowWorkflow } from '../api/api-app';
import { httpApiOf, rehearsalOf } from './http-api-app';

function imported(scope: Stack, arn: string, props: Partial<ConstructorParameters<typeof WorkflowHttpApi>[2]> = {}) {
  const workflow = sfn.StateMachine.fromStateMachineArn(scope, 'Imported', arn);
  new WorkflowHttpApi(scope, 'Api', { workflow, path: 'orders/{orderId}', ...props });
  return Template.fromStack(scope);
}

test('the API that is made', () => {
  const { stack } = httpApiOf({ stopEndpoint: true });
  const resources: [string, { Type: string }][] = Object.entries(Template.fromStack(stack).toJSON().Resources);
  expect(resources.filter(([, { Type }]) => Type.startsWith('AWS::ApiGatewayV2::'))).toMatchSnapshot();
});

test('nothing of the body is logged, and the log goes with the stack', () => {
  const template = Template.fromStack(httpApiOf().stack);
  template.hasResourceProperties('AWS::ApiGatewayV2::Stage', {
    AutoDeploy: true,
    StageName: '$default',
    AccessLogSettings: { DestinationArn: Match.anyValue(), Format: Match.not(Match.stringLikeRegexp('body|header')) },
    DefaultRouteSettings: { ThrottlingRateLimit: 150, ThrottlingBurstLimit: 800 },
  });
  template.hasResource('AWS::Logs::LogGroup', {
    DeletionPolicy: 'Delete',
    Properties: {
      LogGroupName: { 'Fn::Join': ['', Match.arrayWith([Match.stringLikeRegexp('^/aws/vendedlogs/apigateway/')])] },
      RetentionInDays: 14,
    },
  });
});

test('limits, logs and alarms are as they are wanted', () => {
  const stack = newStack();
  const accessLogGroup = new logs.LogGroup(stack, 'Mine');
  const api = new WorkflowHttpApi(stack, 'Api', {
    workflow: slowWorkflow(stack).stateMachine,
    throttling: { rateLimit: 5, burstLimit: 10 },
    logs: { accessLogGroup },
    alarms: false,
  });
  expect(api.accessLogGroup).toBe(accessLogGroup);
  expect(api.alarms).toEqual([]);
  const template = Template.fromStack(stack);
  template.hasResourceProperties('AWS::ApiGatewayV2::Stage', {
    DefaultRouteSettings: { ThrottlingRateLimit: 5, ThrottlingBurstLimit: 10 },
  });
  template.resourceCountIs('AWS::CloudWatch::Alarm', 0);
});

test('server errors and refused requests ring', () => {
  const { stack, api } = httpApiOf();
  expect(api.alarms).toHaveLength(2);
  const template = Template.fromStack(stack);
  template.hasResourceProperties('AWS::CloudWatch::Alarm', { Namespace: 'AWS/ApiGateway', MetricName: '5xx' });
  template.hasResourceProperties('AWS::Logs::MetricFilter', { FilterPattern: '{ $.status = "429" }' });
});

test.each([
  [undefined, ['states:StartExecution']],
  [true, ['states:StartExecution', 'states:StopExecution']],
])('the role may stop executions only where that was asked for: %s', (stopEndpoint, actions) => {
  const { stack, workflow } = httpApiOf({ stopEndpoint });
  const statements = Object.values(Template.fromStack(stack).findResources('AWS::IAM::Role'))
    .flatMap(({ Properties }) => Properties.Policies ?? [])
    .filter(({ PolicyName }) => PolicyName === 'Api')
    .flatMap(({ PolicyDocument }) => PolicyDocument.Statement);
  expect(statements.map(({ Action }) => Action)).toEqual(actions);
  expect(statements[0].Resource).toEqual(stack.resolve(workflow.stateMachine.stateMachineArn));
});

test('a version or an alias is started as such, with the right to its state machine', () => {
  const template = imported(newStack(), 'arn:aws:states:us-east-1:111122223333:stateMachine:Old:live');
  template.hasResourceProperties('AWS::ApiGatewayV2::Integration', {
    RequestParameters: {
      StateMachineArn: 'arn:aws:states:us-east-1:111122223333:stateMachine:Old:live',
      Region: Match.absent(),
    },
  });
  template.hasResourceProperties('AWS::IAM::Role', {
    Policies: [
      Match.objectLike({
        PolicyDocument: Match.objectLike({
          Statement: [Match.objectLike({ Resource: 'arn:aws:states:us-east-1:111122223333:stateMachine:Old' })],
        }),
      }),
    ],
  });
});

test('a workflow of another Region is called there', () => {
  imported(newStack(), 'arn:aws:states:eu-west-1:111122223333:stateMachine:Old', {
    stopEndpoint: true,
  }).allResourcesProperties('AWS::ApiGatewayV2::Integration', { RequestParameters: { Region: 'eu-west-1' } });
});

test('in another partition nothing names this one', () => {
  const stack = new Stack(new App(), 'Orders', { env: { account: '111122223333', region: 'cn-north-1' } });
  const template = imported(stack, 'arn:aws-cn:states:cn-north-1:111122223333:stateMachine:Old', {
    stopEndpoint: true,
  });
  expect(JSON.stringify(template)).not.toMatch(/arn:aws:/);
});

test('an app of two stacks starts the workflow of the other', async () => {
  const app = new App();
  const workflow = slowWorkflow(new Stack(app, 'Workflows'));
  new WorkflowHttpApi(new Stack(app, 'Apis'), 'Api', { workflow: workflow.stateMachine, path: 'orders/{orderId}' });
  await expect(rehearsalOf(app).request('PUT', '/orders/o-1', { body: {} })).resolves.toMatchObject({ status: 202 });
});

test('whoever waits for a workflow that is encrypted with a key may use the key', () => {
  const stack = newStack();
  const workflow = new Workflow(stack, 'Quote', {
    definition: new sfn.Pass(stack, 'Done'),
    stateMachineType: sfn.StateMachineType.EXPRESS,
    encryptionKey: new kms.Key(stack, 'Key'),
  });
  new WorkflowHttpApi(stack, 'Api', { workflow: workflow.stateMachine, sync: true });
  Template.fromStack(stack).hasResourceProperties('AWS::IAM::Role', {
    Policies: [
      Match.objectLike({
        PolicyDocument: Match.objectLike({
          Statement: Match.arrayWith([Match.objectLike({ Action: 'kms:Decrypt' })]),
        }),
      }),
    ],
  });
});

test('the answer of a workflow that is waited for keeps its status', () => {
  const stack = newStack();
  const workflow = expressWorkflow(stack, new sfn.Pass(stack, 'Done')).stateMachine;
  new WorkflowHttpApi(stack, 'Api', { workflow, sync: true });
  Template.fromStack(stack).hasResourceProperties('AWS::ApiGatewayV2::Integration', {
    IntegrationSubtype: 'StepFunctions-StartSyncExecution',
    RequestParameters: { Name: Match.absent() },
    ResponseParameters: Match.absent(),
  });
});

test('addresses and routes', () => {
  const { stack, api, workflow } = httpApiOf({ stopEndpoint: true });
  const refunds = api.addRoute('/refunds', {
    workflow: workflow.stateMachine,
    idempotencyKey: IdempotencyKey.bodyField('refundId'),
    stopEndpoint: true,
  });
  const root = api.addRoute('', { workflow: workflow.stateMachine });
  expect([api.route, refunds, root].map(({ method, path }) => `${method} ${path}`)).toEqual([
    'PUT /orders/{orderId}',
    'POST /refunds',
    'POST /',
  ]);
  const [id] = Object.keys(Template.fromStack(stack).findResources('AWS::ApiGatewayV2::Api'));
  const addressOf = (path: string) => ({
    'Fn::Join': ['', ['https://', { Ref: id }, '.execute-api.us-east-1.', { Ref: 'AWS::URLSuffix' }, path]],
  });
  expect(stack.resolve(api.url)).toEqual(addressOf('/orders/{orderId}'));
  expect(stack.resolve(root.url)).toEqual(addressOf('/'));
  expect(api.route.stopRoute?.path).toBe('/orders/{orderId}');
  expect(refunds.stopRoute?.path).toBe('/refunds/{executionName}');
  expect(root.stopRoute).toBeUndefined();
});
