import { App, Aws, CfnOutput, CfnParameter, Fn, Lazy, Stack, Token } from 'aws-cdk-lib';
import * as sns from 'aws-cdk-lib/aws-sns';
import * as fc from 'fast-check';
import { renderLiteral } from '../../src/workflow/definition-literal';

let stack: Stack;
beforeEach(() => {
  stack = new Stack(new App(), 'Stack');
});

function render(definition: object, scope = stack) {
  const rendered: ReturnType<typeof renderLiteral>[] = [];
  scope.resolve(Lazy.uncachedAny({ produce: (context) => void rendered.push(renderLiteral(definition, context)) }));
  const { text, substitutions, definition: data } = rendered[0];
  return { text, substitutions: scope.resolve(substitutions), data };
}

test('a definition without tokens is its JSON, and there is no substitution map', () => {
  expect(render({ a: [1, 'x', null, true], b: { c: undefined } })).toEqual({
    text: '{"a":[1,"x",null,true],"b":{}}',
    substitutions: undefined,
    data: { a: [1, 'x', null, true], b: {} },
  });
});

test('a reference becomes a substitution with a name that a person can read', () => {
  const topic = new sns.Topic(stack, 'Alerts');
  expect(render({ arn: topic.topicArn, again: topic.topicArn, name: topic.topicName })).toMatchObject({
    text: '{"arn":"${AlertsRef}","again":"${AlertsRef}","name":"${AlertsTopicName}"}',
    substitutions: {
      AlertsRef: { Ref: stack.getLogicalId(topic.node.defaultChild as sns.CfnTopic) },
      AlertsTopicName: { 'Fn::GetAtt': [expect.any(String), 'TopicName'] },
    },
  });
});

test('two resources of the same id keep their own substitutions', () => {
  const nested = new sns.Topic(new Stack(stack, 'Inner'), 'Alerts');
  const outer = new sns.Topic(stack, 'Alerts');
  const { text, substitutions } = render({ a: outer.topicName, b: nested.topicName });
  expect(text).toBe('{"a":"${AlertsTopicName}","b":"${AlertsTopicName2}"}');
  expect(Object.keys(substitutions)).toEqual(['AlertsTopicName', 'AlertsTopicName2']);
});

test('text around a token stays literal', () => {
  expect(render({ Resource: `arn:${Aws.PARTITION}:states:::lambda:invoke` })).toMatchObject({
    text: '{"Resource":"arn:${AWSPartition}:states:::lambda:invoke"}',
    substitutions: { AWSPartition: { Ref: 'AWS::Partition' } },
  });
});

test('a number that only the deployment knows stands without quotes', () => {
  const limit = new CfnParameter(stack, 'Limit', { type: 'Number' });
  const { text, data } = render({ TimeoutSeconds: limit.valueAsNumber });
  expect(text).toBe('{"TimeoutSeconds":${LimitRef}}');
  expect(data).toEqual({ TimeoutSeconds: '${LimitRef}' });
});

test('what is known now is written now, whatever kind of token it is', () => {
  const lazy = {
    text: Lazy.string({ produce: () => 'say "hi"' }),
    number: Lazy.number({ produce: () => 7 }),
    list: Lazy.list({ produce: () => ['a', 'b'] }),
    object: Lazy.any({ produce: () => ({ nested: Lazy.string({ produce: () => 'x' }) }) }),
    none: Token.asAny(null),
  };
  expect(render(lazy).text).toBe(
    '{"text":"say \\"hi\\"","number":7,"list":["a","b"],"object":{"nested":"x"},"none":null}',
  );
});

test('an intrinsic function becomes one substitution', () => {
  const { text, substitutions } = render({ a: Fn.select(0, Fn.split('-', Aws.STACK_NAME)) });
  expect(text).toBe('{"a":"${Value}"}');
  expect(substitutions).toEqual({ Value: { 'Fn::Select': [0, { 'Fn::Split': ['-', { Ref: 'AWS::StackName' }] }] } });
});

test("a user's own ${…} is kept from CloudFormation, and is the same text in JSON", () => {
  const { text } = render({ a: '${x} and ${', b: `$\{AWS::Region} ${Aws.REGION}` });
  expect(text).toBe('{"a":"\\u0024{x} and \\u0024{","b":"\\u0024{AWS::Region} ${AWSRegion}"}');
  expect(JSON.parse(text).a).toBe('${x} and ${');
});

test('a list that only the deployment knows is joined as JSON joins it', () => {
  const ids = new CfnParameter(stack, 'Ids', { type: 'CommaDelimitedList' });
  const { text, substitutions } = render({ InstanceIds: ids.valueAsList, other: 1 });
  expect(text).toBe('{"InstanceIds":["${Value}"],"other":1}');
  expect(substitutions).toEqual({ Value: { 'Fn::Join': ['","', { Ref: 'Ids' }] } });
});

test('characters that this library marks with are no marks in the text of a user', () => {
  const value = { lone: '\u0092x\u009c', home: 'a \u0091home\u009c \u0093 b' };
  expect(JSON.parse(render(value).text)).toEqual(value);
  expect(render(value).data).toEqual(value);
});

test('a resource of another stack is imported, not named', () => {
  const app = new App();
  const producer = new Stack(app, 'Producer');
  const consumer = new Stack(app, 'Consumer');
  const topic = new sns.Topic(producer, 'Topic');
  new CfnOutput(consumer, 'Out', {
    value: Lazy.uncachedString({
      produce: (context) =>
        Object.values(renderLiteral({ a: topic.topicArn }, context).substitutions ?? {})[0].toString(),
    }),
  });
  const template = app.synth().getStackByName('Consumer').template;
  expect(template.Outputs.Out.Value).toEqual({ 'Fn::ImportValue': expect.stringContaining('Producer:') });
});

test('any JSON survives', () => {
  fc.assert(
    fc.property(
      fc.object({
        withNullPrototype: false,
        key: fc.string({ unit: 'grapheme' }),
        values: [fc.string({ unit: 'grapheme' }), fc.integer(), fc.boolean(), fc.constant(null)],
      }),
      (value) => {
        const { text, data } = render(value);
        expect(JSON.parse(text)).toEqual(JSON.parse(JSON.stringify(value)));
        expect(data).toEqual(JSON.parse(JSON.stringify(value)));
        expect(text).not.toContain('${');
      },
    ),
  );
});
