import type { JsonObject } from '../../asl/json';
import type { VirtualClock } from '../execution/clock';
import type { EventArchive } from './event-archives';
import type { BusEvent } from './event-buses';
import type { ReplayStage } from './event-replays';

/** How long each takes is not documented; that events come minute by minute is. */
const STARTING_MS = 30_000;
const BETWEEN_MINUTES_MS = 1000;
const CANCELLING_MS = 5000;
const MINUTE_MS = 60_000;

export interface ReplayRequest {
  readonly name: string;
  readonly arn: string;
  readonly archive: EventArchive;
  /** In milliseconds. */
  readonly from: number;
  readonly to: number;
  /** The ARNs of the rules that get the events; all where there are none. */
  readonly rules: readonly string[];
  readonly description?: string;
  /** The ARN of the execution. */
  readonly startedBy: string;
}

type ReplayState = 'STARTING' | 'RUNNING' | 'COMPLETED' | 'CANCELLING' | 'CANCELLED';

/**
 * A replay: the events of each minute of the window, one minute after the other, those of one minute in any order.
 * https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_StartReplay.html
 */
export class RunningReplay {
  public state: ReplayState = 'STARTING';
  public readonly startedAt: string;
  private endedAt?: string;
  private lastReplayed?: string;

  constructor(
    private readonly request: ReplayRequest,
    stage: ReplayStage,
  ) {
    this.startedAt = stage.clock.isoNow;
    stage.clock.after(
      STARTING_MS,
      () => this.begin(stage),
      () => this.state !== 'STARTING',
    );
  }

  public get name(): string {
    return this.request.name;
  }

  public get arn(): string {
    return this.request.arn;
  }

  /** Its ARN. */
  public get archive(): string {
    return this.request.archive.arn;
  }

  public get isCancellable(): boolean {
    return this.state === 'STARTING' || this.state === 'RUNNING';
  }

  public get isActive(): boolean {
    return this.isCancellable || this.state === 'CANCELLING';
  }

  public cancel(clock: VirtualClock): void {
    this.state = 'CANCELLING';
    clock.after(CANCELLING_MS, () => this.end('CANCELLED', clock));
  }

  /** As ListReplays has it. */
  public get summary(): JsonObject {
    const { name, archive, from, to } = this.request;
    return {
      EventEndTime: new Date(to).toISOString(),
      ...(this.lastReplayed !== undefined && { EventLastReplayedTime: this.lastReplayed }),
      EventSourceArn: archive.arn,
      EventStartTime: new Date(from).toISOString(),
      ...(this.endedAt !== undefined && { ReplayEndTime: this.endedAt }),
      ReplayName: name,
      ReplayStartTime: this.startedAt,
      State: this.state,
    };
  }

  /** As DescribeReplay has it. */
  public get description(): JsonObject {
    const { arn, archive, rules, description } = this.request;
    return {
      ...(description !== undefined && { Description: description }),
      Destination: { Arn: archive.bus, ...(rules.length > 0 && { FilterArns: [...rules] }) },
      ReplayArn: arn,
      ...this.summary,
    };
  }

  private begin(stage: ReplayStage): void {
    const { archive, from, to } = this.request;
    this.state = 'RUNNING';
    this.replay(byMinute(archive.eventsIn(stage.buses, from, to, stage.clock.now)), stage);
  }

  private replay([minute, ...others]: readonly BusEvent[][], stage: ReplayStage): void {
    if (!minute) {
      this.end('COMPLETED', stage.clock);
      return;
    }
    const { archive, name } = this.request;
    for (const event of shuffled(minute, stage.random)) {
      stage.buses.replay(archive.bus, { ...event, 'replay-name': name }, this.request);
    }
    this.lastReplayed = minute.map(({ time }) => time).reduce((latest, time) => (time > latest ? time : latest));
    stage.clock.after(
      BETWEEN_MINUTES_MS,
      () => this.replay(others, stage),
      () => this.state !== 'RUNNING',
    );
  }

  private end(state: ReplayState, clock: VirtualClock): void {
    this.state = state;
    this.endedAt = clock.isoNow;
  }
}

function byMinute(events: readonly BusEvent[]): BusEvent[][] {
  const minutes = new Map<number, BusEvent[]>();
  for (const event of events) {
    const minute = Math.floor(Date.parse(event.time) / MINUTE_MS);
    minutes.set(minute, [...(minutes.get(minute) ?? []), event]);
  }
  return [...minutes].sort(([one], [other]) => one - other).map(([, members]) => members);
}

function shuffled<T>(items: readonly T[], random: () => number): T[] {
  return items
    .map((item) => ({ item, place: random() }))
    .sort((one, other) => one.place - other.place)
    .map(({ item }) => item);
}
