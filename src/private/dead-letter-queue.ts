import { Annotations, Stack } from 'aws-cdk-lib';
import type * as iam from 'aws-cdk-lib/aws-iam';
import * as sqs from 'aws-cdk-lib/aws-sqs';
import { Construct, type IDependable } from 'constructs';
import { invalid } from './errors';
import type { RulesOfBus } from './event-rule/rules-of-bus';
import { KEY_RIGHT, keptQueue, letServiceSend, QUEUE_RIGHT } from './kept-queue';

/** Where a service puts what it could not deliver: a queue of our own, or the user's. */
export class DeadLetterQueue extends Construct {
  public readonly queue: sqs.IQueue;

  /**
   * @param given - the user's queue, of the prop `deadLetterQueue`
   */
  public constructor(
    scope: Construct,
    id: string,
    private readonly given?: sqs.IQueue,
  ) {
    super(scope, id);
    if (given?.fifo) {
      throw invalid(scope, 'deadLetterQueue must not be a FIFO queue: the service cannot send to one');
    }
    if (given?.encryptionType === sqs.QueueEncryption.KMS_MANAGED) {
      throw invalid(
        scope,
        'deadLetterQueue must not be encrypted with aws/sqs, which no service may use: take SQS_MANAGED or a key of your own',
      );
    }
    this.queue = given ?? keptQueue(this);
  }

  /**
   * Lets a service send that has no role.
   *
   * @param service - `events.amazonaws.com`
   * @param sourceArn - the rule, the topic
   * @param account - whose it is
   */
  public allowService(service: string, sourceArn: string, account = Stack.of(this).account): void {
    const missing = letServiceSend(this.queue, !this.given, { service, sourceArn, account });
    if (missing.length > 0) this.warnOfClosed(service, missing);
  }

  /** Lets the rules of a bus send. Gives what must be there before one of them does. */
  public allowRules(rules: RulesOfBus): IDependable | undefined {
    const { queue } = this;
    const { statementAdded, policyDependable } = queue.addToResourcePolicy(
      rules.statement(['sqs:SendMessage'], queue.queueArn, queue),
    );
    const { encryptionMasterKey } = queue;
    const key = encryptionMasterKey?.addToResourcePolicy(
      rules.statement(['kms:Decrypt', 'kms:GenerateDataKey'], '*', encryptionMasterKey),
    );
    const missing = [...(statementAdded ? [] : [QUEUE_RIGHT]), ...(key?.statementAdded === false ? [KEY_RIGHT] : [])];
    if (missing.length > 0) this.warnOfClosed('events.amazonaws.com', missing);
    return policyDependable;
  }

  /** Lets a role send, and nothing else: EventBridge Scheduler, Pipes. */
  public grantSend(grantee: iam.IGrantable): void {
    this.queue.grant(grantee, 'sqs:SendMessage');
    this.queue.encryptionMasterKey?.grant(grantee, 'kms:Decrypt', 'kms:GenerateDataKey');
  }

  private warnOfClosed(service: string, missing: readonly string[]): void {
    Annotations.of(this).addWarningV2(
      'cdk-workflows:deadLetterQueueClosed',
      `deadLetterQueue must let ${service} send to it, or what cannot be delivered is lost: it needs ${missing.join(', and ')}`,
    );
  }
}
