import { Token } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';
import { invalid } from '../errors';

/** How many requests an API takes; the others are answered 429. */
export interface ApiThrottling {
  /** Requests a second, in the long run. */
  readonly rateLimit: number;

  /** Requests at once. */
  readonly burstLimit: number;
}

/**
 * What Step Functions takes of StartExecution where it takes least: more would be refused by it, and take the quota from
 * everyone else in the account. https://docs.aws.amazon.com/step-functions/latest/dg/service-quotas.html
 */
export const DEFAULT_THROTTLING: ApiThrottling = { rateLimit: 150, burstLimit: 800 };

export function checkedThrottling(scope: IConstruct, prop: string, throttling: ApiThrottling): ApiThrottling {
  for (const [name, value] of Object.entries(throttling)) {
    if (!Token.isUnresolved(value) && !(value > 0)) {
      throw invalid(scope, `${prop}.${name} must be above 0, received ${value}: take a limit, or remove the route`);
    }
  }
  if (!Token.isUnresolved(throttling.burstLimit) && !Number.isInteger(throttling.burstLimit)) {
    throw invalid(scope, `${prop}.burstLimit must be a whole number, received ${throttling.burstLimit}`);
  }
  return throttling;
}
