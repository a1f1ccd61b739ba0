import { readFileSync } from 'node:fs';

interface JestReport {
  readonly testResults: { readonly assertionResults: { readonly status: string; readonly fullName: string }[] }[];
}

/**
 * Prints which tests of a jest report did not run, and fails where none may be left out: on the newest CDK.
 */
const [report, allowed] = process.argv.slice(2);
const { testResults } = JSON.parse(readFileSync(report, 'utf8')) as JestReport;
const skipped = testResults
  .flatMap(({ assertionResults }) => assertionResults)
  .filter(({ status }) => status !== 'passed' && status !== 'failed')
  .map(({ fullName }) => fullName);

console.log(`${skipped.length} tests skipped${skipped.length ? ':' : ''}`);
for (const name of skipped) console.log(`  ${name}`);
process.exitCode = skipped.length && allowed !== 'some-allowed' ? 1 : 0;
