import type { Duration } from 'aws-cdk-lib';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import type * as dynamodb from 'aws-cdk-lib/aws-dynamodb';
import * as events from 'aws-cdk-lib/aws-events';
import type * as sqs from 'aws-cdk-lib/aws-sqs';
import type * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import { Construct } from 'constructs';
import { refuseBusElsewhere } from '../private/elsewhere';
import { invalid } from '../private/errors';
import { DeliveringRule } from '../private/event-rule/delivering-rule';
import { startingRole } from '../private/event-rule/rule-role';
import { Workflow } from '../workflow/workflow';
import { WorkflowAlarms } from '../workflow/workflow-alarms';
import type { WorkflowOptions } from '../workflow/workflow-options';
import type { EventDeduplication } from './event-deduplication';
import { refuseLoops } from './event-loops';
import { EventRoute } from './event-route';
import { ReceivedEvent } from './received-event';
import { RouteInput } from './route-input';

/** What an {@link EventRoutedWorkflow} is made of. */
export interface EventRoutedWorkflowProps extends WorkflowOptions {
  /**
   * The first state of the definition, or a chain or fragment of states. States of either query language fit in. What the
   * first state gets as its input says `input`.
   */
  readonly definition: sfn.IChainable;

  /** The events that start an execution. One that several routes match starts one execution. */
  readonly routes: EventRoute[];

  /**
   * The bus from which the events come: one of this account and Region, also that of a partner.
   *
   * @default - the default bus
   */
  readonly bus?: events.IEventBus;

  /**
   * What of an event the definition gets.
   *
   * @default RouteInput.wholeEvent()
   */
  readonly input?: RouteInput;

  /**
   * How events that come twice are recognized. They end as a success with `{ "duplicate": true, "key": "…" }` and nothing
   * else is done.
   *
   * @default - an event that comes twice starts two executions that do the same
   */
  readonly deduplicate?: EventDeduplication;

  /**
   * Queue for events that could not start an execution, as they came. Not a FIFO queue. One of your own must let
   * EventBridge send to it: its policy, and that of its key, get a statement for that where they can be changed.
   *
   * @default - an encrypted queue that keeps messages for 14 days and outlives the stack
   */
  readonly deadLetterQueue?: sqs.IQueue;

  /**
   * How often EventBridge tries again to start an execution: 0 to 185.
   *
   * @default 185
   */
  readonly retryAttempts?: number;

  /**
   * How long EventBridge tries again: 1 minute to 24 hours.
   *
   * @default Duration.hours(24)
   */
  readonly maxEventAge?: Duration;

  /**
   * How long an execution may take before it ends as `TIMED_OUT`. No catcher sees that.
   *
   * @default - as long as Step Functions allows: a year for Standard, five minutes for Express
   */
  readonly timeout?: Duration;
}

/**
 * A workflow that events start: a rule for its routes, which loses nothing silently, and states that map the event and
 * recognize one that came before.
 *
 * Use it where the workflow is there for the events. To start a state machine that is there already, take a trigger.
 *
 * Input: an event as EventBridge delivers it. Output: that of the definition, or `{ "duplicate": true, "key": "…" }`. An
 * event that cannot be mapped, or has no key, ends its execution with `States.QueryEvaluationError` before anything is done.
 *
 * @see https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-rules.html
 *
 * @example
 * declare const fulfil: sfn.IChainable;
 * new EventRoutedWorkflow(this, 'Fulfilment', {
 *   routes: [EventRoute.of({ source: ['com.example.orders'], detailType: ['Order Placed'] })],
 *   input: RouteInput.detailOnly(),
 *   deduplicate: EventDeduplication.byExpression('{% $event.detail.orderId %}'),
 *   definition: fulfil,
 * });
 */
export class EventRoutedWorkflow extends Construct {
  /** The workflow. */
  public readonly workflow: Workflow;

  /** Its state machine. */
  public readonly stateMachine: sfn.StateMachine;

  /** The bus from which the events come. */
  public readonly bus: events.IEventBus;

  /** The rule of all routes. */
  public readonly rule: events.IRule;

  /** Where events are that could not start an execution. */
  public readonly deadLetterQueue: sqs.IQueue;

  /** What is known of the events that came: `{ "key", "execution", "expiresAt" }`; undefined without `deduplicate`. */
  public readonly deduplicationTable?: dynamodb.ITable;

  /** The alarms, those of the workflow among them; empty with `alarms: false`. */
  public readonly alarms: cloudwatch.Alarm[];

  private readonly delivery: DeliveringRule;

  public constructor(scope: Construct, id: string, props: EventRoutedWorkflowProps) {
    super(scope, id);
    const { routes, input = RouteInput.wholeEvent(), deduplicate, retryAttempts, maxEventAge } = props;
    if (routes.length === 0)
      throw invalid(this, 'routes must not be empty: write EventRoute.of({ … }) for what starts it');
    if (props.bus) refuseBusElsewhere(this, 'bus', props.bus);
    const pattern = EventRoute._patternOf(this, 'routes', routes);
    const event = new ReceivedEvent(this, props.definition, input, deduplicate);
    this.workflow = new Workflow(this, 'Workflow', { ...props, definition: event.definition });
    this.stateMachine = this.workflow.stateMachine;
    this.deduplicationTable = event.table;
    this.bus = props.bus ?? events.EventBus.fromEventBusName(this, 'Bus', 'default');

    this.delivery = new DeliveringRule(this, 'Routes', {
      eventPattern: pattern as events.EventPattern,
      description: `Starts ${this.node.path}`,
      target: { arn: this.stateMachine.stateMachineArn, role: startingRole(this, 'RuleRole', this.stateMachine) },
      eventBus: props.bus,
      deadLetterQueue: props.deadLetterQueue,
      retryAttempts,
      maxEventAge,
    });
    this.rule = this.delivery.rule;
    this.deadLetterQueue = this.delivery.deadLetterQueue;
    this.alarms = props.alarms === false ? [] : [...this.workflow.alarms, ...this.makeAlarms(props)];
    refuseLoops(this, this.workflow, pattern, props);
  }

  /** Events that did not start an execution, after all retries. */
  public metricFailed(): cloudwatch.Metric {
    return this.delivery.metricFailed();
  }

  /** Events that neither started an execution nor came into the dead-letter queue. */
  public metricLost(): cloudwatch.Metric {
    return this.delivery.metricLost();
  }

  private makeAlarms({ alarmActions, deadLetterQueue }: EventRoutedWorkflowProps): cloudwatch.Alarm[] {
    const alarms = new WorkflowAlarms(this, alarmActions)
      .add('FailedAlarm', this.metricFailed(), 'An event could not start an execution.')
      .add('LostAlarm', this.metricLost(), 'An event is lost: the dead-letter queue did not take it.');
    if (!deadLetterQueue) {
      alarms.add(
        'DeadLetterAlarm',
        this.deadLetterQueue.metricApproximateNumberOfMessagesVisible({ statistic: cloudwatch.Stats.MAXIMUM }),
        'Events that did not start an execution wait in the dead-letter queue.',
      );
    }
    return alarms.alarms;
  }
}
