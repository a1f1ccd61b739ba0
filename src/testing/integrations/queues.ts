import type { Json, JsonObject } from '../../asl/json';
import { RehearsalError } from '../rehearsal-error';
import type { DeployedResources } from './deployed-resources';
import { Listeners } from './listeners';
import { parsedIfJson } from './parsed-if-json';

/** A queue, its ARN or its URL. */
export type QueueReference = string | { readonly queueArn: string };

/** A message as it was sent. */
export interface SentMessage {
  readonly messageId: string;
  readonly body: string;
  readonly attributes?: JsonObject;
  readonly delaySeconds?: number;
  readonly groupId?: string;
  readonly deduplicationId?: string;
  readonly sequenceNumber?: string;
  /** Milliseconds since 1970. */
  readonly sentAt: number;
  /** The ARN of the execution that sent it. */
  readonly sentBy: string;
  /** Of a message that came to a dead-letter queue: the ARN of the queue in which nobody could deal with it. */
  readonly deadLetterSource?: string;
}

/** A message that has come to a queue. */
export interface QueueArrival {
  /** As `queueKey` has it. */
  readonly queue: string;
  readonly message: SentMessage;
}

/** The SQS queues of a rehearsal, in memory: everything that was ever sent to them. */
export class Queues {
  /** Those who receive messages. */
  public readonly arrivals = new Listeners<QueueArrival>();
  private readonly queues = new Map<string, SentMessage[]>();
  private templates?: ReadonlyMap<string, JsonObject>;

  /** @param resolve - gives the value of a token of the synthesized template */
  constructor(
    private readonly resolve: (text: string) => string,
    private readonly deployed: DeployedResources,
  ) {}

  public add(url: string, message: SentMessage): void {
    const key = queueKey(url);
    this.queues.set(key, [...(this.queues.get(key) ?? []), message]);
    this.arrivals.tell({ queue: key, message });
  }

  /** The messages sent to a queue, with all that went with them; only those of one execution when it is named. */
  public sent(queue: QueueReference, sentBy?: string): SentMessage[] {
    const key = queueKey(this.resolve(typeof queue === 'string' ? queue : queue.queueArn));
    const messages = this.queues.get(key) ?? [];
    return messages.filter((message) => sentBy === undefined || message.sentBy === sentBy);
  }

  /** The bodies of these messages, parsed when they are JSON. */
  public messages(queue: QueueReference, sentBy?: string): Json[] {
    return this.sent(queue, sentBy).map(({ body }) => parsedIfJson(body));
  }

  /** Whether a FIFO queue tells messages apart by their bodies; undefined for a queue that is in no template. */
  public deduplicatesByContent(url: string): boolean | undefined {
    const properties = this.propertiesOf(url);
    return properties && properties.ContentBasedDeduplication === true;
  }

  /** The largest message that a queue takes, where its template says it. */
  public maxMessageBytes(url: string): number | undefined {
    const bytes = this.propertiesOf(url)?.MaximumMessageSize;
    return bytes === undefined ? undefined : Number(bytes);
  }

  private propertiesOf(url: string): JsonObject | undefined {
    this.templates ??= new Map(
      this.deployed(['AWS::SQS::Queue']).map(({ arn, properties }) => [queueKey(arn), properties]),
    );
    return this.templates.get(queueKey(url));
  }
}

const ARN = /^arn:[\w-]+:sqs:(?<region>[\w-]+):(?<account>\d+):(?<name>[\w.-]+)$/;
const URL = /^https:\/\/sqs\.(?<region>[\w-]+)\.[\w.]+\/(?<account>\d+)\/(?<name>[\w.-]+)$/;

/** Tells queues apart, by their ARNs or their URLs. */
export function queueKey(reference: string): string {
  const parts = (ARN.exec(reference) ?? URL.exec(reference))?.groups;
  if (!parts) {
    throw new RehearsalError(`'${reference}' is neither a queue's ARN nor its URL`);
  }
  return `${parts.region}/${parts.account}/${parts.name}`;
}
