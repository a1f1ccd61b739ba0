import { type Duration, Stack, Token } from 'aws-cdk-lib';
import type * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import type * as events from 'aws-cdk-lib/aws-events';
import type * as iam from 'aws-cdk-lib/aws-iam';
import type * as s3 from 'aws-cdk-lib/aws-s3';
import type * as sqs from 'aws-cdk-lib/aws-sqs';
import type * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import { Construct } from 'constructs';
import { isElsewhere } from '../private/elsewhere';
import { invalid } from '../private/errors';
import { DeliveringRule } from '../private/event-rule/delivering-rule';
import { startingRole } from '../private/event-rule/rule-role';
import { WorkflowAlarms } from '../workflow/workflow-alarms';
import { BucketEvents } from './bucket/bucket-events';
import { sendToEventBridge } from './bucket/event-bridge-of-bucket';
import { keyPattern } from './bucket/object-key';
import { warnOfSelfStart } from './self-start';
import type { TriggerOptions } from './trigger-options';

/** What a {@link BucketTrigger} is made of. */
export interface BucketTriggerProps extends TriggerOptions {
  /** The workflow that objects start: of this library or another, imported, an alias or a version. */
  readonly workflow: sfn.IStateMachine;

  /** The bucket, in the account and Region of the trigger. One that is imported must send its events to EventBridge. */
  readonly bucket: s3.IBucket;

  /**
   * What the keys begin with, such as `incoming/`; an empty text for every object. A workflow that writes into the bucket
   * must not write under it, or it starts itself without end.
   */
  readonly prefix: string;

  /**
   * What the keys end with, such as `.csv`. Both together need a wildcard, of which a bus takes 30 rules.
   *
   * @default - anything
   */
  readonly suffix?: string;

  /**
   * Which events start an execution.
   *
   * @default BucketEvents.created()
   */
  readonly events?: BucketEvents;

  /**
   * Whether events start executions.
   *
   * @default true
   */
  readonly enabled?: boolean;

  /**
   * Where events end that could not start an execution.
   *
   * @default - a queue encrypted by SQS that keeps them for 14 days
   */
  readonly deadLetterQueue?: sqs.IQueue;

  /**
   * How often EventBridge tries again to start an execution, from 0 to 185 times.
   *
   * @default 185
   */
  readonly retryAttempts?: number;

  /**
   * How long EventBridge tries to start an execution, from a minute to 24 hours.
   *
   * @default Duration.hours(24)
   */
  readonly maxEventAge?: Duration;
}

/**
 * Starts an execution for each object that is written into a part of a bucket, or for other events of objects, through a
 * rule of EventBridge. No trail and no Lambda function is needed.
 *
 * The input of the execution is the whole event: `{ "source": "aws.s3", "detail-type": "Object Created", "region": "…",
 * "time": "…", "detail": { "bucket": { "name": "…" }, "object": { "key": "incoming/a.csv", "size": 5, "etag": "…",
 * "sequencer": "…" }, "reason": "PutObject", … } }`. The key stands there as it is, not encoded as in a URL.
 *
 * S3 sends an event at least once, and not in order. What cannot start an execution ends in a dead-letter queue.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/EventBridge.html
 *
 * @example
 * declare const workflow: Workflow;
 * const bucket = new s3.Bucket(this, 'Files');
 * new BucketTrigger(this, 'Incoming', { workflow: workflow.stateMachine, bucket, prefix: 'incoming/', suffix: '.csv' });
 */
export class BucketTrigger extends Construct {
  /** The rule that takes the events. */
  public readonly rule: events.Rule;

  /** The role that the rule starts executions with. */
  public readonly role: iam.Role;

  /** Where events end that could not start an execution. */
  public readonly deadLetterQueue: sqs.IQueue;

  /** The alarms; empty with `alarms: false`. */
  public readonly alarms: cloudwatch.Alarm[];

  private readonly delivery: DeliveringRule;

  public constructor(scope: Construct, id: string, props: BucketTriggerProps) {
    super(scope, id);
    const { workflow, bucket, prefix, suffix, enabled, deadLetterQueue, retryAttempts, maxEventAge } = props;
    const { events = BucketEvents.created() } = props;
    this.check(bucket, events);
    this.role = startingRole(this, 'Role', workflow);
    const eventPattern = events._pattern({ bucketName: bucket.bucketName, key: keyPattern(this, prefix, suffix) });
    this.delivery = new DeliveringRule(this, 'Delivery', {
      eventPattern,
      description: `Starts a workflow for events of a bucket: ${events._names.join(', ')}`,
      enabled,
      target: { arn: workflow.stateMachineArn, role: this.role },
      deadLetterQueue,
      retryAttempts,
      maxEventAge,
    });
    this.rule = this.delivery.rule;
    this.deadLetterQueue = this.delivery.deadLetterQueue;
    if (events._fromBucket) sendToEventBridge(this, bucket);
    this.warnOfSelfStart(props, events);
    this.alarms = props.alarms === false ? [] : this.makeAlarms(props);
  }

  /** Events that did not start an execution, after all retries. */
  public metricFailed(): cloudwatch.Metric {
    return this.delivery.metricFailed();
  }

  /** Events that neither started an execution nor came into the dead-letter queue. */
  public metricLost(): cloudwatch.Metric {
    return this.delivery.metricLost();
  }

  private check(bucket: s3.IBucket, { _names, _fromBucket }: BucketEvents): void {
    if (_names.length === 0) {
      throw invalid(this, 'events must name at least one, received none');
    }
    // https://docs.aws.amazon.com/AmazonS3/latest/userguide/logging-with-S3.html
    if (!_fromBucket && _names.includes('DeleteObjects')) {
      throw invalid(
        this,
        'events must not name DeleteObjects, of which CloudTrail records no keys: take BucketEvents.of(BucketEventType.DELETED)',
      );
    }
    const { account, region } = bucket.env;
    const here = Stack.of(this);
    if (isElsewhere({ account, region }, here)) {
      throw invalid(
        this,
        `bucket must be in the account and Region of its trigger, ${here.account}/${here.region}, received one in ` +
          `${account}/${region}: S3 tells EventBridge where the bucket is only`,
      );
    }
  }

  private warnOfSelfStart(
    { workflow, bucket, prefix, suffix = '' }: BucketTriggerProps,
    { _causes: actions }: BucketEvents,
  ): void {
    if (Token.isUnresolved(prefix) || Token.isUnresolved(suffix)) return;
    warnOfSelfStart(this, workflow, {
      actions,
      resource: bucket.arnForObjects(`${prefix}*${suffix}`),
      problem:
        `may do what it is started by under '${prefix}': it would start itself without end; let it write under another ` +
        "prefix, and grant it only that: bucket.grantPut(workflow, 'results/*')",
    });
  }

  private makeAlarms({ alarmActions, deadLetterQueue }: BucketTriggerProps): cloudwatch.Alarm[] {
    const alarms = new WorkflowAlarms(this, alarmActions)
      .add('FailedAlarm', this.metricFailed(), 'An event of the bucket could not start an execution.')
      .add('LostAlarm', this.metricLost(), 'An event of the bucket is lost: the dead-letter queue did not take it.');
    if (!deadLetterQueue) {
      alarms.add(
        'DeadLetterAlarm',
        this.deadLetterQueue.metricApproximateNumberOfMessagesVisible({ statistic: 'max' }),
        'Events that did not start an execution wait in the dead-letter queue.',
      );
    }
    return alarms.alarms;
  }
}
