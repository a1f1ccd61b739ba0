import { ServiceError } from '../../integrations/service-error';

/**
 * Why EventBridge could not deliver an event, with the code that a dead-letter queue gets.
 *
 * Which codes there are is documented, and that a target without permission, or none, is not tried again. Which code goes
 * with which answer of a service is not: https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-rule-dlq.html
 */
export class DeliveryError extends Error {
  public static from(error: unknown): DeliveryError | undefined {
    if (error instanceof DeliveryError) {
      return error;
    }
    if (!(error instanceof ServiceError)) {
      return undefined;
    }
    const { code, message, status } = error;
    const known = Object.entries(CODES).find(([, pattern]) => pattern.test(code))?.[0];
    return new DeliveryError(known ?? (status >= 500 ? 'INTERNAL_ERROR' : 'ERROR_FROM_TARGET'), message);
  }

  constructor(
    public readonly code: string,
    message: string,
    private readonly more: DeliveryErrorOptions = {},
  ) {
    super(message);
  }

  /** Whether it may go better later. */
  public get isRetriable(): boolean {
    return this.more.isRetriable ?? RETRIED.includes(this.code);
  }

  /** How long the target asks not to be called again. */
  public get retryAfterMs(): number {
    return this.more.retryAfterMs ?? 0;
  }

  /** What the target would have got, where it is not what the template makes of the event. */
  public get attempted(): string | undefined {
    return this.more.attempted;
  }
}

interface DeliveryErrorOptions {
  /** Where the code does not say it. */
  readonly isRetriable?: boolean;
  readonly retryAfterMs?: number;
  readonly attempted?: string;
}

const CODES: Readonly<Record<string, RegExp>> = {
  NO_PERMISSIONS: /^AccessDenied|^AuthorizationError/,
  NO_RESOURCE: /DoesNotExist$|NotFound|NonExistentQueue/,
  INVALID_JSON: /^InvalidExecutionInput$/,
  INVALID_PARAMETER: /^Validation|^InvalidParameter|^MissingParameter/,
  RESOURCE_LIMIT_EXCEEDED: /LimitExceeded/,
  THROTTLING: /Throttl|TooManyRequests/,
};

const RETRIED = ['CONNECTION_FAILURE', 'INTERNAL_ERROR', 'RESOURCE_LIMIT_EXCEEDED', 'THROTTLING', 'TIMEOUT'];
