import { compile, type JSONPathQuery, type JSONValue } from 'json-p3';
import type { Json } from '../../asl/json';
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
  if (path.startsWith('$$')) {
    return { root: visit.context, rest: path.slice(1) };
  }
  const variable = /^\$([\p{ID_Start}][\p{ID_Continue}]*)(.*)$/su.exec(path);
  if (variable) {
    return { root: visit.variables.get(variable[1]), rest: `$${variable[2]}` };
  }
  return { root: current, rest: path };
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

/** Step Functions takes any characters in a name after a dot (`$.detail-type`); the standard wants such names quoted. */
function toRfc9535(path: string): string {
  return path.replace(/\[(?:'[^']*'|[^\]'])*\]|\.([^.[*]+)/g, (segment, name?: string) =>
    name === undefined || /^[\p{L}_][\p{L}\p{N}_]*$/u.test(name) ? segment : `['${name}']`,
  );
}
