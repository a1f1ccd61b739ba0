import { Stack, Token } from 'aws-cdk-lib';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import type * as events from 'aws-cdk-lib/aws-events';
import type * as iam from 'aws-cdk-lib/aws-iam';
import type * as sqs from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { refuseBusElsewhere } from '../private/elsewhere';
import { invalid } from '../private/errors';
import { DeliveringRule } from '../private/event-rule/delivering-rule';
import { forwardingRole } from '../private/event-rule/rule-role';
import { WorkflowAlarms } from '../workflow/workflow-alarms';
import type { EventRoute } from './event-route';
import { identityOf, isSameBus } from './forward/bus-identity';
import { watchForwarding } from './forward/watched-forwarding';
import type { Pattern } from './pattern/rendered-pattern';

/** What a {@link BusForwarder} is made of. */
export interface BusForwarderProps {
  /**
   * The bus to which events go: of this stack, of another one, or of an account of which only the ARN is known, by
   * `events.EventBus.fromEventBusArn`. One of another account must admit this one.
   */
  readonly targetBus: events.IEventBus;

  /**
   * The events that go there. Of which account and Region they must be is not for the route to say: it is always those of
   * the forwarder, for an event that was forwarded once cannot be forwarded again.
   */
  readonly route: EventRoute;

  /**
   * The bus from which events are taken: one of this account and Region, also that of a partner.
   *
   * @default - the default bus
   */
  readonly sourceBus?: events.IEventBus;

  /**
   * Queue for events that the target bus did not take, as they came. Not a FIFO queue.
   *
   * @default - an encrypted queue that keeps messages for 14 days and outlives the stack
   */
  readonly deadLetterQueue?: sqs.IQueue;

  /**
   * Whether alarms are made for events that were not forwarded.
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
}

/**
 * Sends events from one bus to another: of the same account, of another account, of another Region.
 *
 * This is the sending side, and complete without the other one. The event arrives as it was sent, with the account and
 * Region from which it came; in another Region it has another `id`. EventBridge tries for 24 hours; nothing of that can be
 * set, nor can the event be changed on its way. It goes one hop: what a forwarder sent, none sends on.
 *
 * @see https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-bus-to-bus.html
 *
 * @example
 * new BusForwarder(this, 'ToCentral', {
 *   route: EventRoute.of({ source: ['com.example.orders'], detailType: ['Order Placed'] }),
 *   sourceBus: bus,
 *   targetBus: events.EventBus.fromEventBusArn(
 *     this,
 *     'Central',
 *     'arn:aws:events:eu-west-1:111122223333:event-bus/central',
 *   ),
 * });
 */
export class BusForwarder extends Construct {
  /** The rule that takes the events. */
  public readonly rule: events.IRule;

  /** The role with which EventBridge puts them onto the other bus. */
  public readonly role: iam.IRole;

  /** Where events are that the other bus did not take. */
  public readonly deadLetterQueue: sqs.IQueue;

  /** The alarms; empty with `alarms: false`. */
  public readonly alarms: cloudwatch.Alarm[];

  private readonly delivery: DeliveringRule;

  public constructor(scope: Construct, id: string, props: BusForwarderProps) {
    super(scope, id);
    const { targetBus, sourceBus, route, deadLetterQueue } = props;
    if (sourceBus) refuseBusElsewhere(this, 'sourceBus', sourceBus);
    const pattern = this.patternOf(route);
    const [from, to] = [identityOf(this, sourceBus), identityOf(this, targetBus)];
    if (isSameBus(from, to)) {
      throw invalid(this, 'targetBus must be another bus than the one from which the events come');
    }
    refuseOtherPartition(this, to.region);
    this.role = forwardingRole(this, 'RuleRole', targetBus.eventBusArn);
    this.delivery = new DeliveringRule(this, 'Forwarding', {
      eventPattern: pattern as events.EventPattern,
      description: `Forwards events for ${this.node.path}`,
      target: { arn: targetBus.eventBusArn, role: this.role, hasFixedRetries: true },
      eventBus: sourceBus,
      deadLetterQueue,
    });
    this.rule = this.delivery.rule;
    this.deadLetterQueue = this.delivery.deadLetterQueue;
    this.alarms = props.alarms === false ? [] : this.makeAlarms(props);
    watchForwarding({ construct: this, from, to, pattern }, 'targetBus');
  }

  /** Events that the other bus did not take. */
  public metricFailed(): cloudwatch.Metric {
    return this.delivery.metricFailed();
  }

  /** Events that neither the other bus nor the dead-letter queue took. */
  public metricLost(): cloudwatch.Metric {
    return this.delivery.metricLost();
  }

  private patternOf(route: EventRoute): Pattern {
    const pattern = route._pattern(this, 'route');
    const alternatives = Array.isArray(pattern.$or) ? (pattern.$or as Pattern[]) : [];
    const named = ['account', 'region'].find((field) => [pattern, ...alternatives].some((each) => field in each));
    if (named) {
      throw invalid(
        this,
        `route must not name the ${named} of the events: a forwarder takes those of its own account and Region only`,
      );
    }
    const { account, region } = Stack.of(this);
    return { ...pattern, account: [account], region: [region] };
  }

  private makeAlarms({ alarmActions, deadLetterQueue }: BusForwarderProps): cloudwatch.Alarm[] {
    const alarms = new WorkflowAlarms(this, alarmActions)
      .add('FailedAlarm', this.metricFailed(), 'An event could not be forwarded to another bus.')
      .add('LostAlarm', this.metricLost(), 'An event is lost: the dead-letter queue did not take it.');
    if (!deadLetterQueue) {
      alarms.add(
        'DeadLetterAlarm',
        this.deadLetterQueue.metricApproximateNumberOfMessagesVisible({ statistic: cloudwatch.Stats.MAXIMUM }),
        'Events that were not forwarded wait in the dead-letter queue.',
      );
    }
    return alarms.alarms;
  }
}

/** No account has a right in another partition, and no rule sends there. */
function refuseOtherPartition(scope: Construct, region: string): void {
  const own = Stack.of(scope).region;
  if (Token.isUnresolved(own) || Token.isUnresolved(region)) return;
  if (partitionOf(own) !== partitionOf(region)) {
    throw invalid(scope, `targetBus must be in the partition of ${own}, received a bus in ${region}`);
  }
}

function partitionOf(region: string): string {
  return /^(cn|us-gov|us-iso[a-z]?|eu-isoe|eusc)-/.exec(region)?.[1] ?? 'aws';
}
