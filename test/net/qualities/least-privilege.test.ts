import { CfnResource, Duration } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as sqs from 'aws-cdk-lib/aws-sqs';
import * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import * as tasks from 'aws-cdk-lib/aws-stepfunctions-tasks';
import type { Construct } from 'constructs';
import { Workflow } from '../../../src';
import { functionIn, problemsOf } from '../broken';
import { leastPrivilege } from './least-privilege';

const taskTimeout = sfn.Timeout.duration(Duration.minutes(1));
const quiet = { logs: { level: sfn.LogLevel.OFF }, tracingEnabled: false };

/** A workflow that sends to a queue, which the CDK grants exactly. */
function sending(scope: Construct, neighbours: Construct, queue: sqs.IQueue = new sqs.Queue(neighbours, 'Queue')) {
  const messageBody = sfn.TaskInput.fromText('hello');
  const definition = tasks.SqsSendMessage.jsonata(scope, 'Send', { queue, messageBody, taskTimeout });
  return new Workflow(scope, 'Workflow', { definition, ...quiet });
}

test('a workflow that may do what it needs has no problem', () => {
  expect(problemsOf(leastPrivilege, sending)).toEqual([]);
});

test('a right that is missing', () => {
  const problems = problemsOf(leastPrivilege, (scope, neighbours) => {
    const given = new iam.Role(neighbours, 'Role', { assumedBy: new iam.ServicePrincipal('states.amazonaws.com') });
    const definition = new tasks.LambdaInvoke(scope, 'Invoke', { lambdaFunction: functionIn(neighbours), taskTimeout });
    return new Workflow(scope, 'Workflow', { definition, ...quiet, role: given.withoutPolicyUpdates() });
  });
  expect(problems).toEqual([
    expect.stringMatching(/^alone: .* may not lambda:InvokeFunction on arn:aws:lambda:us-east-1:.*Function.*$/),
  ]);
});

describe('a right that nothing needs', () => {
  const beyond = (...statements: iam.PolicyStatementProps[]) =>
    problemsOf(leastPrivilege, (scope, neighbours) => {
      const workflow = sending(scope, neighbours);
      for (const statement of statements) workflow.role.addToPrincipalPolicy(new iam.PolicyStatement(statement));
      return workflow;
    });

  test('another action', () => {
    expect(beyond({ actions: ['s3:GetObject'], resources: ['arn:aws:s3:::b/*'] })).toEqual([
      'alone: Stack/Workflow/Role/Resource may s3:GetObject on arn:aws:s3:::b/*, which nothing needs',
    ]);
  });

  test('the same action on more', () => {
    expect(beyond({ actions: ['sqs:SendMessage'], resources: ['arn:aws:sqs:us-east-1:111122223333:*'] })).toHaveLength(
      1,
    );
  });

  test('a misspelt action', () => {
    expect(beyond({ actions: ['sqs:SendMesage'], resources: ['*'] })).toHaveLength(1);
  });

  test('logs and traces that are off', () => {
    expect(beyond({ actions: ['xray:PutTraceSegments', 'logs:CreateLogDelivery'], resources: ['*'] })).toHaveLength(2);
  });
});

test('a policy beside the role counts, and a managed one is refused', () => {
  const withPolicy = (attach: (role: iam.IRole, scope: Construct) => void) => () =>
    problemsOf(leastPrivilege, (scope, neighbours) => {
      const workflow = sending(scope, neighbours);
      attach(workflow.role, scope);
      return workflow;
    });
  const statements = [new iam.PolicyStatement({ actions: ['s3:GetObject'], resources: ['*'] })];
  expect(withPolicy((role, scope) => role.attachInlinePolicy(new iam.Policy(scope, 'More', { statements })))()).toEqual(
    ['alone: Stack/Workflow/Role/Resource may s3:GetObject on *, which nothing needs'],
  );
  expect(
    withPolicy((role) => role.addManagedPolicy(iam.ManagedPolicy.fromAwsManagedPolicyName('AdministratorAccess'))),
  ).toThrow('has managed policies');
});

test('an integration that the table lacks is an error', () => {
  const unknown = () =>
    problemsOf(leastPrivilege, (scope) => {
      const options = { service: 's3', action: 'listBuckets', iamResources: ['*'], taskTimeout };
      return new Workflow(scope, 'Workflow', {
        definition: new tasks.CallAwsService(scope, 'List', options),
        ...quiet,
      });
    });
  expect(unknown).toThrow(
    "'List' calls arn:aws:states:::aws-sdk:s3:listBuckets, which test/net/rights/integrations.ts",
  );
});

test('a target that is decided at run time is an error', () => {
  const dynamic = () =>
    problemsOf(leastPrivilege, (scope) => {
      const definition = new sfn.CustomState(scope, 'Send', {
        stateJson: {
          Type: 'Task',
          QueryLanguage: 'JSONata',
          Resource: 'arn:aws:states:::sqs:sendMessage',
          Arguments: { QueueUrl: '{% $states.input.url %}', MessageBody: 'hello' },
          TimeoutSeconds: 60,
        },
      });
      return new Workflow(scope, 'Workflow', { definition, ...quiet });
    });
  expect(dynamic).toThrow('QueueUrl is decided when the state runs');
});

