import type { PutEvent } from '../../../integrations/event-buses';
import type { RehearsedApp } from '../../rehearsed-app';
import type { EventRule } from '../event-rule';
import type { RuleTarget } from '../rule-target';

/** Who EventBridge is to those whom it calls. */
export const EVENTS = 'events.amazonaws.com';

export interface Parcel {
  readonly app: RehearsedApp;
  readonly rule: EventRule;
  readonly target: RuleTarget;
  readonly put: PutEvent;
}

/** Delivers to one kind of target, or throws a ServiceError or a DeliveryError. */
export type Destination = (parcel: Parcel, text: string) => void;

/** What EventBridge tells of a call, by condition key. */
export function contextOf({ rule }: Parcel): Record<string, string> {
  return { 'aws:SourceArn': rule.arn, 'aws:SourceAccount': String(rule.arn.split(':')[4]) };
}
