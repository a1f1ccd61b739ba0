import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { GateResult } from '../../build-tools/gates/gate';

let reports: string;
let said: string;
beforeEach(() => {
  reports = mkdtempSync(join(tmpdir(), 'reports-'));
});
afterEach(() => rmSync(reports, { recursive: true }));

const COMPILE: GateResult = { task: 'compile', outcome: 'passed', seconds: 1 };

test('adds the tests of every jest run and one for each other gate', () => {
  const newest = jest('newest', { numPassedTests: 10 });
  const floor = jest('floor', { numPassedTests: 8 });

  expect(count([COMPILE, newest, floor])).toEqual({ line: 'Tests: 19 passed, 0 failed', status: 0 });
});

test('counts failed tests and files that could not run', () => {
  const newest = jest('newest', { numPassedTests: 7, numFailedTests: 2, numRuntimeErrorTestSuites: 1 }, 'failed');

  expect(count([COMPILE, newest], 1)).toEqual({ line: 'Tests: 8 passed, 3 failed', status: 1 });
});

test.each(['failed', 'not run'] as const)('counts a gate that is %s as one failure', (outcome) => {
  expect(count([COMPILE, { task: 'api', outcome, seconds: 0 }], 1)).toEqual({
    line: 'Tests: 1 passed, 1 failed',
    status: 1,
  });
});

test('counts a jest run without report as a failure, whatever its gate says', () => {
  const lost: GateResult = { ...COMPILE, jestReport: join(reports, 'lost.json') };

  expect(count([COMPILE, lost])).toEqual({ line: 'Tests: 1 passed, 1 failed', status: 1 });
});

test('counts a gate that failed although its tests passed', () => {
  const newest = jest('newest', { numPassedTests: 7 }, 'failed');

  expect(count([newest], 1)).toEqual({ line: 'Tests: 7 passed, 1 failed', status: 1 });
});

test('fails when nothing was reported, or when only the exit code says so', () => {
  expect(count(undefined, 1)).toEqual({ line: 'Tests: 0 passed, 1 failed', status: 1 });
  expect(count(undefined, 0)).toEqual({ line: 'Tests: 0 passed, 1 failed', status: 1 });
  expect(count([COMPILE], 1)).toEqual({ line: 'Tests: 1 passed, 1 failed', status: 1 });
});

test('adds the deployments and assertions of the emulator', () => {
  local({ passed: 20, failed: 0, skipped: 3 });
  expect(count([COMPILE], 0, 0)).toEqual({ line: 'Tests: 21 passed, 0 failed', status: 0 });

  local({ passed: 19, failed: 1, skipped: 3 });
  expect(count([COMPILE], 0, 1)).toEqual({ line: 'Tests: 20 passed, 1 failed', status: 1 });

  local({ passed: 20, failed: 0, skipped: 3 });
  expect(count([COMPILE], 0, 1)).toEqual({ line: 'Tests: 21 passed, 1 failed', status: 1 });
});

test('without Python or PyPI nothing is counted, and that is said', () => {
  local({ notPrepared: 'No Python 3.10 was found.' });

  expect(count([COMPILE], 0, 1)).toEqual({ line: 'Tests: 1 passed, 0 failed', status: 0 });
  expect(said).toContain('Not deployed to the emulator, and not counted: No Python 3.10 was found.');
});

test('a run on the emulator without report is a failure', () => {
  expect(count([COMPILE], 0, 1)).toEqual({ line: 'Tests: 1 passed, 1 failed', status: 1 });
});

function local(report: object): void {
  writeFileSync(join(reports, 'integ-local.json'), JSON.stringify(report));
}

function jest(name: string, numbers: object, outcome: GateResult['outcome'] = 'passed'): GateResult {
  const jestReport = join(reports, `jest-${name}.json`);
  const none = { numPassedTests: 0, numFailedTests: 0, numRuntimeErrorTestSuites: 0 };
  writeFileSync(jestReport, JSON.stringify({ ...none, ...numbers }));
  return { task: `test:${name}`, outcome, seconds: 1, jestReport };
}

function count(
  results: GateResult[] | undefined,
  exitCode = 0,
  localStatus?: number,
): { line: string; status: number | null } {
  if (results) {
    writeFileSync(join(reports, 'gates.json'), JSON.stringify(results));
  }
  const script = ['.ci/count-tests.mjs', reports, `${exitCode}`];
  if (localStatus !== undefined) script.push(`${localStatus}`);
  const { stdout, status } = spawnSync(process.execPath, script, { encoding: 'utf8' });
  said = stdout;
  return { line: stdout.trim().split('\n').at(-1) ?? '', status };
}
