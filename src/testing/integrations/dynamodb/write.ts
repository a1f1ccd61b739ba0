import { cloneJson, type JsonObject } from '../../../asl/json';
import type { Execution } from '../../execution/execution';
import { ServiceError } from '../service-error';
import { type Item, storedItem } from './attribute-value';
import { holds } from './condition';
import { parseCondition } from './condition-expression';
import type { DocumentPath } from './document-path';
import { ExpressionAttributes } from './expression-attributes';
import { itemSize } from './item-size';
import { openTable } from './request';
import type { Table } from './table';
import { updated } from './update';
import { parseUpdate, pathsOf } from './update-expression';
import { validationError } from './validation-error';

const MOST_BYTES = 400 * 1024;

/** A change that has been checked and not been made yet, so that a transaction can make all of its changes or none. */
export interface Write {
  readonly table: Table;
  readonly key: Item;
  readonly before?: Item;
  /** The item afterwards; undefined when there is none. */
  readonly after?: Item;
  /** Whether its condition holds. */
  readonly allowed: boolean;
  /** What an update expression changes. */
  readonly changed: readonly DocumentPath[];
  /** A condition that is checked without changing anything. */
  readonly checkOnly?: boolean;
}

export function plannedPut(args: JsonObject, execution: Execution): Write {
  const table = openTable(args, execution, ['Item']);
  const attributes = new ExpressionAttributes(args, ['ConditionExpression']);
  const isAllowed = conditionOf(args, attributes);
  attributes.refuseUnused();

  const after = storedItem(args.Item as JsonObject);
  const asksForBefore = args.ConditionExpression !== undefined || args.ReturnValues === 'ALL_OLD';
  refuseOversize(after, false);
  const before = table.keyNames.length > 0 || asksForBefore ? table.replacedBy(after) : undefined;
  return { table, key: table.keyOf(after), before, after, allowed: isAllowed(before), changed: [] };
}

export function plannedDelete(args: JsonObject, execution: Execution): Write {
  const { table, key, before, isAllowed } = existing(args, execution);
  return { table, key, before, allowed: isAllowed(before), changed: [] };
}

export function plannedCheck(args: JsonObject, execution: Execution): Write {
  const { table, key, before, isAllowed } = existing(args, execution, ['ConditionExpression']);
  return { table, key, before, after: before, allowed: isAllowed(before), changed: [], checkOnly: true };
}

export function plannedUpdate(args: JsonObject, execution: Execution): Write {
  const table = openTable(args, execution, ['Key']);
  const attributes = new ExpressionAttributes(args, ['UpdateExpression', 'ConditionExpression']);
  const update =
    args.UpdateExpression === undefined ? undefined : parseUpdate(String(args.UpdateExpression), attributes);
  const isAllowed = conditionOf(args, attributes);
  attributes.refuseUnused();

  const key = storedItem(args.Key as JsonObject);
  table.checkKey(key);
  const changed = update ? pathsOf(update) : [];
  const ofKey = changed.find(([name]) => Object.hasOwn(key, name));
  if (ofKey) {
    throw validationError(
      `One or more parameter values were invalid: Cannot update attribute ${ofKey[0]}. This attribute is part of the key`,
    );
  }
  const before = table.get(key);
  const allowed = isAllowed(before);
  const after = allowed && update ? updated(before ?? key, update) : (before ?? key);
  refuseOversize(after, true);
  return { table, key, before, after, allowed, changed };
}

/** An item may be too large to be put, or become so. */
function refuseOversize(item: Item, isUpdate: boolean): void {
  if (itemSize(item) > MOST_BYTES) {
    throw validationError(`Item size ${isUpdate ? 'to update ' : ''}has exceeded the maximum allowed size`);
  }
}

export function make({ table, key, before, after, checkOnly }: Write): void {
  if (!checkOnly) {
    table.write({ keys: key, before, after });
  }
}

export function makeIfAllowed(write: Write): void {
  if (!write.allowed) {
    throw new ServiceError('ConditionalCheckFailedException', 'The conditional request failed');
  }
  make(write);
}

/** No item may be written twice in one request; items of which nobody knows the keys cannot be compared. */
export function refuseSameItem(writes: readonly Write[], message: string): void {
  const keys = writes
    .filter(({ key }) => Object.keys(key).length > 0)
    .map(({ table, key }) => JSON.stringify([table.name, Object.entries(key).sort()]));
  if (new Set(keys).size < keys.length) {
    throw validationError(message);
  }
}

/** The Attributes of an answer, which leaves out what is empty. */
export function attributesOf(item: Item | undefined): JsonObject {
  return item && Object.keys(item).length > 0 ? { Attributes: cloneJson(item) } : {};
}

function existing(args: JsonObject, execution: Execution, required: readonly string[] = []) {
  const table = openTable(args, execution, ['Key', ...required]);
  const attributes = new ExpressionAttributes(args, ['ConditionExpression']);
  const isAllowed = conditionOf(args, attributes);
  attributes.refuseUnused();
  const key = storedItem(args.Key as JsonObject);
  table.checkKey(key);
  return { table, key, before: table.get(key), isAllowed };
}

function conditionOf(args: JsonObject, attributes: ExpressionAttributes): (item: Item | undefined) => boolean {
  if (args.ConditionExpression === undefined) {
    return () => true;
  }
  const condition = parseCondition('ConditionExpression', String(args.ConditionExpression), attributes);
  return (item) => holds(condition, item ?? {});
}
