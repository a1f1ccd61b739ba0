import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import ts from 'typescript';

export const OUT = join(__dirname, 'out');

/** What is measured runs as a user's compiled app does: in plain Node.js, on the compiled library. */
export function compileWorkers(): void {
  rmSync(OUT, { recursive: true, force: true });
  const sources = readdirSync(__dirname, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.ts'));
  for (const source of sources) {
    const { outputText } = ts.transpileModule(readFileSync(join(__dirname, source), 'utf8'), {
      compilerOptions: { module: ts.ModuleKind.CommonJS, target: ts.ScriptTarget.ES2022, esModuleInterop: true },
    });
    const file = join(OUT, source.replace(/\.ts$/, '.js'));
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, outputText);
  }
}
