import type { Json } from '../../../asl/json';
import { MultiQuery } from '../../query/jsonpath-query';
import { splitPath } from '../../query/jsonpath-steps';
import { RehearsalError } from '../../rehearsal-error';
import { jsonOf, textOf } from './velocity/java-text';
import {
  fromJson,
  type JavaList,
  type JavaMap,
  TemplateFailure,
  type Value,
  type VelocityObject,
} from './velocity/values';

/** The order in which `$input.params('name')` looks. */
const PLACES = ['path', 'querystring', 'header'];

/** `$input`: the payload and the parameters of the request. */
export function inputVariable(body: string, parameters: ReadonlyMap<string, JavaMap>): VelocityObject {
  return {
    shownAs: '$input',
    get: (name) => (name === 'body' ? body : undefined),
    call: (name, args) => {
      switch (name) {
        case 'body':
          return body;
        case 'json':
          return jsonOf(valueAt(body, textOf(args[0])));
        case 'path':
          return valueAt(body, textOf(args[0]));
        case 'params':
          return args.length === 0 ? new Map(parameters) : parameter(parameters, textOf(args[0]));
        default:
          return undefined;
      }
    },
  };
}

function parameter(parameters: ReadonlyMap<string, JavaMap>, name: string): Value {
  for (const place of PLACES) {
    const found = parameters.get(place)?.get(name);
    if (found !== undefined) {
      return found;
    }
  }
  return '';
}

/** What a JSONPath finds in the payload; nothing is an empty text. */
function valueAt(body: string, path: string): Value {
  if (!path.startsWith('$')) {
    throw new RehearsalError(`'${path}' is not a JSONPath: a path begins with $`);
  }
  const { steps, rest } = splitPath(path);
  let value: Value = payload(body);
  for (const step of steps) {
    value = member(value, step);
  }
  if (rest === '') {
    return value;
  }
  try {
    const found = new MultiQuery(rest).read(JSON.parse(jsonOf(value)) as Json);
    return found === undefined ? '' : fromJson(found);
  } catch (error) {
    throw new RehearsalError(`'${path}' is not a JSONPath that can be rehearsed: ${(error as Error).message}`);
  }
}

function member(value: Value, step: string | number): Value {
  if (typeof step === 'number') {
    return (value as JavaList | undefined)?.items?.at(step) ?? '';
  }
  return value instanceof Map ? (value.get(step) ?? '') : '';
}

/** No payload is an empty object. */
function payload(body: string): Value {
  try {
    return fromJson(JSON.parse(body.trim() === '' ? '{}' : body) as Json);
  } catch (error) {
    throw new TemplateFailure(`the payload is not JSON: ${(error as Error).message}`);
  }
}
