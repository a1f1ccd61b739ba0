import { Annotations, Duration, RemovalPolicy, Token } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as sqs from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';
import { DeadLetterQueue } from '../../private/dead-letter-queue';
import { invalid } from '../../private/errors';
import type { PipeSourceConfig } from '../../private/pipe/pipe';
import type { QueueBatches } from './queue-batches';

/** What SQS has where nothing is written: https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SetQueueAttributes.html */
const DEFAULT_VISIBILITY_SECONDS = 30;
/** The least that a queue can be set to take. */
const SMALLEST_MAXIMUM = 1024;

/** So often a message is tried, as AWS advises for pipes: https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-pipes-sqs.html */
const TRIES = 5;

/** Gathering and working for as long as a pipe ever does, where only the deployment knows for how long. */
const LONGEST_SECONDS = 300 + 300;

/** The queue that a pipe reads, and the one to which SQS moves what was read too often. */
export interface SourceQueue {
  readonly queue: sqs.IQueue;
  /** Unknown for an imported queue. */
  readonly deadLetterQueue?: sqs.IQueue;
}

/** What the user said of a queue that we are to make. */
export interface NewQueueOptions {
  readonly deadLetterQueue?: sqs.IQueue;
  /** How long a message may be worked on. */
  readonly workSeconds: number;
  /** The largest message that it is to take. */
  readonly maxMessageBytes: number;
}

/** A queue that takes no message that could not start an execution. */
export function newQueue(scope: Construct, options: NewQueueOptions): SourceQueue {
  const { deadLetterQueue: given, workSeconds } = options;
  if (given?.fifo) {
    throw invalid(scope, 'deadLetterQueue must not be a FIFO queue: the queue whose messages it takes is none');
  }
  const deadLetterQueue = given ?? new DeadLetterQueue(scope, 'DeadLetters').queue;
  const sureSeconds = Token.isUnresolved(workSeconds) ? LONGEST_SECONDS : workSeconds;
  const queue = new sqs.Queue(scope, 'Queue', {
    encryption: sqs.QueueEncryption.SQS_MANAGED,
    enforceSSL: true,
    removalPolicy: RemovalPolicy.RETAIN,
    maxMessageSizeBytes: Math.max(SMALLEST_MAXIMUM, options.maxMessageBytes),
    visibilityTimeout: Duration.seconds(Math.max(DEFAULT_VISIBILITY_SECONDS, sureSeconds + 10)),
    deadLetterQueue: { queue: deadLetterQueue, maxReceiveCount: TRIES },
  });
  return { queue, deadLetterQueue };
}

/** The user's queue, with warnings about what it is set to. */
export function givenQueue(scope: Construct, queue: sqs.IQueue, workSeconds: number): SourceQueue {
  const resource = queue.node.defaultChild;
  if (!(resource instanceof sqs.CfnQueue)) return { queue };
  const { deadLetterQueue } = queue as sqs.Queue;
  if (!resource.redrivePolicy) {
    Annotations.of(scope).addWarningV2(
      'cdk-workflows:queueWithoutDeadLetterQueue',
      'queue should have a dead-letter queue: a message that cannot start an execution is tried again and again until it ' +
        'expires, and then it is lost',
    );
  } else if (deadLetterQueue && deadLetterQueue.maxReceiveCount < TRIES) {
    Annotations.of(scope).addWarningV2(
      'cdk-workflows:queueReceiveCount',
      `queue should have a maxReceiveCount of at least ${TRIES}, received ${deadLetterQueue.maxReceiveCount}: throttling ` +
        'alone sends messages to the dead-letter queue',
    );
  }
  const visible = Number(resource.visibilityTimeout ?? DEFAULT_VISIBILITY_SECONDS);
  if (!Token.isUnresolved(resource.visibilityTimeout) && !Token.isUnresolved(workSeconds) && visible < workSeconds) {
    Annotations.of(scope).addWarningV2(
      'cdk-workflows:queueVisibilityTimeout',
      `queue should have a visibilityTimeout of at least ${workSeconds} seconds, received ${visible}: a message that is ` +
        'still being worked on is worked on a second time',
    );
  }
  return { queue, deadLetterQueue: deadLetterQueue?.queue };
}

/** The largest message that a queue takes, where its template says it. */
export function maxMessageBytes(queue: sqs.IQueue): number | undefined {
  const resource = queue.node.defaultChild;
  const bytes = resource instanceof sqs.CfnQueue ? resource.maximumMessageSize : undefined;
  return bytes === undefined || Token.isUnresolved(bytes) ? undefined : bytes;
}

/** https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-pipes-permissions.html#pipes-perms-sqs */
export function queueSource(queue: sqs.IQueue, { size, windowSeconds }: QueueBatches): PipeSourceConfig {
  return {
    arn: queue.queueArn,
    parameters: {
      sqsQueueParameters: {
        batchSize: size,
        maximumBatchingWindowInSeconds: windowSeconds === 0 ? undefined : windowSeconds,
      },
    },
    statements: [
      new iam.PolicyStatement({
        actions: ['sqs:ReceiveMessage', 'sqs:DeleteMessage', 'sqs:GetQueueAttributes'],
        resources: [queue.queueArn],
      }),
    ],
    grantKeys: (role) => void queue.encryptionMasterKey?.grantDecrypt(role),
  };
}
