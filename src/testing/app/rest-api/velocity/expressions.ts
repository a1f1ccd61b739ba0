import { RehearsalError } from '../../../rehearsal-error';
import { equalInTemplate, numberOf } from './comparison';
import type { Evaluation } from './evaluation';
import { textOf } from './java-text';
import { resolve } from './references';
import type { Expression } from './syntax';
import { JavaDouble, JavaList, type Value } from './values';

export function evaluate(expression: Expression, evaluation: Evaluation): Value {
  switch (expression.type) {
    case 'references':
      return resolve(expression, evaluation);
    case 'string':
      return expression.isEval ? evaluation.text(String(expression.value)) : String(expression.value);
    case 'integer':
      return Number(expression.value);
    case 'decimal':
      return new JavaDouble(Number(expression.value));
    case 'bool':
      return expression.value === 'null' ? null : expression.value === 'true';
    case 'array':
      return new JavaList(itemsOf(expression, evaluation));
    case 'map':
      return new Map(
        Object.entries((expression.value ?? {}) as Record<string, Expression>).map(([name, member]) => [
          name,
          evaluate(member, evaluation),
        ]),
      );
    case 'math':
      return calculated(expression, evaluation);
    default:
      throw new RehearsalError(`an expression of the kind ${expression.type} is not rehearsed in a template`);
  }
}

/** False and nothing are false, anything else is true. */
export function isTrue(value: Value): boolean {
  const empty =
    value === '' ||
    numberOf(value) === 0 ||
    (value instanceof JavaList && value.items.length === 0) ||
    (value instanceof Map && value.size === 0);
  if (empty) {
    throw new RehearsalError(
      `#if on ${JSON.stringify(textOf(value))}: Velocity before 2.0 takes it for true, later ones for false; compare it: $x != ""`,
    );
  }
  return value !== null && value !== false;
}

function itemsOf({ value, isRange }: Expression, evaluation: Evaluation): Value[] {
  if (!isRange) {
    return (value as readonly Expression[]).map((item) => evaluate(item, evaluation));
  }
  const [first, last] = (value as readonly (Expression | string | number)[]).map((end) =>
    typeof end === 'object' ? numberOf(evaluate(end, evaluation)) : Number(end),
  );
  if (first === undefined || last === undefined) {
    throw new RehearsalError('a range in a template goes from a number to a number');
  }
  const step = first <= last ? 1 : -1;
  return Array.from({ length: Math.abs(last - first) + 1 }, (_item, index) => first + index * step);
}

function calculated({ operator, expression = [] }: Expression, evaluation: Evaluation): Value {
  const [left, right] = expression;
  const value = (part: Expression) => evaluate(part, evaluation);
  switch (operator) {
    case 'parenthesis':
      return value(left);
    case 'not':
      return !isTrue(value(left));
    case '&&':
      return isTrue(value(left)) && isTrue(value(right));
    case '||':
      return isTrue(value(left)) || isTrue(value(right));
    case '==':
      return equalInTemplate(value(left), value(right));
    case '!=':
      return !equalInTemplate(value(left), value(right));
    case 'minus':
      return arithmetic('-', 0, value(left));
    default:
      return arithmetic(String(operator), value(left), value(right));
  }
}

function arithmetic(operator: string, left: Value, right: Value): Value {
  if (operator === '+' && (typeof left === 'string' || typeof right === 'string')) {
    return textOf(left) + textOf(right);
  }
  const [first, second] = [numberOf(left), numberOf(right)];
  if (first === undefined || second === undefined) {
    throw new RehearsalError(
      `${textOf(left)} ${operator} ${textOf(right)} in a template: only numbers are calculated with`,
    );
  }
  switch (operator) {
    case '<':
      return first < second;
    case '<=':
      return first <= second;
    case '>':
      return first > second;
    case '>=':
      return first >= second;
  }
  const whole = typeof left === 'number' && typeof right === 'number';
  if (whole && second === 0 && (operator === '/' || operator === '%')) {
    return null;
  }
  const result = {
    '+': first + second,
    '-': first - second,
    '*': first * second,
    '/': first / second,
    '%': first % second,
  }[operator];
  if (result === undefined) {
    throw new RehearsalError(`the operator ${operator} is not rehearsed in a template`);
  }
  return whole ? Math.trunc(result) : new JavaDouble(result);
}
