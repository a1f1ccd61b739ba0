import { isObject, type Json } from '../../../asl/json';
import { RehearsalError } from '../../rehearsal-error';
import type { HttpAnswer, HttpRequest } from './http-request';

/** API Gateway cuts a body off here before it takes a part of it; `$request.body` itself is whole. */
const BYTES_OF_A_BODY_WITH_PARTS = 100 * 1024;

const VARIABLE = /^\$(request|response|context|stageVariables)\.(.+)$/s;
const IN_BRACKETS = /\$\{((?:request|response|context|stageVariables)\.[^}]+)\}/g;

/**
 * What a parameter is mapped to: `$request.body`, `/orders/${request.path.id}`, or a text that stands for itself.
 * Undefined when the request has nothing there.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-parameter-mapping.html
 *
 * @param answer - of the integration, for the parameters of a response
 */
export function mapped(expression: string, request: HttpRequest, answer?: HttpAnswer): string | undefined {
  if (VARIABLE.test(expression)) {
    return resolved(expression, request, answer);
  }
  return expression.replace(IN_BRACKETS, (_, variable: string) => resolved(`$${variable}`, request, answer) ?? '');
}

function resolved(variable: string, request: HttpRequest, answer?: HttpAnswer): string | undefined {
  const [, origin, name] = VARIABLE.exec(variable) ?? [];
  switch (origin) {
    case 'context':
      if (!Object.hasOwn(request.context, name) && !name.startsWith('authorizer.claims.')) {
        throw new RehearsalError(
          `the variable ${variable} is not rehearsed; ${Object.keys(request.context).join(', ')} are`,
        );
      }
      return own(request.context, name);
    case 'stageVariables':
      return own(request.stage.variables, name);
    case 'request':
      return answer ? unknown(variable, 'a response') : ofRequest(variable, name, request);
    default:
      return answer ? ofAnswer(variable, name, answer) : unknown(variable, 'a request');
  }
}

function ofRequest(variable: string, name: string, request: HttpRequest): string | undefined {
  const [part, member] = partsOf(name);
  switch (part) {
    case 'body':
      return ofBody(variable, member, request.body);
    case 'header':
      return own(request.headers, member.toLowerCase());
    case 'querystring':
      return own(request.query, member);
    case 'path':
      return member === '' ? request.path : own(request.pathParameters, member);
    default:
      return unknown(variable, 'a request');
  }
}

function ofAnswer(variable: string, name: string, answer: HttpAnswer): string | undefined {
  const [part, member] = partsOf(name);
  switch (part) {
    case 'body':
      return ofBody(variable, member, answer.body);
    case 'header':
      return own(answer.headers, member.toLowerCase());
    default:
      return unknown(variable, 'a response');
  }
}

function partsOf(name: string): [string, string] {
  const [, part, member] = /^(\w+)\.?(.*)$/s.exec(name) ?? ['', name, ''];
  return [part, member];
}

function ofBody(variable: string, path: string, body: string): string | undefined {
  if (path === '') {
    return body === '' ? undefined : body;
  }
  if (/^\.|\.\.|[?*(]/.test(path)) {
    throw new RehearsalError(`${variable} is a path with a wildcard, a filter or a descent, which no HTTP API takes`);
  }
  if (Buffer.byteLength(body, 'utf8') > BYTES_OF_A_BODY_WITH_PARTS) {
    return undefined;
  }
  let value: Json | undefined;
  try {
    value = JSON.parse(body);
  } catch {
    return undefined;
  }
  for (const [, name, index, quoted] of path.matchAll(/([^.[\]]+)|\[(\d+)\]|\['([^']*)'\]/g)) {
    value = memberOf(value, name ?? index ?? quoted);
  }
  return value === undefined || value === null ? undefined : typeof value === 'string' ? value : JSON.stringify(value);
}

function memberOf(value: Json | undefined, name: string): Json | undefined {
  if (Array.isArray(value)) {
    return value[Number(name)];
  }
  return isObject(value) && Object.hasOwn(value, name) ? value[name] : undefined;
}

/** A header may well be called `constructor`. */
function own(values: Readonly<Record<string, string>>, name: string): string | undefined {
  return Object.hasOwn(values, name) ? values[name] : undefined;
}

function unknown(variable: string, where: string): never {
  throw new RehearsalError(`${variable} is nothing that the parameters of ${where} can be mapped to`);
}
