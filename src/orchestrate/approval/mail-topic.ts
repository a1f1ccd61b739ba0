import { createHash } from 'node:crypto';
import { Stack, Token } from 'aws-cdk-lib';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as sns from 'aws-cdk-lib/aws-sns';
import { Construct } from 'constructs';

/** The topic that sends e-mail to approvers, made with the first of them, and the subscriptions of their addresses. */
export class MailTopic extends Construct {
  public made?: sns.Topic;

  public constructor(scope: Construct) {
    super(scope, 'Mail');
  }

  public get topic(): sns.Topic {
    this.made ??= new sns.Topic(this, 'Topic', {
      enforceSSL: true,
      masterKey: kms.Alias.fromAliasName(this, 'Key', 'alias/aws/sns'),
    });
    return this.made;
  }

  /** Each address is sent what is for it alone: the link in it is as good as the vote. */
  public subscribe(topic: sns.ITopic, address: string): void {
    const known = Token.isUnresolved(address) ? `address ${hashOf(Stack.of(this).resolve(address))}` : address;
    const id = `${topic === this.made ? '' : `${topic.node.addr.slice(-8)} `}${known}`;
    if (this.node.tryFindChild(id)) return;
    new sns.Subscription(this, id, {
      topic,
      protocol: sns.SubscriptionProtocol.EMAIL,
      endpoint: address,
      filterPolicy: { approver: sns.SubscriptionFilter.stringFilter({ allowlist: [address] }) },
    });
  }
}

/** What is not known yet can be no id; where it comes from can. */
function hashOf(value: unknown): string {
  return createHash('sha256').update(JSON.stringify(value)).digest('hex').slice(0, 12);
}
