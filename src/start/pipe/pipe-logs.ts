import type { RemovalPolicy } from 'aws-cdk-lib';
import type * as kms from 'aws-cdk-lib/aws-kms';
import type * as logs from 'aws-cdk-lib/aws-logs';

/**
 * How much a pipe logs.
 *
 * @see https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-pipes-logs.html
 */
export enum PipeLogLevel {
  /** Nothing. */
  OFF = 'OFF',
  /** What failed. */
  ERROR = 'ERROR',
  /** What failed, and the steps of each batch. */
  INFO = 'INFO',
  /** Everything. */
  TRACE = 'TRACE',
}

/** Where and how much a pipe logs. */
export interface PipeLogs {
  /**
   * What is logged.
   *
   * @default PipeLogLevel.ERROR
   */
  readonly level?: PipeLogLevel;

  /**
   * Whether the records, the requests and the answers are logged too. They hold personal data more often than not.
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
   * overflow; see https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/AWS-logs-and-resource-policy.html
   *
   * @default - a log group under `/aws/vendedlogs/pipes/`, with a part of the stack id in its name
   */
  readonly logGroup?: logs.ILogGroup;
}
