import { Errors } from '../../asl/errors';
import { isObject, type Json } from '../../asl/json';
import { StateFailure } from '../execution/failure';

/**
 * Puts a result into a state's input at a reference path: https://docs.aws.amazon.com/step-functions/latest/dg/input-output-resultpath.html
 * Missing objects are made; a step through anything else fails.
 */
export function putAt(path: string | null | undefined, input: Json, result: Json): Json {
  if (path === null) {
    return input;
  }
  const steps = stepsOf(path ?? '$');
  return put(structuredClone(input), steps, result, path ?? '$');
}

function put(target: Json | undefined, steps: (string | number)[], result: Json, path: string): Json {
  if (steps.length === 0) {
    return result;
  }
  const [step, ...rest] = steps;
  if (typeof step === 'number') {
    if (!Array.isArray(target) || step >= target.length) {
      throw mismatch(path);
    }
    target[step] = put(target[step], rest, result, path);
    return target;
  }
  const holder = target === undefined ? {} : target;
  if (!isObject(holder)) {
    throw mismatch(path);
  }
  holder[step] = put(holder[step], rest, result, path);
  return holder;
}

function stepsOf(path: string): (string | number)[] {
  const steps: (string | number)[] = [];
  const step = /\.([^.[]+)|\['([^']*)'\]|\[(\d+)\]/g;
  for (const [, dotted, quoted, index] of path.slice(1).matchAll(step)) {
    steps.push(index === undefined ? (dotted ?? quoted) : Number(index));
  }
  return steps;
}

function mismatch(path: string): StateFailure {
  return new StateFailure(
    Errors.RESULT_PATH_MATCH_FAILURE,
    `Unable to apply ReferencePath ${path} to the state's input: it leads through a value that is neither object nor array.`,
  );
}
