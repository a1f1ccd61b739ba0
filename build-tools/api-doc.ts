import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const directory = mkdtempSync(join(tmpdir(), 'api-doc-'));
try {
  const file = join(directory, 'API.md');
  execFileSync('jsii-docgen', ['-o', file], { stdio: 'inherit' });
  const committed = existsSync('API.md') ? readFileSync('API.md', 'utf8') : '';
  if (readFileSync(file, 'utf8') !== committed) {
    console.error('API.md is not what the library says: run "npm run docgen" after "npm run compile" and commit it.');
    process.exitCode = 1;
  }
} finally {
  rmSync(directory, { recursive: true });
}
