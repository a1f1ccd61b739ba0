import { Duration, Stack } from 'aws-cdk-lib';
import * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import * as tasks from 'aws-cdk-lib/aws-stepfunctions-tasks';
import { Construct } from 'constructs';
import { provedExpression } from '../../private/proved-expressions';
import { REPLAY_PLAN } from './replay-plan';

const EXISTS = 'EventBridge.ResourceAlreadyExistsException';
const TOO_MANY = 'EventBridge.LimitExceededException';
const NOT_CANCELLABLE = 'EventBridge.IllegalStatusException';

/** The error of an execution whose input is none. */
const INVALID_INPUT = 'Replay.InvalidInput';

/** How long an execution waits while as many replays run as may run at once: 20 times up to ten minutes. */
export const LONGEST_QUEUE = Duration.minutes(200);

export interface ReplayStatesProps {
  readonly archiveArn: string;
  readonly busArn: string;
  readonly ruleArns: string[];
  /** In seconds, each perhaps a token in a text. */
  readonly timeout: string;
  readonly archiveDelay?: string;
  readonly pollInterval: Duration;
}

/**
 * Starts a replay once however often it is tried, looks at it until it is over, and stops it when that takes too long.
 *
 * A replay's description is the ARN of the execution that has started it: so an execution whose first try was not
 * answered, or that is redriven, knows its own replay, and never takes another of the same name for it.
 */
export class ReplayStates extends Construct {
  /** The first of them. */
  public readonly first: sfn.State;
  private readonly replays: string;

  public constructor(
    scope: Construct,
    private readonly props: ReplayStatesProps,
  ) {
    super(scope, 'Replay');
    // It is named when an execution starts it.
    this.replays = Stack.of(this).formatArn({ service: 'events', resource: 'replay', resourceName: '*' });
    const wait = new sfn.Wait(this, 'Wait For Replay', { time: sfn.WaitTime.duration(props.pollInterval) });
    const describe = this.describe();
    wait.next(describe);
    describe.next(this.judge(wait));
    this.first = this.plan(this.start(wait, describe));
  }

  private plan(start: sfn.State): sfn.State {
    const plan = sfn.Pass.jsonata(this, 'Plan Replay', { outputs: provedExpression(REPLAY_PLAN) });
    const invalid = sfn.Fail.jsonata(this, 'Input Is Invalid', {
      error: INVALID_INPUT,
      cause: provedExpression('$states.input.problem'),
    });
    const isValid = sfn.Choice.jsonata(this, 'Input Is Valid?')
      .when(sfn.Condition.jsonata(provedExpression('$states.input.problem = null')), this.delay(start))
      .otherwise(invalid);
    plan.next(isValid);
    return plan;
  }

  /** https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-archive.html: events arrive in an archive up to ten minutes late. */
  private delay(start: sfn.State): sfn.State {
    const { archiveDelay } = this.props;
    if (archiveDelay === undefined) return start;
    const moment = `{% $fromMillis($toMillis($states.input.to) + 1000 * ${archiveDelay}) %}`;
    const wait = sfn.Wait.jsonata(this, 'Wait For Archive', { time: sfn.WaitTime.timestamp(moment) });
    wait.next(start);
    return wait;
  }

  private start(wait: sfn.State, describe: sfn.State): sfn.State {
    const { archiveArn, busArn, ruleArns, timeout } = this.props;
    const input = '$states.input';
    const started = `{% { "name": ${input}.name, "from": ${input}.from, "to": ${input}.to, "deadline": $millis() + 1000 * ${timeout} } %}`;
    const start = this.call('Start Replay', {
      action: 'startReplay',
      iamAction: 'events:StartReplay',
      // https://docs.aws.amazon.com/service-authorization/latest/reference/list_events.html
      iamResources: [archiveArn, busArn, this.replays],
      parameters: {
        ReplayName: provedExpression(`${input}.name`),
        Description: provedExpression('$states.context.Execution.Id'),
        EventSourceArn: archiveArn,
        EventStartTime: provedExpression(`${input}.from`),
        EventEndTime: provedExpression(`${input}.to`),
        Destination: { Arn: busArn, FilterArns: ruleArns },
      },
      outputs: started,
    });
    start.addRetry({ errors: [EXISTS], maxAttempts: 0 });
    start.addRetry({
      errors: [TOO_MANY],
      interval: Duration.minutes(1),
      backoffRate: 2,
      maxDelay: Duration.minutes(10),
      maxAttempts: 20,
      jitterStrategy: sfn.JitterType.FULL,
    });
    start.addRetry(transientRetry());
    start.addCatch(describe, { errors: [EXISTS], outputs: started });
    start.next(wait);
    return start;
  }

