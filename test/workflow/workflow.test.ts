import { App, Duration, RemovalPolicy, Stack } from 'aws-cdk-lib';
import { Annotations, Match, Template } from 'aws-cdk-lib/assertions';
import * as cloudwatchActions from 'aws-cdk-lib/aws-cloudwatch-actions';
import * as targets from 'aws-cdk-lib/aws-events-targets';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as logs from 'aws-cdk-lib/aws-logs';
import * as sns from 'aws-cdk-lib/aws-sns';
import * as sqs from 'aws-cdk-lib/aws-sqs';
import * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import * as tasks from 'aws-cdk-lib/aws-stepfunctions-tasks';
import { ExecutionStatus, Workflow, type WorkflowProps } from '../../src';
import { testFunction } from '../functions';
import { definitionIn } from '../template';

let app: App;
let stack: Stack;
beforeEach(() => {
  app = new App();
  stack = new Stack(app, 'Stack');
});

const workflow = (props: Partial<WorkflowProps> = {}, id = 'Workflow') =>
  new Workflow(stack, id, { definition: new sfn.Pass(stack, `${id}Pass`), ...props });
const template = () => Template.fromStack(stack);

describe('logs', () => {
  test('everything but the data, for 14 days, in a vended group with a part of the stack id in its name', () => {
    const { logGroup } = workflow();
    expect(logGroup).toBeDefined();
    template().hasResourceProperties('AWS::StepFunctions::StateMachine', {
      LoggingConfiguration: { Level: 'ALL', IncludeExecutionData: false },
    });
    template().hasResource('AWS::Logs::LogGroup', {
      Properties: {
        RetentionInDays: 14,
        LogGroupName: {
          'Fn::Join': [
            '',
            [
              Match.stringLikeRegexp('^/aws/vendedlogs/states/Stack-Workflow-'),
              Match.objectLike({ 'Fn::Select': [0, Match.anyValue()] }),
            ],
          ],
        },
      },
      DeletionPolicy: 'Delete',
    });
    expect(JSON.stringify(template().findResources('AWS::Logs::LogGroup'))).toContain('AWS::StackId');
  });

  test('can be told otherwise', () => {
    workflow({
      logs: {
        level: sfn.LogLevel.ERROR,
        includeExecutionData: true,
        retention: logs.RetentionDays.ONE_YEAR,
        removalPolicy: RemovalPolicy.RETAIN,
      },
    });
    template().hasResourceProperties('AWS::StepFunctions::StateMachine', {
      LoggingConfiguration: { Level: 'ERROR', IncludeExecutionData: true },
    });
    template().hasResource('AWS::Logs::LogGroup', { Properties: { RetentionInDays: 365 }, DeletionPolicy: 'Retain' });
  });

  test('off: no group and no right to log', () => {
    const { logGroup } = workflow({ logs: { level: sfn.LogLevel.OFF } });
    expect(logGroup).toBeUndefined();
    template().resourceCountIs('AWS::Logs::LogGroup', 0);
    expect(JSON.stringify(template().toJSON())).not.toContain('logs:CreateLogDelivery');
  });

  test('an own group is warned about where its name overflows the resource policy', () => {
    workflow({ logs: { logGroup: new logs.LogGroup(stack, 'Own') } }, 'A');
    workflow({ logs: { logGroup: new logs.LogGroup(stack, 'Named', { logGroupName: '/mine' }) } }, 'B');
    workflow({ logs: { logGroup: logs.LogGroup.fromLogGroupName(stack, 'Imported', '/mine/too') } }, 'C');
    const annotations = Annotations.fromStack(stack);
    annotations.hasWarning(
      '/Stack/A',
      Match.stringLikeRegexp("received '\\(made by CloudFormation\\)'.*cdk-workflows:logGroupPrefix"),
    );
    annotations.hasWarning('/Stack/B', Match.stringLikeRegexp("received '/mine'"));
    annotations.hasWarning('/Stack/C', Match.stringLikeRegexp("received '/mine/too'"));
  });

  test('an own group with the prefix is not warned about', () => {
    workflow({ logs: { logGroup: new logs.LogGroup(stack, 'Own', { logGroupName: '/aws/vendedlogs/mine' }) } });
    Annotations.fromStack(stack).hasNoWarning('*', Match.anyValue());
  });

  test('an own group is not half described', () => {
    const logGroup = new logs.LogGroup(stack, 'Own', { logGroupName: '/aws/vendedlogs/mine' });
    expect(() => workflow({ logs: { logGroup, retention: logs.RetentionDays.ONE_DAY } })).toThrow(
      /logs.retention must not stand beside logs.logGroup/,
    );
  });

  test('a key of the group may be used by CloudWatch Logs', () => {
    workflow({ logs: { encryptionKey: new kms.Key(stack, 'Key') } });
    template().hasResourceProperties('AWS::Logs::LogGroup', { KmsKeyId: Match.anyValue() });
    template().hasResourceProperties('AWS::KMS::Key', {
      KeyPolicy: {
        Statement: Match.arrayWith([
          Match.objectLike({
            Principal: { Service: { 'Fn::Join': ['', ['logs.', { Ref: 'AWS::Region' }, '.amazonaws.com']] } },
            Condition: { ArnLike: Match.anyValue() },
          }),
        ]),
      },
    });
  });
});

