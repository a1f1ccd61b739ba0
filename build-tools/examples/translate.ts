import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { translatableOnly } from './example';

/**
 * Asks rosetta whether the examples of the assembly (README and doc comments) compile and can be said in every language.
 *
 * It works on a copy of the assembly whose README has only the examples that are for everyone, beside a `node_modules` in which the package is
 * installed: by itself rosetta would call npm for that.
 */
export function translatable(): boolean {
  const directory = mkdtempSync(join(tmpdir(), 'examples-'));
  try {
    const assembly = JSON.parse(readFileSync('.jsii', 'utf8'));
    assembly.readme.markdown = translatableOnly(assembly.readme.markdown);
    writeFileSync(join(directory, '.jsii'), JSON.stringify(assembly));
    cpSync('package.json', join(directory, 'package.json'));
    cpSync('rosetta', join(directory, 'rosetta'), { recursive: true });

    mkdirSync(join(directory, 'node_modules'));
    symlinkSync(resolve('.'), join(directory, 'node_modules', assembly.name));
    for (const name of readdirSync('node_modules')) {
      symlinkSync(resolve('node_modules', name), join(directory, 'node_modules', name));
    }
    const rosetta = ['extract', '--strict', '--directory', directory, directory];
    return spawnSync('jsii-rosetta', rosetta, { stdio: 'inherit' }).status === 0;
  } finally {
    rmSync(directory, { recursive: true });
  }
}
