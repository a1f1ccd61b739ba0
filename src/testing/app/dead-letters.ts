import { isObject, type Json, type JsonObject } from '../../asl/json';
import type { VirtualClock } from '../execution/clock';
import { uuidFrom } from '../execution/random';
import { parsedIfJson } from '../integrations/parsed-if-json';
import type { Queues, SentMessage } from '../integrations/queues';

/** What could not be delivered, and where it lies now: `{ "queue": "arn:…", "body": {}, "attributes": {} }`. */
export interface DeadLetter {
  /** The ARN of the dead-letter queue. */
  readonly queue: string;
  /** The body, parsed when it is JSON. */
  readonly body: Json;
  /** The message attributes as plain values, such as `ERROR_CODE` of a rule: `{ "ERROR_CODE": "…" }`. */
  readonly attributes: Readonly<Record<string, string>>;
}

/** The dead-letter queues of the app. */
export class DeadLetters {
  private readonly letters: DeadLetter[] = [];

  constructor(
    private readonly queues: Queues,
    private readonly clock: VirtualClock,
    private readonly random: () => number,
  ) {}

  public get all(): readonly DeadLetter[] {
    return [...this.letters];
  }

  /** @param sender - the ARN of the rule, schedule or pipe that gave up */
  public send(queueArn: string, body: string, sender: string, attributes: Readonly<Record<string, string>> = {}): void {
    const written: JsonObject = {};
    for (const [name, value] of Object.entries(attributes)) {
      written[name] = { DataType: 'String', StringValue: value };
    }
    this.queues.add(queueArn, {
      messageId: uuidFrom(this.random),
      body,
      attributes: written,
      sentAt: this.clock.now,
      sentBy: sender,
    });
    this.letters.push({ queue: queueArn, body: parsedIfJson(body), attributes });
  }

  /** Moves a message that was received too often in vain, as SQS does by the redrive policy of a queue. */
  public move(queueArn: string, message: SentMessage, source: string): void {
    this.letters.push({ queue: queueArn, body: parsedIfJson(message.body), attributes: plainTexts(message) });
    this.queues.add(queueArn, { ...message, deadLetterSource: source });
  }
}

function plainTexts({ attributes = {} }: SentMessage): Record<string, string> {
  const texts: Record<string, string> = {};
  for (const [name, attribute] of Object.entries(attributes)) {
    if (isObject(attribute) && attribute.StringValue !== undefined) texts[name] = String(attribute.StringValue);
  }
  return texts;
}
