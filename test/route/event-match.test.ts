import { Lazy, Stack, Token } from 'aws-cdk-lib';
import * as events from 'aws-cdk-lib/aws-events';
import { EventMatch } from '../../src';

const resolved = (value: unknown) => new Stack().resolve(value);

// https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-create-pattern-operators.html
test.each<[string, string, unknown]>([
  ['prefix', EventMatch.prefix('us-'), { prefix: 'us-' }],
  ['prefixIgnoreCase', EventMatch.prefixIgnoreCase('eventb'), { prefix: { 'equals-ignore-case': 'eventb' } }],
  ['suffix', EventMatch.suffix('.png'), { suffix: '.png' }],
  ['suffixIgnoreCase', EventMatch.suffixIgnoreCase('.PNG'), { suffix: { 'equals-ignore-case': '.PNG' } }],
  ['equalsIgnoreCase', EventMatch.equalsIgnoreCase('alice'), { 'equals-ignore-case': 'alice' }],
  ['wildcard', EventMatch.wildcard('dir/*.p*g'), { wildcard: 'dir/*.p*g' }],
  ['anythingBut', EventMatch.anythingBut('stopped', 'overloaded'), { 'anything-but': ['stopped', 'overloaded'] }],
  ['anythingBut with numbers', EventMatch.anythingBut(100, 200), { 'anything-but': [100, 200] }],
  ['anythingButPrefix', EventMatch.anythingButPrefix('us-', 'eu-'), { 'anything-but': { prefix: ['us-', 'eu-'] } }],
  ['anythingButSuffix', EventMatch.anythingButSuffix('.png'), { 'anything-but': { suffix: ['.png'] } }],
  [
    'anythingButIgnoreCase',
    EventMatch.anythingButIgnoreCase('initializing'),
    { 'anything-but': { 'equals-ignore-case': ['initializing'] } },
  ],
  ['anythingButWildcard', EventMatch.anythingButWildcard('*/lib/*'), { 'anything-but': { wildcard: ['*/lib/*'] } }],
  ['numeric', EventMatch.numeric('=', 100), { numeric: ['=', 100] }],
  ['numeric with two bounds', EventMatch.numeric('>', 10, '<=', 20), { numeric: ['>', 10, '<=', 20] }],
  ['cidr', EventMatch.cidr('10.0.0.0/24'), { cidr: '10.0.0.0/24' }],
  ['cidr of IPv6', EventMatch.cidr('2001:db8::/32'), { cidr: '2001:db8::/32' }],
  ['exists', EventMatch.exists(), { exists: true }],
  ['doesNotExist', EventMatch.doesNotExist(), { exists: false }],
  ['nullValue', EventMatch.nullValue(), null],
])('%s is what EventBridge takes', (_, match, expected) => {
  expect(resolved(match)).toEqual(expected);
});

test.each<[() => string, RegExp]>([
  [() => EventMatch.anythingButPrefix(''), /EventMatch\.anythingButPrefix must be what EventBridge accepts/],
  [() => EventMatch.wildcard('a**b'), /EventMatch\.wildcard .* received \{"wildcard":"a\*\*b"\}: Consecutive wildcard/],
  [() => EventMatch.anythingBut('a', 1), /mixed type is not supported/],
  [() => EventMatch.anythingBut(), /EventMatch\.anythingBut must/],
  [() => EventMatch.numeric('!', 1), /Unrecognized numeric range operator: !/],
  [() => EventMatch.numeric('>', 5, '<', 1), /Bottom must be less than top/],
  [() => EventMatch.numeric('>', 5, '<'), /EventMatch\.numeric must/],
  [() => EventMatch.cidr('10.0.0.0'), /one '\/' required/],
])('%s is refused where it is written', (make, message) => {
  expect(make).toThrow(message);
});

test('what only the deployment knows is not refused', () => {
  expect(resolved(EventMatch.cidr(Token.asString({ Ref: 'Block' })))).toEqual({ cidr: { Ref: 'Block' } });
  expect(resolved(EventMatch.numeric('>', Token.asNumber({ Ref: 'Limit' })))).toEqual({
    numeric: ['>', { Ref: 'Limit' }],
  });
  expect(resolved(EventMatch.prefix(Lazy.string({ produce: () => 'late' })))).toEqual({ prefix: 'late' });
});

test('a match can be used in a pattern of the CDK', () => {
  const stack = new Stack();
  const rule = new events.Rule(stack, 'Rule', {
    eventPattern: { source: [EventMatch.prefix('com.'), 'aws.s3'], detail: { size: [EventMatch.numeric('>', 1)] } },
  });
  expect(resolved((rule.node.defaultChild as events.CfnRule).eventPattern)).toEqual({
    source: [{ prefix: 'com.' }, 'aws.s3'],
    detail: { size: [{ numeric: ['>', 1] }] },
  });
});
