import { Stack, Token } from 'aws-cdk-lib';
import type * as events from 'aws-cdk-lib/aws-events';
import type * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import type { Construct } from 'constructs';
import { invalid } from './errors';

/** Where something is, as far as anybody knows. */
interface Place {
  readonly account: string;
  readonly region: string;
}

/** Whether something is known to be in another account or Region than a stack. */
export function isElsewhere({ account, region }: Place, stack: Stack): boolean {
  return differs(account, stack.account) || differs(region, stack.region);
}

/** Whether two names of accounts or Regions are known, and not the same. */
export function differs(one: string, other: string): boolean {
  return !Token.isUnresolved(one) && !Token.isUnresolved(other) && one !== other;
}

/**
 * Refuses a workflow that a service cannot start from here: there is no policy of a state machine that could let another
 * account in, and nobody asks the endpoint of another Region.
 *
 * @param starter - what starts it: `rule`, `pipe`
 */
export function refuseWorkflowElsewhere(scope: Construct, workflow: sfn.IStateMachine, starter: string): void {
  const { account, region } = workflow.env;
  if (isElsewhere({ account, region }, Stack.of(scope))) {
    throw invalid(
      scope,
      `workflow must be in the account and Region of its ${starter}, received one in ${account}/${region}: send the events ` +
        'to a bus there, and start it from that bus',
    );
  }
}

/**
 * Refuses a bus on which no rule of this stack can be.
 * https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-cross-account.html: a rule lives where its bus does.
 *
 * @param prop - what the user calls it: `bus`
 */
export function refuseBusElsewhere(scope: Construct, prop: string, bus: events.IEventBus): void {
  const { account, region } = bus.env;
  if (isElsewhere({ account, region }, Stack.of(scope))) {
    throw invalid(
      scope,
      `${prop} must be in the account and Region of its rule, received one in ${account}/${region}: forward its events to a ` +
        'bus here',
    );
  }
}

/** The same where a service may ask another Region, but has no right in another account. */
export function refuseWorkflowOfOtherAccount(scope: Construct, workflow: sfn.IStateMachine, starter: string): void {
  const { account } = workflow.env;
  const own = Stack.of(scope).account;
  if (differs(account, own)) {
    throw invalid(
      scope,
      `workflow must be in the account of the ${starter}, ${own}, received one of ${account}: start it from there`,
    );
  }
}
