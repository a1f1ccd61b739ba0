import { Duration, Stack, Token, Tokenization } from 'aws-cdk-lib';
import type * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import type * as events from 'aws-cdk-lib/aws-events';
import * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import { Construct } from 'constructs';
import { positiveSeconds } from '../private/durations';
import { isElsewhere } from '../private/elsewhere';
import { invalid } from '../private/errors';
import { Workflow } from '../workflow/workflow';
import type { WorkflowOptions } from '../workflow/workflow-options';
import { refuseUnreachable, resourceOf } from './replay/replay-rules';
import { LONGEST_QUEUE, ReplayStates } from './replay/replay-states';

/** An execution has a history of 25,000 events, of which a look at the replay takes nine: a wait, a task, a choice. */
const MOST_LOOKS = 2500;

/** What an execution may take beside the replay, its queue and its delay: calls that are tried again. */
const MARGIN = Duration.hours(1);

/** What an {@link EventReplay} is made of. */
export interface EventReplayProps extends WorkflowOptions {
  /** Where the events are. They are replayed to the bus from which they came, for there is no other to which they could be. */
  readonly archive: events.Archive;

  /**
   * The rules that get the events, on the bus of the archive; no other rule hears of the replay. Those of an
   * `EventRoutedWorkflow` and of an `EventRouter` must be of routes that accept replays.
   */
  readonly rules: events.IRule[];

  /**
   * How long the replay may take. Then it is cancelled, and the execution fails with `Replay.TimedOut`.
   *
   * @default Duration.hours(24)
   */
  readonly timeout?: Duration;

  /**
   * How often an execution looks whether the replay is over. Each look is three state transitions.
   *
   * @default Duration.minutes(1)
   */
  readonly pollInterval?: Duration;

  /**
   * How long after `to` a replay starts at the earliest: an event may arrive in its archive only some time after it came
   * to its bus. `Duration.seconds(0)` starts at once.
   *
   * @default Duration.minutes(10) - what EventBridge recommends
   */
  readonly archiveDelay?: Duration;
}

/**
 * A workflow that replays the events of an archive: into the rules named and no others, once however often it is tried,
 * and with an end that tells how it went.
 *
 * Use it to do again what a bug or an outage has spoiled. What the rules start must stand it that an event comes again.
 *
 * Input: `{ "from": "2026-03-01T08:00:00Z", "to": "2026-03-01T09:00:00Z", "name"?: "after-the-outage" }`, the time at which
 * events happened, `to` not included. Output: `{ "replayName", "state": "COMPLETED", "eventsFrom", "eventsTo",
 * "lastReplayed" }`, the last of which is `null` where the archive had no event.
 *
 * Errors: `Replay.InvalidInput`, `Replay.NameTaken`, `Replay.Failed`, `Replay.Cancelled`, `Replay.TimedOut`, and those of
 * EventBridge, such as `EventBridge.LimitExceededException` where other replays have kept this one waiting for hours.
 *
 * @see https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-archive.html
 *
 * @example
 * declare const bus: events.EventBus;
 * declare const fulfilment: EventRoutedWorkflow;
 * new EventReplay(this, 'Replay', {
 *   archive: bus.archive('Archive', {
 *     eventPattern: { source: ['com.example.orders'] },
 *     retention: Duration.days(30),
 *   }),
 *   rules: [fulfilment.rule],
 * });
 */
export class EventReplay extends Construct {
  /** The workflow. */
  public readonly workflow: Workflow;

  /** Its state machine. */
  public readonly stateMachine: sfn.StateMachine;

  /** The alarms of the workflow; empty with `alarms: false`. */
  public readonly alarms: cloudwatch.Alarm[];

  public constructor(scope: Construct, id: string, props: EventReplayProps) {
    super(scope, id);
    const { archive, rules, timeout = Duration.hours(24), pollInterval = Duration.minutes(1) } = props;
    const { archiveDelay = Duration.minutes(10) } = props;
    if (props.stateMachineType === sfn.StateMachineType.EXPRESS) {
      throw invalid(
        this,
        'stateMachineType must be STANDARD, received EXPRESS: a replay takes longer than five minutes',
      );
    }
    if (rules.length === 0) {
      throw invalid(this, 'rules must not be empty, or the events would go to every rule of the bus: name some');
    }
    refuseElsewhere(this, archive);
    refuseMoreLooks(this, timeout, pollInterval);
    const resource = resourceOf(this, archive);
    const states = new ReplayStates(this, {
      archiveArn: archive.archiveArn,
      busArn: resource.sourceArn,
      ruleArns: [...new Set(rules)].map(({ ruleArn }) => ruleArn),
      timeout: textOf(timeout),
      archiveDelay: isZero(archiveDelay) ? undefined : textOf(archiveDelay),
      pollInterval,
    });
    this.workflow = new Workflow(this, 'Workflow', {
      ...props,
      definition: states.first,
      timeout: longest(timeout, archiveDelay),
    });
    this.stateMachine = this.workflow.stateMachine;
    this.alarms = this.workflow.alarms;
    refuseUnreachable(this, resource, rules);
  }
}

/** A replay is started where its archive is. */
function refuseElsewhere(scope: Construct, archive: events.Archive): void {
  const { account, region } = archive.env;
  if (isElsewhere({ account, region }, Stack.of(scope))) {
    throw invalid(
      scope,
      `archive must be in the account and Region of its replay, received one in ${account}/${region}: replay it there`,
    );
  }
}

function refuseMoreLooks(scope: Construct, timeout: Duration, pollInterval: Duration): void {
  const seconds = positiveSeconds(scope, 'timeout', timeout);
  const between = positiveSeconds(scope, 'pollInterval', pollInterval);
  if (Token.isUnresolved(seconds) || Token.isUnresolved(between) || seconds / between <= MOST_LOOKS) return;
  const least = Math.ceil(seconds / MOST_LOOKS);
  throw invalid(
    scope,
    `pollInterval must be ${least} s at least with a timeout of ${seconds} s, received ${between} s: an execution has a ` +
      'history of 25,000 events',
  );
}

/** Ends what should have ended long before. */
function longest(timeout: Duration, archiveDelay: Duration): Duration | undefined {
  if (timeout.isUnresolved() || archiveDelay.isUnresolved()) return undefined;
  return timeout.plus(archiveDelay).plus(LONGEST_QUEUE).plus(MARGIN);
}

function textOf(duration: Duration): string {
  return Tokenization.stringifyNumber(duration.toSeconds());
}

function isZero(duration: Duration): boolean {
  return !duration.isUnresolved() && duration.toMilliseconds() === 0;
}
