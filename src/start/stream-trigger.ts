import { Duration } from 'aws-cdk-lib';
import type * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import type * as iam from 'aws-cdk-lib/aws-iam';
import type * as kms from 'aws-cdk-lib/aws-kms';
import type * as logs from 'aws-cdk-lib/aws-logs';
import type * as sns from 'aws-cdk-lib/aws-sns';
import type * as sqs from 'aws-cdk-lib/aws-sqs';
import type * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import { Construct } from 'constructs';
import { Pipe } from '../private/pipe/pipe';
import { type Invocation, invocationOf } from '../private/pipe/pipe-invocation';
import type { Workflow } from '../workflow/workflow';
import { WorkflowAlarms } from '../workflow/workflow-alarms';
import type { PipeEnrichment } from './pipe/pipe-enrichment';
import type { PipeFilter } from './pipe/pipe-filter';
import type { PipeInvocationType } from './pipe/pipe-invocation-type';
import type { PipeLogs } from './pipe/pipe-logs';
import { warnOfSelfStart } from './self-start';
import type { BoundStream } from './stream/bound-stream';
import { DeadLetterTarget } from './stream/dead-letter-target';
import { givingUp } from './stream/giving-up';
import { OrderedDispatcher } from './stream/ordered-dispatcher';
import { type RecordBatches, recordBatches } from './stream/record-batches';
import { RecordDelivery } from './stream/record-delivery';
import type { StreamSource } from './stream/stream-source';
import type { TriggerOptions } from './trigger-options';

/** What a {@link StreamTrigger} is made of. */
export interface StreamTriggerProps extends TriggerOptions {
  /** The workflow that records start: of this library or another, imported, an alias or a version. */
  readonly workflow: sfn.IStateMachine;

  /** The stream: `StreamSource.kinesis(stream, …)` or `StreamSource.dynamoDb(table, …)`. */
  readonly source: StreamSource;

  /**
   * Whether every record starts an execution or a batch of them one.
   *
   * @default RecordDelivery.perRecord()
   */
  readonly delivery?: RecordDelivery;

  /**
   * Whether executions are waited for; needed for an imported workflow.
   *
   * @default - FIRE_AND_FORGET for a Standard workflow, REQUEST_RESPONSE for an Express one
   */
  readonly invocationType?: PipeInvocationType;

  /**
   * Which records start an execution: those that one of the filters wants. The others are passed over.
   *
   * @default - all
   */
  readonly filters?: PipeFilter[];

  /**
   * What is asked about the records before they start an execution. With one execution for each record, what it answers
   * for a record must have its `eventID`, `sequenceNumber` and `eventSourceARN`, from which the execution is named.
   *
   * @default - nothing
   */
  readonly enrichment?: PipeEnrichment;

  /**
   * How often a batch that failed is tried again before the pipe gives up on it, up to 10,000 times. The records behind it
   * wait for that long.
   *
   * @default 10
   */
  readonly retryAttempts?: number;

  /**
   * How old a record may be when it is tried. Must be less than the stream keeps it, or it is lost before anybody is told.
   *
   * @default - half of the time that the stream keeps records; 12 hours where nobody knows that
   */
  readonly maxRecordAge?: Duration;

  /**
   * Whether a batch that failed comes again in two halves, so that a record that fails is found, and a batch that is too
   * large becomes smaller. To halve it is no retry.
   *
   * @default true
   */
  readonly bisectOnError?: boolean;

  /**
   * Where records end that started no execution. The pipe sends where in the stream the records are on which it gave up,
   * not what was in them: `{ "context": { "condition": "RetryAttemptsExhausted", … }, "KinesisBatchInfo": { "shardId": "…",
   * "startSequenceNumber": "…", … }, … }`, `DDBStreamBatchInfo` for a table. With one execution for each record, a record
   * that is set aside comes whole: `{ "workflow": "…", "error": "…", "cause": "…", "record": { … }, "complete": true }`.
   *
   * @default - a queue encrypted by SQS that keeps them for 14 days
   */
  readonly deadLetterQueue?: sqs.IQueue;

  /**
   * The same, where a topic is to be told instead of a queue.
   *
   * @default - a queue
   */
  readonly deadLetterTopic?: sns.ITopic;

  /**
   * Where and how much the pipe logs.
   *
   * @default - what failed, without data, for 14 days
   */
  readonly logs?: PipeLogs;

  /**
   * Key that encrypts what the pipe stores of filters, and the definition and executions of the workflow between the pipe
   * and yours. The statements that this takes are added.
   *
   * @default - encrypted with keys owned by AWS
   */
  readonly encryptionKey?: kms.IKey;

  /**
   * How long records of Kinesis may wait before an alarm rings. It counts all who read the stream with its shared
   * throughput. For the stream of a table there is no such metric.
   *
   * @default Duration.hours(1)
   */
  readonly backlogAge?: Duration;
}

/**
 * Starts executions from the records of a Kinesis stream or of what changes in a DynamoDB table, through an EventBridge
 * pipe. Nothing of it is code of yours or a Lambda function of ours.
 *
 * Records of a shard come in their order. What cannot be delivered ends in the dead-letter queue, and the shard goes on.
 * What goes wrong in an execution that nobody waits for is the business of the workflow: catch it there.
 *
 * @see https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-pipes-kinesis.html
 *
 * @example
 * declare const workflow: Workflow;
 * declare const table: dynamodb.Table;
 * new StreamTrigger(this, 'Orders', {
 *   workflow: workflow.stateMachine,
 *   source: StreamSource.dynamoDb(table, { startingPosition: StartingPosition.latest() }),
 *   filters: [PipeFilter.record({ eventName: ['INSERT'] })],
 *   delivery: RecordDelivery.perRecord({ input: RecordInput.data() }),
 * });
 */
