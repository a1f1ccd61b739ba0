import type { Duration, Size } from 'aws-cdk-lib';
import type { RecordInput } from './record-input';

/** How many records go through a pipe together. */
export interface RecordBatchOptions {
  /**
   * The most records in a batch, up to 10,000.
   *
   * A batch goes to Step Functions as one input of at most 262,144 characters; one that is larger fails as a whole.
   *
   * @default - as many as fit for sure, at most 100, where `recordSize` is given. Else 10 where a batch that fails is
   * halved, and 1 where it is not. 1 where every record has an Express workflow that is waited for
   */
  readonly size?: number;

  /**
   * How long records are gathered until there are enough for a batch, at most five minutes.
   *
   * @default - not at all: what is there goes
   */
  readonly window?: Duration;

  /**
   * The largest record that anybody sends: its data, before it is encoded; of a table, both images. The batch size is
   * checked against it.
   *
   * @default - not checked
   */
  readonly recordSize?: Size;
}

/** How each record becomes an execution. */
export interface PerRecordOptions extends RecordBatchOptions {
  /**
   * What of the record is the input of its execution.
   *
   * @default - `RecordInput.data()`, of a table `RecordInput.wholeRecord()`
   */
  readonly input?: RecordInput;
}

/** Whether every record starts an execution, or a batch of them one. */
export class RecordDelivery {
  /**
   * Every record starts an execution of its own. A small Express workflow between the pipe and yours does that, one record
   * after the other.
   *
   * The execution is named after the place of the record in its shard or partition, so that a record which comes twice
   * starts a Standard workflow once. A record that can start none (its data is no JSON, or too large), or whose execution
   * failed where somebody waits for it, is set aside in the dead-letter queue, data included, and the next one is taken.
   * When Step Functions cannot be reached or throttles, the batch comes again and those behind it wait.
   *
   * The order is that of the starts. Executions of a Standard workflow run side by side after that; only an Express
   * workflow that is waited for has done with a record when the next one comes.
   */
  public static perRecord(options: PerRecordOptions = {}): RecordDelivery {
    return new RecordDelivery(options, options);
  }

  /**
   * A batch starts one execution, directly. Its input is a list of records as they come, also when it is one, with their
   * data in base64: `[{ "eventID": "…", "partitionKey": "…", "data": "…", … }]`.
   *
   * Of Kinesis and DynamoDB, an Express workflow that is waited for can say which records failed, by its output
   * `{ "batchItemFailures": [{ "itemIdentifier": "<eventID>" }] }`; only these come again. Nothing of the kind in the output
   * means that all are done. When the execution fails, all come again. Of Kafka, all come again or none.
   *
   * @see https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-pipes-batching-concurrency.html
   */
  public static wholeBatch(options: RecordBatchOptions = {}): RecordDelivery {
    return new RecordDelivery(options);
  }

  private constructor(
    /**
     * @internal
     */
    public readonly _batch: RecordBatchOptions,
    /**
     * @internal
     */
    public readonly _perRecord?: PerRecordOptions,
  ) {}
}
