import type { Gate } from '../../build-tools/gates/gate';
import { GATES } from '../../build-tools/gates/gates';
import { runGates } from '../../build-tools/gates/run-gates';

/** Runs gates whose tasks last one turn of the event loop, and keeps what ran beside what. */
async function run(gates: Gate[], failing: string[] = [], cores = 2) {
  const running = new Set<string>();
  const beside: Record<string, string[]> = {};
  const results = await runGates(
    gates,
    cores,
    async ({ task }) => {
      running.add(task);
      beside[task] = [...running].filter((other) => other !== task);
      await new Promise(setImmediate);
      running.delete(task);
      return { succeeded: !failing.includes(task), output: '' };
    },
    () => undefined,
  );
  return { beside, outcomes: Object.fromEntries(results.map(({ task, outcome }) => [task, outcome])) };
}

test('gates run side by side as far as there are cores', async () => {
  const { beside } = await run([{ task: 'a' }, { task: 'b' }, { task: 'c' }]);

  expect(beside).toEqual({ a: [], b: ['a'], c: ['b'] });
});

test('a gate that keeps both cores busy runs alone', async () => {
  const { beside } = await run([{ task: 'a' }, { task: 'both', cores: 2 }, { task: 'b' }]);

  expect(beside).toEqual({ a: [], both: [], b: [] });
});

test('a gate for two cores also runs on a machine that has one', async () => {
  const { outcomes } = await run([{ task: 'both', cores: 2 }], [], 1);

  expect(outcomes).toEqual({ both: 'passed' });
});

test('a gate waits for what it needs', async () => {
  const { beside } = await run([{ task: 'a' }, { task: 'b', needs: ['a'] }]);

  expect(beside).toEqual({ a: [], b: [] });
});

test('a failure stops what needs it, and nothing else', async () => {
  const gates = [{ task: 'a' }, { task: 'b', needs: ['a'] }, { task: 'c', needs: ['b'] }, { task: 'd' }];
  const { outcomes } = await run(gates, ['a']);

  expect(outcomes).toEqual({ a: 'failed', b: 'not run', c: 'not run', d: 'passed' });
});

test('a need that no gate fulfils is an error, not an endless wait', async () => {
  await expect(run([{ task: 'a', needs: ['typo'] }])).rejects.toThrow('a');
});

test('every gate needs only gates of the list, and every jest run leaves its report where it is counted', () => {
  const tasks = GATES.map(({ task }) => task);

  for (const { task, needs = [], jestReport } of GATES) {
    expect(tasks).toEqual(expect.arrayContaining([...needs]));
    expect(jestReport !== undefined).toBe(task.startsWith('test:'));
  }
});
