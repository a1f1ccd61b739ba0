import type { ReceivableQueue, ReceivedMessage } from '../receivable-queue';
import type { RehearsedApp } from '../rehearsed-app';
import type { PipeResource } from './pipe-resource';
import type { DataField, PipeSource, RunBatch } from './pipe-source';
import { queueRecord } from './queue-record';

/** What the pipe's role needs: https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-pipes-permissions.html#pipes-perms-sqs */
const ACTIONS = ['sqs:ReceiveMessage', 'sqs:DeleteMessage', 'sqs:GetQueueAttributes'];

const DEFAULT_BATCH_SIZE = 10;

/**
 * An SQS queue as the source of a pipe. What was processed is deleted, what failed becomes visible again after the
 * queue's visibility timeout and ends in its dead-letter queue, if it has one.
 * https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-pipes-sqs.html
 */
export class QueueSource implements PipeSource {
  public readonly dataFields: readonly DataField[] = [{ name: 'body', encoding: 'text' }];
  private readonly queue: ReceivableQueue;
  private readonly batchSize: number;
  private readonly windowMs: number;
  private run?: RunBatch;
  /** Received, and not yet on their way: the batch that is being filled. */
  private filling: ReceivedMessage[] = [];
  private polling = false;

  constructor(
    private readonly pipe: PipeResource,
    private readonly app: RehearsedApp,
  ) {
    const { BatchSize, MaximumBatchingWindowInSeconds = 0 } = pipe.sourceParameters('SqsQueueParameters');
    this.batchSize = Number(BatchSize ?? DEFAULT_BATCH_SIZE);
    this.windowMs = Number(MaximumBatchingWindowInSeconds) * 1000;
    this.queue = app.receivableQueues.of(pipe.sourceArn);
  }

  public start(run: RunBatch): void {
    this.run = run;
    this.queue.ready.add(() => this.wake());
  }

  /** Polls once everything that is sent at this moment is there. */
  private wake(): void {
    if (!this.polling) {
      this.polling = true;
      this.app.world.clock.after(0, () => {
        this.polling = false;
        this.app.begin(async () => this.poll());
      });
    }
  }

  private poll(): void {
    this.demandRights();
    for (;;) {
      const received = this.queue.receive(this.batchSize - this.filling.length);
      if (received.length === 0) {
        return;
      }
      if (this.filling.length === 0 && this.windowMs > 0) {
        this.closeLater();
      }
      this.filling.push(...received);
      if (this.windowMs === 0 || this.filling.length === this.batchSize) {
        this.send();
      }
    }
  }

  /** Ends the window of the batch that is being filled now, unless it is full before. */
  private closeLater(): void {
    const batch = this.filling;
    this.app.world.clock.after(
      this.windowMs,
      () => this.send(),
      () => this.filling !== batch,
    );
  }

  private send(): void {
    const batch = this.filling;
    this.filling = [];
    this.app.begin(async () => {
      const records = batch.map((received) => queueRecord(received, this.pipe));
      const { failed } = (await this.run?.(records)) ?? { failed: new Set() };
      for (const { message, receiptHandle } of batch) {
        if (!failed.has(message.messageId)) this.queue.delete(receiptHandle);
      }
    });
  }

  /** A pipe whose role may not read its source cannot be created: https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-pipes.html#pipes-validation */
  private demandRights(): void {
    const { pipe, app } = this;
    for (const action of ACTIONS) {
      pipe.demand(action, pipe.sourceArn);
    }
    const key = app.resources.find('AWS::SQS::Queue', pipe.sourceArn)?.properties.KmsMasterKeyId;
    if (key !== undefined && String(key).startsWith('arn:')) {
      pipe.demand('kms:Decrypt', String(key));
    }
  }
}
