import type { Json } from '../../../asl/json';
import { MultiQuery } from '../../query/jsonpath-query';
import { splitPath } from '../../query/jsonpath-steps';
import { RehearsalError } from '../../rehearsal-error';
import { readJson } from './velocity/java-json';
import { jsonOf, textOf } from './velocity/java-text';
import { fromJson, JavaList, type JavaMap, TemplateFailure, type Value, type VelocityObject } from './velocity/values';

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
  let query: MultiQuery;
  try {
    query = new MultiQuery(rest);
  } catch (error) {
    throw new RehearsalError(`'${path}' is not a JSONPath that can be rehearsed: ${(error as Error).message}`);
  }
  const found = query.read(JSON.parse(jsonOf(value)) as Json);
  return found === undefined ? '' : fromJson(found);
}

function member(value: Value, step: string | number): Value {
  if (typeof step === 'number') {
    return value instanceof JavaList && value.items.at(step) !== undefined ? (value.items.at(step) as Value) : '';
  }
  return value instanceof Map && value.has(step) ? (value.get(step) as Value) : '';
}

/** No payload is an empty object, and what does not look like JSON, such as a form, is a text. */
function payload(body: string): Value {
  const text = body.trim() === '' ? '{}' : body.trim();
  let value: Value;
  try {
    value = readJson(text);
  } catch {
    if (/^[a-zA-Z%]/.test(text)) {
      return text;
    }
    throw new UnreadablePayload('the payload is not JSON');
  }
  if (value === null) {
    throw new TemplateFailure('the payload is null');
  }
  return value;
}

/** A payload that a template reads as JSON and that is none. */
export class UnreadablePayload extends TemplateFailure {}
