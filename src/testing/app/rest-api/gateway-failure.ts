/**
 * The errors that API Gateway answers itself, with their statuses.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/supported-gateway-response-types.html
 */
const STATUSES = {
  ACCESS_DENIED: 403,
  API_CONFIGURATION_ERROR: 500,
  AUTHORIZER_CONFIGURATION_ERROR: 500,
  AUTHORIZER_FAILURE: 500,
  BAD_REQUEST_BODY: 400,
  BAD_REQUEST_PARAMETERS: 400,
  DEFAULT_4XX: 400,
  DEFAULT_5XX: 500,
  EXPIRED_TOKEN: 403,
  INTEGRATION_FAILURE: 504,
  INTEGRATION_TIMEOUT: 504,
  INVALID_API_KEY: 403,
  INVALID_SIGNATURE: 403,
  MISSING_AUTHENTICATION_TOKEN: 403,
  QUOTA_EXCEEDED: 429,
  REQUEST_TOO_LARGE: 413,
  RESOURCE_NOT_FOUND: 404,
  THROTTLED: 429,
  UNAUTHORIZED: 401,
  UNSUPPORTED_MEDIA_TYPE: 415,
  WAF_FILTERED: 403,
} as const;

export type GatewayResponseType = keyof typeof STATUSES;

/** The header x-amzn-ErrorType, where it is known: recorded by localstack, tests/aws/services/apigateway. */
const ERROR_TYPES: Partial<Record<GatewayResponseType, string>> = {
  ACCESS_DENIED: 'AccessDeniedException',
  AUTHORIZER_CONFIGURATION_ERROR: 'AuthorizerConfigurationException',
  BAD_REQUEST_BODY: 'BadRequestException',
  BAD_REQUEST_PARAMETERS: 'BadRequestException',
  DEFAULT_4XX: 'BadRequestException',
  INVALID_API_KEY: 'ForbiddenException',
  MISSING_AUTHENTICATION_TOKEN: 'MissingAuthenticationTokenException',
  QUOTA_EXCEEDED: 'LimitExceededException',
  THROTTLED: 'TooManyRequestsException',
  UNAUTHORIZED: 'UnauthorizedException',
  UNSUPPORTED_MEDIA_TYPE: 'BadRequestException',
};

/** Something that keeps a request from its integration, or its answer from the client. */
export class GatewayFailure extends Error {
  public readonly status: number;
  /** For `$context.error.validationErrorString`. */
  public readonly details?: string;

  /** @param text - the message; null where API Gateway gives none */
  constructor(
    public readonly type: GatewayResponseType,
    public readonly text: string | null,
    options: { readonly details?: string; readonly status?: number } = {},
  ) {
    super(text ?? type);
    this.details = options.details;
    this.status = options.status ?? STATUSES[type];
  }

  public get errorType(): string {
    return ERROR_TYPES[this.type] ?? 'InternalServerErrorException';
  }
}

export const internalServerError = (type: GatewayResponseType = 'DEFAULT_5XX') =>
  new GatewayFailure(type, 'Internal server error');
