import { warnOfClosedBus } from './admission';
import { type Forwarding, isForwardedTwice } from './forwarded-twice';

const FORWARDINGS = Symbol.for('cdk-workflows.Forwarding');

/**
 * Refuses a forwarding after which another one would have to send the same events on, and warns of a bus that takes none
 * of them. Asked at synthesis, when all of the app are there.
 *
 * @param prop - what the user calls the target bus
 */
export function watchForwarding(own: Forwarding, prop: string): void {
  Object.defineProperty(own.construct, FORWARDINGS, { value: own });
  own.construct.node.addValidation({
    validate: () => {
      const others = own.construct.node.root.node
        .findAll()
        .map((construct) => (construct as { [FORWARDINGS]?: Forwarding })[FORWARDINGS]);
      const next = others.find((other) => other !== undefined && isForwardedTwice(own, other));
      if (!next) return [];
      const { path } = next.construct.node;
      return [
        `${prop} must not be a bus from which ${path} sends the same events on, for EventBridge takes an event from bus ` +
          `to bus once within a Region: let ${path} take other events, or forward from the first bus to both ` +
          `[at ${own.construct.node.path}]`,
      ];
    },
  });
  warnOfClosedBus(own, prop);
}
