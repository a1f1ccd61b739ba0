import { DeliveryError } from '../delivery-error';

/** Beside 5xx: https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-api-destinations.html#eb-api-destination-error-codes */
const RETRIED = [401, 407, 409, 429];

/**
 * Throws for an answer that is no success. Which answers are tried again is documented, for API destinations; which code a
 * dead-letter queue gets is not.
 *
 * @param who - for the message: `https://example.com/orders`
 * @param retryAfter - the header: seconds, or a date; a negative number ends all retries
 */
export function refuseFailure(who: string, status: number, now: number, retryAfter?: string): void {
  if (status >= 200 && status < 300) {
    return;
  }
  const seconds = retryAfter === undefined ? 0 : secondsIn(retryAfter, now);
  throw new DeliveryError(status === 429 ? 'THROTTLING' : 'ERROR_FROM_TARGET', `${who} answered with ${status}`, {
    isRetriable: (RETRIED.includes(status) || status >= 500) && seconds >= 0,
    retryAfterMs: seconds * 1000,
  });
}

function secondsIn(retryAfter: string, now: number): number {
  const seconds = Number(retryAfter);
  if (!Number.isNaN(seconds)) {
    return seconds;
  }
  const date = Date.parse(retryAfter);
  return Number.isNaN(date) ? 0 : Math.max(0, (date - now) / 1000);
}
