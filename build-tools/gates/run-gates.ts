import type { Gate, GateResult } from './gate';

/** Runs one task to its end; the output of a task that is not live comes back to be shown if it failed. */
export type TaskRunner = (gate: Gate) => Promise<{ succeeded: boolean; output: string }>;

/**
 * Runs gates in the given order as far as cores and needs allow. A failure stops only the gates that need the failed
 * one, so that one run tells everything that is wrong.
 */
export async function runGates(
  gates: readonly Gate[],
  cores: number,
  run: TaskRunner,
  say: (line: string) => void,
): Promise<GateResult[]> {
  const waiting = [...gates];
  const running = new Map<Gate, Promise<void>>();
  const results = new Map<string, GateResult>();

  const coresOf = (gate: Gate) => Math.min(gate.cores ?? 1, cores);
  const free = () => cores - [...running.keys()].reduce((sum, gate) => sum + coresOf(gate), 0);
  const outcomesOf = (gate: Gate) => (gate.needs ?? []).map((task) => results.get(task)?.outcome);

  const start = async (gate: Gate) => {
    say(`▸ ${gate.task}`);
    const begin = Date.now();
    const { succeeded, output } = await run(gate);
    const seconds = (Date.now() - begin) / 1000;
    if (!succeeded && output) say(output.trimEnd());
    say(`${succeeded ? '✔' : '✖'} ${gate.task} (${seconds.toFixed(1)} s)`);
    settle(gate, succeeded ? 'passed' : 'failed', seconds);
  };
  const settle = (gate: Gate, outcome: GateResult['outcome'], seconds: number) =>
    results.set(gate.task, { task: gate.task, outcome, seconds, jestReport: gate.jestReport });

  while (waiting.length || running.size) {
    for (const gate of [...waiting]) {
      const outcomes = outcomesOf(gate);
      if (outcomes.some((outcome) => outcome === 'failed' || outcome === 'not run')) {
        waiting.splice(waiting.indexOf(gate), 1);
        say(`- ${gate.task} (not run: needs ${gate.needs?.join(', ')})`);
        settle(gate, 'not run', 0);
      } else if (outcomes.every((outcome) => outcome === 'passed')) {
        // The first gate that is ready keeps its turn: a small one behind it must not starve one that wants all cores.
        if (coresOf(gate) > free()) break;
        waiting.splice(waiting.indexOf(gate), 1);
        running.set(
          gate,
          start(gate).finally(() => running.delete(gate)),
        );
      }
    }
    if (running.size) {
      await Promise.race(running.values());
    } else if (waiting.length) {
      throw new Error(`gates need tasks that are not in the list before them: ${waiting.map(({ task }) => task)}`);
    }
  }
  return gates.map(({ task }) => results.get(task) as GateResult);
}
