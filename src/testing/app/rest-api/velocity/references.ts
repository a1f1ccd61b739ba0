import { RehearsalError } from '../../../rehearsal-error';
import { itemAt } from './collection-methods';
import type { Evaluation } from './evaluation';
import { textOf } from './java-text';
import { callMethod, kindOf } from './methods';
import type { Expression, Node, Step } from './syntax';
import { isVelocityObject, JavaList, type Value } from './values';

/** The value of `$name.property.method(…)[0]`; null when there is none. */
export function resolve(node: Node, evaluation: Evaluation): Value {
  let value = evaluation.variables.get(node.id as string) ?? null;
  for (const step of node.path ?? []) {
    if (value === null) {
      return null;
    }
    value = follow(value, step, node, evaluation);
  }
  return value;
}

function follow(value: Value, step: Step, node: Node, evaluation: Evaluation): Value {
  if (step.type === 'method') {
    const args = (step.args ?? []).map((arg) => evaluation.evaluate(arg));
    return callMethod(value, step.id as string, args, referenceText(node));
  }
  return step.type === 'index'
    ? member(value, evaluation.evaluate(step.id as Expression), node)
    : property(value, step.id as string, node);
}

function property(value: Value, name: string, node: Node): Value {
  if (value instanceof Map) {
    return value.get(name) ?? null;
  }
  if (value !== null && isVelocityObject(value)) {
    const found = value.get?.(name);
    if (found === undefined) {
      throw new RehearsalError(`${referenceText(node)}: ${value.shownAs} has no ${name} in API Gateway's templates`);
    }
    return found;
  }
  if (name === 'empty' && (typeof value === 'string' || value instanceof JavaList)) {
    return typeof value === 'string' ? value === '' : value.items.length === 0;
  }
  throw new RehearsalError(`${referenceText(node)}: ${kindOf(value)} has no property ${name} in Java`);
}

function member(value: Value, index: Value, node: Node): Value {
  if (value instanceof JavaList && typeof index === 'number') {
    return itemAt(value.items, index < 0 ? value.items.length + index : index);
  }
  if (value instanceof Map) {
    return value.get(textOf(index)) ?? null;
  }
  throw new RehearsalError(`${referenceText(node)}: ${kindOf(value)} has no items`);
}

/** `#set($name = …)`, `#set($map.member = …)`. */
export function assign({ equal }: Node, evaluation: Evaluation): void {
  const [target, expression] = equal as readonly [Expression, Expression];
  const value = evaluation.evaluate(expression);
  const path = target.path ?? [];
  if (path.length === 0) {
    if (value === null) {
      throw new RehearsalError(
        `#set(${referenceText(target)} = …) to a value that is not there: engines before 2.0 keep what was there before, later ones do not`,
      );
    }
    evaluation.variables.set(target.id as string, value);
    return;
  }
  const holder = resolve({ ...target, path: path.slice(0, -1) }, evaluation);
  const last = path[path.length - 1];
  const name = typeof last.id === 'string' ? last.id : evaluation.evaluate(last.id);
  if (holder instanceof Map) {
    holder.set(textOf(name), value);
  } else if (holder instanceof JavaList && typeof name === 'number') {
    itemAt(holder.items, name);
    holder.items[name] = value;
  } else {
    throw new RehearsalError(`#set(${referenceText(target)} = …): ${kindOf(holder)} has no members to set`);
  }
}

/** A reference as it is written. */
export function referenceText({ id, path = [], leader = '$', isWraped }: Node): string {
  const text = `${id}${path.map(stepText).join('')}`;
  return isWraped ? `${leader}{${text}}` : `${leader}${text}`;
}

function stepText({ type, id, args = [] }: Step): string {
  if (type === 'index') {
    return `[${shown(id as Expression)}]`;
  }
  return type === 'method' ? `.${id}(${args.map(shown).join(', ')})` : `.${id}`;
}

function shown(expression: Expression): string {
  if (expression.type === 'references') {
    return referenceText(expression);
  }
  const quote = expression.isEval ? '"' : "'";
  return expression.type === 'string' ? `${quote}${expression.value}${quote}` : String(expression.value ?? '…');
}
