import type { Duration, Size } from 'aws-cdk-lib';
import type { ExecutionName } from './execution-name';
import type { MessageInput } from './message-input';

/** How many messages go through a pipe together. */
export interface BatchOptions {
  /**
   * The most messages in a batch: up to 10 of a FIFO queue, up to 10,000 of another.
   *
   * A batch goes to Step Functions as one input of at most 262,144 characters. One that is larger fails as a whole, and
   * again with every message that makes it too large.
   *
   * @default - as many as fit for sure, at most 10: 1 where nobody says how large a message may be
   */
  readonly size?: number;

  /**
   * How long messages are gathered until there are enough for a batch, at most five minutes; not for FIFO queues.
   *
   * @default - not at all; one second for batches of more than 10
   */
  readonly window?: Duration;

  /**
   * The largest message that anybody sends. The batch size is checked against it, and a queue that the trigger makes takes
   * no larger one.
   *
   * @default - the maximum message size of the queue, where it says one
   */
  readonly messageSize?: Size;
}

/** How each message becomes an execution. */
export interface PerMessageOptions extends BatchOptions {
  /**
   * What of the message is the input of its execution.
   *
   * @default MessageInput.body()
   */
  readonly input?: MessageInput;

  /**
   * How executions are named. A Standard workflow runs once for each name, so a message that is delivered twice starts
   * nothing the second time.
   *
   * @default ExecutionName.messageId()
   */
  readonly executionName?: ExecutionName;
}

/** Whether every message starts an execution, or a batch of them one. */
export class BatchDelivery {
  /**
   * Every message starts an execution of its own. A small Express workflow between the pipe and yours does that: a message
   * whose execution does not start comes again alone, the others of its batch are done.
   */
  public static perMessage(options: PerMessageOptions = {}): BatchDelivery {
    return new BatchDelivery(options, options);
  }

  /**
   * A batch starts one execution, directly. Its input is a list of messages as SQS has them, also when it is one:
   * `[{ "messageId": "…", "body": "…", "attributes": { … }, "messageAttributes": { … }, … }]`.
   *
   * An Express workflow that the pipe waits for can say which messages failed, by its output
   * `{ "batchItemFailures": [{ "itemIdentifier": "<messageId>" }] }`; only these come again. Nothing of the kind in the
   * output means that all are done. When the execution fails, all come again.
   *
   * @see https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-pipes-batching-concurrency.html
   */
  public static wholeBatch(options: BatchOptions = {}): BatchDelivery {
    return new BatchDelivery(options);
  }

  private constructor(
    /**
     * @internal
     */
    public readonly _batch: BatchOptions,
    /**
     * @internal
     */
    public readonly _perMessage?: PerMessageOptions,
  ) {}
}
