import { compile, type JSONPathQuery, type JSONValue } from 'json-p3';
import type { Json } from '../../asl/json';
import { startOfPath, toRfc9535 } from '../../asl/jsonpath';
import type { Visit } from '../execution/visit';
import { RehearsalError } from '../rehearsal-error';

/**
 * Reads a path as a JSONPath state does: `$` is the current value, `$$` the context object, `$name` a variable. Undefined
 * when a path that names one thing finds nothing; a path that may name several gives a list.
 */
export function readPath(visit: Visit, path: string, current: Json): Json | undefined {
  const { root, rest } = startOf(visit, path, current);
  if (root === undefined) {
    return undefined;
  }
  const query = compiled(rest);
  const found = query.query(root as JSONValue).values() as Json[];
  return query.singularQuery() ? found[0] : found;
}

/** The value at a path that must be there; a path that finds nothing ends the execution. */
export function requirePath(visit: Visit, field: string, path: string, current: Json): Json {
  const value = readPath(visit, path, current);
  if (value === undefined) {
    throw visit.runtimeFailure(
      `The JSONPath '${path}' specified for the field '${field}' could not be found in the input '${JSON.stringify(current)}'`,
    );
  }
  return value;
}

function startOf(visit: Visit, path: string, current: Json): { root: Json | undefined; rest: string } {
  const { kind, variable = '', rest } = startOfPath(path);
  if (kind === 'value') return { root: current, rest };
  return { root: kind === 'context' ? visit.context : visit.variables.get(variable), rest };
}

const queries = new Map<string, JSONPathQuery>();

function compiled(path: string): JSONPathQuery {
  let query = queries.get(path);
  if (!query) {
    try {
      query = compile(toRfc9535(path));
    } catch (error) {
      throw new RehearsalError(`'${path}' is not a JSONPath: ${(error as Error).message}`);
    }
    queries.set(path, query);
  }
  return query;
}
