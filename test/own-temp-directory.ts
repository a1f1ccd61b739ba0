import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Before all tests: every App of the CDK leaves a cloud assembly in the temporary directory, so this run gets its own. */
export default function ownTempDirectory(): void {
  process.env.TMPDIR = mkdtempSync(join(tmpdir(), 'cdk-workflows-tests-'));
}
