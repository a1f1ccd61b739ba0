import { Duration } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import type * as kms from 'aws-cdk-lib/aws-kms';
import type * as sns from 'aws-cdk-lib/aws-sns';
import type * as sqs from 'aws-cdk-lib/aws-sqs';
import * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import * as tasks from 'aws-cdk-lib/aws-stepfunctions-tasks';
import type { Construct } from 'constructs';
import { DeadLetterQueue } from '../../private/dead-letter-queue';
import { invalid } from '../../private/errors';

/** What the user said of where records end that started no execution. */
export interface GivenDeadLetterTarget {
  readonly deadLetterQueue?: sqs.IQueue;
  readonly deadLetterTopic?: sns.ITopic;
}

const SENDING_SECONDS = 10;

/** Where records end that started no execution: a queue of ours or the user's, or a topic of the user's. */
export class DeadLetterTarget {
  public readonly arn: string;
  /** Undefined where it is a topic. */
  public readonly queue?: sqs.IQueue;
  private readonly topic?: sns.ITopic;

  public constructor(scope: Construct, { deadLetterQueue, deadLetterTopic }: GivenDeadLetterTarget) {
    if (deadLetterQueue && deadLetterTopic) {
      throw invalid(scope, 'deadLetterTopic must not stand beside deadLetterQueue: a pipe has one of them');
    }
    if (deadLetterTopic?.fifo) {
      throw invalid(scope, 'deadLetterTopic must not be a FIFO topic: a pipe cannot send to one');
    }
    this.topic = deadLetterTopic;
    this.queue = deadLetterTopic ? undefined : new DeadLetterQueue(scope, 'DeadLetters', deadLetterQueue).queue;
    this.arn = deadLetterTopic?.topicArn ?? String(this.queue?.queueArn);
  }

  /** The right to send. */
  public get statement(): iam.PolicyStatement {
    return new iam.PolicyStatement({ actions: [this.action], resources: [this.arn] });
  }

  public grantKey(role: iam.IRole): void {
    this.key?.grant(role, 'kms:Decrypt', 'kms:GenerateDataKey');
  }

  /**
   * A task that sends a message.
   *
   * @param body - JSONata for the text of the message
   */
  public task(scope: Construct, id: string, body: string): sfn.TaskStateBase {
    const text = `{% ${body} %}`;
    // Through the SDK: the tasks of the CDK for queues grant more of a key than it takes.
    return tasks.CallAwsService.jsonata(scope, id, {
      ...(this.topic
        ? { service: 'sns', action: 'publish', parameters: { TopicArn: this.arn, Message: text } }
        : { service: 'sqs', action: 'sendMessage', parameters: { QueueUrl: this.queue?.queueUrl, MessageBody: text } }),
      iamAction: this.action,
      iamResources: [this.arn],
      taskTimeout: sfn.Timeout.duration(Duration.seconds(SENDING_SECONDS)),
      outputs: {},
    });
  }

  private get action(): string {
    return this.topic ? 'sns:Publish' : 'sqs:SendMessage';
  }

  private get key(): kms.IKey | undefined {
    return this.topic ? this.topic.masterKey : this.queue?.encryptionMasterKey;
  }
}
