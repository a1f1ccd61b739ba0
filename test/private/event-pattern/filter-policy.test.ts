import { FilterPolicy, type FilterPolicyScope } from '../../../src/private/event-pattern/filter-policy';

const text = (StringValue: string) => ({ DataType: 'String', StringValue });
const number = (StringValue: string) => ({ DataType: 'Number', StringValue });
const list = (...values: unknown[]) => ({ DataType: 'String.Array', StringValue: JSON.stringify(values) });

// https://docs.aws.amazon.com/sns/latest/dg/string-value-matching.html, numeric-value-matching.html, attribute-key-matching.html
const byAttributes: [object, Record<string, object>, boolean][] = [
  [{ sport: ['rugby'] }, { sport: text('rugby') }, true],
  [{ sport: ['rugby'] }, { sport: text('tennis') }, false],
  [{ sport: ['rugby'] }, {}, false],
  [{ sport: ['rugby'] }, { sport: list('tennis', 'rugby') }, true],
  [{ sport: ['rugby'] }, { sport: list('tennis', 'football') }, false],
  [{ sport: [{ 'anything-but': ['rugby', 'tennis'] }] }, { sport: text('baseball') }, true],
  [{ sport: [{ 'anything-but': ['rugby', 'tennis'] }] }, { sport: text('rugby') }, false],
  [{ sport: [{ 'anything-but': ['rugby'] }] }, { sport: list('rugby', 'baseball') }, true],
  [{ event: [{ 'anything-but': { prefix: 'order-' } }] }, { event: text('data-entry') }, true],
  [{ event: [{ 'anything-but': { prefix: 'order-' } }] }, { event: text('order-number') }, false],
  [{ sport: [{ 'equals-ignore-case': 'TENNIS' }] }, { sport: text('tennis') }, true],
  [{ source_ip: [{ cidr: '10.0.0.0/24' }] }, { source_ip: text('10.0.0.255') }, true],
  [{ source_ip: [{ cidr: '10.0.0.0/24' }] }, { source_ip: text('10.1.1.0') }, false],
  [{ sport: [{ prefix: 'bas' }] }, { sport: text('baseball') }, true],
  [{ sport: [{ suffix: 'ball' }] }, { sport: text('baseball') }, true],
  [{ sport: [{ wildcard: '*ball' }] }, { sport: text('baseball') }, true],
  [{ balance: [{ numeric: ['=', 301.5] }] }, { balance: number('3.015e2') }, true],
  [{ price_usd: [100] }, { price_usd: number('100') }, true],
  [{ price_usd: [100] }, { price_usd: text('100') }, false],
  [{ price_usd: ['100'] }, { price_usd: number('100') }, false],
  [{ price: [{ 'anything-but': [100, 500] }] }, { price: number('101') }, true],
  [{ price: [{ 'anything-but': [100, 500] }] }, { price: number('100.0') }, false],
  [{ value: [{ numeric: ['>', 0, '<=', 150] }] }, { value: number('150') }, true],
  [{ value: [{ numeric: ['<', 5] }] }, { value: text('1') }, false],
  [{ store: [{ exists: true }] }, { store: text('fans') }, true],
  [{ store: [{ exists: true }] }, {}, false],
  [{ store: [{ exists: false }] }, { other: text('fans') }, true],
  [{ store: [{ exists: false }] }, { store: text('fans') }, false],
  [{ flags: [true] }, { flags: list(true, 'x') }, true],
  [{ flags: [null] }, { flags: list(null) }, true],
  [{ flags: [true] }, { flags: text('true') }, false],
  [{ photo: [{ exists: true }] }, { photo: { DataType: 'Binary', BinaryValue: 'eA==' } }, false],
  [{ flags: ['x'] }, { flags: { DataType: 'String.Array', StringValue: 'x' } }, false],
  [{ a: ['1'], b: ['2'] }, { a: text('1'), b: text('2') }, true],
  [{ a: ['1'], b: ['2'] }, { a: text('1') }, false],
  [
    { source: ['aws.cloudwatch'], $or: [{ a: ['1'] }, { b: ['2'] }] },
    { source: text('aws.cloudwatch'), b: text('2') },
    true,
  ],
];

test.each(byAttributes)('by attributes %j lets %j through: %p', (policy, attributes, expected) => {
  expect(FilterPolicy.parse(policy, 'MessageAttributes').matches('{"sport":"rugby"}', attributes)).toBe(expected);
});

