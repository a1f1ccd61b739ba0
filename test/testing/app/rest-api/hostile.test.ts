import * as fc from 'fast-check';
import { inputVariable } from '../../../../src/testing/app/rest-api/input-variable';
import { escapeJavaScript, utilVariable } from '../../../../src/testing/app/rest-api/util-variable';
import { readJson } from '../../../../src/testing/app/rest-api/velocity/java-json';
import { render } from '../../../../src/testing/app/rest-api/velocity/render';
import type { Value } from '../../../../src/testing/app/rest-api/velocity/values';
import { ApiApp, BODY, inputs, operation } from './api-app';

const PIECES = [
  '"',
  "'",
  '\\',
  '\\\\',
  "\\'",
  '\\"',
  '/',
  '@@',
  '$',
  '$x',
  '${x}',
  '$!x',
  '$input.body',
  '$util.x',
  '#',
  '##',
  '#*',
  '#set($x = 1)',
  '#if(true)',
  '#end',
  '{',
  '}',
  '[',
  ']',
  ',',
  ':',
  '</script>',
  '\u0000',
  '\u001f',
  '\u007f',
  '\u0080',
  '\u2028',
  '\ufeff',
  '\ud800',
  '\udc00',
  '\u{1f600}',
  'é',
  '\n',
  '\r\n',
  '\t',
  ' ',
  '__proto__',
  'constructor',
];

const text = fc.oneof(
  fc.array(fc.constantFrom(...PIECES), { maxLength: 12 }).map((pieces) => pieces.join('')),
  fc.string({ unit: 'binary' }),
);
const json = fc
  .jsonValue({ stringUnit: 'binary' })
  .chain((value) =>
    fc.oneof(fc.constant(value), fc.array(text), fc.dictionary(text, text), fc.record({ a: fc.array(text), b: text })),
  );

const rendered = (template: string, body: string) =>
  render(
    template,
    new Map<string, Value>([
      ['input', inputVariable(body, new Map())],
      ['util', utilVariable],
    ]),
  );

test('any JSON body is the input of the execution, unchanged', async () => {
  const app = new ApiApp();
  app.api({ '/orders': { post: operation(app.start()) } });
  const rehearsal = app.rehearsal();
  await fc.assert(
    fc.asyncProperty(json, async (value) => {
      const body = JSON.stringify(value);
      const before = rehearsal.executions().length;
      const { status, text: answer } = await rehearsal.request('POST', '/orders', { body });
      expect([status, JSON.parse(answer)]).toEqual([
        200,
        { executionArn: expect.any(String), startDate: expect.any(Number) },
      ]);
      expect(JSON.stringify(inputs(rehearsal)[before])).toBe(body);
    }),
    { numRuns: 150 },
  );
});

test('any other body is refused, or is the JSON that it is', async () => {
  const app = new ApiApp();
  const responses = { default: { statusCode: '200' }, '4\\d\\d': { statusCode: '400' } };
  app.api({ '/orders': { post: operation(app.start({ responses })) } });
  const rehearsal = app.rehearsal();
  await fc.assert(
    fc.asyncProperty(text, async (body) => {
      const { status, body: answer } = await rehearsal.request('POST', '/orders', { body });
      const isJson = (() => {
        try {
          JSON.parse(body);
          return true;
        } catch {
          return false;
        }
      })();
      expect(status).toBe(isJson ? 200 : 400);
      if (!isJson) {
        expect(answer).toMatchObject({ __type: 'com.amazonaws.swf.service.v2.model#InvalidExecutionInput' });
      }
    }),
    { numRuns: 150 },
  );
});

test.each([
  ['as many bytes as an input may have', 262_144, 200],
  ['one byte more', 262_145, 400],
])('a body of %s', async (_what, bytes, status) => {
  const app = new ApiApp();
  const responses = { default: { statusCode: '200' }, '4\\d\\d': { statusCode: '400' } };
  app.api({ '/orders': { post: operation(app.start({ responses })) } });
  const rehearsal = app.rehearsal();
  for (const character of ['x', "'", '/', '\\"', 'é']) {
    const size = Buffer.byteLength(character, 'utf8');
    const fill = Math.floor((bytes - 2) / size);
    const body = `"${character.repeat(fill)}${'x'.repeat(bytes - 2 - fill * size)}"`;
    await expect(rehearsal.request('POST', '/orders', { body })).resolves.toMatchObject({ status });
  }
  expect(rehearsal.executions()).toHaveLength(status === 200 ? 5 : 0);
});

test('what escapeJavaScript gives is a text of JavaScript, and of JSON once apostrophes are taken back', () => {
  fc.assert(
    fc.property(text, (value) => {
      const escaped = escapeJavaScript(value);
      expect(escaped).toMatch(/^[\x20-\x7f]*$/);
      expect(JSON.parse(`"${escaped.replaceAll("\\'", "'")}"`)).toBe(value);
      expect(rendered(BODY, value)).toBe(`"${escaped.replaceAll("\\'", "'")}"`);
    }),
    { numRuns: 500 },
  );
});

test('data is never read as a template', () => {
  fc.assert(
    fc.property(text, (value) => {
      expect(rendered('#set($x = $input.body)$x|${x}|#foreach($i in [$x])$i#end', value)).toBe(
        `${value}|${value}|${value}`,
      );
      expect(rendered('#set($x = "a${input.body}b")$x', value)).toBe(`a${value}b`);
    }),
    { numRuns: 300 },
  );
});

test('what $input.json gives is the same JSON, with its members in their order', () => {
  fc.assert(
    fc.property(json, (value) => {
      const body = JSON.stringify(value);
      fc.pre(body !== 'null');
      expect(JSON.stringify(JSON.parse(rendered("$input.json('$')", body)))).toBe(body);
    }),
    { numRuns: 300 },
  );
});

test('JSON is read with numbers of their kind and any names', () => {
  const read = readJson('{"b":1.0,"__proto__":[1e3,-0.5,12345678901234567890],"1":null,"a":{"constructor":true}}');
  expect([...(read as Map<string, Value>).keys()]).toEqual(['b', '__proto__', '1', 'a']);
  expect(rendered("$input.json('$')", '{"b":1.0,"1":[1e3,12345678901234567890,1.5E-9]}')).toBe(
    '{"b":1.0,"1":[1000.0,12345678901234567890,1.5E-9]}',
  );
  expect(() => readJson('{"a":}')).toThrow(SyntaxError);
});

test('a template that is none is refused with its place', () => {
  expect(() => rendered('{\n"a": $input.json(,)}', '{}')).toThrow("a template, line 2, at ',)}': a value is expected");
});

test('matches() means all of a text, an end of line at its end, too', () => {
  const matches = (text: string, pattern: string) =>
    render(`#if($text.matches('${pattern}'))yes#{else}no#end`, new Map<string, Value>([['text', text]]));

  expect(matches('abc', '[a-c]{3}')).toBe('yes');
  expect(matches('abc\n', '[a-c]{3}')).toBe('no');
  expect(matches('abc', 'x|ab')).toBe('no');
  expect(matches('ab', 'x|ab')).toBe('yes');
});
