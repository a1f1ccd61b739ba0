import { Duration } from 'aws-cdk-lib';
import type * as kms from 'aws-cdk-lib/aws-kms';
import * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import * as tasks from 'aws-cdk-lib/aws-stepfunctions-tasks';
import { Construct } from 'constructs';
import { decryptStatements } from '../../private/encrypted-machine';
import type { Invocation } from '../../private/pipe/pipe-invocation';
import { unqualifiedArn } from '../../private/started-machine';
import { Workflow } from '../../workflow/workflow';

/** JSONata expressions for one record, which is `$states.input`. */
export interface DispatchedRecord {
  /** What `batchItemFailures` call the record. */
  readonly id: string;
  /** The name of its execution. */
  readonly name: string;
  /** The input of its execution, as a JSON text. */
  readonly input: string;
  /** The same where `input` gives a text that Step Functions does not take for JSON. */
  readonly textInput?: string;
}

/** What {@link RecordDispatcher} is made of. */
export interface RecordDispatcherProps {
  readonly workflow: sfn.IStateMachine;
  readonly invocation: Invocation;
  readonly record: DispatchedRecord;
  readonly encryptionKey?: kms.IKey;
}

/**
 * How long a record may take to start its execution, with its retries: less than the 30 s after which SQS takes a message
 * for lost.
 */
export const STARTING_SECONDS = 20;

/** An Express workflow, and the pipe that waits for it, have five minutes; a few seconds are for the answer. */
const RUNNING_SECONDS = 290;

/** Of the same record at the same time: the executions have one name. */
const MOST_AT_ONCE = 10;

/** Names as the SDK for Java has them, and as the API has them, for nobody could look at AWS here. */
export const EXISTS = ['Sfn.ExecutionAlreadyExistsException', 'Sfn.ExecutionAlreadyExists'];
export const NO_JSON = ['Sfn.InvalidExecutionInputException', 'Sfn.InvalidExecutionInput'];
/** Throttling has no name of its own: https://docs.aws.amazon.com/step-functions/latest/apireference/API_StartExecution.html#API_StartExecution_Errors */
export const TRANSIENT = [
  'Sfn.SfnException',
  'Sfn.ThrottlingException',
  'Sfn.ExecutionLimitExceededException',
  'Sfn.KmsThrottlingException',
];

/**
 * An Express workflow that a pipe runs for each batch, and that starts an execution for each record of it. What did not
 * start, or failed where somebody waits for it, is in its output:
 * `{ "batchItemFailures": [{ "itemIdentifier": "…" }] }`.
 */
export class RecordDispatcher extends Construct {
  public readonly workflow: Workflow;

  public constructor(
    scope: Construct,
    id: string,
    private readonly props: RecordDispatcherProps,
  ) {
    super(scope, id);
    const { workflow, invocation, record, encryptionKey } = props;
    this.workflow = new Workflow(this, 'Workflow', {
      stateMachineType: sfn.StateMachineType.EXPRESS,
      timeout: invocation === 'FIRE_AND_FORGET' ? Duration.seconds(STARTING_SECONDS) : undefined,
      definition: sfn.Map.jsonata(this, 'Each record', {
        maxConcurrency: MOST_AT_ONCE,
        // A list of one would not stay a list without the brackets.
        outputs: { batchItemFailures: '{% [$states.result[$exists(itemIdentifier)]] %}' },
      }).itemProcessor(this.starting(record)),
      encryptionKey,
      // The pipe waits for it: what goes wrong here is a failed execution of the pipe.
      alarms: false,
    });
    if (invocation === 'REQUEST_RESPONSE') {
      for (const right of decryptStatements(workflow)) this.workflow.stateMachine.addToRolePolicy(right);
    }
  }

  private starting({ input, textInput }: DispatchedRecord): sfn.IChainable {
    const done = sfn.Succeed.jsonata(this, 'Record done');
    const start = this.attempt('Start execution of record', input);
    if (textInput !== undefined) {
      const withText = this.attempt('Start execution of record with text', textInput);
      start.addCatch(this.caught(withText, done), { errors: NO_JSON, outputs: '{% $states.input %}' });
    }
    return this.caught(start, done);
  }

  private attempt(id: string, input: string): tasks.CallAwsService {
    const { workflow, invocation, record } = this.props;
    const waits = invocation === 'REQUEST_RESPONSE';
    const task = tasks.CallAwsService.jsonata(this, id, {
      service: 'sfn',
      action: waits ? 'startSyncExecution' : 'startExecution',
      parameters: {
        StateMachineArn: workflow.stateMachineArn,
        Name: `{% ${record.name} %}`,
        Input: `{% ${input} %}`,
      },
      iamAction: waits ? 'states:StartSyncExecution' : 'states:StartExecution',
      iamResources: [unqualifiedArn(workflow)],
      taskTimeout: sfn.Timeout.duration(Duration.seconds(waits ? RUNNING_SECONDS : STARTING_SECONDS / 4)),
      outputs: waits ? `{% $states.result.Status = "SUCCEEDED" ? {} : ${this.failed} %}` : {},
    });
    return task.addRetry({
      errors: TRANSIENT,
      interval: Duration.seconds(1),
      maxAttempts: 3,
      backoffRate: 2,
      jitterStrategy: sfn.JitterType.FULL,
    }) as tasks.CallAwsService;
  }

  private caught(task: tasks.CallAwsService, done: sfn.IChainable): tasks.CallAwsService {
    task.addCatch(done, { errors: EXISTS, outputs: {} });
    if (this.props.invocation === 'REQUEST_RESPONSE') {
      // Input and output in one answer may be too much. An execution that failed has no output, so this one succeeded.
      task.addCatch(done, { errors: ['States.DataLimitExceeded'], outputs: {} });
    }
    task.addCatch(done, { errors: [sfn.Errors.ALL], outputs: `{% ${this.failed} %}` });
    return task;
  }

  /** Without an id the whole batch comes again, as the pipe has it for an empty one: nothing is lost. */
  private get failed(): string {
    const { id } = this.props.record;
    return `{ "itemIdentifier": $exists(${id}) ? ${id} : "" }`;
  }
}
