import { isExpression } from '../../../src/asl/expression';
import { isObject, type JsonObject } from '../../../src/asl/json';
import { forWaiting } from './encryption';
import type { NeededRight } from './right';
import { starting } from './starting';

/** A call of an integration and where it is made. */
export interface IntegrationCall {
  /** Arguments or Parameters of the task, every substitution made. */
  readonly args: JsonObject;
  /** `arn:<partition>:<service>:<region>:<account>:<resource>` in the place of the state machine. */
  readonly arn: (service: string, resource: string) => string;
  /** ARNs of all executions of the state machine itself. */
  readonly ownExecutions: string;
  /** ARNs of the state machines that wait for what this one reports. */
  readonly waitingForIt: () => readonly string[];
  /** ARN of the key that encrypts a queue or topic of the app. */
  readonly keyOf: (arn: string) => string | undefined;
  /** ARN of the secret that EventBridge keeps for a connection. */
  readonly secretOf: (connectionArn: string) => string;
}

/** An ARN that begins as that of the execution in which the state runs. */
const OWN_EXECUTION = /^\{%\s*\$substring\(\$states\.context\.Execution\.Id, 0, /;

/**
 * What a state machine must be allowed for each integration, by `service:action` and pattern, from the pages below
 * https://docs.aws.amazon.com/step-functions/latest/dg/service-integration-iam-templates.html
 *
 * An integration that stands not here fails the test: look its page up, and add a line.
 */
export const INTEGRATIONS: Record<string, (call: IntegrationCall) => NeededRight[]> = {
  'aws-sdk:dynamodb:query': (call) =>
    onTable('dynamodb:Query', call).map((right) => ({ ...right, resource: right.resource + indexIn(call) })),
  // https://docs.aws.amazon.com/service-authorization/latest/reference/list_events.html
  'aws-sdk:eventbridge:cancelReplay': (call) => onReplay('events:CancelReplay', call),
  'aws-sdk:eventbridge:describeReplay': (call) => onReplay('events:DescribeReplay', call),
  'aws-sdk:eventbridge:startReplay': (call) => [
    { action: 'events:StartReplay', resource: named(call.args, 'EventSourceArn') },
    { action: 'events:StartReplay', resource: named(call.args.Destination as JsonObject, 'Arn') },
    ...onReplay('events:StartReplay', call),
  ],
  'aws-sdk:sesv2:sendEmail': ({ args, arn }) => [
    { action: 'ses:SendEmail', resource: arn('ses', `identity/${domainOf(named(args, 'FromEmailAddress'))}`) },
  ],
  'aws-sdk:sfn:describeExecution': ({ args, ownExecutions, waitingForIt }) => {
    // Which execution it is stands in a table: one of those that wait.
    if (args.ExecutionArn === '{% $gate.execution.S %}') {
      return waitingForIt().map((waiting) => ({
        action: 'states:DescribeExecution',
        resource: `${waiting.replace(':stateMachine:', ':execution:')}:*`,
      }));
    }
    return [
      {
        action: 'states:DescribeExecution',
        resource: OWN_EXECUTION.test(String(args.ExecutionArn))
          ? ownExecutions
          : `${beginningOf(String(args.ExecutionArn), 'ExecutionArn')}*`,
      },
    ];
  },
  'aws-sdk:sfn:getExecutionHistory': ({ args }) => [
    {
      action: 'states:GetExecutionHistory',
      resource: `${beginningOf(String(args.ExecutionArn), 'ExecutionArn')}*`,
    },
  ],
  'aws-sdk:sfn:sendTaskFailure': (call) => reporting('states:SendTaskFailure', call),
  'aws-sdk:sfn:sendTaskSuccess': (call) => reporting('states:SendTaskSuccess', call),
  'aws-sdk:sfn:startExecution': ({ args }) => [starting(named(args, 'StateMachineArn'))],
  'aws-sdk:sfn:startSyncExecution': ({ args, keyOf }) => {
    const machine = named(args, 'StateMachineArn');
    return [
      starting(machine, 'states:StartSyncExecution'),
      ...(args.IncludedData === 'METADATA_ONLY' ? [] : forWaiting(machine, keyOf(machine))),
    ];
  },
  'aws-sdk:sns:publish': ({ args, keyOf }) => sending('sns:Publish', named(args, 'TopicArn'), keyOf),
  'aws-sdk:sqs:sendMessage': (call) => toQueue(call),
  'dynamodb:deleteItem': (call) => onTable('dynamodb:DeleteItem', call),
  'dynamodb:getItem': (call) => onTable('dynamodb:GetItem', call),
  'dynamodb:putItem': (call) => onTable('dynamodb:PutItem', call),
  'dynamodb:updateItem': (call) => onTable('dynamodb:UpdateItem', call),
  'events:putEvents': ({ args, arn }) =>
    (args.Entries as JsonObject[]).map((entry) => {
      const bus = entry.EventBusName === undefined ? 'default' : named(entry, 'EventBusName');
      return { action: 'events:PutEvents', resource: bus.startsWith('arn:') ? bus : arn('events', `event-bus/${bus}`) };
    }),
  'http:invoke': (call) => overHttp(call),
  'lambda:invoke': ({ args }) => [{ action: 'lambda:InvokeFunction', resource: named(args, 'FunctionName') }],
  'lambda:invoke.waitForTaskToken': ({ args }) => [
    { action: 'lambda:InvokeFunction', resource: named(args, 'FunctionName') },
  ],
  'sns:publish': ({ args, keyOf }) => sending('sns:Publish', named(args, 'TopicArn'), keyOf),
  'sqs:sendMessage': (call) => toQueue(call),
  'sqs:sendMessage.waitForTaskToken': (call) => toQueue(call),
  'states:startExecution': ({ args }) => [
    { action: 'states:StartExecution', resource: named(args, 'StateMachineArn') },
  ],
  'states:startExecution.waitForTaskToken': ({ args }) => [
    { action: 'states:StartExecution', resource: named(args, 'StateMachineArn') },
  ],
  'states:startExecution.sync:2': ({ args, arn }) => {
    const child = named(args, 'StateMachineArn');
    const executions = `${child.replace(':stateMachine:', ':execution:')}:*`;
    const rule = arn('events', 'rule/StepFunctionsGetEventsForStepFunctionsExecutionRule');
    return [
      { action: 'states:StartExecution', resource: child },
      ...['states:DescribeExecution', 'states:StopExecution'].map((action) => ({ action, resource: executions })),
      ...['events:PutTargets', 'events:PutRule', 'events:DescribeRule'].map((action) => ({ action, resource: rule })),
    ];
  },
};

/**
 * https://docs.aws.amazon.com/step-functions/latest/dg/call-https-apis.html#connect-http-task-permissions
 *
 * A role cannot name a state machine that needs the role: what it may call is limited by the context instead.
 */
function overHttp({ args, arn, secretOf }: IntegrationCall): NeededRight[] {
  const connection = named(args.InvocationConfig as JsonObject, 'ConnectionArn');
  const context = { 'states:HTTPMethod': named(args, 'Method'), 'states:HTTPEndpoint': endpointOf(args) };
  return [
    { action: 'states:InvokeHTTPEndpoint', resource: arn('states', 'stateMachine:*'), context },
    { action: 'events:RetrieveConnectionCredentials', resource: connection },
    ...['secretsmanager:GetSecretValue', 'secretsmanager:DescribeSecret'].map((action) => ({
      action,
      resource: secretOf(connection),
    })),
  ];
}

/** Of an address that is put together when the state runs, what it begins with. */
function endpointOf({ ApiEndpoint }: JsonObject): string {
  const text = String(ApiEndpoint);
  return isExpression(text) ? beginningOf(text, 'ApiEndpoint') : text;
}

function beginningOf(expression: string, field: string): string {
  const [, beginning] = /^\{%\s*("(?:[^"\\]|\\.)*")/.exec(expression) ?? [];
  if (beginning === undefined) throw new Error(`${field} is decided when the state runs: ${expression}`);
  return JSON.parse(beginning);
}

function indexIn({ args }: IntegrationCall): string {
  return args.IndexName === undefined ? '' : `/index/${named(args, 'IndexName')}`;
}

/** A replay gets its name when it is started. */
function onReplay(action: string, { args, arn }: IntegrationCall): NeededRight[] {
  const name = String(args.ReplayName);
  return [{ action, resource: arn('events', `replay/${isExpression(name) ? '*' : name}`) }];
}

function reporting(action: string, { waitingForIt }: IntegrationCall): NeededRight[] {
  return waitingForIt().map((resource) => ({ action, resource }));
}

/** `approvals@example.com`, or the same with a name before it and in angle brackets. */
function domainOf(sender: string): string {
  return String(/@([^>]+)>?$/.exec(sender)?.[1]);
}

/** https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/encryption.usagenotes.html */
function onTable(action: string, { args, arn, keyOf }: IntegrationCall): NeededRight[] {
  const table = named(args, 'TableName');
  const resource = table.startsWith('arn:') ? table : arn('dynamodb', `table/${table}`);
  const key = keyOf(resource);
  return [{ action, resource }, ...(key ? [{ action: 'kms:Decrypt', resource: key }] : [])];
}

function toQueue({ args, arn, keyOf }: IntegrationCall): NeededRight[] {
  const name = named(args, 'QueueUrl').split('/').at(-1);
  return sending('sqs:SendMessage', arn('sqs', String(name)), keyOf);
}

/** https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-key-management.html; SNS is alike. */
function sending(action: string, resource: string, keyOf: IntegrationCall['keyOf']): NeededRight[] {
  const key = keyOf(resource);
  const onKey = key ? ['kms:Decrypt', 'kms:GenerateDataKey'].map((each) => ({ action: each, resource: key })) : [];
  return [{ action, resource }, ...onKey];
}

function named(args: JsonObject, field: string): string {
  const value = isObject(args) ? args[field] : undefined;
  if (typeof value !== 'string' || isExpression(value)) {
    throw new Error(`${field} is decided when the state runs: what it may be has to be said`);
  }
  return value;
}
