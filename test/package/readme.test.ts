import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { type Example, examplesOf } from '../../build-tools/examples/example';
import { InstalledPackage } from './installed-package';

type NamedExample = Example & { file: string };

const files = examplesOf('README.md', readFileSync('README.md', 'utf8')).filter(
  (example): example is NamedExample => example.file !== undefined,
);

let user: InstalledPackage;
beforeAll(() => {
  user = new InstalledPackage();
}, 60_000);
afterAll(() => user.remove());

test("the README's files, copied into a project that installed the package, pass their own tests", () => {
  for (const { file, code } of files) {
    mkdirSync(join(user.directory, dirname(file)), { recursive: true });
    writeFileSync(join(user.directory, file), code);
  }
  const report = join(user.directory, 'report.json');
  const config = { rootDir: user.directory, transform: { '\\.ts$': resolve('node_modules/@swc/jest') } };
  const args = ['--ci', '--config', JSON.stringify(config), '--json', '--outputFile', report];
  execFileSync(resolve('node_modules/.bin/jest'), args, { cwd: user.directory, stdio: 'pipe' });

  const { numPassedTests, numTotalTests } = JSON.parse(readFileSync(report, 'utf8'));
  expect(numPassedTests).toBeGreaterThan(0);
  expect(numPassedTests).toBe(numTotalTests);
}, 60_000);
