import { type Argument, parseCall } from './intrinsic-call';
import { INTRINSIC_FUNCTIONS } from './intrinsic-functions';
import { startOfPath, toRfc9535 } from './jsonpath';

/** What a path, or a call of an intrinsic function, needs from where it stands. */
export interface PathReading {
  /** Why it is no path. */
  readonly pathError?: string;
  /** Why it is no call of an intrinsic function. */
  readonly callError?: string;
  readonly variables: readonly string[];
}

const readings = new Map<string, PathReading>();

/** Reads a path such as `$.order.id`, or a call such as `States.Format('{}', $.id)`, once per text. */
export function readPathOrCall(source: string): PathReading {
  let reading = readings.get(source);
  if (!reading) {
    reading = source.startsWith('States.') ? readCall(source) : readPath(source);
    readings.set(source, reading);
  }
  return reading;
}

function readPath(path: string): PathReading {
  if (!path.startsWith('$')) return { pathError: 'a path begins with $', variables: [] };
  const { variable, rest } = startOfPath(path);
  return { pathError: syntaxError(rest), variables: variable === undefined ? [] : [variable] };
}

/** Filters and functions are left out: the dialect of Step Functions has more of them than the standard's parser. */
const OWN_DIALECT = /\?|@|\(/;

function syntaxError(path: string): string | undefined {
  if (OWN_DIALECT.test(path) || SIMPLE.test(path)) return undefined;
  // Required when a path is read that is not as simple as nearly all are.
  const { compile }: typeof import('json-p3') = require('json-p3');
  try {
    compile(toRfc9535(path).replaceAll('.[', '['));
    return undefined;
  } catch (error) {
    return (error as Error).message;
  }
}

const SIMPLE = /^\$(\.[A-Za-z_]\w*|\[\d+\]|\[\*\])*$/;

function readCall(source: string): PathReading {
  let call: Argument;
  try {
    call = parseCall(source);
  } catch (error) {
    return { callError: (error as Error).message, variables: [] };
  }
  const variables = new Set<string>();
  const problem = problemOf(call, variables);
  return { ...problem, variables: [...variables] };
}

function problemOf(argument: Argument, variables: Set<string>): Pick<PathReading, 'pathError' | 'callError'> {
  if (argument.kind === 'literal') return {};
  if (argument.kind === 'path') {
    const { pathError, variables: read } = readPathOrCall(argument.path);
    for (const variable of read) variables.add(variable);
    return pathError ? { pathError: `'${argument.path}': ${pathError}` } : {};
  }
  const { name, values } = argument;
  const arity = INTRINSIC_FUNCTIONS[name];
  if (!arity) {
    return { callError: `there is no intrinsic function ${name}, only ${Object.keys(INTRINSIC_FUNCTIONS).join(', ')}` };
  }
  const [least, most] = arity;
  if (values.length < least || values.length > most) {
    const wanted =
      most === Number.POSITIVE_INFINITY ? `at least ${least}` : least === most ? least : `${least} to ${most}`;
    return { callError: `${name} takes ${wanted} arguments, received ${values.length}` };
  }
  for (const value of values) {
    const problem = problemOf(value, variables);
    if (problem.pathError || problem.callError) return problem;
  }
  return {};
}
