import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';
import { InstalledPackage } from './installed-package';

/** Uses both bundled libraries: one state in each query language. */
const SYNTHESIZE = `
const stack = new Stack(new App({ outdir: 'cdk.out' }), 'Stack');
const picked = new sfn.Pass(stack, 'Picked', { inputPath: '$.orders[0]' });
const definition = picked.next(sfn.Pass.jsonata(stack, 'Done', { outputs: '{% $states.input.id %}' }));
new Workflow(stack, 'Workflow', { definition, alarms: false });
Rehearsal.of(stack).run({ orders: [{ id: 'o-1' }] }).then(({ output }) => console.log(output));
`;

let user: InstalledPackage;
beforeAll(() => {
  user = new InstalledPackage();
}, 60_000);
afterAll(() => user.remove());

describe('the tarball', () => {
  test('holds the compiled library, its assembly and its documents, and nothing of the house', () => {
    const own = user.contents.filter((path) => !path.startsWith('node_modules/'));
    const others = own.filter((path) => !/^lib\/.*\.(js|d\.ts)$/.test(path));

    expect(others.sort()).toEqual(
      ['.jsii', 'API.md', 'CHANGELOG.md', 'LICENSE', 'NOTICE', 'README.md', 'package.json'].sort(),
    );
    expect(own).toEqual(expect.arrayContaining(['lib/index.js', 'lib/index.d.ts', 'lib/testing/index.js']));
  });

  test('bundles the libraries that the definition language needs, and no other', () => {
    const bundled = user.contents.flatMap(
      (path) => /^node_modules\/((?:@[^/]+\/)?[^/]+)\/package\.json$/.exec(path)?.[1] ?? [],
    );

    expect(bundled.sort()).toEqual(['@cfworker/json-schema', 'croner', 'csv-parse', 'json-p3', 'jsonata']);
  });
});

describe('a user loads it', () => {
  test('in CommonJS', () => {
    const output = user.run(
      'user.cjs',
      `const { App, Stack } = require('aws-cdk-lib');
       const sfn = require('aws-cdk-lib/aws-stepfunctions');
       const { Workflow } = require('cdk-workflows');
       const { Rehearsal } = require('cdk-workflows/testing');
       ${SYNTHESIZE}`,
    );
    expect(output).toBe('o-1');
  });

  test('in an ES module, by name', () => {
    const output = user.run(
      'user.mjs',
      `import { App, Stack } from 'aws-cdk-lib';
       import * as sfn from 'aws-cdk-lib/aws-stepfunctions';
       import { Workflow } from 'cdk-workflows';
       import { Rehearsal } from 'cdk-workflows/testing';
       ${SYNTHESIZE}`,
    );
    expect(output).toBe('o-1');
  });

  test('without loading a file of the library before one of its names is used', () => {
    const output = user.run(
      'lazy.cjs',
      `const loaded = () => Object.keys(require.cache).filter((file) => file.includes('cdk-workflows/lib')).length;
       const library = require('cdk-workflows');
       const before = loaded();
       const names = Object.keys(library).length;
       const cdk = Object.keys(require.cache).some((file) => file.includes('aws-cdk-lib'));
       void library.Workflow;
       console.log(JSON.stringify({ before, cdk, after: loaded() > 1, names: names > 1 }));`,
    );
    expect(JSON.parse(output)).toEqual({ before: 1, cdk: false, after: true, names: true });
  });

  test('in a function, without the constructs and without an SDK of its own', () => {
    const output = user.run(
      'function.cjs',
      `const { startHandler } = require('cdk-workflows/start-handler');
       const client = { send: async ({ input }) => ({ executionArn: 'arn:x:' + input.name }) };
       const request = { workflows: { default: 'arn' }, body: '{', idempotencyKey: 'o-1', caller: null, requestId: 'r' };
       startHandler({ client })(request).then((answer) => {
         const loaded = Object.keys(require.cache).filter((file) => file.includes('node_modules'));
         console.log(JSON.stringify({ answer, loaded: loaded.every((file) => file.includes('cdk-workflows/lib/handler')) }));
       });`,
    );
    expect(JSON.parse(output)).toEqual({ answer: { status: 400, message: 'The body is no JSON.' }, loaded: true });
  });

  test('knowing its package.json and assembly', () => {
    const output = user.run(
      'metadata.cjs',
      `console.log(require('cdk-workflows/package.json').name, require.resolve('cdk-workflows/.jsii').endsWith('.jsii'));`,
    );
    expect(output).toBe('cdk-workflows true');
  });
});

