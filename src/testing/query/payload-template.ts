import { isObject, type Json, type JsonObject } from '../../asl/json';
import type { Visit } from '../execution/visit';
import { callIntrinsic, isIntrinsic } from './intrinsics';
import { requirePath } from './jsonpath';

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

/** The value that a path or an intrinsic function of a field gives. */
export function readField(visit: Visit, field: string, source: Json, current: Json): Json {
  if (typeof source !== 'string') {
    throw visit.runtimeFailure(`The value for the field '${field}' must be a STRING that contains a JSONPath.`);
  }
  return isIntrinsic(source) ? callIntrinsic(visit, source, current) : requirePath(visit, field, source, current);
}
