import { Duration, RemovalPolicy } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as sqs from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';

/** A queue for messages that somebody must look at: encrypted, kept as long as SQS can, and not deleted with the stack. */
export function keptQueue(scope: Construct): sqs.Queue {
  return new sqs.Queue(scope, 'Queue', {
    encryption: sqs.QueueEncryption.SQS_MANAGED,
    enforceSSL: true,
    retentionPeriod: Duration.days(14),
    removalPolicy: RemovalPolicy.RETAIN,
  });
}

/** What whoever sends needs, as warnings name it. */
export const QUEUE_RIGHT = 'sqs:SendMessage in its policy';
export const KEY_RIGHT = "kms:Decrypt and kms:GenerateDataKey in its key's policy";

/** A service that sends without a role: EventBridge rules, SNS. */
export interface SendingService {
  /** `events.amazonaws.com` */
  readonly service: string;
  /** The rule, the topic. */
  readonly sourceArn: string;
  /** Whose it is. */
  readonly account: string;
}

/**
 * Lets a service send. A queue of ours takes messages of that source only; one of the user's those of the account: many
 * sources may share it, a queue's policy has room for twenty statements, and in another stack it cannot name a source of
 * this one.
 *
 * https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/quotas-policies.html
 *
 * @returns what has to be allowed by the user, because the policy of the queue or of its key is not ours to change
 */
export function letServiceSend(queue: sqs.IQueue, isOwn: boolean, sender: SendingService): string[] {
  const principals = [new iam.ServicePrincipal(sender.service)];
  const ofAccount = { StringEquals: { 'aws:SourceAccount': sender.account } };
  const { statementAdded } = queue.addToResourcePolicy(
    new iam.PolicyStatement({
      principals,
      actions: ['sqs:SendMessage'],
      resources: [queue.queueArn],
      conditions: isOwn ? { ArnEquals: { 'aws:SourceArn': sender.sourceArn } } : ofAccount,
    }),
  );
  // A key's policy that named the source would be a circle: the source names the queue, and that its key.
  const key = queue.encryptionMasterKey?.addToResourcePolicy(
    new iam.PolicyStatement({
      principals,
      actions: ['kms:Decrypt', 'kms:GenerateDataKey'],
      resources: ['*'],
      conditions: ofAccount,
    }),
  );
  return [
    ...(statementAdded ? [] : [QUEUE_RIGHT]),
    ...(key?.statementAdded === false ? [KEY_RIGHT] : []),
    ...(queue.encryptionType === sqs.QueueEncryption.KMS_MANAGED
      ? ['a key of your own, for nobody can allow aws/sqs']
      : []),
  ];
}
