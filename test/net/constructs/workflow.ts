import { Duration } from 'aws-cdk-lib';
import * as dynamodb from 'aws-cdk-lib/aws-dynamodb';
import * as events from 'aws-cdk-lib/aws-events';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as sns from 'aws-cdk-lib/aws-sns';
import * as sqs from 'aws-cdk-lib/aws-sqs';
import * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import * as tasks from 'aws-cdk-lib/aws-stepfunctions-tasks';
import type { Construct } from 'constructs';
import { Workflow, type WorkflowOptions } from '../../../src';
import {
  CHILD_EXECUTIONS,
  EXECUTIONS_OF_CHILD,
  LAMBDA_TASK_VERSIONS,
  LAMBDA_VERSIONS,
  LOG_DELIVERY,
  MAP_RUNS,
  NOT_LOGGED_NOT_TRACED,
} from '../acknowledged';
import { functionsIn } from '../neighbours';
import type { Subject } from '../subject';

const taskTimeout = sfn.Timeout.duration(Duration.minutes(1));

/** One task of each kind, so that the rights of each are seen. */
function inJsonPath(scope: Construct, neighbours: Construct): sfn.IChainable {
  const fn = functionsIn(neighbours)('Function');
  const table = new dynamodb.Table(neighbours, 'Table', {
    partitionKey: { name: 'id', type: dynamodb.AttributeType.STRING },
  });
  const key = { id: tasks.DynamoAttributeValue.fromString(sfn.JsonPath.stringAt('$.id')) };
  const child = new sfn.StateMachine(neighbours, 'Child', {
    definitionBody: sfn.DefinitionBody.fromChainable(new sfn.Pass(neighbours, 'ChildPass')),
  });
  return new tasks.LambdaInvoke(scope, 'Invoke', { lambdaFunction: fn, taskTimeout })
    .next(
      new tasks.LambdaInvoke(scope, 'InvokeAndWait', {
        lambdaFunction: fn,
        integrationPattern: sfn.IntegrationPattern.WAIT_FOR_TASK_TOKEN,
        payload: sfn.TaskInput.fromObject({ token: sfn.JsonPath.taskToken }),
        taskTimeout,
      }),
    )
    .next(new tasks.DynamoGetItem(scope, 'Get', { table, key, taskTimeout }))
    .next(new tasks.DynamoPutItem(scope, 'Put', { table, item: key, taskTimeout }))
    .next(new tasks.DynamoUpdateItem(scope, 'Update', { table, key, updateExpression: 'SET a = b', taskTimeout }))
    .next(new tasks.DynamoDeleteItem(scope, 'Delete', { table, key, taskTimeout }))
    .next(new tasks.StepFunctionsStartExecution(scope, 'Start', { stateMachine: child, taskTimeout }))
    .next(
      new tasks.StepFunctionsStartExecution(scope, 'Run', {
        stateMachine: child,
        integrationPattern: sfn.IntegrationPattern.RUN_JOB,
        taskTimeout,
      }),
    );
}

function inJsonata(scope: Construct, neighbours: Construct): sfn.IChainable {
  const lambdaFunction = functionsIn(neighbours)('Function');
  const bus = new events.EventBus(neighbours, 'Bus');
  const entry = { source: 'orders', detailType: 'Placed', detail: sfn.TaskInput.fromObject({}) };
  return tasks.LambdaInvoke.jsonata(scope, 'Invoke', { lambdaFunction, taskTimeout })
    .next(
      tasks.SqsSendMessage.jsonata(scope, 'Send', {
        queue: new sqs.Queue(neighbours, 'Queue'),
        messageBody: sfn.TaskInput.fromText('{% $states.input.id %}'),
        taskTimeout,
      }),
    )
    .next(
      tasks.SnsPublish.jsonata(scope, 'Publish', {
        topic: new sns.Topic(neighbours, 'Topic'),
        message: sfn.TaskInput.fromText('{% $states.input.id %}'),
        taskTimeout,
      }),
    )
    .next(
      tasks.EventBridgePutEvents.jsonata(scope, 'PutEvents', {
        entries: [entry, { ...entry, eventBus: bus }],
        taskTimeout,
      }),
    );
}

function forEach(scope: Construct, neighbours: Construct): sfn.IChainable {
  const items = sfn.ProvideItems.jsonata('{% $states.input.all %}');
  return sfn.DistributedMap.jsonata(scope, 'Each', { items }).itemProcessor(short(scope, neighbours));
}

const short = (scope: Construct, neighbours: Construct) =>
  tasks.LambdaInvoke.jsonata(scope, 'Invoke', { lambdaFunction: functionsIn(neighbours)('Function'), taskTimeout });

function workflow(
  name: string,
  definition: (scope: Construct, neighbours: Construct) => sfn.IChainable,
  options: (neighbours: Construct) => WorkflowOptions = () => ({}),
  expected: Partial<Subject> = {},
): Subject {
  return {
    name,
    build: (scope, neighbours) =>
      new Workflow(scope, 'Workflow', { definition: definition(scope, neighbours), ...options(neighbours) }),
    acknowledged: [LOG_DELIVERY, LAMBDA_TASK_VERSIONS],
    granted: [LAMBDA_VERSIONS],
    ...expected,
  };
}

export const subjects: Subject[] = [
  workflow('Workflow in JSONPath', inJsonPath, undefined, {
    acknowledged: [LOG_DELIVERY, LAMBDA_TASK_VERSIONS, CHILD_EXECUTIONS],
    granted: [LAMBDA_VERSIONS, ...EXECUTIONS_OF_CHILD],
  }),
  workflow('Workflow in JSONata', inJsonata),
  workflow('Workflow with a Distributed Map', forEach, undefined, {
    acknowledged: [LOG_DELIVERY, LAMBDA_TASK_VERSIONS, MAP_RUNS],
    // The CDK had the rights on the state machine in place of its executions: https://github.com/aws/aws-cdk/pull/34760
    since: '2.276.0',
  }),
  workflow(
    'Workflow without logs and traces',
    short,
    () => ({ logs: { level: sfn.LogLevel.OFF }, tracingEnabled: false }),
    { acknowledged: [LAMBDA_TASK_VERSIONS, ...NOT_LOGGED_NOT_TRACED] },
  ),
  workflow('Workflow with a key', short, (neighbours) => {
    const encryptionKey = new kms.Key(neighbours, 'Key');
    return { encryptionKey, logs: { encryptionKey } };
  }),
  workflow(
    'Workflow with a role of the user',
    short,
    (neighbours) => ({
      role: new iam.Role(neighbours, 'Role', { assumedBy: new iam.ServicePrincipal('states.amazonaws.com') }),
    }),
    // What cdk-nag says about a role of the user is the user's.
    { acknowledged: [] },
  ),
];
