import { textOf } from './java-text';
import { JavaDouble, JavaList, type Value } from './values';

export function numberOf(value: Value): number | undefined {
  return typeof value === 'number' || typeof value === 'bigint'
    ? Number(value)
    : value instanceof JavaDouble
      ? value.value
      : undefined;
}

/** `equals` of Java. */
export function same(one: Value, other: Value): boolean {
  if (one instanceof JavaDouble || other instanceof JavaDouble) {
    return one instanceof JavaDouble && other instanceof JavaDouble && one.value === other.value;
  }
  if (one instanceof JavaList && other instanceof JavaList) {
    return one.items.length === other.items.length && one.items.every((item, index) => same(item, other.items[index]));
  }
  if (one instanceof Map && other instanceof Map) {
    return one.size === other.size && [...one].every(([name, member]) => same(member, other.get(name) ?? null));
  }
  return one === other;
}

/** `==` in a template: numbers by value, two of the same kind by `equals`, anything else by its text. */
export function equalInTemplate(one: Value, other: Value): boolean {
  if (one === null || other === null) {
    return one === other;
  }
  const [first, second] = [numberOf(one), numberOf(other)];
  if (first !== undefined && second !== undefined) {
    return first === second;
  }
  return same(one, other) || textOf(one) === textOf(other);
}