describe('its command', () => {
  test('runs a state machine of an assembly, whatever language the app is written in', () => {
    user.run(
      'app.cjs',
      `const { App, Stack } = require('aws-cdk-lib');
       const sfn = require('aws-cdk-lib/aws-stepfunctions');
       const app = new App({ outdir: 'assembly' });
       const stack = new Stack(app, 'Orders');
       const definition = new sfn.Pass(stack, 'Greet', { parameters: { 'hello.$': '$.name' } });
       new sfn.StateMachine(stack, 'Greeting', { definitionBody: sfn.DefinitionBody.fromChainable(definition) });
       app.synth();`,
    );
    const { status, stdout, stderr } = user.command('rehearse', 'assembly', '--input', '{"name":"you"}', '--json');
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    expect(JSON.parse(stdout).executions[0].output).toEqual({ hello: 'you' });
  });

  test('says with its exit code that nothing was proved', () => {
    expect(user.command('rehearse', 'nowhere')).toMatchObject({
      status: 2,
      stdout: '',
      stderr: 'cdk-workflows: there is no file or directory nowhere\n',
    });
  });

  test('knows its version', () => {
    const { version } = JSON.parse(readFileSync('package.json', 'utf8'));
    expect(user.command('--version').stdout).toBe(`${version}\n`);
  });
});

describe('TypeScript finds the types of all entry points', () => {
  const { ModuleKind, ModuleResolutionKind } = ts;
  const program = `
    import { App, Stack } from 'aws-cdk-lib';
    import * as sfn from 'aws-cdk-lib/aws-stepfunctions';
    import { Workflow } from 'cdk-workflows';
    import { startHandler } from 'cdk-workflows/start-handler';
    import { Rehearsal } from 'cdk-workflows/testing';
    export const handler = startHandler<{ n: number }>({ validate: ({ n }) => (n > 0 ? undefined : 'n') });
    ${SYNTHESIZE}`;

  test.each([
    // TypeScript 6 says that node10 will go; users of older versions have it as their default.
    [
      'node10',
      { module: ModuleKind.CommonJS, moduleResolution: ModuleResolutionKind.Node10, ignoreDeprecations: '6.0' },
    ],
    ['node16', { module: ModuleKind.Node16, moduleResolution: ModuleResolutionKind.Node16 }],
    ['bundler', { module: ModuleKind.ESNext, moduleResolution: ModuleResolutionKind.Bundler }],
  ])('with moduleResolution %s', (name, options) => {
    const right = join(user.directory, `${name}.ts`);
    const wrong = join(user.directory, `${name}-wrong.ts`);
    ts.sys.writeFile(right, program);
    ts.sys.writeFile(wrong, `${program}\nnew Workflow(); Rehearsal.of();`);

    expect(errors([right, wrong], options)).toEqual([
      expect.stringContaining(`${name}-wrong.ts: Expected 3 arguments`),
      expect.stringContaining(`${name}-wrong.ts: Expected 1 arguments`),
    ]);
  });
});

function errors(files: string[], options: ts.CompilerOptions): string[] {
  const program = ts.createProgram(files, {
    strict: true,
    noEmit: true,
    skipLibCheck: true,
    target: ts.ScriptTarget.ES2022,
    types: ['node'],
    typeRoots: [join(user.directory, 'node_modules/@types')],
    ...options,
  });
  return ts
    .getPreEmitDiagnostics(program)
    .map(({ file, messageText }) => `${file?.fileName}: ${ts.flattenDiagnosticMessageText(messageText, '\n')}`);
}
