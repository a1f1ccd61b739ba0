import type { VirtualClock } from '../../execution/clock';
import { Listeners } from '../../integrations/listeners';
import { RehearsalError } from '../../rehearsal-error';
import { bytesOfData, type Data } from '../data-bytes';

export interface ProduceOptions {
  /** The key of the record; text and bytes as they are, any other value as JSON. Without one the record has none. */
  readonly key?: Data;
  /**
   * The partition. Which one a key would come into depends on how many a topic has, of which no template tells.
   * @default 0
   */
  readonly partition?: number;
  /** By name; text and bytes. */
  readonly headers?: Readonly<Record<string, string | Uint8Array>>;
  /**
   * The time in the record, when it was produced. What was produced before the rehearsal began was in the topic before
   * the pipes were made.
   * @default - now, in virtual time
   */
  readonly timestamp?: Date;
}

/** A record in a partition. */
export interface KafkaRecord {
  readonly topic: string;
  readonly partition: number;
  readonly offset: number;
  /** Milliseconds since 1970. */
  readonly timestamp: number;
  readonly key?: Buffer;
  /** Undefined for a tombstone. */
  readonly value?: Buffer;
  readonly headers: readonly (readonly [name: string, value: Buffer])[];
}

/**
 * The Kafka topics that the app reads, in memory: a record is told to those who read the topic, and kept for nobody else.
 * Topics of the same name are taken for one, whatever cluster they are in.
 */
export class KafkaTopics {
  public readonly records = new Listeners<KafkaRecord>();
  /** The groups of consumers that read a topic, by its name. */
  private readonly groups = new Map<string, readonly string[]>();
  /** By topic and partition. */
  private readonly nextOffsets = new Map<string, number>();

  constructor(private readonly clock: VirtualClock) {}

  /**
   * Tells that a pipe reads a topic.
   *
   * @param group - of consumers; undefined where the pipe makes one for itself
   */
  public expect(topic: string, group: string | undefined): void {
    const before = this.groups.get(topic) ?? [];
    if (group !== undefined && before.includes(group)) {
      throw new RehearsalError(
        `several pipes read the topic '${topic}' as the group of consumers '${group}', so that each gets a part of it, ` +
          'which a rehearsal does not do',
      );
    }
    this.groups.set(topic, group === undefined ? before : [...before, group]);
  }

  /** @param value - null is a tombstone, as Kafka has it for deleted keys */
  public produce(topic: string, value: Data, options: ProduceOptions = {}): void {
    const { key, partition = 0, headers = {}, timestamp } = options;
    if (!this.groups.has(topic)) {
      const known = [...this.groups.keys()].join(', ') || 'none';
      throw new RehearsalError(`no pipe of the app reads the topic '${topic}'; those that are read: ${known}`);
    }
    const place = `${topic}-${partition}`;
    const offset = this.nextOffsets.get(place) ?? 0;
    this.nextOffsets.set(place, offset + 1);
    this.records.tell({
      topic,
      partition,
      offset,
      timestamp: timestamp?.getTime() ?? this.clock.now,
      key: key === undefined || key === null ? undefined : bytesOfData(key),
      value: value === null ? undefined : bytesOfData(value),
      headers: Object.entries(headers).map(([name, content]) => [name, bytesOfData(content)] as const),
    });
  }
}
