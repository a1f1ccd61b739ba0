import type { Construct } from 'constructs';
import { invalid } from '../private/errors';
import type { BusAccess } from './bus/bus-access';
import type { BusPolicy } from './bus/bus-policy';
import { WorkflowBus, type WorkflowBusOptions } from './workflow-bus';

/** What a {@link CrossAccountBus} is made of. */
export interface CrossAccountBusProps extends WorkflowBusOptions {
  /** The name of the bus, by which the others know it. Another name makes another bus. */
  readonly busName: string;

  /** Who in other accounts may put events onto the bus, and which. */
  readonly access: BusAccess[];
}

/**
 * A bus for the events of several accounts: a `WorkflowBus` onto which others may put events that they are known to send.
 *
 * This is the receiving side. The others send with a `BusForwarder`, or put events themselves. A rule for what comes from
 * others names their `account`, so that it takes no events of the own account.
 *
 * @see https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-cross-account.html
 *
 * @example
 * new CrossAccountBus(this, 'Central', {
 *   busName: 'central',
 *   access: [
 *     BusAccess.account('111122223333', { sources: ['com.example.orders'] }),
 *     BusAccess.organization('o-exampleorgid', { sources: ['com.example.audit'], detailTypes: ['Signed In'] }),
 *   ],
 * });
 */
export class CrossAccountBus extends WorkflowBus {
  public constructor(scope: Construct, id: string, props: CrossAccountBusProps) {
    super(scope, id, props);
    if (props.access.length === 0) {
      throw invalid(this, 'access must not be empty: name who may send, or take a WorkflowBus');
    }
    for (const [index, access] of props.access.entries()) {
      this._policy.allow(`Access${index}`, access._statement(this, `access[${index}]`, this.bus.eventBusArn));
    }
    refuseSize(this, this._policy);
  }

  /** @internal */
  protected override get _discoversOthers(): boolean {
    return true;
  }
}

/** https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_PutPermission.html */
const LARGEST_POLICY_CHARACTERS = 10 * 1024;

function refuseSize(bus: WorkflowBus, policy: BusPolicy): void {
  const { characters } = policy;
  if (characters > LARGEST_POLICY_CHARACTERS) {
    throw invalid(
      bus,
      `access must fit into a policy of ${LARGEST_POLICY_CHARACTERS} characters, received about ${characters}: admit an ` +
        'organization instead of its accounts, or write several buses',
    );
  }
}
