import type { World } from '../execution/world';
import { RehearsalError } from '../rehearsal-error';

/**
 * Lets time pass until somebody has an answer, and everything happen then that takes no time. Where time passes already,
 * for a double asks, it only waits.
 */
export async function untilAnswered<T>(world: World, ask: () => Promise<T>): Promise<T> {
  if (world.clock.isRunning) {
    return ask();
  }
  let settled = false;
  const answer = ask().finally(() => {
    settled = true;
  });
  // Seen below; until then nobody has a handler for it.
  answer.catch(() => undefined);
  await world.run({ isDone: () => settled });
  if (!settled) {
    throw new RehearsalError('nothing is left to happen that could bring an answer');
  }
  await world.settle();
  return answer;
}
