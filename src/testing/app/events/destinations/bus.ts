import { RehearsalError } from '../../../rehearsal-error';
import { DeliveryError } from '../delivery-error';
import { contextOf, type Destination, EVENTS } from './destination';

/**
 * Puts the event, as it is, onto another bus. One that a rule has put where it is goes no further of the same kind: within
 * the Region, or to another one. https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-bus-to-bus.html
 */
export const toBus: Destination = (parcel) => {
  const { app, rule, target, put } = parcel;
  if (target.roleArn === undefined) {
    throw new RehearsalError(`EventBridge refuses a target of ${rule.label}: an event bus needs a RoleArn`);
  }
  const [, partition, , region, account] = target.arn.split(':');
  const regionOf = (arn: string) => arn.split(':')[3];
  const home = regionOf(rule.busArn);
  const stays = region === home;
  if (put.putBy.includes(':rule/') && (regionOf(put.putBy) === home) === stays) {
    throw new DeliveryError(
      stays ? 'THIRD_ACCOUNT_HOP_DETECTED' : 'THIRD_REGION_HOP_DETECTED',
      'an event can be sent to an event bus target only once',
    );
  }
  app.roles.demand(
    target.roleArn,
    { action: 'events:PutEvents', resource: target.arn, context: contextOf(parcel) },
    EVENTS,
  );
  app.eventChains.extend(put, rule.label, () => rule.arn);
  app.services.buses.add(target.arn, put.event, rule.arn, { partition, region, account });
};
