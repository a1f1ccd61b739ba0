import { App, Stack } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import * as apigateway from 'aws-cdk-lib/aws-apigateway';
import * as acm from 'aws-cdk-lib/aws-certificatemanager';
import type * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import * as cognito from 'aws-cdk-lib/aws-cognito';
import * as logs from 'aws-cdk-lib/aws-logs';
import * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import {
  AccountLogging,
  ApiAuthorization,
  IdempotencyKey,
  Workflow,
  WorkflowApi,
  type WorkflowApiProps,
} from '../../../src';
import { ACCOUNT, apiOf, expressWorkflow, newStack, rehearsed, slowWorkflow } from './api-app';
import { clientOf, withKey } from './client';

const typesOf = (stack: Stack) =>
  Object.values(Template.fromStack(stack).toJSON().Resources)
    .map(({ Type }: any) => Type as string)
    .sort();

test('an API is six resources, and two for the account', () => {
  const { stack } = apiOf({ alarms: false });
  expect(typesOf(stack)).toEqual([
    'AWS::ApiGateway::Account',
    'AWS::ApiGateway::Deployment',
    'AWS::ApiGateway::RestApi',
    'AWS::ApiGateway::Stage',
    'AWS::IAM::Role',
    'AWS::IAM::Role',
    'AWS::IAM::Role',
    'AWS::Logs::LogGroup',
    'AWS::Logs::LogGroup',
    'AWS::Logs::LogGroup',
    'AWS::StepFunctions::StateMachine',
  ]);
});

test('a route more is no resource more', () => {
  const { stack, api, workflow } = apiOf({ alarms: false });
  const before = typesOf(apiOf({ alarms: false }).stack);
  api.addRoute('others', { workflow: workflow.stateMachine, stopEndpoint: true });
  expect(typesOf(stack)).toEqual(before);
});

test('the document of an API', () => {
  const { stack } = apiOf({ stopEndpoint: true, cors: { allowOrigin: 'https://shop.example.com' } });
  const [api] = Object.values(Template.fromStack(stack).findResources('AWS::ApiGateway::RestApi'));
  expect(api.Properties.Body).toMatchSnapshot();
});

test('the stage is logged, traced, measured and throttled, and no payload is in a log', () => {
  const { stack } = apiOf();
  const template = Template.fromStack(stack);
  template.hasResource('AWS::ApiGateway::Stage', {
    Properties: {
      StageName: 'prod',
      TracingEnabled: true,
      AccessLogSetting: {
        DestinationArn: Match.anyValue(),
        Format: Match.serializedJson(Match.objectLike({ status: '$context.status' })),
      },
      MethodSettings: [
        {
          HttpMethod: '*',
          ResourcePath: '/*',
          DataTraceEnabled: false,
          LoggingLevel: 'ERROR',
          MetricsEnabled: true,
          ThrottlingBurstLimit: 800,
          ThrottlingRateLimit: 150,
        },
      ],
    },
    DependsOn: Match.arrayWith([Match.stringLikeRegexp('ExecutionLogs'), Match.stringLikeRegexp('ApiLoggingAccount')]),
  });
  template.hasResource('AWS::Logs::LogGroup', {
    Properties: {
      LogGroupName: {
        'Fn::Join': ['', ['API-Gateway-Execution-Logs_', { Ref: Match.stringLikeRegexp('RestApi') }, '/prod']],
      },
      RetentionInDays: 14,
    },
    DeletionPolicy: 'Delete',
  });
});

