import { Annotations, Fn } from 'aws-cdk-lib';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import * as events from 'aws-cdk-lib/aws-events';
import type * as sqs from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { DeadLetterQueue } from '../dead-letter-queue';
import { isDefaultBus } from './default-bus';
import { type DeliveryLimits, retryPolicyOf } from './delivery-limits';

/** https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_PutRule.html */
const LONGEST_DESCRIPTION = 512;

/** Where events go: what a target of a rule has beside its retries and its dead-letter queue. */
export interface RuleTarget extends Omit<events.RuleTargetConfig, 'retryPolicy' | 'deadLetterConfig'> {
  /** Those that take no retry policy: other buses. */
  readonly hasFixedRetries?: boolean;
}

export interface DeliveringRuleProps extends DeliveryLimits {
  readonly eventPattern: events.EventPattern;
  readonly description: string;
  readonly target: RuleTarget;
  /** The default bus when there is none. */
  readonly eventBus?: events.IEventBus;
  readonly enabled?: boolean;
  /** The user's; otherwise one is made. */
  readonly deadLetterQueue?: sqs.IQueue;
  /** One that several rules share, and that lets them send already. */
  readonly sharedDeadLetters?: DeadLetterQueue;
}

/**
 * A rule that loses nothing silently: what its one target does not take ends in a dead-letter queue, its own unless
 * several rules share one.
 */
export class DeliveringRule extends Construct {
  public readonly rule: events.Rule;
  public readonly deadLetterQueue: sqs.IQueue;
  private readonly dimensions: Record<string, string>;

  public constructor(scope: Construct, id: string, props: DeliveringRuleProps) {
    super(scope, id);
    const { eventPattern, description, eventBus, enabled, sharedDeadLetters } = props;
    const { hasFixedRetries, ...target } = props.target;
    const deadLetters = sharedDeadLetters ?? new DeadLetterQueue(this, 'DeadLetters', props.deadLetterQueue);
    this.deadLetterQueue = deadLetters.queue;
    const retryPolicy = hasFixedRetries ? undefined : retryPolicyOf(scope, props);
    warnOfSize(scope, eventPattern);
    this.rule = new events.Rule(this, 'Rule', {
      eventPattern,
      description: description.slice(0, LONGEST_DESCRIPTION),
      eventBus,
      enabled,
    });
    this.dimensions = dimensionsOf(this.rule, eventBus);
    this.rule.addTarget({
      bind: () => ({ ...target, retryPolicy, deadLetterConfig: { arn: deadLetters.queue.queueArn } }),
    });
    if (!sharedDeadLetters) deadLetters.allowService('events.amazonaws.com', this.rule.ruleArn);
  }

  /** Events that the target did not take, after all retries. */
  public metricFailed(): cloudwatch.Metric {
    return this.metric('FailedInvocations');
  }

  /** Events that not even the dead-letter queue took. */
  public metricLost(): cloudwatch.Metric {
    return this.metric('InvocationsFailedToBeSentToDlq');
  }

  /** https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-monitoring.html */
  private metric(metricName: string): cloudwatch.Metric {
    return new cloudwatch.Metric({
      namespace: 'AWS/Events',
      metricName,
      dimensionsMap: this.dimensions,
      statistic: cloudwatch.Stats.SUM,
    });
  }
}

/**
 * The name of a rule, and for a rule on another bus than the default one that of the bus: its Ref is `bus|rule`, while in
 * its ARN nobody can tell the name of a partner's bus, which has slashes, from that of the rule.
 */
function dimensionsOf(rule: events.Rule, bus?: events.IEventBus): Record<string, string> {
  if (bus === undefined || isDefaultBus(bus)) return { RuleName: Fn.select(1, Fn.split('/', rule.ruleArn)) };
  const { ref } = rule.node.defaultChild as events.CfnRule;
  return { EventBusName: bus.eventBusName, RuleName: Fn.select(1, Fn.split('|', ref)) };
}

/** A quota that AWS raises: https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-quota.html */
const USUAL_PATTERN_CHARACTERS = 2048;

function warnOfSize(scope: Construct, pattern: events.EventPattern): void {
  const { length } = JSON.stringify(pattern);
  if (length > USUAL_PATTERN_CHARACTERS) {
    Annotations.of(scope).addWarningV2(
      'cdk-workflows:eventPatternSize',
      `the event pattern has ${length} characters, and a rule may have ${USUAL_PATTERN_CHARACTERS} unless AWS has raised ` +
        'the quota of this account: make it shorter, or ask for more',
    );
  }
}
