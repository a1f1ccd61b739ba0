import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Subject } from './subject';

/** Every construct of the library, from the files in `constructs/`: a new file is all that a new construct needs. */
export function subjects(): Subject[] {
  const folder = join(__dirname, 'constructs');
  return readdirSync(folder).flatMap((file) => (require(join(folder, file)) as { subjects: Subject[] }).subjects);
}
