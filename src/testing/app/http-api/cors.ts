import type { CorsConfiguration } from './http-api';
import type { HttpAnswer } from './http-request';

/**
 * What a browser is told when it asks before it sends. Nobody needs the right to ask.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-cors.html
 *
 * @returns undefined when the request is no such question
 */
export function preflightAnswer(
  cors: CorsConfiguration | undefined,
  method: string,
  headers: Readonly<Record<string, string>>,
): HttpAnswer | undefined {
  if (!cors || method !== 'OPTIONS' || !headers.origin || !headers['access-control-request-method']) {
    return undefined;
  }
  const allowed: Record<string, string> = allowedOrigin(cors, headers.origin);
  if (Object.keys(allowed).length > 0) {
    setList(allowed, 'access-control-allow-methods', cors.allowMethods);
    setList(allowed, 'access-control-allow-headers', cors.allowHeaders);
    if (cors.maxAge !== undefined) {
      allowed['access-control-max-age'] = String(cors.maxAge);
    }
  }
  return { status: 204, headers: allowed, body: '' };
}

/** An answer with what lets a page of another origin read it. Such headers of the integration itself are dropped. */
export function sharedAnswer(
  cors: CorsConfiguration | undefined,
  answer: HttpAnswer,
  origin: string | undefined,
): HttpAnswer {
  if (!cors) {
    return answer;
  }
  const headers = Object.fromEntries(
    Object.entries(answer.headers).filter(([name]) => !name.startsWith('access-control-')),
  );
  const allowed = origin === undefined ? {} : allowedOrigin(cors, origin);
  if (Object.keys(allowed).length > 0) {
    setList(allowed, 'access-control-expose-headers', cors.exposeHeaders);
  }
  return { ...answer, headers: { ...headers, ...allowed } };
}

function allowedOrigin(cors: CorsConfiguration, origin: string): Record<string, string> {
  const fits = cors.allowOrigins.some(
    (allowed) => allowed === origin || (allowed.endsWith('*') && origin.startsWith(allowed.slice(0, -1))),
  );
  if (!fits) {
    return {};
  }
  return {
    'access-control-allow-origin': cors.allowOrigins.includes('*') ? '*' : origin,
    ...(cors.allowCredentials && { 'access-control-allow-credentials': 'true' }),
  };
}

function setList(headers: Record<string, string>, name: string, values: readonly string[]): void {
  if (values.length > 0) {
    headers[name] = values.join(',');
  }
}
