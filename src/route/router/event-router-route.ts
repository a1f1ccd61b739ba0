import { Stack } from 'aws-cdk-lib';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import type * as events from 'aws-cdk-lib/aws-events';
import type * as sqs from 'aws-cdk-lib/aws-sqs';
import { Construct, type IDependable } from 'constructs';
import { DeadLetterQueue } from '../../private/dead-letter-queue';
import { invalid } from '../../private/errors';
import { DeliveringRule } from '../../private/event-rule/delivering-rule';
import type { DeliveryLimits } from '../../private/event-rule/delivery-limits';
import type { RulesOfBus } from '../../private/event-rule/rules-of-bus';
import type { Pattern } from '../pattern/rendered-pattern';
import type { RouteTarget } from './route-target';
import { ruleInput } from './rule-input';

/** What the routes of a router have in common. */
export interface RouterDelivery extends DeliveryLimits {
  readonly bus?: events.IEventBus;
  readonly rules: RulesOfBus;
  readonly deadLetters: OpenDeadLetters;
}

/** A dead-letter queue that lets the rules of a bus send, and what must be there before one of them does. */
export interface OpenDeadLetters {
  readonly queue: DeadLetterQueue;
  readonly policy?: IDependable;
}

/** @param given - the user's queue, of the prop `deadLetterQueue` */
export function openDeadLetters(scope: Construct, rules: RulesOfBus, given?: sqs.IQueue): OpenDeadLetters {
  const queue = new DeadLetterQueue(scope, 'DeadLetters', given);
  return { queue, policy: queue.allowRules(rules) };
}

/**
 * A route of an `EventRouter`: a rule for each of its targets.
 *
 * @example
 * declare const router: EventRouter;
 * declare const work: sqs.IQueue;
 * const placed = router.addRoute('Placed', {
 *   route: EventRoute.of({ source: ['com.example.orders'], detailType: ['Order Placed'] }),
 *   targets: [RouteTarget.queue(work)],
 * });
 * new cloudwatch.Alarm(this, 'Lost', { metric: placed.metricLost(), threshold: 1, evaluationPeriods: 1 });
 */
export class EventRouterRoute extends Construct {
  /** @internal */
  public static _make(
    scope: Construct,
    id: string,
    pattern: Pattern,
    targets: readonly RouteTarget[],
    delivery: RouterDelivery,
  ): EventRouterRoute {
    return new EventRouterRoute(scope, id, pattern, targets, delivery);
  }

  /** Its rules, in the order of the targets. */
  public readonly rules: events.IRule[];

  private readonly deliveries: readonly DeliveringRule[];

  private constructor(
    scope: Construct,
    id: string,
    pattern: Pattern,
    targets: readonly RouteTarget[],
    delivery: RouterDelivery,
  ) {
    super(scope, id);
    this.deliveries = targets.map((target, index) => this.deliver(target, `targets[${index}]`, pattern, delivery));
    this.rules = this.deliveries.map(({ rule }) => rule);
  }

  /** Events that one of the targets did not take, after all retries: the sum over the targets. An alarm takes ten of them. */
  public metricFailed(): cloudwatch.IMetric {
    return sumOf(this.deliveries.map((delivery) => delivery.metricFailed()));
  }

  /**
   * Events that neither a target took nor its dead-letter queue: the sum over the targets. An alarm takes ten of them.
   */
  public metricLost(): cloudwatch.IMetric {
    return sumOf(this.deliveries.map((delivery) => delivery.metricLost()));
  }

  private deliver(target: RouteTarget, prop: string, pattern: Pattern, delivery: RouterDelivery): DeliveringRule {
    const options = target._options;
    const refused = target._refused.find((name) => options[name] !== undefined);
    if (refused) {
      throw invalid(this, `${prop}.${refused} must not be given: EventBridge takes none for a target of this kind`);
    }
    const scope = new Construct(this, this.freeId(target._id));
    const { bus, rules, retryAttempts, maxEventAge } = delivery;
    const { needs = [], takesOwnEventsOnly, ...connection } = target._connect({ scope, prop, pattern, bus, rules });
    const given = options.deadLetterQueue;
    const deadLetters = given ? openDeadLetters(scope, rules, given) : delivery.deadLetters;
    const rule = new DeliveringRule(scope, 'Delivery', {
      eventPattern: (takesOwnEventsOnly ? ofHere(scope, pattern) : pattern) as events.EventPattern,
      description: `Sends ${this.node.path} to ${target._id}`,
      eventBus: bus,
      target: { ...connection, input: options.input && ruleInput(scope, `${prop}.input`, options.input, pattern) },
      sharedDeadLetters: deadLetters.queue,
      retryAttempts: options.retryAttempts ?? retryAttempts,
      maxEventAge: options.maxEventAge ?? maxEventAge,
    });
    for (const need of [...needs, deadLetters.policy]) if (need) rule.node.addDependency(need);
    return rule;
  }

  /** Two targets may be the same thing, called in two ways. */
  private freeId(wanted: string): string {
    let id = wanted;
    for (let number = 2; this.node.tryFindChild(id); number++) id = `${wanted}-${number}`;
    return id;
  }
}

/** What another bus has forwarded keeps the account and Region that it came from, or another one. */
function ofHere(scope: Construct, pattern: Pattern): Pattern {
  const { account, region } = Stack.of(scope);
  return { account: [account], region: [region], ...pattern };
}

function sumOf(metrics: readonly cloudwatch.Metric[]): cloudwatch.IMetric {
  if (metrics.length === 1) return metrics[0];
  const names = metrics.map((_, index) => `m${index}`);
  return new cloudwatch.MathExpression({
    expression: names.map((name) => `FILL(${name}, 0)`).join(' + '),
    usingMetrics: Object.fromEntries(metrics.map((metric, index) => [names[index], metric])),
    label: String(metrics[0].metricName),
  });
}
