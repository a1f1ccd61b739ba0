import { execFileSync } from 'node:child_process';

/** Small, so that it takes seconds: it shows that the bench runs and that both sides do the same, not how fast they are. */
test('the bench measures every construct and the same workflow written by hand', () => {
  const output = execFileSync('node_modules/.bin/tsx', ['bench/main.ts', '--quick', '--json'], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const { load, interpreter, choreography, subjects } = JSON.parse(output);
  expect(load.files).toBeGreaterThan(0);
  expect(interpreter.perSecond['jsonpath-saga']).toEqual({ ours: expect.any(Number), other: expect.any(Number) });
  expect(interpreter.memory.after).toBeGreaterThan(0);
  expect(choreography.map(({ transitions }: { transitions: number }) => transitions)).toEqual([17, 28, 0, 0]);
  expect(Object.keys(subjects)).toEqual(expect.arrayContaining(['saga', 'saga-parallel', 'workflow']));
  expect(subjects.saga.facts.ours.resources.withoutAlarms).toBe(6);
  expect(subjects.saga.facts.ours.paths[0]).toMatchObject({ status: 'SUCCEEDED', transitions: 4 });
  expect(subjects.saga.facts.handwritten.paths[0]).toMatchObject({ status: 'SUCCEEDED', transitions: 4 });
  const transitionsOf = (paths: { transitions: number }[]) => paths.map(({ transitions }) => transitions);
  expect(transitionsOf(subjects.saga.sample)).toEqual([5, 3, 5, 7, 9, 7]);
  expect(transitionsOf(subjects['saga-parallel'].facts.ours.paths)).toEqual([7, 3, 13, 15, 16, 16, 17]);
  expect(subjects.saga.lines.ours).toBeLessThan(subjects.saga.lines.handwritten);
}, 120_000);
