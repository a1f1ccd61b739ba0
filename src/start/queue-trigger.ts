import { Annotations, Duration } from 'aws-cdk-lib';
import type * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import type * as iam from 'aws-cdk-lib/aws-iam';
import type * as kms from 'aws-cdk-lib/aws-kms';
import type * as logs from 'aws-cdk-lib/aws-logs';
import type * as sqs from 'aws-cdk-lib/aws-sqs';
import type * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import { Construct } from 'constructs';
import { positiveSeconds } from '../private/durations';
import { invalid } from '../private/errors';
import { Pipe } from '../private/pipe/pipe';
import { type Invocation, invocationOf } from '../private/pipe/pipe-invocation';
import type { Workflow } from '../workflow/workflow';
import { WorkflowAlarms } from '../workflow/workflow-alarms';
import { BatchDelivery } from './pipe/batch-delivery';
import { messageRecord } from './pipe/message-record';
import type { PipeEnrichment } from './pipe/pipe-enrichment';
import type { PipeFilter } from './pipe/pipe-filter';
import type { PipeInvocationType } from './pipe/pipe-invocation-type';
import type { PipeLogs } from './pipe/pipe-logs';
import { RecordDispatcher, STARTING_SECONDS } from './pipe/record-dispatcher';
import { type QueueBatches, queueBatches, SURE_MESSAGE_BYTES } from './queue/queue-batches';
import { givenQueue, maxMessageBytes, newQueue, queueSource, type SourceQueue } from './queue/source-queue';
import type { TriggerOptions } from './trigger-options';

/** What a {@link QueueTrigger} is made of. */
export interface QueueTriggerProps extends TriggerOptions {
  /** The workflow that messages start: of this library or another, imported, an alias or a version. */
  readonly workflow: sfn.IStateMachine;

  /**
   * The queue. It should have a dead-letter queue.
   *
   * @default - a queue encrypted by SQS, which takes no message that is too large for an execution, with a dead-letter
   * queue
   */
  readonly queue?: sqs.IQueue;

  /**
   * Where messages end that did not start an execution in five tries; not beside `queue`, which has its own.
   *
   * @default - a queue encrypted by SQS that keeps them for 14 days
   */
  readonly deadLetterQueue?: sqs.IQueue;

  /**
   * Whether every message starts an execution or a batch of them one.
   *
   * @default BatchDelivery.perMessage()
   */
  readonly delivery?: BatchDelivery;

  /**
   * Whether executions are waited for; needed for an imported workflow.
   *
   * @default - FIRE_AND_FORGET for a Standard workflow, REQUEST_RESPONSE for an Express one
   */
  readonly invocationType?: PipeInvocationType;

  /**
   * Which messages start an execution: those that one of the filters wants. The others are deleted from the queue.
   *
   * @default - all
   */
  readonly filters?: PipeFilter[];

  /**
   * What is asked about the messages before they start an execution. With one execution for each message, what it answers
   * for a message must have its `messageId`, or it counts as not started, and a `body`.
   *
   * @default - nothing
   */
  readonly enrichment?: PipeEnrichment;

  /**
   * Where and how much the pipe logs.
   *
   * @default - what failed, without data, for 14 days
   */
  readonly logs?: PipeLogs;

  /**
   * Key that encrypts what the pipe stores of filters, and the definition and executions of the workflow between the pipe
   * and yours. The statements that this takes are added. Messages are encrypted by the queue.
   *
   * @default - encrypted with keys owned by AWS
   */
  readonly encryptionKey?: kms.IKey;

  /**
   * How old the oldest message may get before an alarm rings. It is all there is to see of a pipe that AWS has disabled
   * because of its errors.
   *
   * @default Duration.hours(1)
   */
  readonly backlogAge?: Duration;
}

/** The longest that a pipe works on a batch: https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-pipes-batching-concurrency.html */
const LONGEST_WORK_SECONDS = 300;

/**
 * Starts executions from the messages of an SQS queue, through an EventBridge pipe. Nothing of it is code of yours or a
 * Lambda function of ours.
 *
 * A message is deleted once its execution has started, or has succeeded where an Express workflow is waited for. One that
 * cannot start comes again, and after some tries ends in the dead-letter queue of the queue. What goes wrong in an
 * execution that nobody waits for is the business of the workflow: catch it there, and send it to a queue of failures.
 *
 * @see https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-pipes-sqs.html
 *
 * @example
 * declare const workflow: Workflow;
 * const trigger = new QueueTrigger(this, 'Orders', {
 *   workflow: workflow.stateMachine,
 *   filters: [PipeFilter.data({ status: ['PAID'] })],
 *   delivery: BatchDelivery.perMessage({ executionName: ExecutionName.bodyField('orderId') }),
 * });
 * trigger.queue.grantSendMessages(new iam.AccountRootPrincipal());
 */
export class QueueTrigger extends Construct {
  /** The queue whose messages start executions. */
  public readonly queue: sqs.IQueue;

  /** Where messages end that could not start one; undefined where the queue is imported or has none. */
  public readonly deadLetterQueue?: sqs.IQueue;

  /** The name of the pipe. */
  public readonly pipeName: string;

  /** The ARN of the pipe. */
  public readonly pipeArn: string;

  /** The role of the pipe. */
  public readonly role: iam.IRole;

  /** The group to which the pipe logs; undefined with `PipeLogLevel.OFF`. */
  public readonly logGroup?: logs.ILogGroup;

  /** The workflow that starts an execution for each message; undefined where a batch starts one. */
  public readonly dispatcher?: Workflow;