test('what the stage is told', () => {
  const group = (stack: Stack) => new logs.LogGroup(stack, 'Mine');
  const stack = newStack();
  const api = new WorkflowApi(stack, 'Api', {
    workflow: slowWorkflow(stack).stateMachine,
    stageName: 'v1',
    throttling: { rateLimit: 5, burstLimit: 10 },
    tracingEnabled: false,
    accountLogging: AccountLogging.ASSUME,
    logs: { accessLogGroup: group(stack) },
    webAclArn: 'arn:aws:wafv2:us-east-1:111122223333:regional/webacl/x/1',
    disableExecuteApiEndpoint: true,
    alarms: false,
  });
  const template = Template.fromStack(stack);
  template.resourceCountIs('AWS::ApiGateway::Account', 0);
  template.hasResourceProperties('AWS::ApiGateway::Stage', {
    StageName: 'v1',
    TracingEnabled: false,
    MethodSettings: [Match.objectLike({ ThrottlingBurstLimit: 10, ThrottlingRateLimit: 5 })],
  });
  template.hasResourceProperties('AWS::ApiGateway::RestApi', { DisableExecuteApiEndpoint: true });
  template.hasResourceProperties('AWS::WAFv2::WebACLAssociation', {
    WebACLArn: 'arn:aws:wafv2:us-east-1:111122223333:regional/webacl/x/1',
    ResourceArn: { 'Fn::Join': ['', Match.arrayWith(['/stages/'])] },
  });
  expect(api.stage?.stageName).toBeDefined();
  expect(stack.resolve(api.url)).toEqual({ 'Fn::Join': ['', expect.arrayContaining(['/executions'])] });
});

test('the setting of the account is made once in a stack, and stays', () => {
  const { stack, workflow } = apiOf();
  new WorkflowApi(stack, 'Other', { workflow: workflow.stateMachine });
  const template = Template.fromStack(stack);
  template.resourceCountIs('AWS::ApiGateway::Account', 1);
  template.hasResource('AWS::ApiGateway::Account', { DeletionPolicy: 'Retain' });
  template.hasResource('AWS::IAM::Role', {
    Properties: { ManagedPolicyArns: Match.anyValue() },
    DeletionPolicy: 'Retain',
  });
});

test('alarms ring for requests that were not handled, and for too many', () => {
  const { stack, api } = apiOf();
  expect(api.alarms.map(({ node }) => node.id)).toEqual(['ServerErrorAlarm', 'ThrottledAlarm']);
  const template = Template.fromStack(stack);
  template.hasResourceProperties('AWS::CloudWatch::Alarm', {
    Namespace: 'AWS/ApiGateway',
    MetricName: '5XXError',
    Threshold: 1,
    TreatMissingData: 'notBreaching',
    Dimensions: Match.arrayWith([{ Name: 'ApiName', Value: Match.stringLikeRegexp('^Orders-Api') }]),
  });
  template.hasResourceProperties('AWS::Logs::MetricFilter', { FilterPattern: '{ $.status = "429" }' });
  const [filter] = Object.values(template.findResources('AWS::Logs::MetricFilter'));
  // Or the alarms of two deployments of one app ring for each other.
  expect(JSON.stringify(filter.Properties.MetricTransformations)).toContain('AWS::StackId');
});

test('alarms do what they are told, those of the workflow in front, too', () => {
  const stack = newStack();
  const action: cloudwatch.IAlarmAction = {
    bind: () => ({ alarmActionArn: 'arn:aws:sns:us-east-1:111122223333:pager' }),
  };
  const workflow = slowWorkflow(stack).stateMachine;
  new WorkflowApi(stack, 'Api', { workflow, exactReplies: true, alarmActions: [action] });
  const alarms = Object.values(Template.fromStack(stack).findResources('AWS::CloudWatch::Alarm'));
  expect(alarms).toHaveLength(6);
  for (const { Properties } of alarms)
    expect(Properties.AlarmActions).toEqual(['arn:aws:sns:us-east-1:111122223333:pager']);
});

