import { Annotations, type Duration, Stack, Token } from 'aws-cdk-lib';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import * as iam from 'aws-cdk-lib/aws-iam';
import type * as kms from 'aws-cdk-lib/aws-kms';
import * as sns from 'aws-cdk-lib/aws-sns';
import type * as sqs from 'aws-cdk-lib/aws-sqs';
import type * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import { Construct } from 'constructs';
import { DeadLetterQueue } from '../private/dead-letter-queue';
import { isElsewhere } from '../private/elsewhere';
import { WorkflowAlarms } from '../workflow/workflow-alarms';
import type { BatchDelivery } from './pipe/batch-delivery';
import type { PipeEnrichment } from './pipe/pipe-enrichment';
import type { PipeInvocationType } from './pipe/pipe-invocation-type';
import type { PipeLogs } from './pipe/pipe-logs';
import { QueueTrigger } from './queue-trigger';
import { warnOfSelfStart } from './self-start';
import type { TopicFilter } from './topic/topic-filter';
import type { TriggerOptions } from './trigger-options';

/** What a {@link TopicTrigger} is made of. */
export interface TopicTriggerProps extends TriggerOptions {
  /** The workflow that messages start: of this library or another, imported, an alias or a version. */
  readonly workflow: sfn.IStateMachine;

  /**
   * The topic, of this account or another that lets this one subscribe. In another Region its subscription has no dead-letter
   * queue.
   */
  readonly topic: sns.ITopic;

  /**
   * Which messages start an execution. SNS does not deliver the others.
   *
   * @default - all
   */
  readonly filter?: TopicFilter;

  /**
   * Whether every message starts an execution or a batch of them one.
   *
   * @default BatchDelivery.perMessage()
   */
  readonly delivery?: BatchDelivery;

  /**
   * Whether executions are waited for; needed for an imported workflow.
   *
   * @default - FIRE_AND_FORGET for a Standard workflow, REQUEST_RESPONSE for an Express one
   */
  readonly invocationType?: PipeInvocationType;

  /**
   * What is asked about the messages before they start an execution.
   *
   * @default - nothing
   */
  readonly enrichment?: PipeEnrichment;

  /**
   * Where messages end that the queue did not take, or that did not start an execution in five tries.
   *
   * @default - a queue encrypted by SQS that keeps them for 14 days
   */
  readonly deadLetterQueue?: sqs.IQueue;

  /**
   * Where and how much the pipe logs.
   *
   * @default - what failed, without data, for 14 days
   */
  readonly logs?: PipeLogs;

  /**
   * Key that encrypts what the pipe stores, and the workflow between the pipe and yours. Messages are encrypted by SQS.
   *
   * @default - encrypted with keys owned by AWS
   */
  readonly encryptionKey?: kms.IKey;

  /**
   * How old the oldest message may get before an alarm rings.
   *
   * @default Duration.hours(1)
   */
  readonly backlogAge?: Duration;
}

/**
 * Starts executions from the messages of an SNS topic: the subscription delivers those that its filter lets through, as
 * they were published, into a queue of the trigger's own, from which a {@link QueueTrigger} starts the workflow. So nothing
 * is lost while Step Functions throttles, and SNS cannot start a state machine itself.
 *
 * The input of an execution is the message: the JSON value that it is, or a JSON string where it is no JSON; its attributes
 * with `MessageInput.wholeMessage()`. There is no envelope of SNS around it, so a subject does not arrive.
 *
 * @see https://docs.aws.amazon.com/sns/latest/dg/sns-sqs-as-subscriber.html
 *
 * @example
 * declare const workflow: Workflow;
 * declare const topic: sns.Topic;
 * new TopicTrigger(this, 'Orders', {
 *   workflow: workflow.stateMachine,
 *   topic,
 *   filter: TopicFilter.attributes({ kind: ['order'] }),
 * });
 */
export class TopicTrigger extends Construct {
  /** The subscription of the queue to the topic. */
  public readonly subscription: sns.Subscription;

  /** The queue between the topic and the pipe. */
  public readonly queue: sqs.IQueue;

  /** Where messages end that did not come into the queue or did not start an execution. */
  public readonly deadLetterQueue: sqs.IQueue;

  /** What starts the workflow from the queue: with the pipe, its role and its log group. */
  public readonly queueTrigger: QueueTrigger;

  /** The alarms; empty with `alarms: false`. */
  public readonly alarms: cloudwatch.Alarm[];