  /** The alarms; empty with `alarms: false`. */
  public readonly alarms: cloudwatch.Alarm[];

  private readonly pipe: Pipe;

  public constructor(scope: Construct, id: string, props: QueueTriggerProps) {
    super(scope, id);
    const { workflow, enrichment, encryptionKey, delivery = BatchDelivery.perMessage() } = props;
    const invocation = invocationOf(this, workflow, props.invocationType);
    const fifo = props.queue?.fifo ?? false;
    const batches = this.batches(props, delivery, fifo);
    if (fifo) this.checkOrder(invocation, batches, delivery);

    const workSeconds = workTime(invocation, enrichment) + batches.windowSeconds;
    const { queue, deadLetterQueue } = this.source(props, delivery, workSeconds);
    this.queue = queue;
    this.deadLetterQueue = deadLetterQueue;
    this.dispatcher = this.dispatcherFor(props, delivery, invocation, fifo);
    const pipe = new Pipe(this, 'Pipe', {
      source: queueSource(queue, batches),
      filters: props.filters?.map((filter) => filter._patternFor('body')),
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
    this.alarms = props.alarms === false ? [] : this.makeAlarms(props);
  }

  /** Batches of which some or all messages did not get through the pipe. A batch that is tried again counts again. */
  public metricFailed(): cloudwatch.MathExpression {
    return this.pipe.metricFailed();
  }

  /** How old the oldest message in the queue is, in seconds. */
  public metricBacklogAge(): cloudwatch.Metric {
    return this.queue.metricApproximateAgeOfOldestMessage({ statistic: 'max' });
  }

  private batches(
    { queue, enrichment }: QueueTriggerProps,
    { _batch, _perMessage }: BatchDelivery,
    fifo: boolean,
  ): QueueBatches {
    const oneByOne = enrichment !== undefined && !enrichment._takesBatches;
    if (oneByOne && _batch.size !== undefined && _batch.size !== 1) {
      throw invalid(this, `delivery.size must be 1 with an API as the enrichment, received ${_batch.size}`);
    }
    const maxBytes = queue ? maxMessageBytes(queue) : SURE_MESSAGE_BYTES;
    // One that fails has to hold back those of its group behind it.
    const inOrder = fifo && _perMessage !== undefined;
    const size = oneByOne ? 1 : (_batch.size ?? (inOrder ? 1 : undefined));
    return queueBatches(this, { ..._batch, size }, { fifo, maxMessageBytes: maxBytes });
  }

  private source(
    { queue, deadLetterQueue }: QueueTriggerProps,
    { _batch }: BatchDelivery,
    workSeconds: number,
  ): SourceQueue {
    if (queue && deadLetterQueue) {
      throw invalid(this, 'deadLetterQueue must not stand beside queue: set it where the queue is made');
    }
    if (queue) return givenQueue(this, queue, workSeconds);
    const maxMessageBytes = _batch.messageSize?.toBytes() ?? SURE_MESSAGE_BYTES;
    return newQueue(this, { deadLetterQueue, workSeconds, maxMessageBytes });
  }

  /** A pipe waits for each batch of a group, so the order is kept as far as the workflow is waited for. */
  private checkOrder(invocation: Invocation, { size }: QueueBatches, { _perMessage }: BatchDelivery): void {
    if (_perMessage && size !== 1) {
      throw invalid(
        this,
        `delivery.size must be 1 for a FIFO queue, received ${size}: a message that fails has to hold back those behind ` +
          'it; take BatchDelivery.wholeBatch() and keep the order in the workflow',
      );
    }
    if (invocation === 'FIRE_AND_FORGET') {
      Annotations.of(this).addWarningV2(
        'cdk-workflows:fifoOrder',
        'queue is a FIFO queue, whose order is kept for the starts of executions only: nobody waits for their ends, so ' +
          'those of one group run side by side; take an Express workflow where the order of the work matters',
      );
    }
  }

  private dispatcherFor(
    { workflow, encryptionKey }: QueueTriggerProps,
    { _perMessage }: BatchDelivery,
    invocation: Invocation,
    fifo: boolean,
  ): Workflow | undefined {
    if (!_perMessage) return undefined;
    _perMessage.executionName?._check(this, fifo);
    const record = messageRecord(_perMessage.executionName, _perMessage.input);
    return new RecordDispatcher(this, 'Dispatcher', { workflow, invocation, record, encryptionKey }).workflow;
  }

  private makeAlarms({ alarmActions, backlogAge = Duration.hours(1) }: QueueTriggerProps): cloudwatch.Alarm[] {
    const alarms = new WorkflowAlarms(this, alarmActions)
      .add('FailedAlarm', this.metricFailed(), 'Messages could not start an execution, or their execution failed.')
      .add(
        'BacklogAlarm',
        this.metricBacklogAge(),
        'Messages wait too long: the pipe fails, is too slow, or was disabled.',
        positiveSeconds(this, 'backlogAge', backlogAge),
      );
    if (this.deadLetterQueue) {
      alarms.add(
        'DeadLetterAlarm',
        this.deadLetterQueue.metricApproximateNumberOfMessagesVisible({ statistic: 'max' }),
        'Messages that did not start an execution wait in the dead-letter queue.',
      );
    }
    return alarms.alarms;
  }
}

/** How long a batch may be worked on. */
function workTime(invocation: Invocation, enrichment: PipeEnrichment | undefined): number {
  return invocation === 'FIRE_AND_FORGET' && !enrichment ? STARTING_SECONDS : LONGEST_WORK_SECONDS;
}
