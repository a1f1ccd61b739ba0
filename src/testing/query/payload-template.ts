import { isObject, type Json, type JsonObject } from '../../asl/json';
import type { Visit } from '../execution/visit';
import { callIntrinsic, isIntrinsic } from './intrinsics';
import { readPath } from './jsonpath';

/**
 * Fills a payload template: members whose name ends in `.$` are paths or intrinsic functions.
 * https://docs.aws.amazon.com/step-functions/latest/dg/input-output-inputpath-params.html
 */
export function fillTemplate(visit: Visit, template: Json, current: Json): Json {
  if (Array.isArray(template)) {
    return template.map((item) => fillTemplate(visit, item, current));
  }
  if (!isObject(template)) {
    return template;
  }
  const filled: JsonObject = {};
  for (const [key, value] of Object.entries(template)) {
    if (key.endsWith('.$')) {
      filled[key.slice(0, -2)] = readField(visit, key, value, current);
    } else {
      filled[key] = fillTemplate(visit, value, current);
    }
  }
  return filled;
}

/** The value that a path or intrinsic function of a field gives; a path that finds nothing ends the execution. */
export function readField(visit: Visit, field: string, source: Json, current: Json): Json {
  if (typeof source !== 'string') {
    throw visit.runtimeFailure(`The value for the field '${field}' must be a STRING that contains a JSONPath.`);
  }
  if (isIntrinsic(source)) {
    return callIntrinsic(visit, source, current);
  }
  const value = readPath(visit, source, current);
  if (value === undefined) {
    throw visit.runtimeFailure(
      `The JSONPath '${source}' specified for the field '${field}' could not be found in the input '${JSON.stringify(current)}'`,
    );
  }
  return value;
}
