import { type IResource, Stack } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';
import { isElsewhere } from '../../private/elsewhere';
import { invalid } from '../../private/errors';

/** Another bus is the one target that may be anywhere. */
export function refuseTargetElsewhere(scope: IConstruct, prop: string, { env }: Pick<IResource, 'env'>): void {
  if (!isElsewhere(env, Stack.of(scope))) return;
  throw invalid(
    scope,
    `${prop} must be in the account and Region of its rule, received one in ${env.account}/${env.region}: send the events ` +
      'to a bus there with RouteTarget.bus, and route them from that bus',
  );
}
