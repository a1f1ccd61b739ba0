import { type BusEvent, busArn, type EventBusReference, type PutEvent } from '../../integrations/event-buses';
import { eventOf } from '../../integrations/events';
import { RehearsalError } from '../../rehearsal-error';
import { inMilliseconds, type VirtualDuration } from '../../virtual-duration';
import type { RehearsedApp } from '../rehearsed-app';
import { type DroppedEvent, EventDelivery } from './event-delivery';
import { EventRule } from './event-rule';
import { ScheduledRules } from './scheduled-rules';

/** An event to put on a bus: `{ source: 'shop', detailType: 'Order Placed', detail: { orderId: 'o-1' } }`. */
export interface EventEntry {
  readonly source: string;
  readonly detailType: string;
  /** An object, or one as JSON. */
  readonly detail: unknown;
  /**
   * The bus, its ARN or its name.
   *
   * @default - the default bus of the account and Region of the app's first stack
   */
  readonly bus?: EventBusReference;
  /** @default [] */
  readonly resources?: readonly string[];
  /** @default - now */
  readonly time?: Date;
}

/**
 * When an event reaches a target of a rule: times after it was put on its bus. None for one that is lost, two for one that
 * comes twice; nothing said for one that comes once and at once.
 */
export type EventFate = (event: BusEvent, delivery: EventPassage) => readonly VirtualDuration[] | undefined;

/** Which way an event takes. */
export interface EventPassage {
  /** The ARN of the rule. */
  readonly rule: string;
  /** The ARN of the target. */
  readonly target: string;
}

/** The buses of the app with their rules. */
export class EventBridge {
  private readonly dropped: DroppedEvent[] = [];
  private readonly rules: readonly EventRule[];
  private fate?: EventFate;

  constructor(
    private readonly app: RehearsedApp,
    private readonly resolve: (text: string) => string,
  ) {
    this.rules = app.resources.ofType('AWS::Events::Rule').map((resource) => new EventRule(resource));
    new ScheduledRules(app, this.rules, (rule, put) => app.begin(async () => this.deliver(rule, put)));
    app.services.buses.arrivals.add((put) => app.begin(async () => this.route(put)));
  }

  public get droppedEvents(): readonly DroppedEvent[] {
    return [...this.dropped];
  }

  /** From now on; undefined for what EventBridge does when all goes well. */
  public disturb(fate?: EventFate): void {
    this.fate = fate;
  }

  /** PutEvents by somebody who may. Throws for what the API would answer with an error. */
  public putEvents(entries: readonly EventEntry[]): BusEvent[] {
    return entries.map(({ source, detailType, detail, bus, resources = [], time }) => {
      const arn = this.existingBus(bus);
      const [, partition, , region, account] = arn.split(':');
      const place = { partition, region, account };
      const entry = {
        Source: source,
        DetailType: detailType,
        Detail: (typeof detail === 'string' ? detail : JSON.stringify(detail)) ?? null,
        Resources: [...resources],
        ...(time && { Time: time.toISOString() }),
      };
      const { event, problem } = eventOf(entry, { place, now: this.app.world.clock.now, random: this.app.random });
      if (!event) {
        throw new RehearsalError(`EventBridge refuses an event: ${problem.ErrorCode}: ${problem.ErrorMessage}`);
      }
      this.app.services.buses.add(arn, event, 'a test', place);
      return event;
    });
  }

  private route(put: PutEvent): void {
    for (const rule of this.rules) {
      if (rule.busArn === put.bus && rule.takes(put.event)) {
        this.deliver(rule, put);
      }
    }
  }

  private deliver(rule: EventRule, put: PutEvent): void {
    for (const target of rule.targets) {
      for (const after of this.fate?.(put.event, { rule: rule.arn, target: target.arn }) ?? [0]) {
        const milliseconds = inMilliseconds(after);
        const begin = () => {
          const delivery = new EventDelivery(this.app, rule, target, put, (dropped) => this.dropped.push(dropped));
          return delivery.attempt();
        };
        if (milliseconds > 0) {
          this.app.beginAfter(milliseconds, begin);
        } else {
          this.app.begin(begin);
        }
      }
    }
  }

  private existingBus(reference: EventBusReference = 'default'): string {
    const { places } = this.app.resources;
    const given = this.resolve(typeof reference === 'string' ? reference : reference.eventBusArn);
    const existing = [
      ...places.map((place) => busArn('default', place)),
      ...this.app.resources.ofType('AWS::Events::EventBus').map(({ arn }) => arn),
    ];
    const found = existing.find((arn) => arn === given || arn.endsWith(`:event-bus/${given}`));
    if (!found) {
      throw new RehearsalError(`the app has no event bus ${given}; it has ${existing.join(', ')}`);
    }
    return found;
  }
}
