import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { examplesOf } from './example';
import { translatable } from './translate';
import { typeCheck } from './type-check';

function pages(): string[] {
  const docs = existsSync('docs') ? readdirSync('docs', { recursive: true, encoding: 'utf8' }) : [];
  return ['README.md', ...docs.filter((file) => file.endsWith('.md')).map((file) => join('docs', file))];
}

const examples = pages().flatMap((page) => examplesOf(page, readFileSync(page, 'utf8')));
const errors = typeCheck(examples);
for (const error of errors) console.error(error);
console.log(`${examples.length} examples in pages, ${errors.length} errors`);

process.exitCode = translatable() && errors.length === 0 ? 0 : 1;
