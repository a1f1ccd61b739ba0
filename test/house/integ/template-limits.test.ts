import { integApps, snapshot } from '../../../build-tools/integ/integ-apps';
import { fullest, headRoomTable, tooMuch } from '../../../build-tools/integ/limits/head-room';
import { resolvedText } from '../../../build-tools/integ/limits/resolved-text';
import { usesOf } from '../../../build-tools/integ/limits/template-limits';

describe.each(integApps())('integ app %s', (app) => {
  test('stays within the limits of CloudFormation and of the services; npm run integ:limits prints the head-room', () => {
    const uses = Object.values(snapshot(app)).flatMap(usesOf);

    expect(uses.length).toBeGreaterThan(0);
    expect(tooMuch(uses)).toEqual([]);
  });
});

const usesIn = (Resources: object) => usesOf(JSON.stringify({ Resources }));
const used = (Resources: object, limit: string) =>
  usesIn(Resources)
    .filter((use) => use.limit === limit)
    .map(({ by, used }) => [by, used]);

test('all inline policies of a role count together', () => {
  const PolicyDocument = { Statement: 'x'.repeat(6000) };
  const resources = {
    Role: { Type: 'AWS::IAM::Role', Properties: { Policies: [{ PolicyDocument }] } },
    Policy: { Type: 'AWS::IAM::Policy', Properties: { PolicyDocument, Roles: [{ Ref: 'Role' }] } },
  };
  const size = JSON.stringify(PolicyDocument).length;

  expect(used(resources, 'inline policies of a role, characters')).toEqual([['Role', size * 2]]);
  expect(tooMuch(usesIn(resources)).map(({ limit, by }) => [limit, by])).toEqual([
    ['inline policies of a role, characters', 'Role'],
  ]);
});

test.each([
  ['AWS::IAM::ManagedPolicy', { PolicyDocument: 'x'.repeat(6145) }, 'managed policy, characters'],
  ['AWS::IAM::Role', { AssumeRolePolicyDocument: 'x'.repeat(2049) }, 'trust policy, characters'],
  ['AWS::StepFunctions::StateMachine', { DefinitionString: 'ä'.repeat(524_289) }, 'definition, bytes'],
  ['AWS::Events::Rule', { EventPattern: { source: ['x'.repeat(2048)] } }, 'event pattern, characters'],
  ['AWS::Events::Rule', { Targets: [1, 2, 3, 4, 5, 6] }, 'targets of a rule'],
  [
    'AWS::Pipes::Pipe',
    { TargetParameters: { InputTemplate: 'x'.repeat(8193) } },
    'input template of a pipe, characters',
  ],
])('%s with too much is found', (Type, Properties, limit) => {
  const found = tooMuch(usesIn({ One: { Type, Properties } })).filter(({ by }) => by === 'One');

  expect(found.map((use) => use.limit)).toEqual([limit]);
});

test('too many resources are found, and 500 are not', () => {
  const resources = (count: number) =>
    Object.fromEntries([...Array(count).keys()].map((place) => [`R${place}`, { Type: 'AWS::SQS::Queue' }]));

  expect(tooMuch(usesIn(resources(500)))).toEqual([]);
  expect(tooMuch(usesIn(resources(501)))).toEqual([{ limit: 'resources', by: 'template', used: 501, most: 500 }]);
});

test('mapping templates of an OpenAPI document are found where they are', () => {
  const responses = { default: { responseTemplates: { 'application/json': 'four' } } };
  const Body = {
    paths: { '/a': { post: { 'x-amazon': { requestTemplates: { 'application/json': 'six ch' }, responses } } } },
  };

  const api = { Api: { Type: 'AWS::ApiGateway::RestApi', Properties: { Body } } };
  expect(used(api, 'mapping template, bytes')).toEqual([
    ['Api', 6],
    ['Api', 4],
  ]);
});

test('references count as the ARNs that they become', () => {
  const reference = 'x'.repeat(140);

  expect(resolvedText({ Ref: 'AWS::Region' })).toBe('ap-southeast-2');
  expect(resolvedText({ 'Fn::GetAtt': ['Role', 'Arn'] })).toBe(reference);
  expect(resolvedText({ 'Fn::Join': ['/', ['a', { Ref: 'AWS::AccountId' }, { Ref: 'Queue' }]] })).toBe(
    `a/123456789012/${reference}`,
  );
  expect(resolvedText({ 'Fn::Sub': ['${a} ${!b} ${AWS::Partition}', { a: 'x' }] })).toBe('x ${!b} aws-us-gov');
  expect(resolvedText({ a: [{ Ref: 'AWS::Partition' }] })).toBe('{"a":["aws-us-gov"]}');
});

test('the table shows of each limit the fullest, those with least head-room first', () => {
  const uses = [
    { limit: 'resources', by: 'template', used: 50, most: 500 },
    { limit: 'definition, bytes', by: 'Small', used: 10, most: 100 },
    { limit: 'definition, bytes', by: 'Large', used: 75, most: 100 },
    { limit: 'targets of a rule', by: 'Rule', used: 6, most: 5 },
  ];

  expect(fullest(uses).map(({ by }) => by)).toEqual(['Rule', 'Large', 'template']);
  const table = headRoomTable(new Map([['saga', uses]]));
  expect(table).toMatch(/saga │ targets of a rule .* ✖ none/);
  expect(table).toMatch(/definition, bytes .* 25 % │ Large/);
});
