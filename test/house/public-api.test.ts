import { readFileSync } from 'node:fs';
import ts from 'typescript';

interface JsiiType {
  readonly kind: string;
  readonly name: string;
}
const assembly = JSON.parse(readFileSync('.jsii', 'utf8')) as { types: Record<string, JsiiType> };
const types = Object.values(assembly.types);

test('the public types are those of the list: whoever adds or loses one says so there', () => {
  const list = readFileSync('test/house/public-types.txt', 'utf8').trim().split('\n');

  expect(types.map(({ kind, name }) => `${kind} ${name}`).sort()).toEqual(list.sort());
});

test('every name that TypeScript users can import reaches the other languages', () => {
  // jsii leaves out exported functions, constants and type aliases without a word.
  const program = ts.createProgram(['lib/index.d.ts'], {});
  const checker = program.getTypeChecker();
  const file = program.getSourceFile('lib/index.d.ts') as ts.SourceFile;
  const exported = checker.getExportsOfModule(checker.getSymbolAtLocation(file) as ts.Symbol);

  expect(exported.map(({ name }) => name).sort()).toEqual(types.map(({ name }) => name).sort());
});

test('no public member is a union, which has no type in other languages', () => {
  expect(pathsOf(assembly.types, 'union')).toEqual([]);
});

function pathsOf(value: unknown, key: string, path: string[] = []): string[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, inner]) =>
    name === key ? [path.join('/')] : pathsOf(inner, key, [...path, name]),
  );
}
