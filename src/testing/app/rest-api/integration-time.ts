import type { VirtualClock } from '../../execution/clock';
import { GatewayFailure } from './gateway-failure';

/**
 * Waits for an integration as long as API Gateway does. What was asked goes on all the same.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-execution-service-limits-table.html
 */
export function inTime<T>(clock: VirtualClock, milliseconds: number, ask: () => Promise<T>): Promise<T> {
  return new Promise<T>((resolve, reject) => {
    const timer = clock.after(milliseconds, () => {
      reject(new GatewayFailure('INTEGRATION_TIMEOUT', 'Endpoint request timed out'));
    });
    ask()
      .then(resolve, reject)
      .finally(() => timer.cancel());
  });
}
