import { RehearsalError } from '../../../rehearsal-error';
import { itemAt } from './collection-methods';
import type { Evaluation } from './evaluation';
import { textOf } from './java-text';
import { callMethod, kindOf } from './methods';
import type { Reference, Step } from './syntax';
import { isVelocityObject, JavaList, type Value } from './values';

/** The value of a reference; null when there is none. */
export function resolve({ name, steps, source }: Reference, evaluation: Evaluation): Value {
  if (name === 'velocityCount') {
    throw new RehearsalError(`${source}: Velocity 2 does not know it any more; take $foreach.count`);
  }
  let value = evaluation.variables.get(name) ?? null;
  for (const step of steps) {
    if (value === null) {
      return null;
    }
    value = follow(value, step, source, evaluation);
  }
  return value;
}

function follow(value: Value, step: Step, source: string, evaluation: Evaluation): Value {
  switch (step.kind) {
    case 'method':
      return callMethod(
        value,
        step.name,
        step.args.map((arg) => evaluation.evaluate(arg)),
        source,
      );
    case 'index':
      return item(value, evaluation.evaluate(step.index), source);
    case 'property':
      return property(value, step.name, source);
  }
}

function property(value: Value, name: string, source: string): Value {
  if (name === 'class') {
    throw new RehearsalError(`${source}: classes of Java are not rehearsed`);
  }
  if (value instanceof Map) {
    return value.get(name) ?? null;
  }
  if (value !== null && isVelocityObject(value)) {
    const found = value.get?.(name);
    if (found === undefined) {
      throw new RehearsalError(`${source}: ${value.shownAs} has no ${name} in API Gateway's templates`);
    }
    return found;
  }
  if (name === 'empty' && (typeof value === 'string' || value instanceof JavaList)) {
    return typeof value === 'string' ? value === '' : value.items.length === 0;
  }
  throw new RehearsalError(`${source}: ${kindOf(value)} has no property ${name} in Java, or none that is rehearsed`);
}

/** An index counts from the end when it is negative. */
function item(value: Value, index: Value, source: string): Value {
  if (value instanceof JavaList && value.kind !== 'set' && typeof index === 'number') {
    return itemAt(value.items, index < 0 ? value.items.length + index : index);
  }
  if (value instanceof Map && typeof index === 'string') {
    return value.get(index) ?? null;
  }
  throw new RehearsalError(`${source}: ${kindOf(value)} has no item ${textOf(index)}`);
}

/** `#set($name = …)`, `#set($map.member = …)`. */
export function assign(target: Reference, value: Value, evaluation: Evaluation): void {
  const { name, steps, source } = target;
  const last = steps.at(-1);
  if (!last) {
    if (value === null && evaluation.variables.has(name)) {
      throw new RehearsalError(
        `#set(${source} = …) to nothing: Velocity 1.7 keeps what was there before, 2.3 does not; "$!…" gives a text in any case`,
      );
    }
    if (value !== null) {
      evaluation.variables.set(name, value);
    }
    return;
  }
  if (value === null) {
    throw new RehearsalError(`#set(${source} = …) to nothing: Velocity 1.7 keeps what was there before, 2.3 does not`);
  }
  const holder = resolve({ ...target, steps: steps.slice(0, -1) }, evaluation);
  const place = last.kind === 'index' ? evaluation.evaluate(last.index) : last.name;
  if (holder instanceof Map && typeof place === 'string') {
    holder.set(place, value);
  } else if (holder instanceof JavaList && holder.kind !== 'set' && typeof place === 'number') {
    itemAt(holder.items, place);
    holder.items[place] = value;
  } else {
    throw new RehearsalError(`#set(${source} = …): ${kindOf(holder)} has no member ${textOf(place)} to set`);
  }
}
