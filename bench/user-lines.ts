import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileOf, type Side } from './sides';

/** Lines between `// user code` and `// end of user code`, as the formatter breaks them: what the user writes. */
export function userLines(name: string, side: Side): number {
  let inside = false;
  let lines = 0;
  for (const line of readFileSync(join(__dirname, `${fileOf(name, side)}.ts`), 'utf8').split('\n')) {
    const text = line.trim();
    if (text === '// user code') inside = true;
    else if (text === '// end of user code') inside = false;
    else if (inside && text !== '') lines++;
  }
  return lines;
}
