import { Stack, Token } from 'aws-cdk-lib';
import * as events from 'aws-cdk-lib/aws-events';
import type { IConstruct } from 'constructs';

/** Which bus one of the user's is, as far as it is known: two with the same identity are the same bus. */
export interface BusIdentity {
  readonly account: string;
  readonly region: string;
  readonly name: string;
}

/**
 * @param scope - whose default bus it is where there is none
 */
export function identityOf(scope: IConstruct, bus?: events.IEventBus): BusIdentity {
  if (!bus) {
    const { account, region } = Stack.of(scope);
    return { account, region, name: 'default' };
  }
  return { account: bus.env.account, region: bus.env.region, name: nameOf(bus) };
}

export function isSameBus(one: BusIdentity, other: BusIdentity): boolean {
  return one.account === other.account && one.region === other.region && one.name === other.name;
}

/** The name as it was written; a bus of which only the deployment knows it is told by its path or by its token. */
function nameOf(bus: events.IEventBus): string {
  const resource = bus.node.defaultChild;
  const written = resource && events.CfnEventBus.isCfnResource(resource) ? (resource as events.CfnEventBus).name : '';
  const name = written ? Stack.of(bus).resolve(written) : bus.eventBusName;
  if (typeof name !== 'string') return bus.node.path;
  return Token.isUnresolved(name) ? JSON.stringify(Stack.of(bus).resolve(name)) : name;
}
