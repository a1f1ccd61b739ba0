import { resolve } from 'node:path';
import ts from 'typescript';
import type { Example } from './example';
import { type Program, programOf } from './program';

/**
 * Compiles examples as a user would: strictly, and against the compiled package under its own name.
 *
 * @returns what is wrong, one line per error, with page and line.
 */
export function typeCheck(examples: readonly Example[]): string[] {
  const programs = new Map<string, { example: Example; program: Program }>(
    examples.map((example) => [
      // Inside the root, where Node's rules let a package import itself; a page's files see each other.
      resolve('examples', example.page, example.file ?? `line-${example.line}.ts`),
      { example, program: programOf(example) },
    ]),
  );
  const options: ts.CompilerOptions = {
    strict: true,
    noEmit: true,
    skipLibCheck: true,
    esModuleInterop: true,
    target: ts.ScriptTarget.ES2022,
    module: ts.ModuleKind.Node16,
    moduleResolution: ts.ModuleResolutionKind.Node16,
    types: ['node', 'jest'],
  };

  const host = ts.createCompilerHost(options);
  const { directoryExists, fileExists, readFile, getSourceFile } = host;
  host.directoryExists = (path) =>
    [...programs.keys()].some((file) => file.startsWith(`${path}/`)) || !!directoryExists?.(path);
  host.fileExists = (file) => programs.has(file) || fileExists(file);
  host.readFile = (file) => programs.get(file)?.program.text ?? readFile(file);
  host.getSourceFile = (file, target, ...rest) => {
    const text = programs.get(file)?.program.text;
    return text === undefined ? getSourceFile(file, target, ...rest) : ts.createSourceFile(file, text, target);
  };

  return ts.getPreEmitDiagnostics(ts.createProgram([...programs.keys()], options, host)).map((diagnostic) => {
    const message = ts.flattenDiagnosticMessageText(diagnostic.messageText, '\n  ');
    const source = diagnostic.file && programs.get(diagnostic.file.fileName);
    if (!source || !diagnostic.file || diagnostic.start === undefined) return message;
    const line = diagnostic.file.getLineAndCharacterOfPosition(diagnostic.start).line + 1;
    const { example, program } = source;
    const place = program.pageLine(line) ?? `${example.line} (in rosetta/${example.fixture}.ts-fixture)`;
    return `${example.page}:${place}: ${message}`;
  });
}
