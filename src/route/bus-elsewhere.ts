import { Stack } from 'aws-cdk-lib';
import type * as events from 'aws-cdk-lib/aws-events';
import type { Construct } from 'constructs';
import { isElsewhere } from '../private/elsewhere';
import { invalid } from '../private/errors';

/** https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-cross-account.html: a rule lives where its bus does. */
export function refuseBusElsewhere(scope: Construct, bus: events.IEventBus): void {
  const { account, region } = bus.env;
  if (isElsewhere({ account, region }, Stack.of(scope))) {
    throw invalid(
      scope,
      `bus must be in the account and Region of its rule, received one in ${account}/${region}: forward its events to a bus ` +
        'here',
    );
  }
}