// Recorded: localstack tests/aws/services/sns/test_sns_filter_policy.py
const RECORDS = {
  Records: { s3: { object: { key: [{ prefix: 'auto-' }] } }, eventName: [{ prefix: 'ObjectCreated:' }] },
};
const record = (eventName: string, key: string) => ({ eventName, s3: { object: { key } } });
const EITHER = {
  $or: [{ metricName: ['CPUUtilization', 'ReadLatency'] }, { namespace: ['AWS/EC2', 'AWS/ES'] }],
  detail: { scope: ['Service'], $or: [{ source: ['aws.cloudwatch'] }, { type: ['CloudWatch Alarm State Change'] }] },
};
const byBody: [object, unknown, boolean][] = [
  [RECORDS, { Records: [record('ObjectCreated:Put', 'auto-1'), record('ObjectRemoved:Delete', 'home-1')] }, true],
  [RECORDS, { Records: [record('ObjectRemoved:Delete', 'auto-1')] }, false],
  [RECORDS, { Records: [record('ObjectCreated:Put', 'home-1')] }, false],
  [RECORDS, { Records: [{ eventName: 'ObjectCreated:Put', s3: { object: [[{ key: 'auto-1' }]] } }] }, true],
  [
    EITHER,
    { metricName: 'CPUUtilization', detail: { scope: 'aws.cloudwatch', type: 'CloudWatch Alarm State Change' } },
    false,
  ],
  [EITHER, { metricName: 'CPUUtilization', detail: { scope: 'Service', type: 'CPUUtilization' } }, false],
  [EITHER, { metricName: 'CPUUtilization', detail: { type: 'CloudWatch Alarm State Change' } }, false],
  [EITHER, { metricName: 'CPUUtilization', detail: { scope: 'Service' } }, false],
  [EITHER, { metricName: 'CPUUtilization', scope: 'Service' }, false],
  [EITHER, { metricName: 'ReadLatency', detail: { scope: 'Service', source: 'aws.cloudwatch' } }, true],
  [EITHER, { namespace: 'AWS/ES', detail: { scope: 'Service', source: 'aws.cloudwatch' } }, true],
  [EITHER, { metricName: 'CPUUtilization', detail: { scope: 'Service', type: 'CloudWatch Alarm State Change' } }, true],
  [{ a: ['1'] }, 'text', false],
  [{ a: ['1'] }, ['1'], false],
];

test.each(byBody)('by the body %j lets %j through: %p', (policy, body, expected) => {
  expect(FilterPolicy.parse(policy, 'MessageBody').matches(JSON.stringify(body))).toBe(expected);
});

test('a body that is no JSON is not let through', () => {
  expect(FilterPolicy.parse('{"a":["1"]}', 'MessageBody').matches('{')).toBe(false);
});

// The words of SNS: localstack tests/aws/services/sns/test_sns_filter_policy.snapshot.json, 2024-05-14
test.each<[object, FilterPolicyScope, string]>([
  [{ key: [['value']] }, 'MessageAttributes', 'FilterPolicy: Match value must be String, number, true, false, or null'],
  [{ key: [{ 'wrong-operator': true }] }, 'MessageAttributes', 'FilterPolicy: Unrecognized match type wrong-operator'],
  [
    { key: [{ suffix: 'a', prefix: 'b' }] },
    'MessageAttributes',
    'FilterPolicy: Only one key allowed in match expression',
  ],
  [{ key: [{ suffix: null }] }, 'MessageBody', 'FilterPolicy: suffix match pattern must be a string'],
  [{ key: { suffix: 'value' } }, 'MessageBody', 'FilterPolicy: "suffix" must be an object or an array'],
  [{ key: [{ numeric: ['>', 20, 30] }] }, 'MessageBody', 'FilterPolicy: Bad value in numeric range: 30'],
  [{ key: [{ exists: 'no' }] }, 'MessageBody', 'FilterPolicy: exists match pattern must be either true or false.'],
  [
    { a: { b: ['1'] } },
    'MessageAttributes',
    'Filter policy scope MessageAttributes does not support nested filter policy',
  ],
  [
    Object.fromEntries(['a', 'b', 'c', 'd', 'e', 'f'].map((name) => [name, ['1']])),
    'MessageBody',
    'FilterPolicy: Filter policy can not have more than 5 keys',
  ],
  [{ a: Array(151).fill('1') }, 'MessageAttributes', 'FilterPolicy: Filter policy is too complex'],
  [{ a: { b: { c: Array(51).fill('1') } } }, 'MessageBody', 'FilterPolicy: Filter policy is too complex'],
  [{ a: Array(13).fill('1'), b: Array(12).fill('1') }, 'MessageBody', 'FilterPolicy: Filter policy is too complex'],
])('%j by %s is refused: %s', (policy, scope, message) => {
  expect(() => FilterPolicy.parse(policy, scope)).toThrow(`Invalid parameter: ${message}`);
});

// https://docs.aws.amazon.com/sns/latest/dg/subscription-filter-policy-constraints.html: 4 x 3 x 3 x 2 = 72
test('combinations are counted as the page counts them', () => {
  const values = (count: number) => Array(count).fill('1');
  const policy = (count: number) => ({ a: { b: { c: values(4) } }, d: { e: values(count) } });
  expect(() => FilterPolicy.parse(policy(6), 'MessageBody')).not.toThrow();
  expect(() => FilterPolicy.parse(policy(7), 'MessageBody')).toThrow('too complex');
  const either = { $or: [{ a: values(70) }, { b: values(80) }] };
  expect(() => FilterPolicy.parse(either, 'MessageAttributes')).not.toThrow();
});
