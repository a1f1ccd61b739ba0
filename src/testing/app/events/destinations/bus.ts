import { uuidFrom } from '../../../execution/random';
import type { BusEvent, BusHops } from '../../../integrations/event-buses';
import { RehearsalError } from '../../../rehearsal-error';
import { DeliveryError } from '../delivery-error';
import { type Destination, demandOfRole, type Parcel } from './destination';

const NONE: BusHops = { local: false, regional: false };

/**
 * Puts the event, as it is, onto another bus: https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-bus-to-bus.html
 *
 * It keeps the account and Region from which it came first. In another Region it has another id and time; so says who
 * recorded it, and that it goes once within a Region and once to another one, in either order. Whether the two can follow
 * each other more often is taken to be no.
 */
export const toBus: Destination = (parcel) => {
  const { app, rule, target, put } = parcel;
  const { arn, roleArn } = target;
  if (roleArn === undefined) {
    throw new RehearsalError(`EventBridge refuses a target of ${rule.label}: an event bus needs a RoleArn`);
  }
  if (arn === rule.busArn) {
    throw new RehearsalError(`EventBridge refuses a target of ${rule.label}: it is the rule's own bus`);
  }
  const [, partition, , region, account] = arn.split(':');
  const [, , , home, owner] = rule.busArn.split(':');
  const hops = hopsAfter(parcel, region === home);
  demandOfRole(parcel, { action: 'events:PutEvents', resource: arn });
  app.busPolicies.demand(arn, put.event, { account: owner, arn: roleArn, rule: rule.arn });
  const event = region === home ? put.event : elsewhere(parcel);
  app.eventChains.extend(put, rule.label, () => rule.arn);
  app.services.buses.add(arn, event, rule.arn, { partition, region, account }, hops);
};

function hopsAfter({ put: { hops = NONE } }: Parcel, stays: boolean): BusHops {
  const hop = stays ? 'local' : 'regional';
  if (hops[hop]) {
    throw new DeliveryError(
      stays ? 'THIRD_ACCOUNT_HOP_DETECTED' : 'THIRD_REGION_HOP_DETECTED',
      'an event can be sent to an event bus target only once',
    );
  }
  return { ...hops, [hop]: true };
}

function elsewhere({ app, put: { event } }: Parcel): BusEvent {
  return { ...event, id: uuidFrom(app.random), time: app.world.clock.isoNow.replace(/\.\d+Z$/, 'Z') };
}
