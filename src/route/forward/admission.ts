import { Annotations, Stack, Token } from 'aws-cdk-lib';
import * as events from 'aws-cdk-lib/aws-events';
import type { IConstruct } from 'constructs';
import { busIdentity } from '../bus-identity';
import { type BusIdentity, isSameBus } from './bus-identity';
import { type Forwarding, listedFor } from './forwarded-twice';

/** What a statement says, as far as it is asked here; a condition of another kind may hold or not. */
interface Statement {
  readonly Effect?: unknown;
  readonly Principal?: unknown;
  readonly Condition?: { readonly StringEquals?: Readonly<Record<string, unknown>> };
}

/** The condition keys of a policy, and the field of an event that each is about. */
const FIELDS = { 'events:source': 'source', 'events:detail-type': 'detail-type' };

/**
 * Warns of a bus in the app that admits nothing of what another account forwards to it: every event would end in a
 * dead-letter queue. A warning, for the bus may have statements that are not in the app.
 *
 * Asked at synthesis, when the statements of the app are all there.
 *
 * @param prop - what the user calls the bus
 */
export function warnOfClosedBus(forwarding: Forwarding, prop: string): void {
  const { construct, from, to } = forwarding;
  if (Token.isUnresolved(from.account) || Token.isUnresolved(to.account) || from.account === to.account) return;
  construct.node.addValidation({
    validate: () => {
      const all = construct.node.root.node.findAll();
      const bus = all.find(
        (each): each is events.CfnEventBus => isBus(each) && isSameBus(identityOfResource(each), to),
      );
      if (!bus || bus.policy !== undefined) return [];
      const statements = all.filter(isPolicy).flatMap((policy) => statementsFor(bus, policy));
      if (!statements.some((statement) => mayAdmit(statement, forwarding))) {
        Annotations.of(construct).addWarningV2(
          'cdk-workflows:busClosed',
          `${prop}, ${bus.node.path}, admits nothing of what the route takes from account ${from.account}, and all of it ` +
            `would end in the dead-letter queue: make it a CrossAccountBus with BusAccess.account('${from.account}', …) for ` +
            'the sources and types of the route',
        );
      }
      return [];
    },
  });
}

const isBus = (construct: IConstruct): construct is events.CfnEventBus => construct instanceof events.CfnEventBus;

const isPolicy = (construct: IConstruct): construct is events.CfnEventBusPolicy =>
  construct instanceof events.CfnEventBusPolicy;

function identityOfResource(bus: events.CfnEventBus): BusIdentity {
  const { account, region } = Stack.of(bus);
  return { account, region, name: String(Stack.of(bus).resolve(bus.name)) };
}

/** Also those of which nobody knows whether they are for this bus. */
function statementsFor(bus: events.CfnEventBus, policy: events.CfnEventBusPolicy): Statement[] {
  const stack = Stack.of(policy);
  const named = busIdentity(policy.eventBusName ?? 'default');
  const isOther = typeof named === 'string' ? named !== stack.resolve(bus.name) : named !== undefined && named !== bus;
  return isOther ? [] : [stack.resolve(policy.statement) ?? { Principal: policy.principal }];
}

function mayAdmit({ Effect = 'Allow', Principal, Condition }: Statement, forwarding: Forwarding): boolean {
  const { construct, pattern, from } = forwarding;
  return (
    Effect === 'Allow' &&
    mayName(Principal, from.account) &&
    Object.entries(FIELDS).every(([key, field]) => {
      const admitted = [Condition?.StringEquals?.[key] ?? []].flat();
      const taken = listedFor(construct, pattern, field);
      return admitted.length === 0 || !taken || admitted.some((text) => typeof text !== 'string' || taken.mayBe(text));
    })
  );
}

/** Whether somebody of an account may be among those who are named. */
function mayName(principal: unknown, account: string): boolean {
  const text = (JSON.stringify(principal) ?? '').replaceAll('{"Ref":"AWS::Partition"}', '""');
  return text.includes(account) || /"\*"|"Ref"|"Fn::GetAtt"|"Fn::ImportValue"/.test(text);
}
