import { mkdtempSync, readdirSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App, Stack } from 'aws-cdk-lib';
import { EventSchema, EventSchemas } from '../../src';
import { fileWith, runCli } from './run-cli';

const detail = { type: 'object', required: ['orderId'], properties: { orderId: { type: 'string' } } };
const directory = () => join(mkdtempSync(join(tmpdir(), 'schemas-')), 'new');

const schema = (content: unknown, properties: object = {}) => ({
  Type: 'AWS::EventSchemas::Schema',
  Properties: { Type: 'JSONSchemaDraft4', SchemaName: 'shop@A', RegistryName: 'r', Content: content, ...properties },
});

test('every schema of an app becomes a file', async () => {
  const app = new App();
  const stack = new Stack(app, 'Shop');
  const schemas = ['Order Placed', 'Order Lost'].map((detailType) =>
    EventSchema.of({ source: 'com.example.orders', detailType, detail }),
  );
  new EventSchemas(stack, 'Schemas', { schemas });
  const out = directory();
  const { exitCode, stdout, stderr } = await runCli('schemas', app.synth().directory, '--out', out);
  const names = ['com.example.orders@OrderPlaced.json', 'com.example.orders@OrderLost.json'];
  expect({ exitCode, stdout, stderr }).toEqual({ exitCode: 0, stdout: `${names.join('\n')}\n`, stderr: '' });
  expect(readdirSync(out).sort()).toEqual([...names].sort());
  expect(JSON.parse(readFileSync(join(out, names[0]), 'utf8'))).toEqual(schemas[0].document);
});

test('a template does as well, with names that are no paths; other kinds of schemas are left out', async () => {
  const template = fileWith(
    {
      Resources: {
        A: schema('{"a":1}', { SchemaName: '../a/b' }),
        Same: schema('{"a": 1}', { SchemaName: '../a/b' }),
        B: schema('openapi', { Type: 'OpenApi3' }),
      },
    },
    'shop.template.json',
  );
  const out = directory();
  expect(await runCli('schemas', template, '--out', out)).toMatchObject({ exitCode: 0, stdout: '..-a-b.json\n' });
  expect(readFileSync(join(out, '..-a-b.json'), 'utf8')).toBe('{\n  "a": 1\n}\n');
});

test.each<[string, object, RegExp]>([
  ['has none', {}, /shop\.template\.json has no AWS::EventSchemas::Schema of the type JSONSchemaDraft4/],
  ['has one that is no JSON', { A: schema('{') }, /the schema shop@A is no JSON/],
  ['has two of one name', { A: schema('{}'), B: schema('[]') }, /has two different schemas of the name shop@A/],
])('a file that %s is an error', async (_, Resources, message) => {
  const template = fileWith({ Resources }, 'shop.template.json');
  const { exitCode, stderr } = await runCli('schemas', template, '--out', directory());
  expect(exitCode).toBe(2);
  expect(stderr).toMatch(message);
});

test('the options of one command are not those of another', async () => {
  expect((await runCli('schemas', 'x')).stderr).toMatch(/schemas needs --out <directory>/);
  expect((await runCli('schemas', 'x', '--out', 'y', '--json')).stderr).toMatch(
    /schemas writes files and takes no --json/,
  );
  expect((await runCli('rehearse', 'x', '--out', 'y')).stderr).toMatch(/--out is for schemas/);
  expect((await runCli('check', 'x', '--out', 'y')).stderr).toMatch(/check runs nothing and takes no --out/);
});