  private describe(): sfn.TaskStateBase {
    const describe = this.call('Describe Replay', {
      action: 'describeReplay',
      iamAction: 'events:DescribeReplay',
      iamResources: [this.replays],
      parameters: { ReplayName: provedExpression('$states.input.name') },
      outputs: provedExpression(DESCRIBED),
    });
    describe.addRetry(transientRetry());
    return describe;
  }

  private judge(wait: sfn.State): sfn.State {
    const when = (jsonata: string) => sfn.Condition.jsonata(provedExpression(jsonata));
    const isState = (state: string) => when(`$states.input.state = "${state}"`);
    return sfn.Choice.jsonata(this, 'Replay Is Over?')
      .when(
        when('$states.input.owner != $states.context.Execution.Id'),
        this.fail('Name Is Taken', 'Replay.NameTaken', NAME_TAKEN),
      )
      .when(isState('COMPLETED'), sfn.Succeed.jsonata(this, 'Replay Is Completed', { outputs: OUTCOME }))
      .when(isState('FAILED'), this.fail('Replay Has Failed', 'Replay.Failed', `"the replay has failed: " & ${REASON}`))
      .when(
        isState('CANCELLED'),
        this.fail('Replay Was Cancelled', 'Replay.Cancelled', `"the replay was cancelled: " & ${REASON}`),
      )
      .when(
        when('$states.input.state in ["STARTING", "RUNNING"] and $millis() >= $states.input.deadline'),
        this.cancel(wait),
      )
      .otherwise(wait);
  }

  private cancel(wait: sfn.State): sfn.State {
    const cancel = this.call('Cancel Replay', {
      action: 'cancelReplay',
      iamAction: 'events:CancelReplay',
      iamResources: [this.replays],
      parameters: { ReplayName: provedExpression('$states.input.name') },
      outputs: provedExpression('$states.input'),
    });
    cancel.addRetry({ errors: [NOT_CANCELLABLE], maxAttempts: 0 });
    cancel.addRetry(transientRetry());
    // It has ended just now, or somebody else cancels it.
    cancel.addCatch(wait, { errors: [NOT_CANCELLABLE], outputs: provedExpression('$states.input') });
    cancel.next(
      this.fail(
        'Replay Has Timed Out',
        'Replay.TimedOut',
        '"the replay took too long and was cancelled: " & $states.input.name',
      ),
    );
    return cancel;
  }

  private fail(id: string, error: string, cause: string): sfn.Fail {
    return sfn.Fail.jsonata(this, id, { error, cause: provedExpression(cause) });
  }

  private call(
    id: string,
    props: Omit<tasks.CallAwsServiceJsonataProps, 'service' | 'taskTimeout'>,
  ): tasks.CallAwsService {
    return tasks.CallAwsService.jsonata(this, id, {
      ...props,
      service: 'eventbridge',
      taskTimeout: sfn.Timeout.duration(Duration.seconds(30)),
    });
  }
}

const DESCRIBED =
  '$merge([$states.input, { "state": $states.result.State, ' +
  '"reason": $exists($states.result.StateReason) ? $states.result.StateReason : null, ' +
  '"owner": $exists($states.result.Description) ? $states.result.Description : null, ' +
  '"lastReplayed": $exists($states.result.EventLastReplayedTime) ? $states.result.EventLastReplayedTime : null }])';

/** The name, and what EventBridge says. */
const REASON = '$states.input.name & ($states.input.reason = null ? "" : ", " & $states.input.reason)';

const NAME_TAKEN =
  '"the name is that of another replay: " & $states.input.name & ($states.input.owner = null ? "" : ", started by " & $states.input.owner)';

const OUTCOME = {
  replayName: provedExpression('$states.input.name'),
  state: provedExpression('$states.input.state'),
  eventsFrom: provedExpression('$states.input.from'),
  eventsTo: provedExpression('$states.input.to'),
  lastReplayed: provedExpression('$states.input.lastReplayed'),
};

function transientRetry(): sfn.RetryProps {
  return {
    errors: [sfn.Errors.ALL],
    interval: Duration.seconds(2),
    maxAttempts: 6,
    backoffRate: 2,
    maxDelay: Duration.minutes(1),
    jitterStrategy: sfn.JitterType.FULL,
  };
}
