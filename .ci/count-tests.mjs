// Counts what `npm test` left in its reports: each test of each jest run, and each other gate as one; and what
// `npm run integ:local` left: each deployment and each assertion.
// Plain JavaScript without dependencies, because it must also tell of an `npm ci` that failed.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const [reports, status, localStatus] = process.argv.slice(2);

function countGate({ outcome, jestReport }) {
  const passed = outcome === 'passed';
  if (!jestReport || !existsSync(jestReport)) {
    return passed && !jestReport ? { passed: 1, failed: 0 } : { passed: 0, failed: 1 };
  }
  const { numPassedTests, numFailedTests, numRuntimeErrorTestSuites } = readJson(jestReport);
  const failed = numFailedTests + numRuntimeErrorTestSuites;
  // jest may be content and the gate still not: a test was skipped where none may be.
  return { passed: numPassedTests, failed: passed ? failed : Math.max(failed, 1) };
}

/** Without Python 3.10 or PyPI nothing could be tried: that is said, and counts as nothing. */
function countDeployments() {
  if (localStatus === undefined) return { passed: 0, failed: 0 };
  const report = join(reports, 'integ-local.json');
  if (!existsSync(report)) return { passed: 0, failed: 1 };
  const { passed, failed, skipped, notPrepared } = readJson(report);
  if (notPrepared !== undefined) {
    console.log(`Not deployed to the emulator, and not counted: ${notPrepared}`);
    return { passed: 0, failed: 0 };
  }
  console.log(`Deployed to the emulator: ${passed} passed, ${failed} failed, ${skipped} skipped`);
  return { passed, failed: localStatus === '0' ? failed : Math.max(failed, 1) };
}

function readJson(file) {
  return JSON.parse(readFileSync(file, 'utf8'));
}

const list = join(reports, 'gates.json');
const counts = existsSync(list) ? readJson(list).map(countGate) : [{ passed: 0, failed: 1 }];
counts.push(countDeployments());
const total = (key) => counts.reduce((sum, count) => sum + count[key], 0);
// The exit code has the last word.
const failed = status === '0' ? total('failed') : Math.max(total('failed'), 1);

console.log(`Tests: ${total('passed')} passed, ${failed} failed`);
process.exitCode = failed ? 1 : 0;
