import { Token } from 'aws-cdk-lib';
import type * as events from 'aws-cdk-lib/aws-events';

/** Whether a rule or an event is for the default bus of the account, which is what no bus at all means, too. */
export function isDefaultBus(bus?: events.IEventBus): boolean {
  return bus === undefined || (!Token.isUnresolved(bus.eventBusName) && bus.eventBusName === 'default');
}
