import { isObject, type JsonObject } from '../../asl/json';
import { EventPattern } from '../../private/event-pattern/event-pattern';
import { RehearsalError } from '../rehearsal-error';
import type { DeployedResource, DeployedResources } from './deployed-resources';
import type { BusEvent, EventBuses } from './event-buses';

const PROPERTIES = ['ArchiveName', 'Description', 'EventPattern', 'KmsKeyIdentifier', 'RetentionDays', 'SourceArn'];
const DAY_MS = 24 * 60 * 60 * 1000;

/** An archive of a template: what was put on its bus, as far as it matches and is kept still. */
export class EventArchive {
  public readonly arn: string;
  /** The ARN of the bus. */
  public readonly bus: string;
  private readonly retentionMs: number;
  private readonly pattern?: EventPattern;

  constructor({ arn, properties }: DeployedResource) {
    const unknown = Object.keys(properties).find((name) => !PROPERTIES.includes(name));
    if (unknown) {
      throw new RehearsalError(`the archive ${arn} has ${unknown}, which is not rehearsed`);
    }
    const { SourceArn, RetentionDays = 0, EventPattern: pattern } = properties;
    this.arn = arn;
    this.bus = String(SourceArn);
    // https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_CreateArchive.html: 0 is for ever.
    this.retentionMs = Number(RetentionDays) === 0 ? Number.POSITIVE_INFINITY : Number(RetentionDays) * DAY_MS;
    this.pattern = isObject(pattern) ? this.parsed(pattern) : undefined;
  }

  /**
   * The events whose time lies in a window, its end not included.
   *
   * Replayed events are not archived again:
   * https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-archive.html
   *
   * @param now - when they are read, for what is kept until then
   */
  public eventsIn(buses: EventBuses, from: number, to: number, now: number): BusEvent[] {
    return buses
      .kept(this.bus)
      .filter((event) => event['replay-name'] === undefined)
      .filter(({ time }) => Date.parse(time) >= Math.max(from, now - this.retentionMs) && Date.parse(time) < to)
      .filter((event) => this.pattern?.matches(event as unknown as JsonObject) ?? true);
  }

  private parsed(pattern: JsonObject): EventPattern {
    try {
      return EventPattern.parse(pattern);
    } catch (error) {
      throw new RehearsalError(`EventBridge refuses the archive ${this.arn}: ${(error as Error).message}`);
    }
  }
}

/** The archives of the templates. */
export class EventArchives {
  private read?: ReadonlyMap<string, EventArchive>;

  constructor(private readonly deployed: DeployedResources) {}

  public find(arn: string): EventArchive | undefined {
    this.read ??= new Map(
      this.deployed(['AWS::Events::Archive']).map((resource) => [resource.arn, new EventArchive(resource)]),
    );
    return this.read.get(arn);
  }
}
