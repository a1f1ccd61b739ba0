import { type Failure, failureJson } from './failure';

/**
 * What API Gateway itself answers. Its own words name the caller and the API by ARN, so that all of them are replaced.
 * These templates know no Velocity.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/supported-gateway-response-types.html
 */
export const GATEWAY_FAILURES: Readonly<Record<string, Failure>> = {
  BAD_REQUEST_BODY: { status: 400, message: 'The body is not what the schema of this request asks for.' },
  BAD_REQUEST_PARAMETERS: {
    status: 400,
    message: 'A header or a part of the path that this request needs is missing.',
  },
  UNAUTHORIZED: { status: 401, message: 'The request has no credentials, or not the right ones.' },
  ACCESS_DENIED: { status: 403, message: 'The caller may not do this.' },
  EXPIRED_TOKEN: { status: 403, message: 'The credentials of the request have expired.' },
  INVALID_API_KEY: { status: 403, message: 'The request has no API key, or not the right one.' },
  INVALID_SIGNATURE: { status: 403, message: 'The signature of the request is not right.' },
  MISSING_AUTHENTICATION_TOKEN: { status: 403, message: 'There is no such resource, or the request is not signed.' },
  WAF_FILTERED: { status: 403, message: 'The request was refused.' },
  RESOURCE_NOT_FOUND: { status: 404, message: 'There is no such resource.' },
  REQUEST_TOO_LARGE: { status: 413, message: 'The body is too long.' },
  UNSUPPORTED_MEDIA_TYPE: { status: 415, message: 'The body must be application/json.' },
  THROTTLED: { status: 429, message: 'There are too many requests; try again later.' },
  QUOTA_EXCEEDED: { status: 429, message: 'The quota of the API key is used up.' },
  INTEGRATION_FAILURE: { status: 504, message: 'The request was not answered in time; try again.' },
  INTEGRATION_TIMEOUT: { status: 504, message: 'The request was not answered in time; try again.' },
};

/** For what has no answer of its own; the status stays what it is. */
export const OTHER_GATEWAY_FAILURES: Readonly<Record<string, string>> = {
  DEFAULT_4XX: 'The request was refused.',
  DEFAULT_5XX: 'The request could not be handled.',
};

/** A gateway response as AWS::ApiGateway::GatewayResponse and the OpenAPI extension have it. */
export interface GatewayResponse {
  readonly type: string;
  readonly statusCode?: string;
  readonly template: string;
}

export function gatewayResponses(): GatewayResponse[] {
  return [
    ...Object.entries(GATEWAY_FAILURES).map(([type, { status, message }]) => ({
      type,
      statusCode: String(status),
      template: failureJson(message),
    })),
    ...Object.entries(OTHER_GATEWAY_FAILURES).map(([type, message]) => ({ type, template: failureJson(message) })),
  ];
}
