import { uuidFrom } from '../../execution/random';
import type { PipeResource } from '../pipes/pipe-resource';
import type { RehearsedApp } from '../rehearsed-app';
import type { DiscardCondition } from './ordered-reader';
import type { StreamRecord } from './stream-readers';

/** How the message calls the batch. */
export type BatchInfo = 'KinesisBatchInfo' | 'DDBStreamBatchInfo';

/**
 * Tells the dead-letter queue or topic of a pipe about records that it gave up on, as AWS does: not what was in them, but
 * where they are, so that somebody can read them while the stream still has them.
 * https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-pipes-error-troubleshooting.html
 */
export function reportDiscarded(
  app: RehearsedApp,
  pipe: PipeResource,
  deadLetterArn: string,
  info: BatchInfo,
  records: readonly StreamRecord[],
  condition: DiscardCondition,
): void {
  const [first, last] = [records[0], records[records.length - 1]];
  const { now } = app.world.clock;
  // The page has no example. The members are those of such messages that people have published.
  const message = JSON.stringify({
    context: { partnerResourceArn: pipe.arn, condition },
    version: '1.0',
    timestamp: new Date(now).toISOString(),
    [info]: {
      shardId: first.shardId,
      startSequenceNumber: first.sequenceNumber,
      endSequenceNumber: last.sequenceNumber,
      approximateArrivalOfFirstRecord: new Date(first.arrivedAt).toISOString(),
      approximateArrivalOfLastRecord: new Date(last.arrivedAt).toISOString(),
      batchSize: records.length,
      streamArn: pipe.sourceArn,
    },
  });
  if (deadLetterArn.split(':')[2] === 'sns') {
    pipe.demand('sns:Publish', deadLetterArn);
    const messageId = uuidFrom(app.random);
    app.services.topics.add(deadLetterArn, { messageId, message, publishedAt: now, publishedBy: pipe.arn });
  } else {
    pipe.demand('sqs:SendMessage', deadLetterArn);
    app.deadLetters.send(deadLetterArn, message, pipe.arn);
  }
}
