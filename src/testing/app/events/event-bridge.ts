import { type BusEvent, busArn, type EventBusReference, type PutEvent } from '../../integrations/event-buses';
import { eventOf } from '../../integrations/events';
import { ServiceError } from '../../integrations/service-error';
import { RehearsalError } from '../../rehearsal-error';
import type { BusSender } from '../permissions/bus-policies';
import type { RehearsedApp } from '../rehearsed-app';
import { BusEncryption } from './bus-encryption';
import type { DeliveryError } from './delivery-error';
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
   * @default - the default bus of the sender's account, or of the account and Region of the app's first stack
   */
  readonly bus?: EventBusReference;
  /** @default [] */
  readonly resources?: readonly string[];
  /** @default - now */
  readonly time?: Date;
}

/** Who puts events. */
export interface EventSender {
  /**
   * The account of the sender. Another account than that of the bus needs a policy of the bus that admits it.
   *
   * @default - the account of the bus
   */
  readonly account?: string;
  /**
   * The organization of the sender: `o-exampleorgid`.
   *
   * @default - of an account in which the app has stacks, whichever the policy of a bus asks for; of any other account none
   */
  readonly organization?: string;
}

/** An event that was sent to a bus that is not in the app: what becomes of it there, a rehearsal does not know. */
export interface DepartedEvent {
  /** The whole event. */
  readonly event: BusEvent;
  /** The ARN of the bus. */
  readonly bus: string;
  /** The ARN of the rule or execution that sent it. */
  readonly sentBy: string;
}

/** The buses of the app with their rules. */
export class EventBridge {
  private readonly dropped: DroppedEvent[] = [];
  private readonly departed: DepartedEvent[] = [];
  private readonly rules: readonly EventRule[];
  private readonly encryption: BusEncryption;
  private existing?: readonly string[];

  constructor(
    private readonly app: RehearsedApp,
    private readonly resolve: (text: string) => string,
  ) {
    this.rules = app.resources.ofType('AWS::Events::Rule').map((resource) => new EventRule(resource));
    this.encryption = new BusEncryption(app);
    app.services.buses.admit = ({ bus, event, account, arn }) => app.busPolicies.demand(bus, event, { account, arn });
    new ScheduledRules(app, this.rules, (rule, put) => app.begin(async () => this.deliver(rule, put)));
    app.services.buses.arrivals.add((put) => app.begin(async () => this.route(put)));
  }

  public get droppedEvents(): readonly DroppedEvent[] {
    return [...this.dropped];
  }

  public get departedEvents(): readonly DepartedEvent[] {
    return [...this.departed];
  }

  /** PutEvents. Throws for what the API would answer with an error, and then no event is put. */
  public putEvents(entries: readonly EventEntry[], sender: EventSender = {}): BusEvent[] {
    const puts = entries.map(({ source, detailType, detail, bus, resources = [], time }) => {
      const arn = this.existingBus(bus, sender.account);
      const [, partition, , region, owner] = arn.split(':');
      const place = { partition, region, account: sender.account ?? owner };
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
      this.admit(arn, event, { ...sender, account: place.account });
      return { arn, event, place };
    });
    for (const { arn, event, place } of puts) {
      this.app.services.buses.add(arn, event, 'a test', place);
    }
    return puts.map(({ event }) => event);
  }

  private admit(bus: string, event: BusEvent, sender: BusSender): void {
    const { source } = event;
    try {
      if (source.startsWith('aws.') && sender.account !== bus.split(':')[4]) {
        const reason = `${source} is a source of AWS: another account can only forward such events, by a rule`;
        throw new ServiceError('NotAuthorizedForSourceException', reason);
      }
      this.app.busPolicies.demand(bus, event, sender);
    } catch (error) {
      if (!(error instanceof ServiceError)) throw error;
      throw new RehearsalError(`EventBridge refuses an event: ${error.code}: ${error.message}`);
    }
  }

  private route(put: PutEvent): void {
    if (!this.existingBuses.includes(put.bus)) {
      this.departed.push({ event: put.event, bus: put.bus, sentBy: put.putBy });
    }
    const problem = this.encryption.problemOf(put);
    if (problem) {
      this.giveUp(put, problem);
      return;
    }
    for (const rule of this.rules) {
      if (rule.busArn === put.bus && (put.onlyFor?.includes(rule.arn) ?? true) && rule.takes(put.event)) {
        this.deliver(rule, put);
      }
    }
  }

  private deliver(rule: EventRule, put: PutEvent): void {
    for (const target of rule.targets) {
      const delivery = new EventDelivery(this.app, rule, target, put, (dropped) => this.dropped.push(dropped));
      this.app.begin(() => delivery.attempt());
    }
  }

  /** To the dead-letter queue of the bus, for no rule sees the event. */
  private giveUp(put: PutEvent, { code, message }: DeliveryError): void {
    const { bus, event } = put;
    this.app.services.buses.lose(put);
    const queue = this.encryption.deadLetterQueueOf(bus);
    if (queue === undefined) {
      this.dropped.push({ event, rule: '', target: bus, errorCode: code, errorMessage: message });
    } else {
      const attributes = { EVENT_BUS_ARN: bus, ERROR_CODE: code, ERROR_MESSAGE: message };
      this.app.deadLetters.send(queue, JSON.stringify(event), bus, attributes);
    }
  }

  /** @param account - whose bus is meant where several have the name */
  private existingBus(reference: EventBusReference = 'default', account?: string): string {
    const given = this.resolve(typeof reference === 'string' ? reference : reference.eventBusArn);
    const found = this.existingBuses.filter((arn) => arn === given || arn.endsWith(`:event-bus/${given}`));
    if (found.length === 0) {
      throw new RehearsalError(`the app has no event bus ${given}; it has ${this.existingBuses.join(', ')}`);
    }
    return found.find((arn) => arn.split(':')[4] === account) ?? found[0];
  }

  /** Those that every account has, those of the app, and those on which it has rules, such as a partner's. */
  private get existingBuses(): readonly string[] {
    const { resources } = this.app;
    this.existing ??= [
      ...new Set([
        ...resources.places.map((place) => busArn('default', place)),
        ...resources.ofType('AWS::Events::EventBus').map(({ arn }) => arn),
        ...this.rules.map((rule) => rule.busArn),
      ]),
    ];
    return this.existing;
  }
}
