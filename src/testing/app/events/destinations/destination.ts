import type { PutEvent } from '../../../integrations/event-buses';
import { RehearsalError } from '../../../rehearsal-error';
import type { Attempt } from '../../permissions/statement';
import type { RehearsedApp } from '../../rehearsed-app';
import { DeliveryError } from '../delivery-error';
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
export type Destination = (parcel: Parcel, text: string) => void | Promise<void>;

/** What EventBridge tells of a call, by condition key. */
export function contextOf({ rule }: Parcel): Record<string, string> {
  return { 'aws:SourceArn': rule.arn, 'aws:SourceAccount': String(rule.arn.split(':')[4]) };
}

/**
 * Assumes the role of the target and asks what it may.
 *
 * @param kind - what the target is, for the message that it has no role: `a state machine`
 */
export function demandOfRole(parcel: Parcel, attempt: Attempt, kind = 'it'): void {
  const { app, rule, target } = parcel;
  const { roleArn } = target;
  if (roleArn === undefined) {
    throw new RehearsalError(`EventBridge refuses a target of ${rule.label}: ${kind} needs a RoleArn`);
  }
  const [, , , , account] = roleArn.split(':');
  if (account !== rule.busArn.split(':')[4]) {
    throw new RehearsalError(
      `EventBridge refuses a target of ${rule.label}: the role ${roleArn} is of another account than the rule`,
    );
  }
  const asked = { ...attempt, context: contextOf(parcel) };
  if (app.roles.mayDo(roleArn, asked) && !app.roles.mayDo(roleArn, asked, EVENTS)) {
    throw new DeliveryError('FAILED_TO_ASSUME_ROLE', `EventBridge is not allowed to assume ${roleArn}`);
  }
  app.roles.demand(roleArn, asked, EVENTS);
}
