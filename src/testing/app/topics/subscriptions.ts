import { isObject, type JsonObject } from '../../../asl/json';
import { ServiceError } from '../../integrations/service-error';
import { publish } from '../../integrations/sns';
import type { TopicReference } from '../../integrations/topics';
import { jsonText } from '../../json-text';
import { RehearsalError } from '../../rehearsal-error';
import type { RehearsedApp } from '../rehearsed-app';
import { Subscription } from './subscription';
import { type PersonalMessage, SubscriptionDelivery } from './subscription-delivery';

/** What goes with a message to a topic. */
export interface PublishOptions {
  readonly subject?: string;
  /** Message attributes by name: a text is a String, a number a Number, a list a String.Array. */
  readonly attributes?: Readonly<Record<string, string | number | readonly (string | number | boolean | null)[]>>;
  /** The message group; a FIFO topic wants one. */
  readonly groupId?: string;
  /** A FIFO topic takes a message with the same id within five minutes for the same message. */
  readonly deduplicationId?: string;
}

/** The topics of the app with their subscriptions. */
export class Subscriptions {
  /** What people got whose addresses have subscribed; every subscription counts as confirmed. */
  public readonly personal: PersonalMessage[] = [];
  private known?: readonly Subscription[];

  constructor(
    private readonly app: RehearsedApp,
    private readonly resolve: (text: string) => string,
  ) {
    app.services.topics.publications.add(({ topic, message }) =>
      app.begin(async () => {
        for (const subscription of this.all) {
          if (subscription.topicArn === topic && subscription.takes(message)) {
            app.begin(() => new SubscriptionDelivery(app, subscription, message).attempt());
          }
        }
      }),
    );
  }

  /** Publish by somebody who may. Gives the id of the message. */
  public publish(reference: TopicReference, message: unknown, options: PublishOptions): string {
    const { subject, attributes, groupId, deduplicationId } = options;
    const { world, random, services } = this.app;
    const request: JsonObject = {
      TopicArn: this.existingTopic(reference),
      Message: typeof message === 'string' ? message : jsonText('the message', message),
      ...(subject !== undefined && { Subject: subject }),
      ...(attributes && { MessageAttributes: written(attributes) }),
      ...(groupId !== undefined && { MessageGroupId: groupId }),
      ...(deduplicationId !== undefined && { MessageDeduplicationId: deduplicationId }),
    };
    try {
      return String(publish(request, { arn: 'the test', clock: world.clock, random, services }).MessageId);
    } catch (error) {
      throw error instanceof ServiceError ? new RehearsalError(`SNS refuses the message: ${error.message}`) : error;
    }
  }

  /** Those of their own, and those that a topic has with it. */
  private get all(): readonly Subscription[] {
    const { resources } = this.app;
    this.known ??= [
      ...resources
        .ofType('AWS::SNS::Subscription')
        .map(({ properties, path }) => new Subscription(properties, `the subscription '${path}'`)),
      ...resources.ofType('AWS::SNS::Topic').flatMap(({ properties, arn, path }) =>
        [properties.Subscription ?? []]
          .flat()
          .filter(isObject)
          .map((inline) => new Subscription({ ...inline, TopicArn: arn }, `a subscription of the topic '${path}'`)),
      ),
    ];
    return this.known;
  }

  /** One of the app by ARN or name; of another topic only the ARN can be known. */
  private existingTopic(reference: TopicReference): string {
    const given = this.resolve(typeof reference === 'string' ? reference : reference.topicArn);
    const topics = this.app.resources.ofType('AWS::SNS::Topic').map(({ arn }) => arn);
    const found = topics.find((arn) => arn === given || arn.endsWith(`:${given}`));
    if (!found && !given.startsWith('arn:')) {
      throw new RehearsalError(`the app has no topic ${given}; it has ${topics.join(', ') || 'none'}`);
    }
    return found ?? given;
  }
}

function written(attributes: NonNullable<PublishOptions['attributes']>): JsonObject {
  return Object.fromEntries(
    Object.entries(attributes).map(([name, value]) => {
      const type = typeof value === 'string' ? 'String' : typeof value === 'number' ? 'Number' : 'String.Array';
      return [name, { DataType: type, StringValue: type === 'String.Array' ? JSON.stringify(value) : String(value) }];
    }),
  );
}
