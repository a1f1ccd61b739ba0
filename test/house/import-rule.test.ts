import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';

let directory: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'imports-'));
  for (const file of ['.dependency-cruiser.cjs', 'tsconfig.json', 'package.json']) {
    cpSync(file, join(directory, file));
  }
  symlinkSync(resolve('node_modules'), join(directory, 'node_modules'));
});
afterEach(() => rmSync(directory, { recursive: true }));

/** The rules that a tree of sources breaks, and in which file. */
function broken(sources: Record<string, string>): Record<string, string> {
  for (const [file, text] of Object.entries(sources)) {
    const path = join(directory, 'src', file);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text);
  }
  const depcruise = resolve('node_modules/.bin/depcruise');
  const { stdout } = spawnSync(depcruise, ['src', '--output-type', 'json'], { cwd: directory, encoding: 'utf8' });
  const { summary } = JSON.parse(stdout) as { summary: { violations: { from: string; rule: { name: string } }[] } };
  return Object.fromEntries(summary.violations.map(({ from, rule }) => [from.replace('src/', ''), rule.name]));
}

const ROOMS = ['asl', 'private', 'workflow', 'orchestrate', 'start', 'route', 'observe', 'testing', 'handler', 'cli'];

/** A tree in which a file of every room imports from every other room: `start/route.ts` imports `route/it.ts`. */
function everyRoomImportsEveryOther(): Record<string, string> {
  const sources: Record<string, string> = {};
  for (const from of ROOMS) {
    sources[`${from}/it.ts`] = 'export const it = 1;';
    for (const to of ROOMS.filter((room) => room !== from)) {
      sources[`${from}/${to}.ts`] = `import { it } from '../${to}/it';\nexport const mine = it;`;
    }
  }
  return sources;
}

test('each room may import only its own', () => {
  const sources = everyRoomImportsEveryOther();
  const refused = broken(sources);

  const allowed = Object.keys(sources).filter((file) => !file.endsWith('/it.ts') && !(file in refused));
  const constructs = (room: string) => [`${room}/asl.ts`, `${room}/private.ts`, `${room}/workflow.ts`];
  expect(allowed.sort()).toEqual(
    [
      ...['workflow/asl.ts', 'workflow/private.ts'],
      ...['orchestrate', 'start', 'route', 'observe'].flatMap(constructs),
      'orchestrate/start.ts',
      ...['testing/asl.ts', 'testing/observe.ts', 'testing/private.ts'],
      ...ROOMS.filter((room) => room !== 'cli' && room !== 'handler').map((room) => `cli/${room}.ts`),
    ].sort(),
  );
  expect(refused).toMatchObject({ 'start/route.ts': 'rooms-of-start', 'asl/private.ts': 'rooms-of-asl' });
});

test('users of the constructs load no interpreter, and a new room is made on purpose', () => {
  const refused = broken({
    'index.ts': "export { it } from './testing/it';",
    'testing/it.ts': 'export const it = 1;',
    'helpers/a.ts': 'export const a = 1;',
    'helpers/b.ts': "import { a } from './a';\nexport const b = a;",
  });

  expect(refused).toEqual({ 'index.ts': 'constructs-without-testing', 'helpers/b.ts': 'known-rooms' });
});

test('files do not load each other in a circle, but their types may know each other', () => {
  const refused = broken({
    'asl/a.ts': "import { B } from './b';\nexport class A { b = new B(); }",
    'asl/b.ts': "import { A } from './a';\nexport class B { a() { return new A(); } }",
    'asl/c.ts': "import { D } from './d';\nexport class C { d = new D(); }",
    'asl/d.ts': "import type { C } from './c';\nexport class D { c?: C; }",
  });

  expect(refused).toEqual({ 'asl/a.ts': 'no-cycles' });
});

test('only what users have is imported: peers and bundled libraries', () => {
  const importing = (name: string) => `import * as it from '${name}';\nexport const mine = it;`;
  const refused = broken({
    'asl/peer.ts': importing('aws-cdk-lib'),
    'asl/bundled.ts': importing('jsonata'),
    'asl/node.ts': importing('node:crypto'),
    'asl/dev.ts': importing('fast-check'),
    'asl/nobody.ts': importing('no-such-package'),
  });

  expect(refused).toEqual({ 'asl/dev.ts': 'only-what-users-have', 'asl/nobody.ts': 'not-to-unresolvable' });
});
