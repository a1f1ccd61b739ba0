// Node's own, not the global one: fake timers of a test runner must not stop the virtual clock.
import { setImmediate as afterAllMicrotasks } from 'node:timers';
import { RehearsalError } from '../rehearsal-error';

export interface Timer {
  cancel(): void;
}

interface ScheduledTimer extends Timer {
  readonly due: number;
  /** Whether nobody waits for it: it fires when its time comes, and is no reason for time to go on. */
  readonly inBackground: boolean;
  readonly fire: () => void;
  isOff(): boolean;
}

/** Takes virtual time, no real time. */
export type Sleep = (milliseconds: number) => Promise<void>;

/**
 * Time as all executions of one world see it. Everything that takes time is a timer in one queue; when all strands wait
 * for something, time jumps to the next timer. Strands run plain async functions, so they interleave by virtual time.
 */
export class VirtualClock {
  /** By due time; of the same time the first that was set. */
  private readonly timers: ScheduledTimer[] = [];
  /** Real asynchronous work (a double) under way: time stands still for it. */
  private held = 0;
  private released?: () => void;
  private running = false;
  private readonly waitingForStop: (() => void)[] = [];
  private iso?: { readonly time: number; readonly text: string };

  /** @param now - where the clock starts, in milliseconds since 1970 */
  constructor(public now: number) {}

  /** Whether time moves at the moment: only a double is called then. */
  public get isRunning(): boolean {
    return this.running;
  }

  /** Resolves when time stands still again. */
  public stopped(): Promise<void> {
    return new Promise((resolve) => {
      if (this.running) this.waitingForStop.push(resolve);
      else resolve();
    });
  }

  /** The time as ISO 8601. */
  public get isoNow(): string {
    if (this.iso?.time !== this.now) {
      this.iso = { time: this.now, text: new Date(this.now).toISOString() };
    }
    return this.iso.text;
  }

  /**
   * Runs a callback once so much virtual time has passed.
   * @param isOff - asked when the time has come: whether nobody waits for it any more
   */
  public after(milliseconds: number, fire: () => void, isOff: () => boolean = () => false): Timer {
    return this.set(milliseconds, fire, isOff, false);
  }

  /**
   * The same for what would go on for ever, such as a schedule: it happens as long as time passes for other reasons, and
   * without a moment until which it shall pass, it ends with the last thing that somebody waits for.
   */
  public inBackground(milliseconds: number, fire: () => void): Timer {
    return this.set(milliseconds, fire, () => false, true);
  }

  private set(milliseconds: number, fire: () => void, isOff: () => boolean, inBackground: boolean): Timer {
    let cancelled = false;
    const timer: ScheduledTimer = {
      due: this.now + Math.max(0, milliseconds),
      inBackground,
      fire,
      isOff: () => cancelled || isOff(),
      cancel: () => {
        cancelled = true;
      },
    };
    this.timers.splice(this.placeOf(timer.due), 0, timer);
    return timer;
  }

  /** Waits for real asynchronous work while virtual time stands still, unless that work itself sleeps virtually. */
  public async hold<T>(work: (sleep: Sleep) => Promise<T>): Promise<T> {
    let sleeping = 0;
    let done = false;
    const sleep: Sleep = (milliseconds) =>
      new Promise<void>((resolve) => {
        if (sleeping++ === 0 && !done) {
          this.release();
        }
        const wake = () => {
          if (--sleeping === 0 && !done) {
            this.held++;
          }
          resolve();
        };
        this.after(milliseconds, wake);
      });
    this.held++;
    try {
      return await work(sleep);
    } finally {
      done = true;
      // Work that ended without awaiting its own sleep has released the clock already.
      if (sleeping === 0) {
        this.release();
      }
    }
  }

  /** Lets everything happen until a condition holds, or until a moment; without either, until nothing is left to do. */
  public async run(until: { isDone?: () => boolean; moment?: number } = {}): Promise<void> {
    const { isDone = () => false, moment = Number.POSITIVE_INFINITY } = until;
    if (this.running) {
      throw new RehearsalError('time moves already: await the call before; a double takes time with its own sleep()');
    }
    this.running = true;
    try {
      for (;;) {
        await new Promise<void>((resolve) => afterAllMicrotasks(resolve));
        if (this.held > 0) {
          await new Promise<void>((resolve) => {
            this.released = resolve;
          });
        } else if (isDone()) {
          return;
        } else {
          const next = this.next(moment);
          if (!next) {
            break;
          }
          this.now = next.due;
          next.fire();
        }
      }
      if (moment !== Number.POSITIVE_INFINITY) {
        this.now = Math.max(this.now, moment);
      }
    } finally {
      this.running = false;
      for (const resolve of this.waitingForStop.splice(0)) resolve();
    }
  }

  private next(latest: number): ScheduledTimer | undefined {
    while (this.timers.length > 0 && this.timers[0].isOff()) {
      this.timers.shift();
    }
    const [first] = this.timers;
    if (!first || first.due > latest) {
      return undefined;
    }
    const isIdle = latest === Number.POSITIVE_INFINITY && first.inBackground && !this.isAwaited();
    return isIdle ? undefined : this.timers.shift();
  }

  private isAwaited(): boolean {
    return this.timers.some((timer) => !timer.inBackground && !timer.isOff());
  }

  /** After all timers that are due no later: a binary search, for a Map may set thousands. */
  private placeOf(due: number): number {
    let [low, high] = [0, this.timers.length];
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.timers[middle].due <= due) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  private release(): void {
    this.held--;
    this.released?.();
    this.released = undefined;
  }
}