test('tracing is on, and can be turned off', () => {
  workflow({}, 'On');
  workflow({ tracingEnabled: false }, 'Off');
  const machines = Object.values(template().findResources('AWS::StepFunctions::StateMachine'));
  expect(machines.map(({ Properties }) => Properties.TracingConfiguration.Enabled)).toEqual([true, false]);
});

describe('the role', () => {
  test('has exactly the rights that the definition needs, in one inline policy', () => {
    const fn = testFunction(stack, 'Function');
    workflow({
      definition: tasks.LambdaInvoke.jsonata(stack, 'Call', { lambdaFunction: fn }),
      logs: { level: sfn.LogLevel.OFF },
      tracingEnabled: false,
    });
    template().resourceCountIs('AWS::IAM::Policy', 0);
    template().hasResourceProperties('AWS::IAM::Role', {
      Policies: [
        {
          PolicyName: 'Workflow',
          PolicyDocument: { Version: '2012-10-17', Statement: [Match.objectLike({ Action: 'lambda:InvokeFunction' })] },
        },
      ],
    });
  });

  test('has no policy where the definition needs nothing', () => {
    workflow({ logs: { level: sfn.LogLevel.OFF }, tracingEnabled: false });
    template().hasResourceProperties('AWS::IAM::Role', { Policies: Match.absent() });
  });

  test('takes what is added later', () => {
    workflow().stateMachine.addToRolePolicy(
      new iam.PolicyStatement({ actions: ['s3:GetObject'], resources: ['arn:aws:s3:::bucket/*'] }),
    );
    template().hasResourceProperties('AWS::IAM::Role', {
      Policies: [
        Match.objectLike({
          PolicyDocument: Match.objectLike({
            Statement: Match.arrayWith([Match.objectLike({ Action: 's3:GetObject' })]),
          }),
        }),
      ],
    });
  });

  test('is not made where the app has roles made beforehand', () => {
    app = new App();
    iam.Role.customizeRoles(app, { usePrecreatedRoles: { 'Stack/Workflow/Role': 'made-before' } });
    stack = new Stack(app, 'Stack');
    workflow({
      definition: tasks.LambdaInvoke.jsonata(stack, 'Call', {
        lambdaFunction: lambda.Function.fromFunctionName(stack, 'F', 'f'),
      }),
    });
    template().resourceCountIs('AWS::IAM::Role', 0);
    template().resourceCountIs('AWS::StepFunctions::StateMachine', 1);
  });

  test('is the one that the user has', () => {
    const role = new iam.Role(stack, 'Role', { assumedBy: new iam.ServicePrincipal('states.amazonaws.com') });
    const made = workflow({
      role,
      definition: tasks.LambdaInvoke.jsonata(stack, 'Call', { lambdaFunction: testFunction(stack, 'Function') }),
    });
    expect(made.role).toBe(role);
    template().hasResourceProperties('AWS::IAM::Policy', {
      PolicyDocument: Match.objectLike({
        Statement: Match.arrayWith([Match.objectLike({ Action: 'lambda:InvokeFunction' })]),
      }),
      Roles: [{ Ref: stack.getLogicalId(role.node.defaultChild as iam.CfnRole) }],
    });
  });

  test('of a Distributed Map may start its own machine, without a dependency cycle', () => {
    const map = new sfn.DistributedMap(stack, 'Map', { itemsPath: '$.items' });
    map.itemProcessor(new sfn.Pass(stack, 'Item'));
    workflow({ definition: map });
    template().hasResourceProperties('AWS::IAM::Policy', {
      PolicyDocument: Match.objectLike({
        Statement: Match.arrayWith([Match.objectLike({ Action: 'states:StartExecution' })]),
      }),
    });
  });
});

