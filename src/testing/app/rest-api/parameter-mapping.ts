import type { Json } from '../../../asl/json';
import { follow, splitPath } from '../../query/jsonpath-steps';
import { RehearsalError } from '../../rehearsal-error';
import type { IntegrationAnswer } from './integration-answer';
import type { Invocation } from './invocation';
import { contextValues } from './template-variables';
import { textOf } from './velocity/java-text';
import type { JavaMap } from './velocity/values';

/**
 * The value of a mapping expression: `method.request.header.X`, `context.requestId`, `stageVariables.x`, `'text'`.
 * Undefined when there is none, so that the parameter is left out.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/rest-api-parameter-mapping-sources.html
 */
export function mappedValue(expression: string, invocation: Invocation, from?: IntegrationAnswer): string | undefined {
  if (/^'.*'$/s.test(expression)) {
    return expression.slice(1, -1);
  }
  const [, source, name] =
    /^(context|stageVariables|method\.request|integration\.response)\.(.+)$/.exec(expression) ?? [];
  switch (source) {
    case 'context':
      return contextText(name, invocation);
    case 'stageVariables':
      return invocation.api.stage.variables[name];
    case 'method.request':
      return ofRequest(name, expression, invocation);
    case 'integration.response':
      return from && ofAnswer(name, expression, from);
  }
  throw new RehearsalError(`${expression} is no mapping expression; a fixed value stands in single quotes`);
}

/** The headers that response parameters set: `method.response.header.Location` to `'…'`. */
export function headersFrom(
  parameters: ReadonlyMap<string, string> | undefined,
  prefix: string,
  invocation: Invocation,
  from?: IntegrationAnswer,
): Record<string, string> {
  const headers: Record<string, string> = {};
  for (const [target, expression] of parameters ?? []) {
    if (!target.startsWith(prefix)) {
      throw new RehearsalError(`a response parameter sets ${target}, where only ${prefix}… can be set`);
    }
    const value = mappedValue(expression, invocation, from);
    if (value !== undefined && value !== '') {
      headers[target.slice(prefix.length)] = value;
    }
  }
  return headers;
}

function contextText(name: string, invocation: Invocation): string | undefined {
  const { authorizer, claims, identity } = invocation;
  const groups: readonly (readonly [string, JavaMap])[] = [
    ['authorizer.claims.', claims],
    ['authorizer.', authorizer],
    ['identity.', identity],
    ['', new Map(contextValues(invocation))],
  ];
  const [prefix, values] = groups.find(([one]) => name.startsWith(one)) as (typeof groups)[number];
  const value = values.get(name.slice(prefix.length));
  return value === undefined ? undefined : textOf(value);
}

/** Names of headers are meant as they are written: API Gateway looks at their case here. */
function ofRequest(name: string, expression: string, invocation: Invocation): string | undefined {
  const [, place, parameter] =
    /^(path|querystring|multivaluequerystring|header|multivalueheader)\.(.+)$/.exec(name) ?? [];
  switch (place) {
    case 'path':
      return invocation.pathParameters[parameter];
    case 'querystring':
      return invocation.query.get(parameter)?.at(-1);
    case 'multivaluequerystring':
      return invocation.query.get(parameter)?.join(',');
    case 'header':
      return invocation.headers.get(parameter)?.at(-1);
    case 'multivalueheader':
      return invocation.headers.get(parameter)?.join(',');
  }
  if (name === 'body' || name.startsWith('body.')) {
    return ofBody(name, invocation.body);
  }
  throw new RehearsalError(`${expression} is no mapping expression of API Gateway`);
}

function ofAnswer(name: string, expression: string, { headers, body }: IntegrationAnswer): string | undefined {
  const [, header] = /^(?:header|multivalueheader)\.(.+)$/.exec(name) ?? [];
  if (header !== undefined) {
    return headers[header];
  }
  if (name === 'body' || name.startsWith('body.')) {
    return ofBody(name, body);
  }
  throw new RehearsalError(`${expression} is no mapping expression of API Gateway`);
}

function ofBody(name: string, body: string): string | undefined {
  if (name === 'body') {
    return body;
  }
  const { steps, rest } = splitPath(`$.${name.slice('body.'.length)}`);
  if (rest !== '') {
    throw new RehearsalError(`${name} in a mapping expression: only paths to one value are rehearsed`);
  }
  let value: Json | undefined;
  try {
    value = follow(JSON.parse(body) as Json, steps);
  } catch {
    return undefined;
  }
  return value === undefined ? undefined : typeof value === 'string' ? value : JSON.stringify(value);
}
