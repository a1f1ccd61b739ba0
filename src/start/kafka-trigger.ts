import { Duration } from 'aws-cdk-lib';
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
import { invocationOf } from '../private/pipe/pipe-invocation';
import type { Workflow } from '../workflow/workflow';
import { WorkflowAlarms } from '../workflow/workflow-alarms';
import type { BoundTopic } from './kafka/bound-topic';
import { kafkaRecord } from './kafka/kafka-record';
import type { KafkaSource } from './kafka/kafka-source';
import type { PipeEnrichment } from './pipe/pipe-enrichment';
import type { PipeFilter } from './pipe/pipe-filter';
import type { PipeInvocationType } from './pipe/pipe-invocation-type';
import type { PipeLogs } from './pipe/pipe-logs';
import { DeadLetterTarget } from './stream/dead-letter-target';
import { OrderedDispatcher } from './stream/ordered-dispatcher';
import { recordBatches } from './stream/record-batches';
import { RecordDelivery } from './stream/record-delivery';
import type { TriggerOptions } from './trigger-options';

/** What a {@link KafkaTrigger} is made of. */
export interface KafkaTriggerProps extends TriggerOptions {
  /** The workflow that records start: of this library or another, imported, an alias or a version. */
  readonly workflow: sfn.IStateMachine;

  /** The topic: `KafkaSource.msk(clusterArn, …)` or `KafkaSource.selfManaged(bootstrapServers, …)`. */
  readonly source: KafkaSource;

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
   * Which records start an execution: those that one of the filters wants. The others are passed over. A filter for data
   * lets through what is no JSON.
   *
   * @default - all
   */
  readonly filters?: PipeFilter[];

  /**
   * What is asked about the records before they start an execution. With one execution for each record, what it answers
   * for a record must have its `topic`, `partition`, `offset` and `timestamp`, from which the execution is named. When it
   * fails, the partition waits until it no longer does.
   *
   * @default - nothing
   */
  readonly enrichment?: PipeEnrichment;

  /**
   * Where records end that can start no execution, or whose execution failed where somebody waits for it, with all that is
   * in them: `{ "workflow": "…", "error": "…", "cause": "…", "record": { "topic": "orders", "partition": "0", "offset": 15,
   * "value": "<base64>", … }, "complete": true }`. Only with one execution for each record: a pipe from Kafka has no
   * dead-letter queue of its own.
   *
   * @default - a queue encrypted by SQS that keeps them for 14 days
   */
  readonly deadLetterQueue?: sqs.IQueue;

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
   * For how long records may wait before an alarm rings. MSK only: of another Kafka CloudWatch knows nothing.
   *
   * @default Duration.hours(1)
   */
  readonly backlogAge?: Duration;
}

/**
 * Starts executions from the records of a Kafka topic, in Amazon MSK or elsewhere, through an EventBridge pipe. Nothing of it
 * is code of yours or a Lambda function of ours.
 *
 * A pipe from Kafka gives up on nothing: a batch that fails comes again, and its partition waits. So that one bad record does
 * not hold up a partition for ever, a small Express workflow between the pipe and yours starts an execution for each record,
 * and sets aside in a queue what can start none. It fails only where nothing is wrong with the record: when Step Functions
 * throttles, or a right is missing.
 *
 * One record does hold up its partition: one that does not fit into the 262,144 characters of an input, about 190 KB of data.
 * Keep `max.message.bytes` of the topic below that.
 *
 * @see https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-pipes-kafka.html
 *
 * @example
 * declare const workflow: Workflow;
 * new KafkaTrigger(this, 'Orders', {
 *   workflow: workflow.stateMachine,
 *   source: KafkaSource.msk('arn:aws:kafka:eu-west-1:111122223333:cluster/events/751d2973-a626-431c-9d4e-d7975eb44dd7-2', {
 *     topic: 'orders',
 *     startingPosition: StartingPosition.trimHorizon(),
 *   }),
 * });
 */
export class KafkaTrigger extends Construct {
  /** Where records end that can start no execution; undefined where a batch starts one. */
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

  public constructor(scope: Construct, id: string, props: KafkaTriggerProps) {
    super(scope, id);
    const { workflow, enrichment, encryptionKey, delivery = RecordDelivery.perRecord() } = props;
    const invocation = invocationOf(this, workflow, props.invocationType);
    const topic = props.source._bind(this);
    const { size: batchSize, windowSeconds } = recordBatches(this, delivery._batch, {
      growth: 4 / 3,
      isHalved: false,
      oneByOne: enrichment && !enrichment._takesBatches ? 'an API as the enrichment' : undefined,
      isWork: delivery._perRecord !== undefined && invocation === 'REQUEST_RESPONSE',
    });
    if (delivery._perRecord) {
      const deadLetters = new DeadLetterTarget(this, { deadLetterQueue: props.deadLetterQueue });
      this.deadLetterQueue = deadLetters.queue;
      const record = kafkaRecord(delivery._perRecord.input);
      this.dispatcher = new OrderedDispatcher(this, 'Dispatcher', {
        workflow,
        invocation,
        record,
        batchSize,
        deadLetters,
        encryptionKey,
      }).workflow;
    } else if (props.deadLetterQueue) {
      throw invalid(
        this,
        'deadLetterQueue must not stand beside RecordDelivery.wholeBatch(), for a pipe from Kafka has none: catch what fails ' +
          'in the workflow, and send it there',
      );
    }

    const pipe = new Pipe(this, 'Pipe', {
      source: {
        arn: topic.source,
        parameters: topic.parameters({ batchSize, maximumBatchingWindowInSeconds: windowSeconds }),
        statements: topic.statements,
        grantKeys: topic.grantKeys,
      },
      filters: props.filters?.map((filter) => filter._patternFor('value')),
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
    this.alarms = props.alarms === false ? [] : this.makeAlarms(props, topic);
  }

  /** Batches that did not get through the pipe. A batch that is tried again counts again. */
  public metricFailed(): cloudwatch.MathExpression {
    return this.pipe.metricFailed();
  }

  private makeAlarms(
    { alarmActions, backlogAge = Duration.hours(1) }: KafkaTriggerProps,
    { lag }: BoundTopic,
  ): cloudwatch.Alarm[] {
    const alarms = new WorkflowAlarms(this, alarmActions).add(
      'FailedAlarm',
      this.metricFailed(),
      'Records cannot start an execution, and their partition waits.',
    );
    if (lag) {
      alarms.add(
        'BacklogAlarm',
        lag,
        'Records wait too long: the pipe fails, is too slow, or was disabled.',
        positiveSeconds(this, 'backlogAge', backlogAge),
      );
    }
    if (this.deadLetterQueue) {
      alarms.add(
        'DeadLetterAlarm',
        this.deadLetterQueue.metricApproximateNumberOfMessagesVisible({ statistic: 'max' }),
        'Records that can start no execution wait in the dead-letter queue.',
      );
    }
    return alarms.alarms;
  }
}