describe('a new deployment', () => {
  function deploymentOf(
    make: (stack: Stack) => WorkflowApiProps,
    more?: (api: WorkflowApi, stack: Stack) => void,
  ): string {
    const stack = newStack();
    const api = new WorkflowApi(stack, 'Api', make(stack));
    more?.(api, stack);
    return Object.keys(Template.fromStack(stack).findResources('AWS::ApiGateway::Deployment'))[0];
  }
  const machine =
    (id: string, props: Partial<sfn.StateMachineProps> = {}) =>
    (stack: Stack) => ({
      workflow: new sfn.StateMachine(stack, id, {
        definitionBody: sfn.DefinitionBody.fromChainable(new sfn.Pass(stack, `${id}P`)),
        ...props,
      }),
    });
  const one = deploymentOf(machine('One'));

  test('is made when something changes', () => {
    const all = [
      one,
      deploymentOf(machine('Two')),
      deploymentOf(machine('One', { stateMachineName: 'other' })),
      deploymentOf((stack) => ({ ...machine('One')(stack), statusOutput: true })),
      deploymentOf(
        machine('One'),
        (api, stack) => void api.addRoute('more', { workflow: slowWorkflow(stack).stateMachine }),
      ),
      deploymentOf((stack) => ({
        ...machine('One', { stateMachineType: sfn.StateMachineType.EXPRESS })(stack),
        sync: true,
      })),
    ];
    expect(new Set(all).size).toBe(all.length);
  });

  test('is not made when nothing does', () => {
    expect(deploymentOf(machine('One'))).toBe(one);
  });
});

test('several workflows share an API', async () => {
  const { stack, api } = apiOf();
  const refund = slowWorkflow(stack, 'Refund');
  const quick = expressWorkflow(stack, new sfn.Pass(stack, 'Echo'));
  const route = api.addRoute('customers/refunds', {
    workflow: refund.stateMachine,
    idempotencyKey: IdempotencyKey.none(),
  });
  api.addRoute('/', { workflow: quick.stateMachine, sync: true });
  const rehearsal = rehearsed(stack);
  const send = clientOf(rehearsal);

  await send('POST', '/orders', withKey('o-1'));
  const { headers } = await send('POST', '/customers/refunds', { body: { r: 1 } });
  expect(await send('POST', '/', { body: { q: 1 } })).toMatchObject({ status: 200, body: { q: 1 } });

  expect(rehearsal.executions(refund.stateMachine)).toMatchObject([{ input: { r: 1 } }]);
  expect(headers.location).toMatch(/^\/prod\/customers\/refunds\/[\w-]{36}$/);
  expect(await send('GET', headers.location.replace('/prod', ''))).toMatchObject({ status: 200 });
  expect(route.path).toBe('/customers/refunds');
  expect(route.frontWorkflow).toBeUndefined();
});

test('paths that differ in signs only have names of their own', () => {
  const { api, workflow } = apiOf();
  for (const path of ['a-b', 'a/b', 'a.b']) api.addRoute(path, { workflow: workflow.stateMachine });
  const { paths } = JSON.parse(api.openApiDocument);
  const ids = Object.values(paths).flatMap((path: any) =>
    Object.values(path).map(({ operationId }: any) => operationId),
  );
  expect(new Set(ids).size).toBe(ids.length);
});

