import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';

/** projen lists most of what it generates, but not the files that it leaves writable. */
const WRITABLE = ['package.json', 'biome.jsonc'];

function contents(): Map<string, string> {
  const { files } = JSON.parse(readFileSync('.projen/files.json', 'utf8')) as { files: string[] };
  return new Map([...files, ...WRITABLE].map((file) => [file, existsSync(file) ? readFileSync(file, 'utf8') : '']));
}

const before = contents();
// Without "post": generating must not install anything.
const { status } = spawnSync('projen', ['default'], {
  stdio: 'inherit',
  env: { ...process.env, PROJEN_DISABLE_POST: '1' },
});
const changed = [...contents()].filter(([file, text]) => before.get(file) !== text).map(([file]) => file);

if (changed.length) {
  console.error(`Generated anew, commit these: ${changed.join(', ')}. Do not edit them, edit .projenrc.ts.`);
}
process.exitCode = status === 0 && changed.length === 0 ? 0 : 1;
