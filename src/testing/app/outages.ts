import type { VirtualClock } from '../execution/clock';
import { ServiceError } from '../integrations/service-error';

/** Services that do not answer for a while because a test wants it so: those who call again later get through. */
export class Outages {
  /** When what has an ARN is back. */
  private readonly until = new Map<string, number>();

  constructor(private readonly clock: VirtualClock) {}

  public begin(arn: string, milliseconds: number): void {
    this.until.set(arn, this.clock.now + milliseconds);
  }

  /** Throws as the service of what is called would. */
  public check(arn: string): void {
    if (this.clock.now < (this.until.get(arn) ?? Number.NEGATIVE_INFINITY)) {
      throw new ServiceError('ThrottlingException', 'Rate exceeded', { status: 429 });
    }
  }
}
