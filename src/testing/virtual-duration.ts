/** Milliseconds, or a Duration of the CDK. */
export type VirtualDuration = number | { toMilliseconds(): number };

export function inMilliseconds(duration: VirtualDuration): number {
  return typeof duration === 'number' ? duration : duration.toMilliseconds();
}
