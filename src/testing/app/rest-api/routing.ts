import type { ApiRoute } from './rest-api';

export interface RoutedRequest {
  readonly route: ApiRoute;
  readonly pathParameters: Readonly<Record<string, string>>;
}

/**
 * The method that a request is for. Of several resources the one counts whose parts are fixed for longest; one that takes
 * the rest of the path, `{proxy+}`, comes last.
 */
export function routeOf(routes: readonly ApiRoute[], method: string, path: string): RoutedRequest | undefined {
  const parts = partsOf(path);
  const matches = routes
    .filter((route) => route.method === method || route.method === 'ANY')
    .flatMap((route) => {
      const pathParameters = parametersOf(partsOf(route.path), parts);
      return pathParameters ? [{ route, pathParameters }] : [];
    });
  return matches.sort((one, other) => rankOf(other.route) - rankOf(one.route))[0];
}

function partsOf(path: string): string[] {
  return path.split('/').filter((part, index, all) => part !== '' || (index > 0 && index < all.length - 1));
}

function parametersOf(template: readonly string[], parts: readonly string[]): Record<string, string> | undefined {
  const parameters: Record<string, string> = {};
  for (const [index, part] of template.entries()) {
    const [, name, greedy] = /^\{([^}+]+)(\+?)\}$/.exec(part) ?? [];
    if (parts[index] === undefined || (name === undefined && part !== parts[index])) {
      return undefined;
    }
    if (name !== undefined) {
      parameters[name] = decoded((greedy ? parts.slice(index) : [parts[index]]).join('/'));
    }
    if (greedy) {
      return parameters;
    }
  }
  return template.length === parts.length ? parameters : undefined;
}

/** Two for a fixed part, one for a parameter, none for the rest of the path; earlier parts weigh more. */
function rankOf({ path, method }: ApiRoute): number {
  const weights: number[] = partsOf(path).map((part) => (part.endsWith('+}') ? 0 : part.startsWith('{') ? 1 : 2));
  const weight = Array.from({ length: 20 }, (_part, index) => weights[index] ?? 0);
  return weight.reduce((sum, one) => sum * 3 + one, 0) + (method === 'ANY' ? 0 : 0.5);
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
