import { Annotations, Stack } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import type * as kms from 'aws-cdk-lib/aws-kms';
import * as sns from 'aws-cdk-lib/aws-sns';
import type * as sqs from 'aws-cdk-lib/aws-sqs';
import { Construct, type IDependable } from 'constructs';
import { DeadLetterQueue } from '../../private/dead-letter-queue';
import { invalid } from '../../private/errors';
import type { EventFilter } from '../event-filter';
import type { EventRoute } from '../event-route';
import type { Pattern } from '../pattern/rendered-pattern';
import { EventRouterRoute, type RouterDelivery } from './event-router-route';
import { fanOutFilter } from './fan-out-filter';
import { pathFromStack } from './path-from-stack';
import { identityOf } from './resource-identity';
import { RouteTarget } from './route-target';
import type { RouteDeliveryOptions } from './route-target-options';
import { refuseTargetElsewhere } from './target-elsewhere';
import { refuseKeyOfAws } from './targets-with-policy';
import { topicsHere } from './topics-here';

const SNS = 'sns.amazonaws.com';

/** A queue that gets the events of a fan-out. */
export interface FanOutQueue {
  /**
   * The queue, of this account and Region; not a FIFO queue. One of your own must let SNS send to it: its policy, and that
   * of its key, get a statement for that where they can be changed.
   */
  readonly queue: sqs.IQueue;

  /**
   * Which of the events of the route it gets. SNS compares less than EventBridge: no wildcards, upper or lower case only
   * where a whole text is compared, `anythingButPrefix` of one text only. At most five fields on the top, and 150
   * combinations.
   *
   * @see https://docs.aws.amazon.com/sns/latest/dg/subscription-filter-policy-constraints.html
   *
   * @default - all
   */
  readonly filterPolicy?: EventFilter;
}

/** Which events go to which queues. */
export interface EventFanOutOptions extends RouteDeliveryOptions {
  /** Which events. */
  readonly route: EventRoute;

  /** The queues: each gets what its filter lets through. */
  readonly queues: FanOutQueue[];

  /**
   * The key of the topic, whose policy gets a statement for EventBridge, for all topics of this account and Region. The key
   * that AWS manages for SNS does not do, for EventBridge may not use it.
   *
   * @default - one key for all fan-outs of the router, which outlives the stack
   */
  readonly encryptionKey?: kms.IKey;
}

/**
 * A fan-out of an `EventRouter`: a rule, an encrypted SNS topic, and a subscription for each queue.
 *
 * Messages are delivered raw: the body is the event, as it is where a rule sends to a queue by itself, so that a consumer
 * does not care which way it came, and what SNS would put around it is not paid for.
 */
export class EventFanOut extends Construct {
  /**
   * @param commonKey - gives the key that the router has for fan-outs without one
   *
   * @internal
   */
  public static _make(
    scope: Construct,
    id: string,
    options: EventFanOutOptions,
    pattern: Pattern,
    delivery: RouterDelivery,
    commonKey: () => kms.IKey,
  ): EventFanOut {
    return new EventFanOut(scope, id, options, pattern, delivery, commonKey);
  }

  /** The topic. Others may subscribe to it, too. */
  public readonly topic: sns.ITopic;

  /** The route from the bus to the topic, with its metrics. */
  public readonly route: EventRouterRoute;

  private readonly subscribed = new Set<string>();

  private constructor(
    scope: Construct,
    id: string,
    options: EventFanOutOptions,
    pattern: Pattern,
    delivery: RouterDelivery,
    commonKey: () => kms.IKey,
  ) {
    super(scope, id);
    const { queues, deadLetterQueue, encryptionKey } = options;
    if (queues.length === 0) {
      throw invalid(this, 'queues must not be empty: write [{ queue }], or send the events to a topic with addRoute');
    }
    this.topic = new sns.Topic(this, 'Topic', { masterKey: encryptionKey ?? commonKey(), enforceSSL: true });
    const deadLetters = deadLetterQueue
      ? new DeadLetterQueue(this, 'DeadLetters', deadLetterQueue)
      : delivery.deadLetters.queue;
    deadLetters.allowService(SNS, topicsHere(this));
    const subscriptions = queues.map((queue, index) =>
      this.subscribe(queue, `queues[${index}]`, pattern, deadLetters.queue),
    );
    const target = RouteTarget.topic(this.topic, options);
    this.route = EventRouterRoute._make(this, 'Route', pattern, [target], delivery);
    // What is published before somebody listens is lost to him.
    for (const rule of this.route.rules) rule.node.addDependency(...subscriptions);
  }

  private subscribe(
    { queue, filterPolicy }: FanOutQueue,
    prop: string,
    pattern: Pattern,
    deadLetters: sqs.IQueue,
  ): IDependable {
    refuseTargetElsewhere(this, `${prop}.queue`, queue);
    refuseKeyOfAws(this, `${prop}.queue`, queue);
    if (queue.fifo) {
      throw invalid(this, `${prop}.queue must not be a FIFO queue, to which no standard topic delivers: take a route`);
    }
    this.refuseTwice(queue, prop);
    const policy = this.allowSns(queue, prop);
    // One that changed its id would be made anew and then deleted as the old one, for to SNS they are the same.
    const subscription = new sns.CfnSubscription(this, `Queue-${pathFromStack(this, queue)}`, {
      topicArn: this.topic.topicArn,
      protocol: 'sqs',
      endpoint: queue.queueArn,
      rawMessageDelivery: true,
      redrivePolicy: { deadLetterTargetArn: deadLetters.queueArn },
      ...(filterPolicy && {
        filterPolicy: fanOutFilter(this, `${prop}.filterPolicy`, filterPolicy, pattern),
        filterPolicyScope: 'MessageBody',
      }),
    });
    if (policy) subscription.node.addDependency(policy);
    return subscription;
  }

  private refuseTwice(queue: sqs.IQueue, prop: string): void {
    const arn = identityOf(this, queue.queueArn);
    if (this.subscribed.has(arn)) {
      throw invalid(
        this,
        `${prop}.queue must not be named twice: SNS knows one subscription for a queue; join the filters`,
      );
    }
    this.subscribed.add(arn);
  }

  /** The policy of a queue in another stack cannot name the topic, on whose stack it would then depend. */
  private allowSns(queue: sqs.IQueue, prop: string): IDependable | undefined {
    const { account } = Stack.of(this);
    const isHere = Stack.of(queue) === Stack.of(this);
    const principals = [new iam.ServicePrincipal(SNS)];
    const { statementAdded, policyDependable } = queue.addToResourcePolicy(
      new iam.PolicyStatement({
        principals,
        actions: ['sqs:SendMessage'],
        resources: [queue.queueArn],
        conditions: { ArnLike: { 'aws:SourceArn': isHere ? this.topic.topicArn : topicsHere(this) } },
      }),
    );
    const key = queue.encryptionMasterKey?.addToResourcePolicy(
      new iam.PolicyStatement({
        principals,
        actions: ['kms:Decrypt', 'kms:GenerateDataKey'],
        resources: ['*'],
        conditions: { StringEquals: { 'aws:SourceAccount': account } },
      }),
    );
    if (!statementAdded || key?.statementAdded === false) {
      Annotations.of(this).addWarningV2(
        'cdk-workflows:targetClosed',
        `${prop}.queue must let ${SNS} send to it, or its events end in the dead-letter queue: add sqs:SendMessage to its ` +
          'policy, and kms:Decrypt and kms:GenerateDataKey to that of its key',
      );
    }
    return policyDependable;
  }
}
