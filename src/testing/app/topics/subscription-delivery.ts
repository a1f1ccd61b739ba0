import type { JsonObject } from '../../../asl/json';
import { uuidFrom } from '../../execution/random';
import { ServiceError } from '../../integrations/service-error';
import { sendMessage } from '../../integrations/sqs';
import type { PublishedMessage } from '../../integrations/topics';
import { RehearsalError } from '../../rehearsal-error';
import type { RehearsedApp } from '../rehearsed-app';
import { notificationOf, textFor } from './notification';
import type { Subscription } from './subscription';

const SNS = 'sns.amazonaws.com';

/** Messages that people read: nothing comes of them by itself. */
const READ_BY_PEOPLE = ['email', 'email-json', 'sms'];

/** An e-mail or a text message that somebody got. */
export interface PersonalMessage {
  readonly address: string;
  readonly subject?: string;
  readonly text: string;
}

/**
 * How long SNS waits before each retry, for endpoints that AWS runs: at once, then every second, then longer and longer,
 * then every 20 seconds. https://docs.aws.amazon.com/sns/latest/dg/sns-message-delivery-retries.html
 */
const IMMEDIATE = 3;
const EVERY_SECOND = 2;
const LONGER = 10;
const MOST_RETRIES = 100_015;
const LONGEST_WAIT_MS = 20_000;

/** One message on its way to one subscriber. */
export class SubscriptionDelivery {
  private retries = 0;

  constructor(
    private readonly app: RehearsedApp,
    private readonly subscription: Subscription,
    private readonly published: PublishedMessage,
  ) {}

  public async attempt(): Promise<void> {
    const { app, subscription } = this;
    try {
      app.outages.check(subscription.endpoint);
      this.deliver();
    } catch (error) {
      if (!(error instanceof ServiceError)) {
        throw error;
      }
      // What the endpoint refuses it will refuse again: a client-side error.
      if (error.status !== 429 && error.status < 500) {
        this.giveUp();
      } else if (this.retries < MOST_RETRIES) {
        app.beginAfter(waitBefore(this.retries++), () => this.attempt());
      } else {
        this.giveUp();
      }
    }
  }

  private deliver(): void {
    const { app, subscription, published } = this;
    const { protocol, endpoint, topicArn, label } = subscription;
    if (protocol === 'sqs') {
      this.demand(app.queuePolicies.admit(endpoint, SNS, topicArn), 'sqs:SendMessage');
      sendMessage(this.messageTo(endpoint), {
        arn: topicArn,
        clock: app.world.clock,
        random: app.random,
        services: app.services,
      });
    } else if (protocol === 'lambda') {
      this.demand(app.functionPolicies.admit(endpoint, SNS, topicArn), 'lambda:InvokeFunction');
      const { SigningCertURL, UnsubscribeURL, ...sns } = notificationOf(protocol, topicArn, published);
      const record = {
        EventSource: 'aws:sns',
        EventVersion: '1.0',
        EventSubscriptionArn: `${topicArn}:${uuidFrom(app.random)}`,
        Sns: { Subject: null, ...sns, SigningCertUrl: SigningCertURL, UnsubscribeUrl: UnsubscribeURL },
      };
      app.asynchronousCalls.invoke(endpoint, { Records: [record] }, label);
    } else if (READ_BY_PEOPLE.includes(protocol)) {
      app.subscriptions.personal.push({ address: endpoint, subject: published.subject, text: this.personalText });
    } else {
      throw new RehearsalError(
        `${label} has the protocol ${protocol}, which is not rehearsed: only sqs and lambda are`,
      );
    }
  }

  private messageTo(queueArn: string): JsonObject {
    const { subscription, published } = this;
    const { groupId, messageId } = published;
    return {
      QueueUrl: queueArn,
      MessageBody: this.body,
      ...(subscription.isRaw && published.attributes && { MessageAttributes: published.attributes }),
      ...(queueArn.endsWith('.fifo') && {
        MessageGroupId: groupId ?? messageId,
        MessageDeduplicationId: published.deduplicationId ?? messageId,
      }),
    };
  }

  private get body(): string {
    const { subscription, published } = this;
    const { protocol, topicArn, isRaw } = subscription;
    return isRaw ? textFor(protocol, published) : JSON.stringify(notificationOf(protocol, topicArn, published));
  }

  private get personalText(): string {
    const { subscription, published } = this;
    return subscription.protocol === 'email-json' ? this.body : textFor(subscription.protocol, published);
  }

  private demand(isAdmitted: boolean, action: string): void {
    if (!isAdmitted) {
      const { endpoint } = this.subscription;
      throw new ServiceError('AccessDenied', `${SNS} is not authorized to perform: ${action} on ${endpoint}`);
    }
  }

  /** Without a dead-letter queue that lets SNS send to it, the message is lost. */
  private giveUp(): void {
    const { app, subscription } = this;
    const { deadLetterQueue, topicArn } = subscription;
    if (deadLetterQueue !== undefined && app.queuePolicies.admit(deadLetterQueue, SNS, topicArn)) {
      app.deadLetters.send(deadLetterQueue, this.body, topicArn);
    }
  }
}

function waitBefore(retry: number): number {
  if (retry < IMMEDIATE) {
    return 0;
  }
  const slow = retry - IMMEDIATE - EVERY_SECOND;
  if (slow < 0) {
    return 1000;
  }
  return slow < LONGER ? Math.min(1000 * 20 ** (slow / (LONGER - 1)), LONGEST_WAIT_MS) : LONGEST_WAIT_MS;
}