test('a queue with a key needs the key', () => {
  const problems = problemsOf(leastPrivilege, (scope, neighbours) => {
    const queue = new sqs.Queue(neighbours, 'Queue', { encryptionMasterKey: new kms.Key(neighbours, 'Key') });
    const hidden = sqs.Queue.fromQueueArn(neighbours, 'Hidden', queue.queueArn);
    return sending(scope, neighbours, hidden);
  });
  expect(problems).toEqual([
    expect.stringMatching(/may not kms:Decrypt on arn:aws:kms:/),
    expect.stringMatching(/may not kms:GenerateDataKey on arn:aws:kms:/),
  ]);
});

describe('the key of a state machine', () => {
  const encrypted = (conditions?: { [operator: string]: unknown }) =>
    problemsOf(leastPrivilege, (scope, neighbours) => {
      const key = new kms.Key(neighbours, 'Key');
      const role = new iam.Role(neighbours, 'Role', { assumedBy: new iam.ServicePrincipal('states.amazonaws.com') });
      role.addToPolicy(
        new iam.PolicyStatement({
          actions: ['kms:Decrypt', 'kms:GenerateDataKey'],
          resources: [key.keyArn],
          conditions,
        }),
      );
      return new sfn.CfnStateMachine(scope, 'M', {
        roleArn: role.roleArn,
        stateMachineName: 'Encrypted',
        definitionString: JSON.stringify({ StartAt: 'A', States: { A: { Type: 'Succeed' } } }),
        encryptionConfiguration: { type: 'CUSTOMER_MANAGED_KMS_KEY', kmsKeyId: key.keyArn },
      });
    });
  const forMachine = (arn: string) => ({ StringEquals: { 'kms:EncryptionContext:aws:states:stateMachineArn': arn } });
  const machines = 'arn:aws:states:us-east-1:111122223333:stateMachine:';

  test('is for this state machine', () => {
    expect(encrypted(forMachine(`${machines}Encrypted`))).toEqual([]);
  });

  test('is not for one with an empty name, as the CDK writes it', () => {
    expect(encrypted(forMachine(machines))).toEqual([
      expect.stringContaining('may not kms:Decrypt'),
      expect.stringContaining('may not kms:GenerateDataKey'),
    ]);
  });

  test('is not for everything that the role could encrypt', () => {
    expect(encrypted()).toEqual([
      expect.stringMatching(/may kms:Decrypt on .* which nothing needs/),
      expect.stringMatching(/may kms:GenerateDataKey on .* which nothing needs/),
    ]);
  });
});

test('an exception that is no longer needed has to go', () => {
  const granted = [{ action: 'sqs:PurgeQueue', resource: /./, reason: 'none' }];
  expect(problemsOf(leastPrivilege, sending, { granted })).toEqual([
    'alone: nobody is granted sqs:PurgeQueue on /./ any more',
  ]);
});

test('a role that is nobody knows what for', () => {
  const problems = problemsOf(leastPrivilege, (scope) => {
    return new iam.Role(scope, 'Role', { assumedBy: new iam.ServicePrincipal('events.amazonaws.com') });
  });
  expect(problems).toEqual(['alone: Stack/Role/Resource: what this role needs has to be computed']);
});

describe('roles of what starts executions', () => {
  const assumedBy = (service: string) => ({ assumedBy: new iam.ServicePrincipal(`${service}.amazonaws.com`) });
  const machine = 'arn:aws:states:us-east-1:111122223333:stateMachine:m';

  test.each([
    ['scheduler', 'AWS::Scheduler::Schedule', (RoleArn: string) => ({ Target: { Arn: `${machine}:live`, RoleArn } })],
    ['events', 'AWS::Events::Rule', (RoleArn: string) => ({ Targets: [{ Id: 'T', Arn: machine, RoleArn }] })],
    [
      'pipes',
      'AWS::Pipes::Pipe',
      (RoleArn: string) => ({
        RoleArn,
        Source: 'arn:aws:sqs:us-east-1:111122223333:q',
        Target: machine,
        TargetParameters: { StepFunctionStateMachineParameters: { InvocationType: 'FIRE_AND_FORGET' } },
      }),
    ],
    [
      'apigateway',
      'AWS::ApiGateway::Method',
      (Credentials: string) => ({
        Integration: {
          Uri: 'arn:aws:apigateway:us-east-1:states:action/StartExecution',
          Credentials,
          RequestTemplates: { 'application/json': `{ "stateMachineArn": "${machine}" }` },
        },
      }),
    ],
  ])('%s may start, and nothing else', (service, type, propertiesWith) => {
    const rights = (...actions: string[]) =>
      problemsOf(leastPrivilege, (scope) => {
        const role = new iam.Role(scope, 'Role', assumedBy(service));
        role.addToPolicy(new iam.PolicyStatement({ actions, resources: [machine] }));
        return new CfnResource(scope, 'X', { type, properties: propertiesWith(role.roleArn) });
      });
    const onQueue = service === 'pipes' ? 3 : 0;
    expect(rights('states:StartExecution')).toHaveLength(onQueue);
    expect(rights('states:StartSyncExecution')).toHaveLength(onQueue + 2);
  });
});