describe('encryption', () => {
  test('with a key: own statements in a policy of their own, and logs can be delivered', () => {
    const key = new kms.Key(stack, 'Key');
    workflow({ encryptionKey: key });
    template().hasResource('AWS::StepFunctions::StateMachine', {
      Properties: {
        EncryptionConfiguration: { Type: 'CUSTOMER_MANAGED_KMS_KEY', KmsKeyId: stack.resolve(key.keyArn) },
      },
      DependsOn: Match.arrayWith([Match.stringLikeRegexp('KeyPolicy')]),
    });
    template().hasResourceProperties('AWS::IAM::Policy', {
      PolicyDocument: Match.objectLike({
        Statement: [
          Match.objectLike({
            Action: ['kms:Decrypt', 'kms:GenerateDataKey'],
            Condition: {
              ArnLike: {
                'kms:EncryptionContext:aws:states:stateMachineArn': {
                  'Fn::Join': ['', Match.arrayWith([':stateMachine:*'])],
                },
              },
            },
          }),
          Match.objectLike({ Action: 'kms:GenerateDataKey', Condition: { StringEquals: Match.anyValue() } }),
        ],
      }),
    });
    template().hasResourceProperties('AWS::KMS::Key', {
      KeyPolicy: {
        Statement: Match.arrayWith([
          Match.objectLike({ Principal: { Service: 'delivery.logs.amazonaws.com' }, Action: 'kms:Decrypt*' }),
        ]),
      },
    });
  });

  test('the key may name the role in its own policy', () => {
    const key = new kms.Key(stack, 'Key');
    const made = workflow({ encryptionKey: key });
    key.addToResourcePolicy(
      new iam.PolicyStatement({
        principals: [new iam.ArnPrincipal(made.role.roleArn)],
        actions: ['kms:Decrypt'],
        resources: ['*'],
      }),
    );
    expect(() => template()).not.toThrow();
  });
});

describe('alarms', () => {
  test('for failed, timed out, aborted and throttled executions; no data is no trouble', () => {
    const topic = new sns.Topic(stack, 'Topic');
    const made = workflow({ alarmActions: [new cloudwatchActions.SnsAction(topic)] });
    expect(made.alarms).toHaveLength(4);
    const metrics = Object.values(template().findResources('AWS::CloudWatch::Alarm')).map(
      ({ Properties }) => Properties.MetricName,
    );
    expect(metrics).toEqual(['ExecutionsFailed', 'ExecutionsTimedOut', 'ExecutionsAborted', 'ExecutionThrottled']);
    template().allResourcesProperties('AWS::CloudWatch::Alarm', {
      TreatMissingData: 'notBreaching',
      Threshold: 1,
      AlarmActions: [stack.resolve(topic.topicArn)],
    });
  });

  test('none when asked', () => {
    expect(workflow({ alarms: false }).alarms).toEqual([]);
    template().resourceCountIs('AWS::CloudWatch::Alarm', 0);
  });
});

