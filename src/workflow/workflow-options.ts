import type { RemovalPolicy } from 'aws-cdk-lib';
import type * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import type * as iam from 'aws-cdk-lib/aws-iam';
import type * as kms from 'aws-cdk-lib/aws-kms';
import type * as logs from 'aws-cdk-lib/aws-logs';
import type * as sfn from 'aws-cdk-lib/aws-stepfunctions';

/** Where and how much a workflow logs. */
export interface WorkflowLogs {
  /**
   * What is logged.
   *
   * @default LogLevel.ALL
   */
  readonly level?: sfn.LogLevel;

  /**
   * Whether inputs, outputs and results are logged too. They hold personal data and task tokens more often than not.
   *
   * Error names and causes are always logged; the cause of a failed Lambda function holds its message and stack trace.
   *
   * @default false
   */
  readonly includeExecutionData?: boolean;

  /**
   * How long the log group keeps its events.
   *
   * @default RetentionDays.TWO_WEEKS
   */
  readonly retention?: logs.RetentionDays;

  /**
   * What happens to the log group when it leaves the stack.
   *
   * @default RemovalPolicy.DESTROY
   */
  readonly removalPolicy?: RemovalPolicy;

  /**
   * Key that encrypts the log group. The statement that CloudWatch Logs needs is added to the key's policy.
   *
   * @default - encrypted with a key owned by CloudWatch Logs
   */
  readonly encryptionKey?: kms.IKey;

  /**
   * A log group of your own. Its name should begin with `/aws/vendedlogs/`, or the account's log resource policy may
   * overflow; see https://docs.aws.amazon.com/step-functions/latest/dg/bp-cwl.html
   *
   * @default - a log group under `/aws/vendedlogs/states/`, with a part of the stack id in its name
   */
  readonly logGroup?: logs.ILogGroup;
}

/** What every workflow can be told, whatever it does. */
export interface WorkflowOptions {
  /**
   * Physical name of the state machine. With a name it cannot be replaced by an update.
   *
   * @default - CloudFormation makes one
   */
  readonly workflowName?: string;

  /**
   * Standard or Express.
   *
   * @default StateMachineType.STANDARD
   */
  readonly stateMachineType?: sfn.StateMachineType;

  /**
   * Where and how much is logged.
   *
   * @default - everything but the execution data, for 14 days
   */
  readonly logs?: WorkflowLogs;

  /**
   * Whether executions are traced with AWS X-Ray.
   *
   * @default true
   */
  readonly tracingEnabled?: boolean;

  /**
   * Whether alarms are made.
   *
   * @default true
   */
  readonly alarms?: boolean;

  /**
   * What the alarms do when they ring.
   *
   * @default - nothing: they show in the console only
   */
  readonly alarmActions?: cloudwatch.IAlarmAction[];

  /**
   * Key that encrypts the definition, the execution history and the data in it. The statements that Step Functions and
   * the delivery of logs need are added.
   *
   * @default - encrypted with a key owned by AWS
   */
  readonly encryptionKey?: kms.IKey;

  /**
   * Role that the state machine runs with. What the definition needs is added to it where it can be changed.
   *
   * @default - a role with exactly the rights that the definition needs
   */
  readonly role?: iam.IRole;
}