  private readonly topic: sns.ITopic;

  public constructor(scope: Construct, id: string, props: TopicTriggerProps) {
    super(scope, id);
    const { topic, filter, deadLetterQueue, ...ofQueue } = props;
    filter?._check(this);
    this.topic = topic;
    if (topic.fifo) {
      Annotations.of(this).addWarningV2(
        'cdk-workflows:topicOrder',
        'topic is a FIFO topic, whose order is not kept: its messages go through a standard queue; subscribe a FIFO queue ' +
          'of yours where the order matters, and start the workflow from that by a QueueTrigger',
      );
    }
    const deadLetters = new DeadLetterQueue(this, 'DeadLetters', deadLetterQueue);
    this.deadLetterQueue = deadLetters.queue;
    this.queueTrigger = new QueueTrigger(this, 'FromQueue', { ...ofQueue, deadLetterQueue: deadLetters.queue });
    this.queue = this.queueTrigger.queue;
    const region = regionElsewhere(topic, Stack.of(this));
    if (region === undefined) {
      deadLetters.allowService('sns.amazonaws.com', topic.topicArn, topic.env.account);
    } else {
      Annotations.of(this).addWarningV2(
        'cdk-workflows:topicElsewhere',
        `topic is in another Region, ${region}, where its subscription can have no dead-letter queue of this one: what the ` +
          'queue does not take is lost; put the trigger beside the topic where that matters',
      );
    }
    this.subscription = this.subscribe(filter, region);
    // What a filter lets through of what the workflow publishes nobody knows here.
    if (!filter) {
      warnOfSelfStart(this, props.workflow, {
        actions: ['sns:Publish'],
        resource: topic.topicArn,
        problem:
          'may publish to the topic that it is started by: it would start itself without end; give it another topic, or ' +
          'the trigger a filter',
      });
    }
    this.alarms = [...this.queueTrigger.alarms];
    // The metrics of a topic are where it is.
    if (props.alarms !== false && !isElsewhere(topic.env, Stack.of(this))) {
      const lost = 'A message of the topic is lost: a queue and its dead-letter queue did not take it.';
      this.alarms.push(
        ...new WorkflowAlarms(this, props.alarmActions).add('LostAlarm', this.metricLost(), lost).alarms,
      );
    }
  }

  /**
   * Messages of the topic that no dead-letter queue took after delivery had failed, whosever subscription it was. Told in the
   * account and Region of the topic.
   */
  public metricLost(): cloudwatch.Metric {
    return new cloudwatch.Metric({
      namespace: 'AWS/SNS',
      metricName: 'NumberOfNotificationsFailedToRedriveToDlq',
      dimensionsMap: { TopicName: this.topic.topicName },
      statistic: cloudwatch.Stats.SUM,
    });
  }

  private subscribe(filter: TopicFilter | undefined, region: string | undefined): sns.Subscription {
    const { topic, queue } = this;
    const { policyDependable } = queue.addToResourcePolicy(
      new iam.PolicyStatement({
        // Regions that have to be opted into have names of their own for it: https://docs.aws.amazon.com/sns/latest/dg/sns-cross-region-delivery.html
        principals: [new iam.ServicePrincipal('sns.amazonaws.com', { region })],
        actions: ['sqs:SendMessage'],
        resources: [queue.queueArn],
        conditions: { ArnEquals: { 'aws:SourceArn': topic.topicArn } },
      }),
    );
    const subscription = new sns.Subscription(this, 'Subscription', {
      topic,
      protocol: sns.SubscriptionProtocol.SQS,
      endpoint: queue.queueArn,
      rawMessageDelivery: true,
      region,
    });
    const resource = subscription.node.defaultChild as sns.CfnSubscription;
    resource.filterPolicy = filter?._policy;
    resource.filterPolicyScope = filter?._scope;
    // In one Region with the subscription: https://docs.aws.amazon.com/sns/latest/dg/sns-dead-letter-queues.html
    if (region === undefined) resource.redrivePolicy = { deadLetterTargetArn: this.deadLetterQueue.queueArn };
    if (policyDependable) subscription.node.addDependency(policyDependable);
    return subscription;
  }
}

function regionElsewhere({ env }: sns.ITopic, stack: Stack): string | undefined {
  return Token.isUnresolved(env.region) || env.region === stack.region ? undefined : env.region;
}
