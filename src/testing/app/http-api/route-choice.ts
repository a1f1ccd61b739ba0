import type { HttpRoute } from './http-api';

export interface ChosenRoute {
  readonly route: HttpRoute;
  readonly pathParameters: Readonly<Record<string, string>>;
}

interface Candidate extends ChosenRoute {
  /** By segment, how closely the route says what it is. */
  readonly closeness: readonly number[];
}

const EXACT = 3;
const VARIABLE = 2;
const GREEDY = 1;
const VARIABLE_SEGMENT = /^\{([^}+]+)(\+?)\}$/;

/**
 * The route that says most exactly what the request is: a path without variables before one with them, a greedy variable
 * last, a method before ANY, and `$default` when nothing else fits.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-routes.html#http-api-develop-routes.evaluation
 */
export function chooseRoute(routes: readonly HttpRoute[], method: string, path: string): ChosenRoute | undefined {
  const candidates = routes.flatMap((route) => candidateOf(route, method, path));
  const [best] = candidates.sort((one, other) => compare(other.closeness, one.closeness));
  return best;
}

function candidateOf(route: HttpRoute, method: string, path: string): Candidate[] {
  if (route.key === '$default') {
    return [{ route, pathParameters: {}, closeness: [] }];
  }
  const [, routeMethod, routePath] = /^(\S+) (\S+)$/.exec(route.key) ?? [];
  if (routeMethod !== method && routeMethod !== 'ANY') {
    return [];
  }
  const matched = matchPath(segmentsOf(routePath), segmentsOf(path));
  return matched ? [{ route, ...matched, closeness: [...matched.closeness, routeMethod === 'ANY' ? 0 : 1] }] : [];
}

function matchPath(wanted: readonly string[], given: readonly string[]): Omit<Candidate, 'route'> | undefined {
  const pathParameters: Record<string, string> = {};
  const closeness: number[] = [];
  for (const [index, segment] of wanted.entries()) {
    const [, variable, greedy] = VARIABLE_SEGMENT.exec(segment) ?? [];
    const value = greedy ? given.slice(index).join('/') : given[index];
    if (value === undefined || (variable === undefined ? value !== segment : value === '')) {
      return undefined;
    }
    closeness.push(variable === undefined ? EXACT : greedy ? GREEDY : VARIABLE);
    if (variable !== undefined) {
      pathParameters[variable] = decoded(value);
    }
    if (greedy) {
      return { pathParameters, closeness };
    }
  }
  return wanted.length === given.length ? { pathParameters, closeness } : undefined;
}

function segmentsOf(path: string): string[] {
  return path.replace(/^\//, '').split('/');
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

function compare(one: readonly number[], other: readonly number[]): number {
  for (let index = 0; index < Math.max(one.length, other.length); index++) {
    const difference = (one[index] ?? 0) - (other[index] ?? 0);
    if (difference !== 0) {
      return difference;
    }
  }
  return 0;
}
