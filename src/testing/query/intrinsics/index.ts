import { Errors } from '../../../asl/errors';
import { type Argument, parseCall } from '../../../asl/intrinsic-call';
import type { Json } from '../../../asl/json';
import { StateFailure } from '../../execution/failure';
import type { Visit } from '../../execution/visit';
import { requirePath } from '../jsonpath';
import { arrayContains } from './array-contains';
import { arrayGetItem } from './array-get-item';
import { arrayLength } from './array-length';
import { arrayPartition } from './array-partition';
import { arrayRange } from './array-range';
import { arrayUnique } from './array-unique';
import { base64Decode } from './base64-decode';
import { base64Encode } from './base64-encode';
import { format } from './format';
import { hash } from './hash';
import type { Intrinsic } from './intrinsic';
import { jsonMerge } from './json-merge';
import { jsonToString } from './json-to-string';
import { mathAdd } from './math-add';
import { mathRandom } from './math-random';
import { stringSplit } from './string-split';
import { stringToJson } from './string-to-json';
import { uuid } from './uuid';

/** https://docs.aws.amazon.com/step-functions/latest/dg/intrinsic-functions.html */
const intrinsics: Record<string, Intrinsic> = {
  'States.Array': (...items) => items,
  'States.ArrayContains': arrayContains,
  'States.ArrayGetItem': arrayGetItem,
  'States.ArrayLength': arrayLength,
  'States.ArrayPartition': arrayPartition,
  'States.ArrayRange': arrayRange,
  'States.ArrayUnique': arrayUnique,
  'States.Base64Decode': base64Decode,
  'States.Base64Encode': base64Encode,
  'States.Format': format,
  'States.Hash': hash,
  'States.JsonMerge': jsonMerge,
  'States.JsonToString': jsonToString,
  'States.MathAdd': mathAdd,
  'States.StringSplit': stringSplit,
  'States.StringToJson': stringToJson,
};

export function isIntrinsic(source: string): boolean {
  return source.startsWith('States.');
}

export function callIntrinsic(visit: Visit, source: string, current: Json): Json {
  try {
    return evaluate(parseCall(source));
  } catch (error) {
    if (error instanceof StateFailure) {
      throw error;
    }
    throw new StateFailure(Errors.INTRINSIC_FAILURE, `${source}: ${(error as Error).message}`);
  }

  function evaluate(argument: Argument): Json {
    if (argument.kind === 'literal') {
      return argument.value;
    }
    if (argument.kind === 'path') {
      return requirePath(visit, source, argument.path, current);
    }
    const values = argument.values.map(evaluate);
    const { random } = visit.execution;
    if (argument.name === 'States.MathRandom') {
      return mathRandom(random, ...values);
    }
    if (argument.name === 'States.UUID') {
      return uuid(random, ...values);
    }
    const intrinsic = intrinsics[argument.name];
    if (!intrinsic) {
      throw new Error(`${argument.name} is no intrinsic function`);
    }
    return intrinsic(...values);
  }
}
