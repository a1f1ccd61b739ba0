import type { Json } from '../../asl/json';
import { RehearsalError } from '../rehearsal-error';

/** A queue, its ARN or its URL. */
export type QueueReference = string | { readonly queueArn: string };

interface Message {
  readonly body: string;
  readonly sentBy: string;
}

/** The SQS queues of a rehearsal, in memory. */
export class Queues {
  private readonly sent = new Map<string, Message[]>();

  /** @param resolve - gives the value of a token of the synthesized template */
  constructor(private readonly resolve: (text: string) => string) {}

  public send(url: string, body: string, sentBy: string): void {
    const key = queueKey(url);
    this.sent.set(key, [...(this.sent.get(key) ?? []), { body, sentBy }]);
  }

  /** The bodies sent to a queue, parsed when they are JSON; only those of one execution when it is named. */
  public messages(queue: QueueReference, sentBy?: string): Json[] {
    const key = queueKey(this.resolve(typeof queue === 'string' ? queue : queue.queueArn));
    const messages = this.sent.get(key) ?? [];
    return messages.filter((message) => sentBy === undefined || message.sentBy === sentBy).map(bodyOf);
  }
}

function bodyOf({ body }: Message): Json {
  try {
    return JSON.parse(body);
  } catch {
    return body;
  }
}

const ARN = /^arn:[\w-]+:sqs:(?<region>[\w-]+):(?<account>\d+):(?<name>[\w.-]+)$/;
const URL = /^https:\/\/sqs\.(?<region>[\w-]+)\.[\w.]+\/(?<account>\d+)\/(?<name>[\w.-]+)$/;

function queueKey(reference: string): string {
  const parts = (ARN.exec(reference) ?? URL.exec(reference))?.groups;
  if (!parts) {
    throw new RehearsalError(`'${reference}' is neither a queue's ARN nor its URL`);
  }
  return `${parts.region}/${parts.account}/${parts.name}`;
}
