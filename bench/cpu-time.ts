/**
 * Milliseconds of processor time that some work takes, its garbage collection and compilation included: on a machine
 * that does other things too, the clock on the wall measures those.
 */
export function cpuTime(work: () => void): number {
  const before = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}
