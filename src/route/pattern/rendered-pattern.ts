import { Stack, Tokenization } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';
import type { EventFilter } from '../event-filter';

/** A pattern as EventBridge takes it; its values may be tokens. */
export type Pattern = Readonly<Record<string, unknown>>;

/** `{ "source": […], "detail-type": […], "detail": { … } }`: of a filter what it names. */
export function renderFilter(scope: IConstruct, filter: EventFilter): Pattern {
  const { source, detailType, account, region, resources, detail } = filter;
  return onlyGiven({
    source: source && valuesOf(scope, source),
    'detail-type': detailType && valuesOf(scope, detailType),
    account: account && valuesOf(scope, account),
    region: region && valuesOf(scope, region),
    resources: resources && valuesOf(scope, resources),
    detail: detail && renderObject(scope, detail),
  });
}

function renderObject(scope: IConstruct, object: object): Pattern {
  return onlyGiven(
    Object.fromEntries(
      Object.entries(object).map(([name, value]) => [
        name,
        name === '$or' && Array.isArray(value)
          ? value.map((branch) => (isNested(branch) ? renderObject(scope, branch) : branch))
          : renderValue(scope, value),
      ]),
    ),
  );
}

/** A value alone is a list of one. */
function renderValue(scope: IConstruct, value: unknown): unknown {
  if (value === undefined) return undefined;
  if (isNested(value)) return renderObject(scope, value);
  return valuesOf(scope, Array.isArray(value) ? value : [value]);
}

function isNested(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !Tokenization.isResolvable(value);
}

/** What `events.Match` gives is a list by itself, in some releases of the CDK an encoded one; it may stand in a list. */
function valuesOf(scope: IConstruct, list: readonly unknown[]): unknown {
  if (isEncodedList(list)) {
    const known = Stack.of(scope).resolve(list);
    return Array.isArray(known) ? known : list;
  }
  return list.flatMap((value) => (Array.isArray(value) ? valuesOf(scope, value) : [value]));
}

function isEncodedList(list: readonly unknown[]): boolean {
  return list.length === 1 && typeof list[0] === 'string' && Tokenization.reverseList([list[0]]) !== undefined;
}

function onlyGiven(fields: Readonly<Record<string, unknown>>): Pattern {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));
}
