import { Stack, Token } from 'aws-cdk-lib';
import type * as events from 'aws-cdk-lib/aws-events';
import * as eventschemas from 'aws-cdk-lib/aws-eventschemas';
import type { Construct, IConstruct } from 'constructs';
import { type BusIdentity, identityOf, isSameBus } from '../forward/bus-identity';

/** Which bus a construct has discovered, and what the user calls that. */
interface Discovery {
  readonly bus: BusIdentity;
  readonly prop: string;
}

const DISCOVERIES = new WeakMap<IConstruct, Discovery>();

/**
 * Has EventBridge find out what the events of a bus look like. A second discoverer of the bus would be refused by the
 * deployment: https://docs.aws.amazon.com/eventbridge/latest/schema-reference/v1-discoverers.html
 *
 * Asked at synthesis, when everybody who discovers something is there.
 *
 * @param prop - what the user calls it: `discover`
 */
export function discoverSchemas(
  scope: Construct,
  prop: string,
  bus: events.IEventBus,
  { description, crossAccount }: { readonly description: string; readonly crossAccount?: boolean },
): void {
  new eventschemas.CfnDiscoverer(scope, 'Discoverer', {
    sourceArn: bus.eventBusArn,
    crossAccount,
    description: description.slice(0, LONGEST_DESCRIPTION),
  });
  const own = { bus: identityOf(scope, bus), prop };
  DISCOVERIES.set(scope, own);
  scope.node.addValidation({
    validate: () => {
      const others = scope.node.root.node.findAll().filter((construct) => construct !== scope);
      const other = others.find((construct) => isSurelySame(scope, own, construct, DISCOVERIES.get(construct)));
      if (!other) return [];
      return [
        `${prop} must not be of a bus that has a discoverer already, for EventBridge lets a bus have one: leave it out ` +
          `here, or ${DISCOVERIES.get(other)?.prop} of ${other.node.path}`,
      ];
    },
  });
}

const LONGEST_DESCRIPTION = 256;

/** Two stacks of which nobody knows where they will be may name the same bus and mean two. */
function isSurelySame(one: IConstruct, { bus }: Discovery, other: IConstruct, theirs?: Discovery): boolean {
  if (!theirs || !isSameBus(bus, theirs.bus)) return false;
  return Stack.of(one) === Stack.of(other) || ![bus.account, bus.region].some((each) => Token.isUnresolved(each));
}
