import type { Json } from '../../../asl/json';
import type { VirtualClock } from '../../execution/clock';

/** https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_CreateApiDestination.html */
const USUAL_RATE = 300;

/** The requests of one second. */
interface Second {
  readonly begins: number;
  taken: number;
}

/**
 * How many requests a second API destinations let through: what is too much waits for the next second. How EventBridge
 * spreads them is not documented.
 */
export class InvocationRates {
  private readonly last = new Map<string, Second>();

  constructor(private readonly clock: VirtualClock) {}

  /** Waits until a request may be sent. */
  public async turn(destination: string, perSecond: Json = USUAL_RATE): Promise<void> {
    const { now } = this.clock;
    const last = this.last.get(destination);
    const isOver = !last || last.begins + 1000 <= now;
    const second = isOver ? { begins: now, taken: 0 } : last.taken < Number(perSecond) ? last : following(last);
    second.taken++;
    this.last.set(destination, second);
    const wait = second.begins - now;
    if (wait > 0) {
      await new Promise<void>((resolve) => this.clock.after(wait, resolve));
    }
  }
}

function following({ begins }: Second): Second {
  return { begins: begins + 1000, taken: 0 };
}
