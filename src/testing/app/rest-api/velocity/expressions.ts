import { RehearsalError } from '../../../rehearsal-error';
import { equalInTemplate, numberOf } from './comparison';
import type { Evaluation } from './evaluation';
import { textOf } from './java-text';
import { resolve } from './references';
import type { Expression, Operator } from './syntax';
import { JavaDouble, JavaList, type Value } from './values';

export function evaluate(expression: Expression, evaluation: Evaluation): Value {
  const value = (part: Expression) => evaluate(part, evaluation);
  switch (expression.kind) {
    case 'literal':
      return expression.value;
    case 'template':
      return evaluation.blocks(expression.body);
    case 'reference':
      return resolve(expression.reference, evaluation);
    case 'list':
      return new JavaList(expression.items.map(value));
    case 'range':
      return new JavaList(range(value(expression.from), value(expression.to)));
    case 'map':
      return new Map(expression.members.map(([key, member]) => [textOf(value(key)), value(member)]));
    case 'not':
      return !isTrue(expression.operand, evaluation);
    case 'binary':
      return calculated(expression, evaluation);
  }
}

/** Whether a condition holds, in every version of Velocity. */
export function isTrue(condition: Expression, evaluation: Evaluation): boolean {
  const truth = truthOf(condition, evaluation);
  if (truth === 'disputed') {
    throw new RehearsalError(
      'a condition is an empty text, an empty collection, zero or a literal: Velocity 1.7 and 2.3 do not agree whether that is true; compare it, $x != ""',
    );
  }
  return truth;
}

/** False and nothing are false, anything else is true; only of some values the versions of Velocity make different things. */
function truthOf(condition: Expression, evaluation: Evaluation): boolean | 'disputed' {
  if (condition.kind === 'not') {
    const truth = truthOf(condition.operand, evaluation);
    return truth === 'disputed' ? truth : !truth;
  }
  if (condition.kind === 'binary' && (condition.operator === '&&' || condition.operator === '||')) {
    const decisive = condition.operator === '||';
    const left = truthOf(condition.left, evaluation);
    const right = left === decisive ? left : truthOf(condition.right, evaluation);
    return right === decisive ? right : left === 'disputed' ? left : right;
  }
  const value = evaluate(condition, evaluation);
  const disputed =
    condition.kind === 'template' ||
    (condition.kind === 'literal' && typeof value !== 'boolean') ||
    value === '' ||
    numberOf(value) === 0 ||
    (value instanceof JavaList && value.items.length === 0) ||
    (value instanceof Map && value.size === 0);
  return disputed ? 'disputed' : value !== null && value !== false;
}

function range(from: Value, to: Value): number[] {
  if (typeof from !== 'number' || typeof to !== 'number') {
    throw new RehearsalError('a range in a template goes from a whole number to a whole number');
  }
  const step = from <= to ? 1 : -1;
  return Array.from({ length: Math.abs(to - from) + 1 }, (_item, index) => from + index * step);
}

function calculated(expression: Extract<Expression, { kind: 'binary' }>, evaluation: Evaluation): Value {
  const { operator, left, right } = expression;
  if (operator === '&&' || operator === '||') {
    return isTrue(expression, evaluation);
  }
  const [one, other] = [evaluate(left, evaluation), evaluate(right, evaluation)];
  switch (operator) {
    case '==':
      return equalInTemplate(one, other);
    case '!=':
      return !equalInTemplate(one, other);
    case '<':
    case '<=':
    case '>':
    case '>=':
      return ordered(operator, numberOf(one), numberOf(other));
    default:
      return arithmetic(operator, one, other);
  }
}

/** Only numbers are in an order. */
function ordered(operator: Operator, one: number | undefined, other: number | undefined): boolean {
  if (one === undefined || other === undefined) {
    return false;
  }
  return { '<': one < other, '<=': one <= other, '>': one > other, '>=': one >= other }[operator as '<'];
}

function arithmetic(operator: Operator, left: Value, right: Value): Value {
  if (operator === '+' && (typeof left === 'string' || typeof right === 'string') && left !== null && right !== null) {
    return textOf(left) + textOf(right);
  }
  const [one, other] = [numberOf(left), numberOf(right)];
  if (one === undefined || other === undefined) {
    throw new RehearsalError(
      `${textOf(left)} ${operator} ${textOf(right)} in a template: only numbers are calculated with`,
    );
  }
  const isWhole = !(left instanceof JavaDouble || right instanceof JavaDouble);
  if (isWhole && other === 0 && (operator === '/' || operator === '%')) {
    return null;
  }
  const results = { '+': one + other, '-': one - other, '*': one * other, '/': one / other, '%': one % other };
  const result = results[operator as '+'];
  if (!isWhole) {
    return new JavaDouble(result);
  }
  if (!Number.isSafeInteger(Math.trunc(result))) {
    throw new RehearsalError(
      `${one} ${operator} ${other} in a template: whole numbers of this size are not calculated with`,
    );
  }
  return Math.trunc(result);
}
