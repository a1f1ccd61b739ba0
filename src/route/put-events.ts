import { Token } from 'aws-cdk-lib';
import type { StateGroup } from '../asl/definition';
import { isExpression } from '../asl/expression';
import { isObject } from '../asl/json';
import { transitionsOf } from '../asl/transitions';
import { groupsOf } from '../asl/walk';

/** An event that a state of a definition puts, as far as it is known before the state runs. */
export interface PutByState {
  readonly state: string;
  /** Whether no execution succeeds without it. */
  readonly always: boolean;
  /** A name or an ARN, perhaps a token; the default bus if there is none. */
  readonly bus?: string;
  readonly source: string;
  readonly detailType: string;
  readonly detail: Readonly<Record<string, unknown>>;
  /** Whether the event has that very value there: `detail.status`. */
  readonly isKnown: (field: string) => boolean;
}

const PUTS = /:states:::(events|aws-sdk:eventbridge):putEvents(\.|$)/;

/** The events that are put with a source and a type that stand in the definition; of others nothing is said. */
export function eventsPutBy(group: StateGroup, always = true): PutByState[] {
  return Object.entries(group.States).flatMap(([name, state]) => {
    const inEvery = always && !succeedsWithout(group, name);
    const inside = groupsOf(name, state).flatMap(({ group: inner }) =>
      eventsPutBy(inner, inEvery && state.Type === 'Parallel'),
    );
    if (state.Type !== 'Task' || !PUTS.test(String(state.Resource))) return inside;
    const { Entries } = (state.Arguments ?? state.Parameters ?? {}) as { readonly Entries?: unknown };
    return [Entries].flat().flatMap((entry) => putBy(name, inEvery, entry));
  });
}

function putBy(state: string, always: boolean, entry: unknown): PutByState[] {
  if (!isObject(entry)) return [];
  const { Source, DetailType, EventBusName, Detail, 'EventBusName.$': unknownBus } = entry as Record<string, unknown>;
  if (!isText(Source) || !isText(DetailType) || unknownBus !== undefined) return [];
  if (EventBusName !== undefined && !isText(EventBusName)) return [];
  const known = new Set<string>();
  const detail = detailOf(parsed(Detail), 'detail', known);
  return [
    {
      state,
      always,
      bus: EventBusName,
      source: Source,
      detailType: DetailType,
      detail: isObject(detail) ? detail : {},
      isKnown: (field) => ['source', 'detail-type', 'replay-name'].includes(field) || known.has(field),
    },
  ];
}

/** A detail may be given as a text. */
function parsed(detail: unknown): unknown {
  if (!isText(detail)) return detail;
  try {
    return JSON.parse(detail);
  } catch {
    return undefined;
  }
}

/** What is there in a detail, and notes what is certain of it. */
function detailOf(value: unknown, path: string, known: Set<string>): unknown {
  if (isObject(value) && !Token.isUnresolved(value)) {
    const members = Object.entries(value).filter(([name]) => !name.endsWith('.$'));
    return Object.fromEntries(members.map(([name, member]) => [name, detailOf(member, `${path}.${name}`, known)]));
  }
  const isPlain = ['string', 'number', 'boolean'].includes(typeof value);
  if (isPlain && !isExpression(value) && !Token.isUnresolved(value)) known.add(path);
  return value;
}

/** Whether an execution can come to a good end without a state. */
function succeedsWithout(group: StateGroup, avoided: string): boolean {
  const seen = new Set<string>([avoided]);
  const next = [group.StartAt];
  for (let name = next.pop(); name !== undefined; name = next.pop()) {
    if (seen.has(name)) continue;
    seen.add(name);
    const state = group.States[name];
    // A target that does not exist is for the checks of the definition to tell.
    if (!state) continue;
    if (state.Type === 'Succeed' || state.End === true) return true;
    next.push(
      ...transitionsOf(name, state)
        .filter(({ kind }) => kind !== 'catch')
        .map(({ to }) => to),
    );
  }
  return false;
}

function isText(value: unknown): value is string {
  return typeof value === 'string' && !isExpression(value);
}
