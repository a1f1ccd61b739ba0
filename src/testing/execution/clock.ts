import { setImmediate as afterAllMicrotasks } from 'node:timers';

// Node's own, not the global one: fake timers of a test runner must not stop the virtual clock.

export interface Timer {
  cancel(): void;
}

interface ScheduledTimer {
  readonly due: number;
  readonly fire: () => void;
  /** A timer of the outside world: it still fires after the execution has ended. */
  readonly outlives: boolean;
}

/**
 * Time as the workflow sees it. Everything that takes time is a timer in one queue; when all logical threads wait for
 * something, time jumps to the next timer. Threads are plain async functions, so branches interleave by virtual time.
 */
export class VirtualClock {
  private readonly timers: ScheduledTimer[] = [];
  private stopped = false;
  /** Real asynchronous work (a double) under way: time stands still for it. */
  private held = 0;
  private released?: () => void;

  /** @param now - where the clock starts, in milliseconds since 1970 */
  constructor(public now: number) {}

  /** Runs a callback once so much virtual time has passed. */
  public after(milliseconds: number, fire: () => void, options: { outlives?: boolean } = {}): Timer {
    const timer: ScheduledTimer = {
      due: this.now + Math.max(0, milliseconds),
      fire,
      outlives: options.outlives ?? false,
    };
    const later = this.timers.findIndex((other) => other.due > timer.due);
    this.timers.splice(later < 0 ? this.timers.length : later, 0, timer);
    return {
      cancel: () => {
        const index = this.timers.indexOf(timer);
        if (index >= 0) {
          this.timers.splice(index, 1);
        }
      },
    };
  }

  /** Lets a thread of the execution wait. It never comes back when the execution ends before. */
  public sleep(milliseconds: number): Promise<void> {
    return new Promise((resolve) => this.after(milliseconds, resolve));
  }

  /** Waits for real asynchronous work while virtual time stands still, unless that work itself sleeps virtually. */
  public async hold<T>(work: (sleep: (milliseconds: number) => Promise<void>) => Promise<T>): Promise<T> {
    let sleeping = 0;
    let done = false;
    const sleep = (milliseconds: number) =>
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
        this.after(milliseconds, wake, { outlives: true });
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

  /** Whether the execution has ended: nothing may be delivered to its threads any more. */
  public get isStopped(): boolean {
    return this.stopped;
  }

  /** Runs a main thread to its end, then what the outside world still has to do (late commits). */
  public async run<T>(main: () => Promise<T>): Promise<T> {
    let ended = false;
    const outcome = main().finally(() => {
      ended = true;
      this.stopped = true;
    });
    // Observed below; until then a rejection must not count as unhandled.
    outcome.catch(() => undefined);
    for (;;) {
      await new Promise<void>((resolve) => afterAllMicrotasks(resolve));
      if (this.held > 0) {
        await new Promise<void>((resolve) => {
          this.released = resolve;
        });
        continue;
      }
      const next = ended ? this.takeOutliving() : this.timers.shift();
      if (next) {
        this.now = next.due;
        next.fire();
      } else if (ended) {
        return outcome;
      } else {
        throw new Error('the execution waits for something that nobody will ever do');
      }
    }
  }

  private release(): void {
    this.held--;
    this.released?.();
    this.released = undefined;
  }

  private takeOutliving(): ScheduledTimer | undefined {
    const index = this.timers.findIndex((timer) => timer.outlives);
    return index < 0 ? undefined : this.timers.splice(index, 1)[0];
  }
}
