import { FAILURE_SCHEMA, type Failure, failureJson } from '../../private/rest-api/failure';
import { GATEWAY_FAILURES } from '../../private/rest-api/gateway-responses';
import type { RestAnswer, RestModel } from '../../private/rest-api/rest-operation';
import { header, jsonText, withStatus } from '../../private/rest-api/velocity';

/** What clients read about an execution that a request has started, or that was there. */
const EXECUTION: RestModel = {
  name: 'Execution',
  schema: {
    type: 'object',
    properties: {
      executionName: { type: 'string' },
      status: { type: 'string', enum: ['STARTED', 'EXISTS'] },
    },
    required: ['executionName', 'status'],
  },
};

const FAILURE: RestModel = { name: 'Failure', schema: FAILURE_SCHEMA };

const LOCATION = { Location: 'Where the status of the execution is.' };

/** The failures that have nothing to do with what a route does. */
const GENERAL: readonly Failure[] = [
  GATEWAY_FAILURES.UNAUTHORIZED,
  GATEWAY_FAILURES.ACCESS_DENIED,
  GATEWAY_FAILURES.THROTTLED,
  { status: 500, message: 'The request could not be handled.' },
  GATEWAY_FAILURES.INTEGRATION_TIMEOUT,
];

/** The failures of those that send a body. */
const OF_BODIES: readonly Failure[] = [
  GATEWAY_FAILURES.BAD_REQUEST_BODY,
  GATEWAY_FAILURES.REQUEST_TOO_LARGE,
  GATEWAY_FAILURES.UNSUPPORTED_MEDIA_TYPE,
];

/** The answer to a start, for the documentation. */
export function executionAnswer(status: number, description: string, located: boolean): RestAnswer {
  return { status, description, model: EXECUTION, headers: located ? LOCATION : undefined };
}

/** All answers of a route in the order of their codes; of two with one code the first. */
export function documented(answers: readonly RestAnswer[], { body }: { body: boolean }): RestAnswer[] {
  const failures = [...(body ? OF_BODIES : []), ...GENERAL].map(
    ({ status, message }): RestAnswer => ({ status, description: message, model: FAILURE }),
  );
  const all = [...answers, ...failures];
  return all
    .filter(({ status }, index) => all.findIndex((other) => other.status === status) === index)
    .sort((one, other) => one.status - other.status);
}

export function failureAnswer({ status, message }: Failure): RestAnswer {
  return { status, description: message, model: FAILURE };
}

/** An execution as the answer to a start, in a template in which `$name` is its name. */
export function executionBody(status: 'STARTED' | 'EXISTS', located: boolean): string {
  const body = `{"executionName": "${jsonText('$name')}", "status": "${status}"}`;
  if (!located) return body;
  return [
    // A path that is right behind every domain name and base path, without a slash of the client's at its end.
    "#set($path = $context.path.replaceAll('/+$', ''))",
    header('Location', '"$path/$util.urlEncode($name)"'),
    body,
  ].join('\n');
}

export function failureBody({ status, message }: Failure, usual: number): string {
  return status === usual ? failureJson(message) : withStatus(status, failureJson(message));
}

/** The part of an ARN behind its last colon, which is the name of an execution. */
export function lastPart(value: string): string {
  return `${value}.replaceAll('^.*:', '')`;
}
