import { same } from './comparison';
import { textOf } from './java-text';
import { JavaList, type JavaMap, TemplateFailure, type Value } from './values';

type ListMethod = (list: JavaList, ...args: never[]) => Value;
type MapMethod = (map: JavaMap, ...args: never[]) => Value;

/** https://docs.oracle.com/en/java/javase/17/docs/api/java.base/java/util/List.html */
export const listMethods: Readonly<Record<string, ListMethod>> = {
  add: ({ items }, value: Value) => items.push(value) > 0,
  addAll: ({ items }, others: JavaList) => items.push(...others.items) > 0,
  contains: ({ items }, value: Value) => items.some((item) => same(item, value)),
  get: ({ items }, index: number) => itemAt(items, index),
  indexOf: ({ items }, value: Value) => items.findIndex((item) => same(item, value)),
  isEmpty: ({ items }) => items.length === 0,
  remove: ({ items }, index: number) => {
    itemAt(items, index);
    return items.splice(index, 1)[0];
  },
  set: ({ items }, index: number, value: Value) => {
    const before = itemAt(items, index);
    items[index] = value;
    return before;
  },
  size: ({ items }) => items.length,
  subList: ({ items }, from: number, to: number) => {
    if (from < 0 || to > items.length || from > to) {
      throw new TemplateFailure(`fromIndex ${from}, toIndex ${to}, size ${items.length}`);
    }
    return new JavaList(items.slice(from, to));
  },
};

const { contains, isEmpty, size } = listMethods;
/** What the keys, values and entries of a map can do: https://docs.oracle.com/en/java/javase/17/docs/api/java.base/java/util/Set.html */
export const setMethods: Readonly<Record<string, ListMethod>> = { contains, isEmpty, size };

/** https://docs.oracle.com/en/java/javase/17/docs/api/java.base/java/util/Map.html */
export const mapMethods: Readonly<Record<string, MapMethod>> = {
  containsKey: (map, name: string) => map.has(name),
  containsValue: (map, value: Value) => [...map.values()].some((member) => same(member, value)),
  entrySet: (map) =>
    new JavaList(
      [...map].map(([key, value]) => entry(key, value)),
      'set',
    ),
  get: (map, name: string) => map.get(name) ?? null,
  isEmpty: (map) => map.size === 0,
  keySet: (map) => new JavaList([...map.keys()], 'set'),
  put: (map, name: string, value: Value) => {
    const before = map.get(name) ?? null;
    map.set(name, value);
    return before;
  },
  putAll: (map, others: JavaMap) => {
    for (const [name, value] of others) {
      map.set(name, value);
    }
    return '';
  },
  remove: (map, name: string) => {
    const before = map.get(name) ?? null;
    map.delete(name);
    return before;
  },
  size: (map) => map.size,
  values: (map) => new JavaList([...map.values()], 'set'),
};

export function itemAt(items: readonly Value[], index: number): Value {
  if (!Number.isInteger(index) || index < 0 || index >= items.length) {
    throw new TemplateFailure(`Index ${index} out of bounds for length ${items.length}`);
  }
  return items[index];
}

function entry(key: string, value: Value): Value {
  const parts: Readonly<Record<string, Value>> = { key, value };
  return {
    shownAs: 'an entry',
    text: () => `${key}=${textOf(value)}`,
    get: (name) => parts[name],
    call: (name) => ({ getKey: key, getValue: value })[name],
  };
}
