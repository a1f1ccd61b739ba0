import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const directory = mkdtempSync(join(tmpdir(), 'api-doc-'));
try {
  const file = join(directory, 'API.md');
  execFileSync('jsii-docgen', ['-o', file], { stdio: 'inherit' });
  if (readFileSync(file, 'utf8') !== readFileSync('API.md', 'utf8')) {
    console.error('API.md is not what the library says: run "npm run docgen" after "npm run compile" and commit it.');
    process.exitCode = 1;
  }
} finally {
  rmSync(directory, { recursive: true });
}
