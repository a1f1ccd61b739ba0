import { Aws } from 'aws-cdk-lib';
import type * as events from 'aws-cdk-lib/aws-events';
import type { IConstruct } from 'constructs';
import { isExpression } from '../../../asl/expression';
import { HTTP_TASK_SECONDS, isForbiddenHttpHeader } from '../../../asl/http-task';
import { invalid } from '../../../private/errors';
import { httpRights } from '../../../private/http-rights';
import { expression } from '../plan/saga-contract';
import type { HttpStepRequest } from '../saga-step-options';
import { httpEndpoint } from './http-endpoint';
import { refuseJsonPath } from './jsonata-only';
import { type CallBinding, type CallConfig, outlived, type SagaCall } from './saga-call';

/** Longer than the service's own limit, so that its error comes first. */
const LIMIT_SECONDS = HTTP_TASK_SECONDS + 5;

/**
 * What the documentation's own example retries: the server says that it is too busy, or was not reached.
 * https://docs.aws.amazon.com/step-functions/latest/dg/call-https-apis.html#connect-http-task-example
 */
const TRANSIENT_ERRORS = [429, 502, 503, 504].map((status) => `States.Http.StatusCode.${status}`);

const METHODS_WITH_BODY: string[] = ['POST', 'PUT', 'PATCH'];
const METHODS_THAT_CHANGE: string[] = [...METHODS_WITH_BODY, 'DELETE'];

const FORM = 'application/x-www-form-urlencoded';

/** Of a body that is empty there may be none. */
const RESPONSE_BODY = '($exists($states.result.ResponseBody) ? $states.result.ResponseBody : null)';

/** Calls an API over HTTPS, with the credentials of an EventBridge connection. */
export class HttpCall implements SagaCall {
  public constructor(
    private readonly connection: events.IConnection,
    private readonly apiRoot: string,
    private readonly request: HttpStepRequest,
  ) {}

  public bind(scope: IConstruct, { label, timeout }: CallBinding): CallConfig {
    const { method, path = [], body, formEncoded, headers = {}, queryParameters = {} } = this.request;
    for (const [prop, values] of Object.entries({ path: { ...path }, body, headers, queryParameters })) {
      refuseJsonPath(scope, `${prop} of the ${label}`, values);
    }
    refuseForbiddenHeaders(scope, label, headers);
    const endpoint = httpEndpoint(scope, label, this.apiRoot, path);
    const sendsPayload = body === undefined && METHODS_WITH_BODY.includes(method);
    const sendsBody = sendsPayload || body !== undefined;
    const written = (payload: unknown, key: unknown) => ({
      ApiEndpoint: endpoint.url,
      Method: method,
      InvocationConfig: { ConnectionArn: this.connection.connectionArn },
      Headers: withDefaults(headers, {
        ...(METHODS_THAT_CHANGE.includes(method) ? { 'Idempotency-Key': key } : {}),
        ...(sendsBody ? { 'Content-Type': formEncoded ? FORM : 'application/json' } : {}),
      }),
      ...(Object.keys(queryParameters).length > 0 ? { QueryParameters: queryParameters } : {}),
      ...(sendsBody ? { RequestBody: body ?? payload } : {}),
      ...(sendsBody && formEncoded ? { Transform: { RequestBodyEncoding: 'URL_ENCODED' } } : {}),
    });
    const values = [...Object.values(headers), ...Object.values(queryParameters)];
    const userArguments = body !== undefined || endpoint.hasExpressions || values.some(isExpression);
    return {
      task: {
        Resource: `arn:${Aws.PARTITION}:states:::http:invoke`,
        Arguments: written(expression('$states.input'), expression('$states.input.idempotencyKey')),
        TimeoutSeconds: timeout ?? LIMIT_SECONDS,
      },
      jsonata: true,
      resource: `${method} ${endpoint.pattern}`,
      result: { expression: RESPONSE_BODY, inside: true },
      withPayload: sendsPayload && !userArguments ? (payload) => written(payload, payload.idempotencyKey) : undefined,
      userArguments,
      userOutput: false,
      transientErrors: TRANSIENT_ERRORS,
      outlives: outlived(LIMIT_SECONDS, timeout),
      rights: httpRights(scope, this.connection, method, endpoint.pattern),
    };
  }
}

/** Names of headers know no case. */
function withDefaults(headers: { [name: string]: string }, defaults: { [name: string]: unknown }): object {
  const given = Object.keys(headers).map((name) => name.toLowerCase());
  const missing = Object.entries(defaults).filter(([name]) => !given.includes(name.toLowerCase()));
  return { ...Object.fromEntries(missing), ...headers };
}

function refuseForbiddenHeaders(scope: IConstruct, label: string, headers: { [name: string]: string }): void {
  const forbidden = Object.keys(headers).find(isForbiddenHttpHeader);
  if (forbidden === undefined) return;
  throw invalid(
    scope,
    `headers of the ${label} must not have '${forbidden}', which Step Functions refuses: give credentials to the connection`,
  );
}
