import { RehearsalError } from '../../../rehearsal-error';
import { listMethods, mapMethods, setMethods } from './collection-methods';
import { numberOf, same } from './comparison';
import { textOf } from './java-text';
import { stringMethods } from './string-methods';
import { isVelocityObject, JavaDouble, JavaList, TemplateFailure, type Value } from './values';

/** Calls a method of Java. */
export function callMethod(target: Value, name: string, args: readonly Value[], shownAs: string): Value {
  if (target !== null && isVelocityObject(target)) {
    const result = target.call?.(name, args);
    if (result === undefined) {
      throw new RehearsalError(`${shownAs}: ${target.shownAs} has no method ${name} in API Gateway's templates`);
    }
    return result;
  }
  const method = methodsOf(target)[name];
  if (!method) {
    throw new RehearsalError(
      `${shownAs}: ${name}() is a method that a rehearsal does not know for ${kindOf(target)}, or that Java has not`,
    );
  }
  checkArguments(name, args, shownAs);
  return method(target as never, ...(args as never[]));
}

export function kindOf(value: Value): string {
  if (value === null) {
    return 'null';
  }
  if (numberOf(value) !== undefined) {
    return 'a number';
  }
  if (value instanceof JavaList) {
    return value.kind === 'set' ? 'a set' : 'a list';
  }
  return value instanceof Map ? 'a map' : typeof value === 'string' ? 'a text' : `a ${typeof value}`;
}

const anyMethods: Readonly<Record<string, (value: Value, other?: Value) => Value>> = {
  equals: (value, other = null) => same(value, other),
  toString: textOf,
};

/** https://docs.oracle.com/en/java/javase/17/docs/api/java.base/java/lang/Number.html */
const numberMethods: Readonly<Record<string, (value: Value) => Value>> = {
  doubleValue: (value) => new JavaDouble(numberOf(value) as number),
  intValue: (value) => Math.trunc(numberOf(value) as number),
  longValue: (value) => Math.trunc(numberOf(value) as number),
};

function methodsOf(target: Value): Readonly<Record<string, (target: never, ...args: never[]) => Value>> {
  if (typeof target === 'string') {
    return stringMethods;
  }
  if (target instanceof JavaList) {
    return { ...anyMethods, ...(target.kind === 'set' ? setMethods : listMethods) };
  }
  if (target instanceof Map) {
    return { ...anyMethods, ...mapMethods };
  }
  if (numberOf(target) !== undefined) {
    return { ...anyMethods, ...numberMethods };
  }
  return typeof target === 'boolean' ? anyMethods : {};
}

/** Java finds a method by the types of its arguments, and takes null where it takes an object; most of ours fail then. */
function checkArguments(name: string, args: readonly Value[], shownAs: string): void {
  const takesNull = ['add', 'contains', 'containsKey', 'containsValue', 'equals', 'get', 'indexOf', 'put', 'set'];
  if (args.includes(null) && !takesNull.includes(name)) {
    throw new TemplateFailure(`${shownAs}: null`);
  }
  if (args.some((arg) => arg instanceof JavaDouble) && ['charAt', 'substring', 'subList'].includes(name)) {
    throw new RehearsalError(`${shownAs}: Java has no ${name}() that takes a number with a fraction`);
  }
}
