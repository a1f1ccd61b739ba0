/** Milliseconds that some work takes. */
export interface Times {
  /** By the clock, which is what a user waits; what else the machine does is in it. */
  readonly wall: number;
  /** Of all processors; the garbage that is collected beside the work is in it. */
  readonly cpu: number;
}

export function timesOf(work: () => void): Times {
  const begin = performance.now();
  const before = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(before);
  return { wall: performance.now() - begin, cpu: (user + system) / 1000 };
}
