import { type Example, examplesOf, translatableOnly } from '../../build-tools/examples/example';
import { programOf } from '../../build-tools/examples/program';
import { typeCheck } from '../../build-tools/examples/type-check';

const PAGE = `# Page

\`\`\`ts
const text: string = 5;
\`\`\`

\`\`\`sh
npm test
\`\`\`

\`lib/a.ts\` of an app:

\`\`\`ts nofixture
export const a = 1;
\`\`\`

\`test/a.test.ts\`:

\`\`\`ts fixture=test-file
import { a } from '../lib/a';

test('a', () => expect(a).toBe(1));
\`\`\`
`;

test('finds the blocks of TypeScript in a page, with line, fixture and file', () => {
  const found = examplesOf('docs/page.md', PAGE).map(({ line, fixture, file }) => ({ line, fixture, file }));

  expect(found).toEqual([
    { line: 4, fixture: 'default', file: undefined },
    { line: 14, fixture: undefined, file: 'lib/a.ts' },
    { line: 20, fixture: 'test-file', file: 'test/a.test.ts' },
  ]);
});

test('an example is put into its fixture, its imports and declarations before it', () => {
  const code = "import {\n  x,\n} from 'x';\ndeclare const y: number;\nx(y);";
  const example: Example = { page: 'page.md', line: 10, code, fixture: 'default', file: undefined };
  const lines = programOf(example).text.split('\n');

  expect(lines.slice(0, 4)).toEqual(['import {', '  x,', "} from 'x';", 'declare const y: number;']);
  const call = lines.indexOf('x(y);');
  expect(lines.slice(0, call).join('\n')).toContain('class Example extends Construct');
  expect(programOf(example).pageLine(call + 1)).toBe(14);
});

test('an error is told with page and line; files of one page see each other', () => {
  expect(typeCheck(examplesOf('docs/page.md', PAGE))).toEqual([
    "docs/page.md:4: Type 'number' is not assignable to type 'string'.",
  ]);
}, 30_000);

test('only examples for everyone are asked to be said in every language', () => {
  const left = translatableOnly(PAGE);

  expect(examplesOf('docs/page.md', left).map(({ fixture }) => fixture)).toEqual(['default']);
  expect(left).toContain('npm test');
});
