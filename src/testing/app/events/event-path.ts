import type { Json, JsonObject } from '../../../asl/json';
import { follow, splitPath } from '../../query/jsonpath-steps';
import { RehearsalError } from '../../rehearsal-error';

/** What a path finds in an event: `$.detail.orderId`, `$.resources[0]`. */
export function valueAt(path: string, event: JsonObject): Json | undefined {
  const { steps, rest } = splitPath(path);
  if (!path.startsWith('$') || rest !== '') {
    throw new RehearsalError(`'${path}' is a path into an event that a rehearsal does not read: write $.name.name[0]`);
  }
  return follow(event, steps);
}

/** What a path finds as a text, as keys, headers and the like are. Undefined where there is nothing, or null. */
export function textAt(path: string, event: JsonObject): string | undefined {
  const value = valueAt(path, event);
  if (value === undefined || value === null) {
    return undefined;
  }
  return typeof value === 'string' ? value : JSON.stringify(value);
}
