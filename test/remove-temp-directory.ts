import { rmSync } from 'node:fs';
import { tmpdir } from 'node:os';

/** After all tests: takes away what own-temp-directory.ts made. */
export default function removeTempDirectory(): void {
  rmSync(tmpdir(), { recursive: true, force: true });
}
