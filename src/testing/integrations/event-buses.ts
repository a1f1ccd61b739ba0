import type { Json } from '../../asl/json';
import { Listeners } from './listeners';

/** An event bus, its ARN or its name. */
export type EventBusReference = string | { readonly eventBusArn: string };

/**
 * An event as rules and targets see it.
 * https://docs.aws.amazon.com/eventbridge/latest/ref/overiew-event-structure.html
 */
export interface BusEvent {
  readonly version: '0';
  readonly id: string;
  readonly 'detail-type': string;
  readonly source: string;
  readonly account: string;
  readonly time: string;
  readonly region: string;
  readonly resources: readonly string[];
  readonly detail: Json;
  /** Of an event that a replay sends again. */
  readonly 'replay-name'?: string;
}

/** An event on its bus. */
export interface PutEvent {
  /** The ARN of the bus. */
  readonly bus: string;
  readonly event: BusEvent;
  /** The ARNs of the rules that alone get it; every rule of the bus where there are none. */
  readonly onlyFor?: readonly string[];
  /** The ARN of the execution that had it replayed. */
  readonly replayedBy?: string;
  /** The ARN of the execution or the rule that put it, `aws.s3` for a service, or whatever else did. */
  readonly putBy: string;
  /** Of an event that a rule has sent from another bus. */
  readonly hops?: BusHops;
}

/** From bus to bus an event may go once within a Region and once to another one. */
export interface BusHops {
  readonly local: boolean;
  readonly regional: boolean;
}

/** An event that somebody wants to put onto a bus. */
export interface PutAttempt {
  /** The ARN of the bus. */
  readonly bus: string;
  readonly event: BusEvent;
  /** Whose right to put events is asked for. */
  readonly account: string;
  /** The ARN of the execution or role. */
  readonly arn?: string;
}

/** Where a name without an ARN is looked for. */
export interface BusPlace {
  readonly partition: string;
  readonly region: string;
  readonly account: string;
}

/** The EventBridge buses of a rehearsal, in memory. The rules of a rehearsed app listen to them. */
export class EventBuses {
  public readonly arrivals = new Listeners<PutEvent>();
  /** Throws a ServiceError for what the policy of a bus does not let pass. Without templates there is no policy to ask. */
  public admit: (attempt: PutAttempt) => void = () => {};
  private readonly put: PutEvent[] = [];
  private readonly lost = new Set<PutEvent>();

  /** @param resolve - gives the value of a token of the synthesized template */
  constructor(private readonly resolve: (text: string) => string) {}

  /** @param bus - EventBusName of an entry: a name or an ARN */
  public add(bus: string, event: BusEvent, putBy: string, place: BusPlace, hops?: BusHops): void {
    const put = { bus: busArn(bus, place), event, putBy, ...(hops && { hops }) };
    this.put.push(put);
    this.arrivals.tell(put);
  }

  /**
   * An event of an archive comes once more.
   *
   * @param bus - the ARN
   * @param replay - its ARN, the ARN of the execution that started it, and those of the rules that get the event: all
   * where there are none
   */
  public replay(
    bus: string,
    event: BusEvent,
    replay: { readonly arn: string; readonly startedBy: string; readonly rules: readonly string[] },
  ): void {
    const { arn: putBy, startedBy: replayedBy, rules } = replay;
    const put = { bus, event, putBy, replayedBy, ...(rules.length > 0 && { onlyFor: rules }) };
    this.put.push(put);
    this.arrivals.tell(put);
  }

  /** The bus could not keep what was put on it: no rule and no archive gets it. */
  public lose(put: PutEvent): void {
    this.lost.add(put);
  }

  /** The events that an archive of a bus may have, by the ARN of the bus. */
  public kept(bus: string): BusEvent[] {
    return this.put.filter((entry) => entry.bus === bus && !this.lost.has(entry)).map(({ event }) => event);
  }

  /** The events put onto a bus; only those of one execution when it is named. A name means the buses of that name. */
  public events(bus: EventBusReference = 'default', putBy?: string): BusEvent[] {
    const reference = this.resolve(typeof bus === 'string' ? bus : bus.eventBusArn);
    return this.put
      .filter(({ bus: arn }) => arn === reference || arn.endsWith(`:event-bus/${reference}`))
      .filter((entry) => putBy === undefined || entry.putBy === putBy)
      .map(({ event }) => event);
  }
}

/** @param bus - a name or an ARN, as the API takes it */
export function busArn(bus: string, { partition, region, account }: BusPlace): string {
  return bus.startsWith('arn:') ? bus : `arn:${partition}:events:${region}:${account}:event-bus/${bus}`;
}
