import { Stack } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import * as dynamodb from 'aws-cdk-lib/aws-dynamodb';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import { ApiAuthorization, Workflow } from '../../../../src';
import { ApprovalApi } from '../../../../src/orchestrate/approval/api/approval-api';
import type { ApprovalApiOptions } from '../../../../src/orchestrate/approval/api/approval-api-options';
import { ACCOUNT, approvalApi, clientOf, linkId, rehearsed } from './approval-api-app';

test('there are few resources, and nothing of them is there twice', () => {
  const { stack } = approvalApi();
  const made = Object.values(Template.fromStack(stack).toJSON().Resources).map(({ Type }: any) => Type);

  const count = (type: string) => made.filter((each) => each === type).length;
  expect(count('AWS::ApiGateway::RestApi')).toBe(1);
  expect(count('AWS::ApiGateway::Stage')).toBe(1);
  expect(count('AWS::ApiGateway::Method') + count('AWS::Lambda::Function')).toBe(0);
  expect(count('AWS::CloudWatch::Alarm')).toBe(2);
});

test('addresses are secrets: they stand in no log, and nothing is traced or kept', () => {
  const template = Template.fromStack(approvalApi().stack);

  template.hasResourceProperties('AWS::ApiGateway::Stage', {
    TracingEnabled: false,
    CacheClusterEnabled: Match.absent(),
  });
  const [stage] = Object.values(template.findResources('AWS::ApiGateway::Stage'));
  const { AccessLogSetting, MethodSettings } = stage.Properties;
  expect(AccessLogSetting.Format).toContain('$context.resourcePath');
  expect(AccessLogSetting.Format).not.toMatch(/context\.path\b|requestPath|querystring|authorizer|header|protocol/);
  for (const settings of MethodSettings) {
    expect(settings).toMatchObject({ LoggingLevel: 'OFF', DataTraceEnabled: false, MetricsEnabled: true });
    expect(settings.CachingEnabled).toBeUndefined();
  }
  const groups = Object.values(template.findResources('AWS::Logs::LogGroup')).map(({ Properties }) => Properties);
  expect(JSON.stringify(groups)).not.toContain('API-Gateway-Execution-Logs');
});

test('answers are limited, and looks five times as much', () => {
  const settings = (options: ApprovalApiOptions) => {
    const [stage] = Object.values(
      Template.fromStack(approvalApi(undefined, options).stack).findResources('AWS::ApiGateway::Stage'),
    );
    return stage.Properties.MethodSettings.map(
      ({ HttpMethod, ResourcePath, ThrottlingRateLimit, ThrottlingBurstLimit }: Record<string, unknown>) => [
        HttpMethod,
        ResourcePath,
        ThrottlingRateLimit,
        ThrottlingBurstLimit,
      ],
    );
  };

  expect(settings({})).toEqual([
    ['*', '/*', 50, 100],
    ['POST', '/~1{id}', 10, 20],
  ]);
  expect(settings({ throttling: { rateLimit: 0.5, burstLimit: 3 } })).toEqual([
    ['*', '/*', 2.5, 15],
    ['POST', '/~1{id}', 0.5, 3],
  ]);
});

test('the role may read what the page shows, and run the one workflow', () => {
  const { stack, api } = approvalApi();
  const { PolicyDocument } = policyOf(stack, api);

  expect(PolicyDocument.Statement).toEqual([
    {
      Effect: 'Allow',
      Action: 'dynamodb:GetItem',
      Resource: { 'Fn::GetAtt': [expect.stringContaining('Table'), 'Arn'] },
      Condition: {
        'ForAllValues:StringEquals': {
          'dynamodb:Attributes': [
            'id',
            'approver',
            'closesAt',
            'closesAtText',
            'decidedAt',
            'delegatedTo',
            'delegates',
            'details',
            'outcome',
            'standing',
            'title',
          ],
        },
        StringEqualsIfExists: { 'dynamodb:Select': 'SPECIFIC_ATTRIBUTES' },
      },
    },
    {
      Effect: 'Allow',
      Action: 'states:StartSyncExecution',
      Resource: { Ref: expect.stringContaining('Decide') },
    },
  ]);
});

test('with keys of yours the role may use them, as far as it has to', () => {
  const stack = new Stack();
  const key = new kms.Key(stack, 'Key');
  const table = new dynamodb.Table(stack, 'Table', {
    partitionKey: { name: 'id', type: dynamodb.AttributeType.STRING },
    encryptionKey: key,
  });
  const workflow = new Workflow(stack, 'Decide', {
    definition: new sfn.Pass(stack, 'Pass'),
    stateMachineType: sfn.StateMachineType.EXPRESS,
    encryptionKey: new kms.Key(stack, 'Other'),
  });
  const api = new ApprovalApi(stack, 'Api', { table, decisionWorkflow: workflow.stateMachine });
  const statements = policyOf(stack, api).PolicyDocument.Statement.filter(
    ({ Action }: any) => Action === 'kms:Decrypt',
  );

  expect(statements).toEqual([
    { Effect: 'Allow', Action: 'kms:Decrypt', Resource: { 'Fn::GetAtt': [expect.stringMatching(/^Key/), 'Arn'] } },
    expect.objectContaining({ Condition: { StringEquals: expect.anything() } }),
  ]);
});

