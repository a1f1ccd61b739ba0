import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as zlib from 'node:zlib';
import type { CfnResource } from 'aws-cdk-lib';
import * as apigateway from 'aws-cdk-lib/aws-apigateway';
import { Rehearsal } from '../../src/testing';
import { readItems } from '../../src/testing/distributed-map/item-reader';
import { Buckets } from '../../src/testing/integrations/buckets';
import { ApiApp, type Fields, mock, operation } from './app/rest-api/api-app';
import { machineOf, templateValue } from './machines';

const page = readFileSync('docs/testing.md', 'utf8');
const section = page.slice(page.indexOf('### What is not rehearsed'), page.indexOf('\n## Types'));

const messages = [...section.matchAll(/^\|.*\| `([^`]+)` \|$/gm)].map(([, message]) => message);

const path = (text: string) => templateValue({ 'value.$': text }, { a: [{ x: 1 }], y: 1, b: 2 });
const call = (resource: string, args: object) =>
  machineOf({ T: { Type: 'Task', Resource: `arn:aws:states:::${resource}`, Parameters: args } })
    .declareTable('t', { partitionKey: 'id' })
    .putObject('bucket', 'key', 'text')
    .run({});
const read = async (config: object, args: object = {}) => {
  const buckets = new Buckets((text) => text);
  buckets.put('bucket', 'key', 'PAR1');
  buckets.put('bucket', 'key.zst', ZSTANDARD);
  const request = { resource: 'arn:aws:states:::s3:getObject', arguments: { Bucket: 'bucket', Key: 'key', ...args } };
  return readItems({ ...request, config }, buckets);
};

/** The array [1], compressed. */
const ZSTANDARD = Buffer.from('28b52ffd00581900005b315d', 'hex');

const template = async (DefinitionString: object) => {
  const file = join(mkdtempSync(join(tmpdir(), 'template-')), 'template.json');
  const Machine = { Type: 'AWS::StepFunctions::StateMachine', Properties: { DefinitionString } };
  writeFileSync(file, JSON.stringify({ Resources: { Machine } }));
  return Rehearsal.ofFile(file);
};

/** A request to an API of one method. */
const request = (
  integration: Fields | ((app: ApiApp) => Fields),
  change: (app: ApiApp) => void = () => {},
  more = {},
) => {
  const app = new ApiApp();
  app.api({ '/': { post: operation(typeof integration === 'function' ? integration(app) : integration) } }, more);
  change(app);
  return app.rehearsal().request('POST', '/', { body: '{"a":""}' });
};
const property = (type: string, name: string, value: unknown) => (app: ApiApp) =>
  (
    app.stack.node.findAll().find((one) => (one as CfnResource).cfnResourceType === type) as CfnResource
  ).addPropertyOverride(name, value);
const rendered = (text: string) => request(mock(text));

const unsupported: readonly (readonly [() => Promise<unknown>, string])[] = [
  [() => path('$.a[?(@.x == $.y)]'), 'a filter may not refer to another value of the data'],
  [() => path('$.a[?(@.x =~ /a.*/)]'), 'regular expressions in filters are not rehearsed'],
  [() => path("$.a[?(@.x in ['a'])]"), 'operators of filters that are words are not rehearsed'],
  [() => path('$..[?(@.x)]'), 'a filter in a deep scan is not rehearsed'],
  [() => path("$['a','b']"), 'several names in one pair of brackets are not rehearsed'],
  [() => path('$.a[(@.length-1)]'), 'expressions as index are not rehearsed'],
  [
    () => read({ InputType: 'PARQUET' }),
    'stands in for a Parquet file, which a rehearsal does not decode: put its rows there, an array of objects',
  ],
  [() => read({ InputType: 'JSON' }, { VersionId: 'v' }), 'an ItemReader of a rehearsal does not know VersionId'],
  [
    () => call('aws-sdk:s3:getObject', { Bucket: 'bucket', Key: 'key', Range: 'bytes=0-1' }),
    'the buckets of a rehearsal do not know Range: leave it out, or give the state a double',
  ],
  [
    () => call('dynamodb:putItem', { TableName: 't', Item: { id: { S: '1' } }, Expected: {} }),
    'the tables of a rehearsal do not know Expected: use expressions, or a double for the state',
  ],
  [
    () => call('aws-sdk:dynamodb:scan', { TableName: 't', Segment: 0, TotalSegments: 2 }),
    'the tables of a rehearsal are not scanned in segments; give the state a double',
  ],
  [() => call('aws-sdk:ec2:describeInstances', {}), 'which nothing stands in for; add a double'],
  [
    () =>
      call('states:startExecution', { StateMachineArn: 'arn:aws:states:us-east-1:111122223333:stateMachine:other' }),
    'which is not part of the app; add a double',
  ],
  [() => template({ 'Fn::ImportValue': 'elsewhere' }), 'which no stack of the app exports'],
  [() => template({ 'Fn::GetAZs': '' }), 'is a CloudFormation function that a rehearsal does not evaluate'],
  [() => request({ type: 'http', uri: 'https://example.com' }), 'an integration of the type HTTP is not rehearsed'],
  [
    () => request((app) => app.start({ uri: app.uri('sqs:path/111122223333/orders') })),
    'sqs:path/111122223333/orders is not rehearsed',
  ],
  [
    () => {
      const app = new ApiApp();
      app.api({ '/': { post: operation(mock()) } }, { 'x-amazon-apigateway-binary-media-types': ['image/png'] });
      return app.rehearsal().request('POST', '/', { body: 'PNG', headers: { 'content-type': 'image/png' } });
    },
    'takes bodies of the type image/png as bytes, which is not rehearsed',
  ],
  [
    () => request(mock(), property('AWS::ApiGateway::Stage', 'MethodSettings', [{ CachingEnabled: true }])),
    'caches answers, which is not rehearsed',
  ],
  [
    () => {
      const app = new ApiApp();
      const api = app.api({ '/': { post: operation(mock()) } });
      new apigateway.Stage(api, 'Second', {
        deployment: api.latestDeployment as apigateway.Deployment,
        stageName: 'b',
      });
      return app.rehearsal().request('POST', '/');
    },
    'has several stages, of which a rehearsal would have to choose one',
  ],
  [
    () => request(mock(), property('AWS::ApiGateway::RestApi', 'BodyS3Location', { Bucket: 'bucket', Key: 'key' })),
    'an OpenAPI document in a bucket is not rehearsed; use an inline one',
  ],
  [
    () => request(mock(), undefined, { openapi: undefined, swagger: '2.0' }),
    'only OpenAPI 3 documents are rehearsed, not 2.0',
  ],
  [
    () =>
      request(
        mock(),
        property('AWS::ApiGateway::RestApi', 'Policy', {
          Statement: [{ Effect: 'Allow', Principal: { AWS: '111122223333' }, Action: '*', Resource: '*' }],
        }),
      ),
    'only those for everybody are rehearsed',
  ],
  [() => rendered('#evaluate("x")'), '#evaluate is not rehearsed'],
  [() => rendered('\\$a'), "a backslash before this is not rehearsed: #set($dollar = '$') gives a dollar"],
  [() => rendered("#if($input.path('$.a'))x#end"), 'do not agree whether that is true; compare it, $x != ""'],
  [
    () => rendered('$input.body.hashCode()'),
    'hashCode() is a method that a rehearsal does not know for a text, or that Java has not',
  ],
  [() => rendered("$input.body.replaceAll('a++', '')"), 'possessive quantifiers of Java are not rehearsed'],
  [
    () =>
      request({ ...mock(), requestTemplates: {}, passthroughBehavior: 'never' }, undefined, {
        'x-amazon-apigateway-gateway-responses': {
          UNSUPPORTED_MEDIA_TYPE: { responseTemplates: { 'application/json': '#if($context.stage)x#end' } },
        },
      }),
    'which API Gateway leaves as it is: only variables are filled in there',
  ],
];

test.each(unsupported)('%# says so', async (run, message) => {
  await expect(run()).rejects.toMatchObject({ name: 'RehearsalError', message: expect.stringContaining(message) });
});

test('items in Zstandard are read, or it is said that they cannot be', async () => {
  const message = 'is compressed with Zstandard, which Node.js v… cannot read';
  expect(messages).toContain(message);
  const items = read({ InputType: 'JSON' }, { Key: 'key.zst' });
  await ('zstdDecompressSync' in zlib
    ? expect(items).resolves.toMatchObject([{ value: 1 }])
    : expect(items).rejects.toThrow(message.replace('v…', process.version)));
});

test('the page lists all of it in these words', () => {
  const said = unsupported.map(([, message]) => message);
  expect(messages.filter((message) => !message.includes('Zstandard'))).toEqual(said);
});

test('the page says that a Choice without match fails as documented', async () => {
  const run = await Rehearsal.ofDefinition({
    StartAt: 'C',
    States: {
      C: { Type: 'Choice', Choices: [{ Variable: '$.a', IsPresent: true, Next: 'S' }] },
      S: { Type: 'Succeed' },
    },
  }).run({});
  expect(section).toContain(`fails with \`${run.error}\``);
});

test('the page explains every name that cdk-workflows/testing exports', () => {
  const exported = readFileSync('src/testing/index.ts', 'utf8')
    .replace(/'[^']*'/g, '')
    .match(/\b\w+\b/g)
    ?.filter((word) => !['export', 'from', 'type'].includes(word));
  const explained = page.slice(page.indexOf('\n## Types'));
  expect(exported?.filter((name) => !explained.includes(`\`${name}\``))).toEqual([]);
});