describe('the document for clients', () => {
  const stack = newStack();
  const api = new WorkflowApi(stack, 'Api', {
    workflow: slowWorkflow(stack).stateMachine,
    path: 'orders',
    requestSchema: {
      type: 'object',
      properties: { to: { $ref: '#/definitions/Address' } },
      definitions: { Address: { type: 'object' } },
    },
    stopEndpoint: true,
    authorization: ApiAuthorization.cognito(new cognito.UserPool(stack, 'Pool'), { scopes: ['orders/write'] }),
  });
  api.addRoute('quotes', {
    workflow: expressWorkflow(stack, new sfn.Pass(stack, 'P')).stateMachine,
    sync: true,
    errorStatusCodes: { OutOfStock: 409, Gone: 410 },
    authorization: ApiAuthorization.none(),
  });
  const document = JSON.parse(api.openApiDocument);

  test('has the routes with their keys, bodies, answers and schemes, and nothing of AWS', () => {
    expect(document).toMatchObject({
      openapi: '3.0.1',
      paths: {
        '/orders': {
          post: {
            operationId: 'startOrders',
            parameters: [{ name: 'Idempotency-Key', in: 'header', required: true }],
            requestBody: {
              content: { 'application/json': { schema: { $ref: '#/components/schemas/OrdersRequest' } } },
            },
            security: [{ userPool: ['orders/write'] }],
          },
        },
        '/orders/{executionName}': { get: { operationId: 'describeOrders' }, delete: { operationId: 'stopOrders' } },
        '/quotes': { post: { security: [] } },
      },
      components: {
        schemas: {
          OrdersRequest: { properties: { to: { $ref: '#/components/schemas/OrdersRequestAddress' } } },
          OrdersRequestAddress: { type: 'object' },
        },
        securitySchemes: { userPool: { type: 'apiKey', name: 'Authorization', in: 'header' } },
      },
    });
    expect(api.openApiDocument).not.toMatch(/x-amazon|Token\[|arn:/);
  });

  test('refers to nothing that it does not have', () => {
    const references = [...api.openApiDocument.matchAll(/"#\/components\/schemas\/(\w+)"/g)].map(([, name]) => name);
    for (const name of references) expect(Object.keys(document.components.schemas)).toContain(name);
  });

  test('has every answer that is given', () => {
    const codes = (path: string, method: string) => Object.keys(document.paths[path][method].responses).map(Number);
    expect(codes('/orders', 'post')).toEqual([202, 400, 401, 403, 409, 413, 415, 429, 500, 504]);
    expect(codes('/orders/{executionName}', 'get')).toEqual([200, 401, 403, 404, 429, 500, 504]);
    expect(codes('/quotes', 'post')).toEqual([200, 400, 401, 403, 409, 410, 413, 415, 429, 500, 504]);
  });
});

test('a custom domain leads to the API', () => {
  const { stack, api } = apiOf();
  const certificateArn = 'arn:aws:acm:us-east-1:111122223333:certificate/x';
  const domain = new apigateway.DomainName(stack, 'Domain', {
    domainName: 'api.example.com',
    certificate: acm.Certificate.fromCertificateArn(stack, 'Certificate', certificateArn),
  });
  domain.addBasePathMapping(api.restApi, { basePath: 'v1' });
  Template.fromStack(stack).hasResourceProperties('AWS::ApiGateway::BasePathMapping', {
    BasePath: 'v1',
    Stage: { Ref: Match.stringLikeRegexp('Stage') },
  });
});

test('an app of any partition', () => {
  const stack = new Stack(new App(), 'China', { env: { account: ACCOUNT, region: 'cn-north-1' } });
  const workflow = new Workflow(stack, 'W', { definition: new sfn.Pass(stack, 'P') });
  new WorkflowApi(stack, 'Api', { workflow: workflow.stateMachine, stopEndpoint: true, exactReplies: true });
  expect(JSON.stringify(Template.fromStack(stack).toJSON())).not.toContain('arn:aws:');
});

test('routes with names that are alike keep their own schemas', async () => {
  const { stack, api, workflow } = apiOf({ path: 'orders' });
  api.addRoute('Orders', { workflow: workflow.stateMachine });
  api.addRoute('orders2', { workflow: workflow.stateMachine, requestSchema: { required: ['a'] } });
  const send = clientOf(rehearsed(stack));

  expect(await send('POST', '/Orders', withKey('o-1'))).toMatchObject({ status: 202 });
  expect(await send('POST', '/orders2', withKey('o-2'))).toMatchObject({ status: 400 });
  const { paths } = JSON.parse(api.openApiDocument);
  const ids = Object.values<Record<string, { operationId: string }>>(paths).flatMap((path) =>
    Object.values(path).map(({ operationId }) => operationId),
  );
  expect(new Set(ids).size).toBe(ids.length);
});
