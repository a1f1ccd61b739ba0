import type { World } from '../execution/world';
import { RehearsalError } from '../rehearsal-error';

/**
 * Lets time pass until somebody has an answer, and everything happen then that takes no time. Where time passes already,
 * because a double asks or somebody else has asked at the same time, it waits for as long as it does.
 */
export async function untilAnswered<T>(world: World, ask: () => Promise<T>): Promise<T> {
  const { clock } = world;
  let settled = false;
  const answer = ask().finally(() => {
    settled = true;
  });
  // Seen below; until then nobody has a handler for it.
  const seen = answer.then(
    () => undefined,
    () => undefined,
  );
  while (!settled) {
    if (clock.isRunning) {
      await Promise.race([seen, clock.stopped()]);
      continue;
    }
    await world.run({ isDone: () => settled });
    if (!settled) {
      throw new RehearsalError('nothing is left to happen that could bring an answer');
    }
  }
  if (!clock.isRunning) await world.settle();
  return answer;
}
