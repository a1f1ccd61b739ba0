import { isObject, type Json, type JsonObject } from '../../asl/json';
import type { Timer, VirtualClock } from '../execution/clock';
import { uuidFrom } from '../execution/random';
import { Listeners } from '../integrations/listeners';
import { parsedIfJson } from '../integrations/parsed-if-json';
import type { SentMessage } from '../integrations/queues';

/** What a queue is set to. https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SetQueueAttributes.html */
export interface QueueSettings {
  readonly fifo: boolean;
  readonly visibilityTimeoutSeconds: number;
  readonly delaySeconds: number;
  readonly retentionSeconds: number;
  /** Where a message goes that was received too often. */
  readonly redrive?: { readonly deadLetterQueueArn: string; readonly maxReceiveCount: number };
}

/** A message as its consumer gets it. */
export interface ReceivedMessage {
  readonly message: SentMessage;
  readonly receiptHandle: string;
  /** How often it was received, this time included. */
  readonly receiveCount: number;
  readonly firstReceivedAt: number;
}

interface Held {
  readonly message: SentMessage;
  readonly expiresAt: number;
  visible: boolean;
  receiveCount: number;
  firstReceivedAt: number;
  receiptHandle?: string;
  /** Until it is visible. */
  timer?: Timer;
}

/** A queue whose messages are received, hidden while they are worked on, and deleted, or seen again. */
export class ReceivableQueue {
  /** Told when a message can be received that could not be before. */
  public readonly ready = new Listeners<void>();
  /** In the order in which they were sent. */
  private held: Held[] = [];

  /**
   * @param onDeadLetter - takes what was received too often
   */
  constructor(
    private readonly settings: QueueSettings,
    private readonly clock: VirtualClock,
    private readonly random: () => number,
    private readonly onDeadLetter: (message: SentMessage, deadLetterQueueArn: string) => void,
  ) {}

  public add(message: SentMessage): void {
    const { delaySeconds, retentionSeconds } = this.settings;
    const held: Held = {
      message,
      expiresAt: message.sentAt + retentionSeconds * 1000,
      visible: true,
      receiveCount: 0,
      firstReceivedAt: 0,
    };
    this.held.push(held);
    this.hide(held, message.delaySeconds ?? delaySeconds);
    if (held.visible) {
      this.ready.tell();
    }
  }

  /**
   * Receives up to so many messages; they are hidden from then on.
   * https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_ReceiveMessage.html
   */
  public receive(most: number): ReceivedMessage[] {
    const received: ReceivedMessage[] = [];
    const busyGroups = new Set(this.held.filter((held) => isInFlight(held)).map(({ message }) => message.groupId));
    for (const held of [...this.held]) {
      if (received.length === most) {
        break;
      }
      // A group of a FIFO queue waits for those of its messages that are being worked on.
      const waits = this.settings.fifo && busyGroups.has(held.message.groupId);
      if (held.visible && !waits && !this.isGone(held)) {
        received.push(this.take(held));
      }
    }
    return received;
  }

  /** https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_DeleteMessage.html */
  public delete(receiptHandle: string): void {
    const held = this.held.find((one) => one.receiptHandle === receiptHandle);
    if (held) {
      this.remove(held);
      if (this.settings.fifo && this.held.some(({ visible }) => visible)) {
        this.ready.tell();
      }
    }
  }

  private take(held: Held): ReceivedMessage {
    held.receiveCount++;
    held.firstReceivedAt ||= this.clock.now;
    held.receiptHandle = uuidFrom(this.random);
    this.hide(held, this.settings.visibilityTimeoutSeconds);
    const { message, receiptHandle, receiveCount, firstReceivedAt } = held;
    return { message, receiptHandle, receiveCount, firstReceivedAt };
  }

  /** Whether a message is too old, or was received too often, and is taken out. */
  private isGone(held: Held): boolean {
    const { redrive } = this.settings;
    if (held.expiresAt <= this.clock.now) {
      this.remove(held);
      return true;
    }
    if (redrive && held.receiveCount >= redrive.maxReceiveCount) {
      this.remove(held);
      this.onDeadLetter(held.message, redrive.deadLetterQueueArn);
      return true;
    }
    return false;
  }

  private hide(held: Held, seconds: number): void {
    held.visible = seconds === 0;
    held.timer?.cancel();
    if (!held.visible) {
      held.timer = this.clock.after(seconds * 1000, () => {
        held.visible = true;
        this.ready.tell();
      });
    }
  }

  private remove(held: Held): void {
    held.timer?.cancel();
    this.held = this.held.filter((one) => one !== held);
  }
}

function isInFlight({ visible, receiveCount }: Held): boolean {
  return !visible && receiveCount > 0;
}

/** The settings of a queue in a template, with the defaults of SQS. */
export function queueSettings(properties: JsonObject, fifo: boolean): QueueSettings {
  const number = (name: string, otherwise: number) => Number(properties[name] ?? otherwise);
  return {
    fifo,
    visibilityTimeoutSeconds: number('VisibilityTimeout', 30),
    delaySeconds: number('DelaySeconds', 0),
    retentionSeconds: number('MessageRetentionPeriod', 4 * 24 * 3600),
    redrive: redriveOf(properties.RedrivePolicy),
  };
}

/** CloudFormation takes an object or its JSON. */
function redriveOf(given: Json | undefined): QueueSettings['redrive'] {
  const policy = typeof given === 'string' ? parsedIfJson(given) : given;
  return isObject(policy)
    ? { deadLetterQueueArn: String(policy.deadLetterTargetArn), maxReceiveCount: Number(policy.maxReceiveCount) }
    : undefined;
}
