import { Stack } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';
import { KnownPattern } from '../pattern/known-pattern';
import type { Pattern } from '../pattern/rendered-pattern';
import { type BusIdentity, isSameBus } from './bus-identity';

/** Where a forwarder takes events and where it sends them. */
export interface Forwarding {
  readonly construct: IConstruct;
  readonly from: BusIdentity;
  readonly to: BusIdentity;
  readonly pattern: Pattern;
}

/**
 * Whether the second forwarder would take events that the first one has sent, and send them a second time within the
 * Region, which EventBridge refuses.
 *
 * A forwarder takes events of its own account and Region only, so what comes from elsewhere is not sent on. To another
 * Region an event may go after it went to another bus, and where nobody knows the Region nothing is said.
 *
 * https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-bus-to-bus.html
 */
export function isForwardedTwice(first: Forwarding, second: Forwarding): boolean {
  return (
    isSameBus(first.to, second.from) &&
    first.from.account === second.from.account &&
    first.from.region === second.from.region &&
    second.from.region === second.to.region &&
    mayShareEvents(first, second)
  );
}

/** As far as their sources and types say; the rest of an event is not looked at. */
function mayShareEvents(one: Forwarding, other: Forwarding): boolean {
  return ['source', 'detail-type'].every((field) => {
    const [ours, theirs] = [one, other].map(({ construct, pattern }) => listedFor(construct, pattern, field));
    if (ours?.texts) return ours.texts.some((text) => theirs?.mayBe(text) ?? true);
    return theirs?.texts?.some((text) => ours?.mayBe(text) ?? true) ?? true;
  });
}

/** What a pattern lists for a field: all of it as texts, where there is nothing else, and whether a text is among it. */
export function listedFor(scope: IConstruct, pattern: Pattern, field: string) {
  const list = Stack.of(scope).resolve(pattern[field]) as unknown;
  if (!Array.isArray(list)) return undefined;
  const known = new KnownPattern(scope, { [field]: list });
  return {
    texts: list.every((value) => typeof value === 'string') ? (list as string[]) : undefined,
    mayBe: (text: string) => known.mayMatch({ [field]: text }),
  };
}
