import { Duration } from 'aws-cdk-lib';
import type * as kms from 'aws-cdk-lib/aws-kms';
import * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import * as tasks from 'aws-cdk-lib/aws-stepfunctions-tasks';
import { Construct } from 'constructs';
import { decryptStatements } from '../../private/encrypted-machine';
import type { Invocation } from '../../private/pipe/pipe-invocation';
import { unqualifiedArn } from '../../private/started-machine';
import { Workflow } from '../../workflow/workflow';
import { EXISTS, NO_JSON, TRANSIENT } from '../pipe/record-dispatcher';
import type { DeadLetterTarget } from './dead-letter-target';
import { notTooLarge, refusal, refusedMessage } from './refused-record';

/** JSONata expressions for one record, which is `$states.input`. */
export interface OrderedRecord {
  /** The name of its execution. */
  readonly name: string;
  /** The input of its execution, as a JSON text. */
  readonly input: string;
}

/** What {@link OrderedDispatcher} is made of. */
export interface OrderedDispatcherProps {
  readonly workflow: sfn.IStateMachine;
  readonly invocation: Invocation;
  readonly record: OrderedRecord;
  /** The most records in a batch. */
  readonly batchSize: number;
  readonly deadLetters: DeadLetterTarget;
  readonly encryptionKey?: kms.IKey;
}

/** An Express workflow, and the pipe that waits for it, have five minutes; a few seconds are for the answer. */
const RUNNING_SECONDS = 290;
/** Of these, what executions may take that are waited for: one of several records has its part of it. */
const WAITING_SECONDS = 270;
const STARTING_SECONDS = 10;

/**
 * Bytes of an input as a text in JSON, where it takes more than it has, by its quotes and line breaks. A state takes 262,144
 * bytes with all that is around the input; an answer about an execution that failed has a cause of up to 32,768 beside it.
 */
const MOST_INPUT = 250_000;
const MOST_INPUT_WITH_CAUSE = 220_000;

/** What is wrong with the record itself, and will be the next time. */
const REFUSED = [
  'States.QueryEvaluationError',
  ...NO_JSON,
  'Sfn.InvalidNameException',
  'Sfn.InvalidName',
  'Sfn.ValidationException',
];

/**
 * An Express workflow that a pipe runs for each batch of an ordered source, and that starts an execution for each record,
 * one after the other. A record that cannot start one is set aside, so that it does not hold up those behind it. Anything
 * else that goes wrong is no fault of the record: the execution fails, and the pipe brings the batch again.
 *
 * What is set aside: `{ "workflow": "arn:…", "error": "…", "cause": "…", "record": { … }, "complete": true }`, the record as
 * it came. Of one that is too large for a message only the short fields are there, which say where it is found.
 */
export class OrderedDispatcher extends Construct {
  public readonly workflow: Workflow;

  public constructor(
    scope: Construct,
    id: string,
    private readonly props: OrderedDispatcherProps,
  ) {
    super(scope, id);
    const { workflow, invocation, deadLetters, encryptionKey } = props;
    this.workflow = new Workflow(this, 'Workflow', {
      stateMachineType: sfn.StateMachineType.EXPRESS,
      timeout: Duration.seconds(RUNNING_SECONDS),
      definition: sfn.Map.jsonata(this, 'Each record in order', { maxConcurrency: 1, outputs: {} }).itemProcessor(
        this.starting(),
      ),
      encryptionKey,
      // The pipe waits for it: what goes wrong here is a failed execution of the pipe.
      alarms: false,
    });
    deadLetters.grantKey(this.workflow.role);
    if (invocation === 'REQUEST_RESPONSE') {
      for (const right of decryptStatements(workflow)) this.workflow.stateMachine.addToRolePolicy(right);
    }
  }

  private starting(): sfn.IChainable {
    const waits = this.props.invocation === 'REQUEST_RESPONSE';
    const done = sfn.Succeed.jsonata(this, 'Record done', { outputs: {} });
    const setAside = this.setAside(done);
    const start = this.start(waits);
    start.addCatch(done, { errors: EXISTS });
    // Input and output in one answer may be too much. One that failed has no output, and its cause fits beside the input.
    if (waits) start.addCatch(done, { errors: ['States.DataLimitExceeded'] });
    start.addCatch(setAside, {
      // An execution that takes too long will do so again, and nobody behind it would ever be read.
      errors: waits ? [...REFUSED, sfn.Errors.TIMEOUT] : REFUSED,
      outputs: `{% ${refusal('$states.errorOutput')} %}`,
    });
    if (!waits) return start.next(done);
    const succeeded = sfn.Condition.jsonata('{% $states.input.succeeded %}');
    start.next(sfn.Choice.jsonata(this, 'Execution succeeded').when(succeeded, done).otherwise(setAside));
    return start;
  }

  private start(waits: boolean): tasks.CallAwsService {
    const { workflow, record, batchSize } = this.props;
    const seconds = waits ? Math.max(1, Math.floor(WAITING_SECONDS / batchSize)) : STARTING_SECONDS;
    const task = tasks.CallAwsService.jsonata(this, 'Start execution of record', {
      service: 'sfn',
      action: waits ? 'startSyncExecution' : 'startExecution',
      parameters: {
        StateMachineArn: workflow.stateMachineArn,
        Name: `{% ${record.name} %}`,
        Input: `{% ${notTooLarge(record.input, waits ? MOST_INPUT_WITH_CAUSE : MOST_INPUT)} %}`,
      },
      iamAction: waits ? 'states:StartSyncExecution' : 'states:StartExecution',
      iamResources: [unqualifiedArn(workflow)],
      taskTimeout: sfn.Timeout.duration(Duration.seconds(seconds)),
      outputs: waits
        ? `{% $states.result.Status = "SUCCEEDED" ? { "succeeded": true } : ${refusal('$states.result')} %}`
        : {},
    });
    return task.addRetry(retry(TRANSIENT)) as tasks.CallAwsService;
  }

  private setAside(done: sfn.IChainable): sfn.TaskStateBase {
    const { deadLetters, workflow } = this.props;
    const task = deadLetters.task(this, 'Set record aside', refusedMessage(workflow.stateMachineArn));
    task.addRetry(retry([sfn.Errors.ALL]));
    task.next(done);
    return task;
  }
}

function retry(errors: readonly string[]): sfn.RetryProps {
  return {
    errors: [...errors],
    interval: Duration.seconds(1),
    maxAttempts: 3,
    backoffRate: 2,
    jitterStrategy: sfn.JitterType.FULL,
  };
}
