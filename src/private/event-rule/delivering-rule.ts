import { Fn } from 'aws-cdk-lib';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import * as events from 'aws-cdk-lib/aws-events';
import type * as iam from 'aws-cdk-lib/aws-iam';
import type * as sqs from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { DeadLetterQueue } from '../dead-letter-queue';
import { type DeliveryLimits, retryPolicyOf } from './delivery-limits';

export interface DeliveringRuleProps extends DeliveryLimits {
  readonly eventPattern: events.EventPattern;
  readonly description: string;
  readonly target: { readonly arn: string; readonly role?: iam.IRole };
  /** The default bus when there is none. */
  readonly eventBus?: events.IEventBus;
  readonly enabled?: boolean;
  /** The user's; otherwise one is made. */
  readonly deadLetterQueue?: sqs.IQueue;
}

/**
 * A rule that loses nothing silently: what its one target does not take ends in a dead-letter queue that this rule alone
 * may send to.
 */
export class DeliveringRule extends Construct {
  public readonly rule: events.Rule;
  public readonly deadLetterQueue: sqs.IQueue;
  private readonly dimensionsMap: Record<string, string>;

  public constructor(scope: Construct, id: string, props: DeliveringRuleProps) {
    super(scope, id);
    const { eventPattern, description, eventBus, enabled, target } = props;
    const deadLetters = new DeadLetterQueue(this, 'DeadLetters', props.deadLetterQueue);
    this.deadLetterQueue = deadLetters.queue;
    const retryPolicy = retryPolicyOf(scope, props);
    this.rule = new events.Rule(this, 'Rule', { eventPattern, description, eventBus, enabled });
    this.dimensionsMap = dimensionsOf(this.rule.ruleArn, eventBus?.eventBusName);
    this.rule.addTarget({
      bind: () => ({ ...target, retryPolicy, deadLetterConfig: { arn: deadLetters.queue.queueArn } }),
    });
    deadLetters.allowService('events.amazonaws.com', this.rule.ruleArn);
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
      dimensionsMap: this.dimensionsMap,
      statistic: cloudwatch.Stats.SUM,
    });
  }
}

/** The ARN of a rule ends in its name, before which that of its bus stands unless it is the default one. */
function dimensionsOf(ruleArn: string, bus = 'default'): Record<string, string> {
  const part = (index: number) => Fn.select(index, Fn.split('/', ruleArn));
  return bus === 'default' ? { RuleName: part(1) } : { EventBusName: part(1), RuleName: part(2) };
}
