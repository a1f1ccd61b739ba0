import { spawn } from 'node:child_process';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { GATES, REPORTS } from './gates';
import { runGates, type TaskRunner } from './run-gates';

const runTask: TaskRunner = ({ task, live }) =>
  new Promise((resolve, reject) => {
    const child = spawn('projen', [task], { stdio: ['ignore', live ? 'inherit' : 'pipe', live ? 'inherit' : 'pipe'] });
    let output = '';
    child.stdout?.on('data', (chunk) => {
      output += chunk;
    });
    child.stderr?.on('data', (chunk) => {
      output += chunk;
    });
    child.on('error', reject);
    child.on('close', (code) => resolve({ succeeded: code === 0, output }));
  });

async function main() {
  rmSync(REPORTS, { recursive: true, force: true });
  mkdirSync(REPORTS, { recursive: true });
  const begin = Date.now();
  const results = await runGates(GATES, Math.min(availableParallelism(), 4), runTask, console.log);
  writeFileSync(`${REPORTS}/gates.json`, JSON.stringify(results, undefined, 2));

  const bad = results.filter(({ outcome }) => outcome !== 'passed');
  console.log(
    `\n${results.length - bad.length} of ${results.length} gates passed in ${Math.round((Date.now() - begin) / 1000)} s`,
  );
  for (const { task, outcome } of bad) console.log(`  ${task}: ${outcome}`);
  process.exitCode = bad.length ? 1 : 0;
}

void main();