function policyOf(stack: Stack, { role }: ApprovalApi): any {
  const roles = Template.fromStack(stack).findResources('AWS::IAM::Role');
  const id = stack.getLogicalId(role.node.defaultChild as iam.CfnRole);
  return roles[id].Properties.Policies[0];
}

test('links begin at the stage, or where you say', () => {
  const { stack, api } = approvalApi();
  const host = {
    'Fn::Join': [
      '',
      [
        'https://',
        { Ref: expect.any(String) },
        expect.any(String),
        { Ref: 'AWS::URLSuffix' },
        '/',
        { Ref: expect.any(String) },
      ],
    ],
  };
  expect(stack.resolve(api.url)).toEqual(host);

  for (const baseUrl of ['https://approve.example.com', 'https://approve.example.com/']) {
    const options = { baseUrl, disableExecuteApiEndpoint: true };
    expect(approvalApi(undefined, options).api.url).toBe('https://approve.example.com');
  }
  expect(approvalApi(undefined, { baseUrl: 'https://example.com:8443/a/b' }).api.url).toBe(
    'https://example.com:8443/a/b',
  );
});

test.each<[ApprovalApiOptions, string]>([
  [
    { baseUrl: 'http://example.com' },
    "baseUrl must be an address such as https://approve.example.com, received 'http://example.com'",
  ],
  [{ baseUrl: 'https://example.com/?x=1' }, 'baseUrl must be an address'],
  [{ disableExecuteApiEndpoint: true }, 'baseUrl must be set with disableExecuteApiEndpoint'],
  [
    { authorization: ApiAuthorization.apiKey() },
    'authorization must be none, iam, cognito or lambdaFunction, received apiKey',
  ],
  [{ throttling: { rateLimit: 0, burstLimit: 1 } }, 'throttling.rateLimit must be above 0, received 0'],
  [{ page: { accentColor: 'red' } }, 'page.accentColor must be a colour'],
  [{ stageName: 'a b' }, "stageName must have 1 to 128 letters, digits, hyphens and underscores, received 'a b'"],
])('%j is refused', (options, message) => {
  expect(() => approvalApi(undefined, options)).toThrow(message);
});

test('a Standard workflow is refused, for nobody could wait for it', () => {
  const { stack, table } = approvalApi();
  const standard = new Workflow(stack, 'Slow', { definition: new sfn.Pass(stack, 'Rest') }).stateMachine;

  expect(() => new ApprovalApi(stack, 'Other', { table, decisionWorkflow: standard })).toThrow(
    'decisionWorkflow must be an Express workflow, because it is waited for, received STANDARD',
  );
});

test('alarms ring for what could not be shown or taken, and for many refusals; and can be left out', () => {
  const { stack, api } = approvalApi();
  expect(api.alarms).toHaveLength(2);
  const template = Template.fromStack(stack);
  template.hasResourceProperties('AWS::CloudWatch::Alarm', { MetricName: '5XXError', Threshold: 1 });
  template.hasResourceProperties('AWS::CloudWatch::Alarm', { MetricName: '4XXError', Threshold: 100 });

  expect(approvalApi(undefined, { alarms: false }).api.alarms).toEqual([]);
});

test('whoever may decide may see and answer, and with IAM only', async () => {
  const { stack, api } = approvalApi({ result: 'UNKNOWN' }, { authorization: ApiAuthorization.iam() });
  const clerk = new iam.Role(stack, 'Clerk', { roleName: 'clerk', assumedBy: new iam.AccountRootPrincipal() });
  const visitor = new iam.Role(stack, 'Visitor', { roleName: 'visitor', assumedBy: new iam.AccountRootPrincipal() });
  api.grantDecide(clerk);
  const send = clientOf(rehearsed(stack));
  const as = (who: iam.Role) => ({
    credentials: { userArn: `arn:aws:iam::${ACCOUNT}:role/${who === clerk ? 'clerk' : 'visitor'}` },
  });

  for (const [who, status] of [
    [clerk, 404],
    [visitor, 403],
  ] as const) {
    expect(await send('GET', `/${linkId(1)}`, as(who))).toMatchObject({ status });
    expect(await send('POST', `/${linkId(1)}`, { ...as(who), body: {} })).toMatchObject({ status });
  }
  expect(() => approvalApi().api.grantDecide(clerk)).toThrow(
    'authorization must be iam for grantDecide, which allows nothing else, received none',
  );
});