describe('the definition', () => {
  test('is a literal, with the time limit of the workflow in it', () => {
    workflow({ timeout: Duration.minutes(5) });
    expect(definitionIn(stack)).toEqual({
      StartAt: 'WorkflowPass',
      States: { WorkflowPass: { Type: 'Pass', End: true } },
      TimeoutSeconds: 300,
    });
    template().hasResourceProperties('AWS::StepFunctions::StateMachine', { DefinitionSubstitutions: Match.absent() });
  });

  test('holds tasks of both query languages', () => {
    const lambdaFunction = testFunction(stack, 'Function');
    const chain = tasks.LambdaInvoke.jsonPath(stack, 'Old', { lambdaFunction }).next(
      tasks.LambdaInvoke.jsonata(stack, 'New', { lambdaFunction }),
    );
    workflow({ definition: chain });
    const { QueryLanguage, States } = definitionIn(stack);
    expect(QueryLanguage).toBeUndefined();
    expect([States.Old.QueryLanguage, States.New.QueryLanguage]).toEqual([undefined, 'JSONata']);
  });

  test('may get a state after the workflow was made', () => {
    const first = new sfn.Pass(stack, 'First');
    workflow({ definition: first });
    first.next(new sfn.Succeed(stack, 'Second'));
    expect(definitionIn(stack).States.First.Next).toBe('Second');
  });

  test('is refused above 900 kB', () => {
    workflow({ definition: sfn.Pass.jsonata(stack, 'Big', { outputs: { text: 'x'.repeat(900_000) } }) });
    expect(() => app.synth()).toThrow(
      /definition must have at most 900000 bytes, received 90\d+: move.*\[at Stack\/Workflow\]/,
    );
  });

  test('refuses a zero time limit', () => {
    expect(() => workflow({ timeout: Duration.seconds(0) })).toThrow(
      /timeout must be .* at least 1, received 0 s \[at Stack\/Workflow\]/,
    );
  });
});

test('grantStartExecution names the unqualified ARN', () => {
  const made = workflow();
  const role = new iam.Role(stack, 'Starter', { assumedBy: new iam.AccountRootPrincipal() });
  made.grantStartExecution(role);
  template().hasResourceProperties('AWS::IAM::Policy', {
    PolicyDocument: Match.objectLike({
      Statement: [
        {
          Action: 'states:StartExecution',
          Effect: 'Allow',
          Resource: stack.resolve(made.stateMachine.stateMachineArn),
        },
      ],
    }),
  });
});

test('metrics of the state machine', () => {
  const made = workflow();
  const metrics = [
    made.metricStarted(),
    made.metricSucceeded(),
    made.metricFailed(),
    made.metricTimedOut(),
    made.metricAborted(),
    made.metricThrottled(),
    made.metricTime(),
  ];
  expect(metrics.map(({ metricName }) => metricName)).toEqual([
    'ExecutionsStarted',
    'ExecutionsSucceeded',
    'ExecutionsFailed',
    'ExecutionsTimedOut',
    'ExecutionsAborted',
    'ExecutionThrottled',
    'ExecutionTime',
  ]);
});

describe('onStatusChange', () => {
  test('is a rule on the status events of this machine', () => {
    const made = workflow();
    made.onStatusChange('Ended', {
      statuses: [ExecutionStatus.ABORTED],
      target: new targets.SqsQueue(new sqs.Queue(stack, 'Queue')),
    });
    template().hasResourceProperties('AWS::Events::Rule', {
      EventPattern: {
        source: ['aws.states'],
        'detail-type': ['Step Functions Execution Status Change'],
        detail: { stateMachineArn: [stack.resolve(made.stateMachine.stateMachineArn)], status: ['ABORTED'] },
      },
      Targets: [Match.anyValue()],
    });
  });

  test('is about every status where none is named', () => {
    workflow().onStatusChange('Any');
    template().hasResourceProperties('AWS::Events::Rule', { EventPattern: { detail: { status: Match.absent() } } });
  });

  test('refuses an empty list', () => {
    expect(() => workflow().onStatusChange('None', { statuses: [] })).toThrow(/statuses must not be empty/);
  });
});
