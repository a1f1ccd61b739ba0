import { Annotations, Duration, RemovalPolicy, Stack } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as sqs from 'aws-cdk-lib/aws-sqs';
import { Construct, type IDependable } from 'constructs';
import { invalid } from './errors';
import type { RulesOfBus } from './event-rule/rules-of-bus';

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
    this.queue =
      given ??
      new sqs.Queue(this, 'Queue', {
        encryption: sqs.QueueEncryption.SQS_MANAGED,
        enforceSSL: true,
        retentionPeriod: Duration.days(14),
        removalPolicy: RemovalPolicy.RETAIN,
      });
  }

  /**
   * Lets a service send that has no role: EventBridge rules, SNS. A queue of ours takes messages of that source only; one
   * of the user's those of the account, because its policy has room for twenty statements and cannot name what stands in
   * another stack.
   *
   * @param service - `events.amazonaws.com`
   * @param sourceArn - the rule, the topic
   * @param account - whose it is
   */
  public allowService(service: string, sourceArn: string, account = Stack.of(this).account): void {
    const principals = [new iam.ServicePrincipal(service)];
    const ofAccount = { StringEquals: { 'aws:SourceAccount': account } };
    const { statementAdded } = this.queue.addToResourcePolicy(
      new iam.PolicyStatement({
        principals,
        actions: ['sqs:SendMessage'],
        resources: [this.queue.queueArn],
        conditions: this.given ? ofAccount : { ArnEquals: { 'aws:SourceArn': sourceArn } },
      }),
    );
    const key = this.queue.encryptionMasterKey?.addToResourcePolicy(
      new iam.PolicyStatement({
        principals,
        actions: ['kms:Decrypt', 'kms:GenerateDataKey'],
        resources: ['*'],
        conditions: ofAccount,
      }),
    );
    if (!statementAdded || key?.statementAdded === false) this.warnOfClosed(service);
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
    if (!statementAdded || key?.statementAdded === false) this.warnOfClosed('events.amazonaws.com');
    return policyDependable;
  }

  /** Lets a role send, and nothing else: EventBridge Scheduler, Pipes. */
  public grantSend(grantee: iam.IGrantable): void {
    this.queue.grant(grantee, 'sqs:SendMessage');
    this.queue.encryptionMasterKey?.grant(grantee, 'kms:Decrypt', 'kms:GenerateDataKey');
  }

  private warnOfClosed(service: string): void {
    Annotations.of(this).addWarningV2(
      'cdk-workflows:deadLetterQueueClosed',
      `deadLetterQueue must let ${service} send to it, or what cannot be delivered is lost: add sqs:SendMessage to its ` +
        'policy, and kms:Decrypt and kms:GenerateDataKey to that of its key',
    );
  }
}
