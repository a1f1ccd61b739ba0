import { Duration } from 'aws-cdk-lib';
import * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import * as tasks from 'aws-cdk-lib/aws-stepfunctions-tasks';
import { Construct } from 'constructs';
import { decryptStatements } from '../../private/encrypted-machine';
import { executionArns, unqualifiedArn } from '../../private/started-machine';
import { Workflow } from '../../workflow/workflow';
import type { WorkflowOptions } from '../../workflow/workflow-options';

/** API Gateway waits 29 seconds; what it does not hear is not worth doing. */
const TIMEOUT_SECONDS = 25;
const CALL_TIMEOUT_SECONDS = 8;

/** Names as the SDK for Java has them, and as the API has them, for nobody could look at AWS here. */
const EXISTS = ['Sfn.ExecutionAlreadyExistsException', 'Sfn.ExecutionAlreadyExists'];
const UNKNOWN = ['Sfn.ExecutionDoesNotExistException', 'Sfn.ExecutionDoesNotExist'];
const INVALID_KEY = ['Sfn.InvalidNameException', 'Sfn.InvalidName', 'Sfn.ValidationException'];
const INVALID_BODY = ['Sfn.InvalidExecutionInputException', 'Sfn.InvalidExecutionInput'];
const LIMITED = ['Sfn.ExecutionLimitExceededException', 'Sfn.ExecutionLimitExceeded'];
const THROTTLED = ['Sfn.ThrottlingException', 'Sfn.KmsThrottlingException'];

/** What has no name of its own, which throttling is, but so is a right that is missing. */
const UNNAMED = 'Sfn.SfnException';
const IS_THROTTLED =
  '{% $contains($states.input.Cause, "Rate exceeded") or $contains($states.input.Cause, "hrottl") %}';

/** What came of a request. */
export type FrontOutcome = 'NEW' | 'SAME' | 'OTHER' | 'INVALID_KEY' | 'INVALID_BODY' | 'BUSY';

/**
 * Step Functions answers a repeated start like the first one while the execution runs. But it tells when the execution
 * began, and that was before this request came, if it is repeated.
 */
const STARTED =
  '{% ($began := $states.result.StartDate; ' +
  '$ms := $type($began) = "number" ? $began * 1000 : $toMillis($began); ' +
  '{ "outcome": $ms >= $toMillis($states.context.Execution.StartTime) ? "NEW" : "SAME", "name": $states.input.name }) %}';

/**
 * As JSON, not as texts: a client may write the same request in another way. But numbers of so many digits that two of them
 * may be read as the same have to be the same text.
 */
const COMPARED =
  '{% ($before := $states.result.Events[0].ExecutionStartedEventDetails.Input; $now := $states.input.body; ' +
  '$exact := $not($contains($before & " " & $now, /[0-9.]{16}/)); ' +
  '{ "outcome": $before = $now or ($exact and $parse($before) = $parse($now)) ? "SAME" : "OTHER", ' +
  '"name": $states.input.name }) %}';

/**
 * The small Express workflow that tells exactly what became of a request. Its input: `{ "name", "body" }`, the body as a
 * text, which goes into the execution as it came. Its output: `{ "outcome", "name" }`. What a client did wrong is an
 * outcome; it fails only when something is wrong here.
 */
export class FrontWorkflow extends Construct {
  public readonly workflow: Workflow;

  public constructor(
    scope: Construct,
    id: string,
    started: sfn.IStateMachine,
    options: Pick<WorkflowOptions, 'alarms' | 'alarmActions'>,
  ) {
    super(scope, id);
    this.workflow = new Workflow(this, 'Workflow', {
      ...options,
      definition: this.start(started),
      stateMachineType: sfn.StateMachineType.EXPRESS,
      timeout: Duration.seconds(TIMEOUT_SECONDS),
    });
    // To compare is to read what the execution was started with.
    for (const right of decryptStatements(started)) this.workflow.stateMachine.addToRolePolicy(right);
  }

  private start(started: sfn.IStateMachine): sfn.IChainable {
    const start = tasks.CallAwsService.jsonata(this, 'Start', {
      service: 'sfn',
      action: 'startExecution',
      parameters: {
        StateMachineArn: started.stateMachineArn,
        Name: '{% $states.input.name %}',
        Input: '{% $states.input.body %}',
      },
      iamResources: [unqualifiedArn(started)],
      iamAction: 'states:StartExecution',
      outputs: STARTED,
      taskTimeout: sfn.Timeout.duration(Duration.seconds(CALL_TIMEOUT_SECONDS)),
    });
    // A start that is repeated starts nothing else.
    start.addRetry({
      ...transientRetry(),
      errors: [...THROTTLED, UNNAMED, 'Sfn.SdkClientException', sfn.Errors.TIMEOUT],
    });
    start.addCatch(this.compare(started), {
      errors: EXISTS,
      outputs: '{% $states.input %}',
    });
    start.addCatch(this.outcome('Invalid Key', 'INVALID_KEY'), {
      errors: INVALID_KEY,
    });
    start.addCatch(this.outcome('Invalid Body', 'INVALID_BODY'), { errors: INVALID_BODY });
    const busy = this.outcome('Busy', 'BUSY');
    start.addCatch(busy, { errors: [...LIMITED, ...THROTTLED] });
    start.addCatch(this.unnamed(busy), { errors: [UNNAMED], outputs: '{% $states.errorOutput %}' });
    return start;
  }

  /**
   * By the first event of the history, which has the input alone: the output that DescribeExecution gives, too, would be
   * more than a state takes where both are long.
   * https://docs.aws.amazon.com/step-functions/latest/apireference/API_GetExecutionHistory.html
   */
  private compare(started: sfn.IStateMachine): sfn.IChainable {
    const prefix = executionArns(started).replace(/\*$/, '');
    const compare = tasks.CallAwsService.jsonata(this, 'Compare', {
      service: 'sfn',
      action: 'getExecutionHistory',
      parameters: { ExecutionArn: `{% "${prefix}" & $states.input.name %}`, MaxResults: 1 },
      iamResources: [executionArns(started)],
      iamAction: 'states:GetExecutionHistory',
      outputs: COMPARED,
      taskTimeout: sfn.Timeout.duration(Duration.seconds(CALL_TIMEOUT_SECONDS)),
    });
    // It exists, but not everywhere yet.
    compare.addRetry({
      ...transientRetry(),
      errors: [...UNKNOWN, ...THROTTLED, UNNAMED, 'Sfn.SdkClientException'],
    });
    return compare;
  }

  private unnamed(busy: sfn.IChainable): sfn.IChainable {
    const broken = sfn.Fail.jsonata(this, 'Broken', {
      error: '{% $states.input.Error %}',
      cause: '{% $states.input.Cause %}',
    });
    return sfn.Choice.jsonata(this, 'Throttled?').when(sfn.Condition.jsonata(IS_THROTTLED), busy).otherwise(broken);
  }

  private outcome(id: string, outcome: FrontOutcome): sfn.Succeed {
    return sfn.Succeed.jsonata(this, id, { outputs: { outcome } });
  }
}

function transientRetry(): sfn.RetryProps {
  return { maxAttempts: 2, interval: Duration.seconds(1), backoffRate: 2, jitterStrategy: sfn.JitterType.FULL };
}