export class StreamTrigger extends Construct {
  /** Where records end that started no execution; undefined where it is a topic. */
  public readonly deadLetterQueue?: sqs.IQueue;

  /** The name of the pipe. */
  public readonly pipeName: string;

  /** The ARN of the pipe. */
  public readonly pipeArn: string;

  /** The role of the pipe. */
  public readonly role: iam.IRole;

  /** The group to which the pipe logs; undefined with `PipeLogLevel.OFF`. */
  public readonly logGroup?: logs.ILogGroup;

  /** The workflow that starts an execution for each record; undefined where a batch starts one. */
  public readonly dispatcher?: Workflow;

  /** The alarms; empty with `alarms: false`. */
  public readonly alarms: cloudwatch.Alarm[];

  private readonly pipe: Pipe;

  public constructor(scope: Construct, id: string, props: StreamTriggerProps) {
    super(scope, id);
    const { workflow, enrichment, encryptionKey, bisectOnError = true, delivery = RecordDelivery.perRecord() } = props;
    const invocation = invocationOf(this, workflow, props.invocationType);
    const stream = props.source._bind(this);
    const batches = recordBatches(this, delivery._batch, {
      growth: stream.growth,
      isHalved: bisectOnError,
      oneByOne: enrichment && !enrichment._takesBatches ? 'an API as the enrichment' : undefined,
      isWork: delivery._perRecord !== undefined && invocation === 'REQUEST_RESPONSE',
    });
    const limits = givingUp(this, props, stream.retentionSeconds);
    const deadLetters = new DeadLetterTarget(this, props);
    this.deadLetterQueue = deadLetters.queue;
    this.dispatcher = this.dispatcherFor(props, delivery, invocation, stream, batches, deadLetters);

    const pipe = new Pipe(this, 'Pipe', {
      source: {
        arn: stream.arn,
        parameters: stream.parameters({
          batchSize: batches.size,
          maximumBatchingWindowInSeconds: batches.windowSeconds,
          parallelizationFactor: stream.parallelization,
          onPartialBatchItemFailure: bisectOnError ? 'AUTOMATIC_BISECT' : undefined,
          deadLetterConfig: { arn: deadLetters.arn },
          ...limits,
        }),
        statements: [...stream.statements, deadLetters.statement],
        grantKeys: (role) => {
          stream.key?.grant(role, 'kms:Decrypt');
          deadLetters.grantKey(role);
        },
      },
      filters: props.filters?.map((filter) => filter._patternFor(stream.dataField)),
      enrichment: enrichment?._bind(this),
      target: this.dispatcher
        ? { workflow: this.dispatcher.stateMachine, invocation: 'REQUEST_RESPONSE' }
        : { workflow, invocation },
      logs: props.logs,
      encryptionKey,
    });
    this.pipe = pipe;
    this.pipeName = pipe.pipeName;
    this.pipeArn = pipe.pipeArn;
    this.role = pipe.role;
    this.logGroup = pipe.logGroup;
    // What a filter lets through of what the workflow writes nobody knows here.
    if (!props.filters) {
      warnOfSelfStart(this, workflow, {
        ...stream.writing,
        problem:
          'may write what it is started by: it would start itself without end; let it write elsewhere, or give the trigger ' +
          'filters that its own records do not pass',
      });
    }
    this.alarms = props.alarms === false ? [] : this.makeAlarms(props, stream);
  }

  /** Batches of which some or all records did not get through the pipe. A batch that is tried again counts again. */
  public metricFailed(): cloudwatch.MathExpression {
    return this.pipe.metricFailed();
  }

  private dispatcherFor(
    { workflow, encryptionKey }: StreamTriggerProps,
    { _perRecord }: RecordDelivery,
    invocation: Invocation,
    stream: BoundStream,
    { size }: RecordBatches,
    deadLetters: DeadLetterTarget,
  ): Workflow | undefined {
    if (!_perRecord) return undefined;
    const record = stream.record(_perRecord.input);
    return new OrderedDispatcher(this, 'Dispatcher', {
      workflow,
      invocation,
      record,
      batchSize: size,
      deadLetters,
      encryptionKey,
    }).workflow;
  }

  private makeAlarms(
    { alarmActions, backlogAge = Duration.hours(1) }: StreamTriggerProps,
    stream: BoundStream,
  ): cloudwatch.Alarm[] {
    const alarms = new WorkflowAlarms(this, alarmActions).add(
      'FailedAlarm',
      this.metricFailed(),
      'Records could not start an execution, or their execution failed.',
    );
    if (stream.backlogAge) {
      alarms.add(
        'BacklogAlarm',
        stream.backlogAge,
        'Records wait too long: the pipe fails, is too slow, or was disabled.',
        backlogAge.toMilliseconds(),
      );
    }
    if (this.deadLetterQueue) {
      alarms.add(
        'DeadLetterAlarm',
        this.deadLetterQueue.metricApproximateNumberOfMessagesVisible({ statistic: 'max' }),
        'Records that started no execution wait in the dead-letter queue.',
      );
    }
    return alarms.alarms;
  }
}
