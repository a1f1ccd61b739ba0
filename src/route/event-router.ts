import type { Duration } from 'aws-cdk-lib';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import * as events from 'aws-cdk-lib/aws-events';
import * as kms from 'aws-cdk-lib/aws-kms';
import type * as sqs from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { refuseBusElsewhere } from '../private/elsewhere';
import { invalid } from '../private/errors';
import { RulesOfBus } from '../private/event-rule/rules-of-bus';
import { WorkflowAlarms } from '../workflow/workflow-alarms';
import type { EventRoute } from './event-route';
import { EventFanOut, type EventFanOutOptions } from './router/event-fan-out';
import { EventRouterRoute, openDeadLetters, type RouterDelivery } from './router/event-router-route';
import { ExclusiveRoutes } from './router/exclusive-routes';
import type { RouteTarget } from './router/route-target';
import { warnNearQuota } from './router/rules-quota';

/** What an {@link EventRouter} is made of. */
export interface EventRouterProps {
  /**
   * The bus from which the events come: one of this account and Region, also that of a partner.
   *
   * @default - the default bus
   */
  readonly bus?: events.IEventBus;

  /**
   * Queue for events that a target did not take, as the target would have got them. Not a FIFO queue. One of your own must
   * let EventBridge send to it: its policy, and that of its key, get a statement for that where they can be changed.
   *
   * @default - one encrypted queue for all routes, that keeps messages for 14 days and outlives the stack
   */
  readonly deadLetterQueue?: sqs.IQueue;

  /**
   * How often EventBridge tries again to deliver an event: 0 to 185. Not for targets that are buses.
   *
   * @default 185
   */
  readonly retryAttempts?: number;

  /**
   * How long EventBridge tries again: 1 minute to 24 hours. Not for targets that are buses.
   *
   * @default Duration.hours(24)
   */
  readonly maxEventAge?: Duration;

  /**
   * Whether no event is to take two routes. EventBridge delivers to every rule that matches, it knows neither an order nor
   * priorities; so the `examples` of every route, of which each must have one, are tried on all others.
   *
   * @default false
   */
  readonly exclusive?: boolean;

  /**
   * Whether an alarm is made for events in the dead-letter queue. One for a queue of your own is yours to make.
   *
   * @default true
   */
  readonly alarms?: boolean;

  /**
   * What the alarm does when it rings.
   *
   * @default - nothing: it shows in the console only
   */
  readonly alarmActions?: cloudwatch.IAlarmAction[];
}

/** Which events go where. */
export interface EventRouterRouteOptions {
  /** Which events. */
  readonly route: EventRoute;

  /** Where they go: each target gets every event of the route. */
  readonly targets: RouteTarget[];
}

/**
 * Sends the events of a bus to whatever wants them, and loses none silently: a rule for each target, with explicit retries,
 * a dead-letter queue, and the least right that it takes to send.
 *
 * Use it where events go to things that are there already, and to more than one kind. A workflow that is there for the
 * events is an `EventRoutedWorkflow`.
 *
 * A target gets the event as EventBridge delivers it, or what its `input` makes of it.
 *
 * @see https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-rules.html
 *
 * @example
 * declare const bus: events.IEventBus;
 * declare const fulfilment: sfn.IStateMachine;
 * declare const billing: sqs.IQueue;
 * declare const mailing: sqs.IQueue;
 * const router = new EventRouter(this, 'Shop', { bus });
 * const placed = EventRoute.of({ source: ['com.example.orders'], detailType: ['Order Placed'] });
 * router.addRoute('Placed', { route: placed, targets: [RouteTarget.workflow(fulfilment), RouteTarget.queue(billing)] });
 * router.fanOut('Orders', {
 *   route: EventRoute.of({ source: ['com.example.orders'], detailType: [EventMatch.prefix('Order ')] }),
 *   queues: [{ queue: mailing, filterPolicy: { detail: { country: ['DE', 'AT'] } } }],
 * });
 */
export class EventRouter extends Construct {
  /** The bus from which the events come. */
  public readonly bus: events.IEventBus;

  /** Where events are that were not delivered, unless their target has a queue of its own. */
  public readonly deadLetterQueue: sqs.IQueue;

  /** The alarm of the dead-letter queue; empty with `alarms: false` or a queue of your own. */
  public readonly alarms: cloudwatch.Alarm[];

  private readonly delivery: RouterDelivery;
  private readonly exclusive?: ExclusiveRoutes;
  private key?: kms.IKey;

  public constructor(scope: Construct, id: string, props: EventRouterProps = {}) {
    super(scope, id);
    const { bus, retryAttempts, maxEventAge } = props;
    if (bus) refuseBusElsewhere(this, 'bus', bus);
    this.bus = bus ?? events.EventBus.fromEventBusName(this, 'Bus', 'default');
    const rules = new RulesOfBus(this, bus);
    const deadLetters = openDeadLetters(this, rules, props.deadLetterQueue);
    this.deadLetterQueue = deadLetters.queue.queue;
    this.delivery = { bus, rules, deadLetters, retryAttempts, maxEventAge };
    this.exclusive = props.exclusive ? new ExclusiveRoutes() : undefined;
    this.alarms = props.alarms === false || props.deadLetterQueue ? [] : this.makeAlarms(props.alarmActions);
    warnNearQuota(this, bus);
  }

  /**
   * Sends events to targets.
   *
   * @param id - names the route, for messages and logical ids
   */
  public addRoute(id: string, options: EventRouterRouteOptions): EventRouterRoute {
    const { route, targets } = options;
    if (targets.length === 0) {
      throw invalid(
        this,
        `targets of the route '${id}' must not be empty: write RouteTarget.queue(…), or leave it out`,
      );
    }
    const pattern = route._pattern(this, `${id}.route`);
    this.exclusive?.add(this, id, route);
    return EventRouterRoute._make(this, id, pattern, targets, this.delivery);
  }

  /**
   * Sends events to many queues through one rule and one SNS topic, which is encrypted and filters for each queue what it
   * wants. Use it for more consumers than rules are worth, for consumers that come and go, or for those that filter further.
   *
   * @param id - names the route, for messages and logical ids
   */
  public fanOut(id: string, options: EventFanOutOptions): EventFanOut {
    const pattern = options.route._pattern(this, `${id}.route`);
    this.exclusive?.add(this, id, options.route);
    return EventFanOut._make(this, id, options, pattern, this.delivery, () => this.topicKey());
  }

  /** One for all topics: a key costs as much as a million events. */
  private topicKey(): kms.IKey {
    this.key ??= new kms.Key(this, 'TopicKey', {
      description: `Encrypts the topics of ${this.node.path}`,
      enableKeyRotation: true,
    });
    return this.key;
  }

  private makeAlarms(actions?: cloudwatch.IAlarmAction[]): cloudwatch.Alarm[] {
    return new WorkflowAlarms(this, actions).add(
      'DeadLetterAlarm',
      this.deadLetterQueue.metricApproximateNumberOfMessagesVisible({ statistic: cloudwatch.Stats.MAXIMUM }),
      'Events that were not delivered wait in the dead-letter queue.',
    ).alarms;
  }
}
