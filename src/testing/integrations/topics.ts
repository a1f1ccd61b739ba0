import type { Json, JsonObject } from '../../asl/json';
import type { DeployedResources } from './deployed-resources';
import { Listeners } from './listeners';
import { parsedIfJson } from './parsed-if-json';

/** A topic, its ARN or its name; a phone number for the text messages sent to it. */
export type TopicReference = string | { readonly topicArn: string };

/** A message as it was published. */
export interface PublishedMessage {
  readonly messageId: string;
  readonly message: string;
  readonly subject?: string;
  readonly attributes?: JsonObject;
  /** `json` when the message holds a text for each protocol. */
  readonly structure?: string;
  readonly groupId?: string;
  readonly deduplicationId?: string;
  readonly sequenceNumber?: string;
  /** Milliseconds since 1970. */
  readonly publishedAt: number;
  /** The ARN of the execution that published it. */
  readonly publishedBy: string;
}

/** The SNS topics of a rehearsal, in memory. The subscriptions of a rehearsed app listen to them. */
export class Topics {
  public readonly publications = new Listeners<{ readonly topic: string; readonly message: PublishedMessage }>();
  private readonly topics = new Map<string, PublishedMessage[]>();

  /** @param resolve - gives the value of a token of the synthesized template */
  constructor(
    private readonly resolve: (text: string) => string,
    private readonly deployed: DeployedResources,
  ) {}

  /** @param destination - the ARN of a topic, or a phone number */
  public add(destination: string, message: PublishedMessage): void {
    this.topics.set(destination, [...(this.topics.get(destination) ?? []), message]);
    this.publications.tell({ topic: destination, message });
  }

  /** The messages published to a topic, with all that went with them; only those of one execution when it is named. */
  public published(topic: TopicReference, publishedBy?: string): PublishedMessage[] {
    const reference = this.resolve(typeof topic === 'string' ? topic : topic.topicArn);
    const found = [...this.topics].filter(([arn]) => arn === reference || arn.endsWith(`:${reference}`));
    return found
      .flatMap(([, messages]) => messages)
      .filter((message) => publishedBy === undefined || message.publishedBy === publishedBy);
  }

  /** The texts of these messages, parsed when they are JSON. */
  public messages(topic: TopicReference, publishedBy?: string): Json[] {
    return this.published(topic, publishedBy).map(({ message }) => parsedIfJson(message));
  }

  /** Whether a FIFO topic tells messages apart by their texts; undefined for a topic that is in no template. */
  public deduplicatesByContent(arn: string): boolean | undefined {
    const topic = this.deployed(['AWS::SNS::Topic']).find((candidate) => candidate.arn === arn);
    return topic && topic.properties.ContentBasedDeduplication === true;
  }
}
