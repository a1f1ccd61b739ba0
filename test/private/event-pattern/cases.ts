/** What a pattern does with an event: it matches, it does not, or EventBridge refuses it for a reason. */
export type PatternCase = readonly [
  pattern: unknown,
  event: Readonly<Record<string, unknown>>,
  answer: boolean | string,
];

export interface PatternCases {
  readonly source: string;
  readonly cases: readonly PatternCase[];
}

const GUIDE = 'https://docs.aws.amazon.com/eventbridge/latest/userguide';
const OPERATORS = `${GUIDE}/eb-create-pattern-operators.html`;
const README = 'https://github.com/aws/event-ruler README.md';
/** Recorded from AWS on 2024-12-05. */
const RECORDED = 'localstack tests/aws/services/events/test_events_patterns.snapshot.json';
/** Answered by software.amazon.event.ruler:event-ruler:1.8.1, as every case of this file is. */
const RULER = 'Event Ruler 1.8.1';

const EC2 = {
  version: '0',
  id: 'ddddd4-aaaa-7777-4444-345dd43cc333',
  'detail-type': 'EC2 Instance State-change Notification',
  source: 'aws.ec2',
  account: '012345679012',
  time: '2017-10-02T16:24:49Z',
  region: 'us-east-1',
  resources: ['arn:aws:ec2:us-east-1:123456789012:instance/i-000000aaaaaa00000'],
  detail: {
    'c-count': 5,
    'd-count': 3,
    'x-limit': 301.8,
    'source-ip': '10.0.0.33',
    'instance-id': 'i-000000aaaaaa00000',
    state: 'running',
  },
};

const detail = (value: unknown) => ({ detail: value });
const a = (...alternatives: unknown[]) => ({ a: alternatives });

export const PATTERN_CASES: readonly PatternCases[] = [
  {
    source: `exact values: ${README}, ${GUIDE}/eb-event-patterns.html`,
    cases: [
      [
        {
          'detail-type': ['EC2 Instance State-change Notification'],
          resources: ['arn:aws:ec2:us-east-1:123456789012:instance/i-000000aaaaaa00000'],
          detail: { state: ['initializing', 'running'] },
        },
        EC2,
        true,
      ],
      [{ source: ['aws.ec2'], detail: { state: ['terminated'] } }, EC2, false],
      [{ source: ['aws.ec2'] }, EC2, true],
      [{ source: ['AWS.EC2'] }, EC2, false],
      [{ Source: ['aws.ec2'] }, EC2, false],
      [detail({ 'c-count': [5] }), EC2, true],
      [detail({ 'c-count': ['5'] }), EC2, false],
      [detail({ missing: ['5'] }), EC2, false],
      [detail({ 'x-limit': [301.8] }), EC2, true],
      [a(300), { a: 3.0e2 }, true],
      [a(3.0e2), { a: 300 }, true],
      [a(0), { a: -0 }, true],
      [a(true), { a: true }, true],
      [a(true), { a: false }, false],
      [a(true), { a: 'true' }, false],
      [a(false), { a: false }, true],
      [a(1), { a: true }, false],
      [a('a', 1, null), { a: 1 }, true],
      [a('10.0.0.1'), { a: '10.0.0.1' }, true],
      [a('2001:db8::1'), { a: '2001:0DB8:0:0:0:0:0:1' }, true],
      [a('Ä'), { a: 'ä' }, false],
      [a({ exactly: 'b' }), { a: 'b' }, true],
    ],
  },
  {
    source: `exact values: ${RECORDED}`,
    cases: [
      // number_comparison_float: the page "Considerations when creating event patterns" says otherwise.
      [{ number: [300] }, { number: 300.0 }, true],
      // arrays_empty_null_NEG
      [{ resources: [null] }, { resources: [] }, false],
      // string_empty
      [{ string: [''] }, { string: '' }, true],
      // key_case_sensitive_NEG
      [{ my_key: ['my-value'] }, { MY_KEY: 'my-value' }, false],
      // complex_many_rules
      [
        {
          source: [{ exists: true }],
          'detail-type': [{ prefix: 'core.app' }],
          detail: {
            description: ['this-is-event-details'],
            amount: [200],
            salary: [2000, 4000],
            env: ['dev', 'prod'],
            user: ['user1', 'user2', 'user3'],
            admins: ['skyli', { prefix: 'hey' }, { prefix: 'ad' }],
            test1: [{ 'anything-but': 200 }],
            test2: [{ 'anything-but': 'test2' }],
            test3: [{ 'anything-but': ['test3', 'test33'] }],
            test4: [{ 'anything-but': { prefix: 'test4' } }],
            ip: [{ cidr: '10.102.1.0/24' }],
            'num-test1': [{ numeric: ['<', 200] }],
            'num-test2': [{ numeric: ['<=', 200] }],
            'num-test3': [{ numeric: ['>', 200] }],
            'num-test4': [{ numeric: ['>=', 200] }],
            'num-test5': [{ numeric: ['>=', 200, '<=', 500] }],
            'num-test6': [{ numeric: ['>', 200, '<', 500] }],
            'num-test7': [{ numeric: ['>=', 200, '<', 500] }],
          },
        },
        {
          source: 'core.update-account-command',
          'detail-type': 'core.app.backend',
          detail: {
            description: 'this-is-event-details',
            amount: 200,
            salary: 2000,
            env: 'prod',
            user: 'user3',
            admins: 'admin',
            test1: 300,
            test2: 'test22',
            test3: 'test333',
            test4: 'this test4',
            ip: '10.102.1.100',
            'num-test1': 100,
            'num-test2': 200,
            'num-test3': 300,
            'num-test4': 200,
            'num-test5': 500,
            'num-test6': 300,
            'num-test7': 300,
          },
        },
        true,
      ],
    ],
  },
  {
    source: `null, empty and missing: ${GUIDE}/eb-event-patterns-null-values.html, ${OPERATORS}`,
    cases: [
      [detail({ eventVersion: [''] }), detail({ eventVersion: '' }), true],
      [detail({ eventVersion: [''] }), detail({ eventVersion: null }), false],
      [detail({ responseElements: [null] }), detail({ responseElements: null }), true],
      [detail({ responseElements: [null] }), detail({ responseElements: '' }), false],
      [detail({ responseElements: [null] }), detail({ responseElements: 'null' }), false],
      [detail({ responseElements: [null] }), detail({}), false],
      [{ UserID: [null] }, { UserID: null }, true],
      [{ LastName: [''] }, { LastName: '' }, true],
      [{ Name: [{ 'equals-ignore-case': '' }] }, { Name: '' }, true],
      [a(null), { a: [null] }, true],
      [a(null), { a: {} }, false],
    ],
  },
  {
    source: `prefix: ${OPERATORS}`,
    cases: [
      [{ time: [{ prefix: '2017-10-02' }] }, EC2, true],
      [{ time: [{ prefix: '2017-10-03' }] }, EC2, false],
      [{ Region: [{ prefix: 'us-' }] }, { Region: 'us-east-1' }, true],
      [{ Region: [{ prefix: 'us-' }] }, { Region: 'US-east-1' }, false],
      [{ Region: [{ prefix: 'us-' }] }, { Region: 'eu-us-1' }, false],
      [a({ prefix: '' }), { a: 'b' }, true],
      [a({ prefix: '' }), { a: null }, false],
      [a({ prefix: '1' }), { a: 12 }, false],
      [a({ prefix: 'b' }), { a: ['c', 'bc'] }, true],
      [detail({ service: [{ prefix: { 'equals-ignore-case': 'EventB' } }] }), detail({ service: 'eventbridge' }), true],
      [detail({ service: [{ prefix: { 'equals-ignore-case': 'EventB' } }] }), detail({ service: 'EVENTBUS' }), true],
      [detail({ service: [{ prefix: { 'equals-ignore-case': 'EventB' } }] }), detail({ service: 'even' }), false],
      [a({ prefix: { 'equals-ignore-case': 'ÄB' } }), { a: 'äbc' }, true],
      [a({ prefix: 123 }), {}, 'prefix match pattern must be a string'],
      [a({ prefix: ['2022-07-13'] }), {}, 'prefix match pattern must be a string'],
      [a({ prefix: { 'equals-ignore-case': 1 } }), {}, 'equals-ignore-case match pattern must be a string'],
      [a({ prefix: { wildcard: 'b' } }), {}, 'Unsupported prefix pattern: wildcard'],
      [a({ prefix: {} }), {}, 'Prefix expression name not found'],
    ],
  },
  {
    source: `suffix: ${OPERATORS}`,
    cases: [
      [{ FileName: [{ suffix: '.png' }] }, { FileName: 'image.png' }, true],
      [{ FileName: [{ suffix: '.png' }] }, { FileName: 'image.PNG' }, false],
      [{ FileName: [{ suffix: '.png' }] }, { FileName: '.png.zip' }, false],
      [{ source: [{ suffix: 'ec2' }] }, EC2, true],
      [detail({ FileName: [{ suffix: { 'equals-ignore-case': '.png' } }] }), detail({ FileName: 'a.PNG' }), true],
      [detail({ FileName: [{ suffix: { 'equals-ignore-case': '.png' } }] }), detail({ FileName: 'a.pn' }), false],
      [a({ suffix: '' }), { a: '' }, true],
      [a({ suffix: 123 }), {}, 'suffix match pattern must be a string'],
      [a({ suffix: ['.png'] }), {}, 'suffix match pattern must be a string'],
      [a({ suffix: { prefix: 'b' } }), {}, 'Unsupported suffix pattern: prefix'],
      [a({ suffix: {} }), {}, 'Suffix expression name not found'],
    ],
  },
  {
    source: `equals-ignore-case: ${OPERATORS}`,
    cases: [
      [{ 'detail-type': [{ 'equals-ignore-case': 'ec2 instance state-change notification' }] }, EC2, true],
      [{ Service: [{ 'equals-ignore-case': 'EventBridge' }] }, { Service: 'eventbridge' }, true],
      [{ Service: [{ 'equals-ignore-case': 'EventBridge' }] }, { Service: 'eventbridge ' }, false],
      [a({ 'equals-ignore-case': '' }), { a: ' ' }, false],
      [a({ 'equals-ignore-case': 'straße' }), { a: 'STRASSE' }, true],
      [a({ 'equals-ignore-case': 'null' }), { a: null }, false],
      [a({ 'equals-ignore-case': ['b'] }), {}, 'equals-ignore-case match pattern must be a string'],
      [a({ 'equals-ignore-case': { prefix: 'ec2' } }), {}, 'equals-ignore-case match pattern must be a string'],
    ],
  },
  {
    source: `wildcard: ${OPERATORS}`,
    cases: [
      [
        { EventBusArn: [{ wildcard: 'arn:aws:events:us-east-1:*:event-bus/*' }] },
        { EventBusArn: 'arn:aws:events:us-east-1:1:event-bus/b' },
        true,
      ],
      [
        { EventBusArn: [{ wildcard: 'arn:aws:events:us-east-1:*:event-bus/*' }] },
        { EventBusArn: 'arn:aws:events:us-east-2:1:event-bus/b' },
        false,
      ],
      [{ FilePath: [{ wildcard: 'dir/*.png' }] }, { FilePath: 'dir/a/b.png' }, true],
      [{ FilePath: [{ wildcard: '*/lib/*' }] }, { FilePath: '/lib/' }, true],
      [a({ wildcard: '*' }), { a: '' }, true],
      [a({ wildcard: '*' }), { a: 1 }, false],
      [a({ wildcard: '*' }), { a: null }, false],
      [a({ wildcard: 'b*b' }), { a: 'b' }, false],
      [a({ wildcard: 'b*b' }), { a: 'bb' }, true],
      [a({ wildcard: '*bc*bc' }), { a: 'bcbbc' }, true],
      [a({ wildcard: '*bc*bc' }), { a: 'xbc' }, false],
      [a({ wildcard: 'b' }), { a: 'b' }, true],
      [a({ wildcard: 'b' }), { a: 'bc' }, false],
      [a({ wildcard: '*\\**' }), { a: 'x*y' }, true],
      [a({ wildcard: '*\\**' }), { a: 'xy' }, false],
      [a({ wildcard: 'b\\\\*' }), { a: 'b\\c' }, true],
      [a({ wildcard: 'ä*ö' }), { a: 'äöö' }, true],
      [
        { EventBusArn: [{ wildcard: 'arn:<partition>:events:<region>:**:event-bus/*' }] },
        {},
        'Consecutive wildcard characters at pos 33',
      ],
      [a({ wildcard: 'ä**' }), {}, 'Consecutive wildcard characters at pos 3'],
      [a({ wildcard: 'b\\c' }), {}, 'Invalid escape character at pos 2'],
      [a({ wildcard: 'b\\' }), {}, 'Invalid escape character at pos 2'],
      [a({ wildcard: 123 }), {}, 'wildcard match pattern must be a string'],
      [a({ wildcard: ['b*'] }), {}, 'wildcard match pattern must be a string'],
    ],
  },
  {
    source: `anything-but: ${OPERATORS}`,
    cases: [
      [detail({ state: [{ 'anything-but': 'initializing' }] }), EC2, true],
      [detail({ state: [{ 'anything-but': 'running' }] }), EC2, false],
      [detail({ 'x-limit': [{ 'anything-but': 123 }] }), EC2, true],
      [detail({ 'x-limit': [{ 'anything-but': 301.8 }] }), EC2, false],
      [detail({ state: [{ 'anything-but': ['stopped', 'overloaded'] }] }), EC2, true],
      [detail({ state: [{ 'anything-but': ['stopped', 'running'] }] }), EC2, false],
      [detail({ 'x-limit': [{ 'anything-but': [100, 200, 300] }] }), EC2, true],
      [detail({ 'c-count': [{ 'anything-but': [4, 5] }] }), EC2, false],
      [detail({ state: [{ 'anything-but': { 'equals-ignore-case': 'RUNNING' } }] }), EC2, false],
      [detail({ state: [{ 'anything-but': { 'equals-ignore-case': ['initializing', 'stopped'] } }] }), EC2, true],
      [detail({ state: [{ 'anything-but': { prefix: 'init' } }] }), EC2, true],
      [detail({ state: [{ 'anything-but': { prefix: ['init', 'run'] } }] }), EC2, false],
      [{ FileName: [{ 'anything-but': { suffix: '.txt' } }] }, { FileName: 'a.txt' }, false],
      [{ FileName: [{ 'anything-but': { suffix: ['.txt', '.rtf'] } }] }, { FileName: 'a.png' }, true],
      [{ FilePath: [{ 'anything-but': { wildcard: '*/lib/*' } }] }, { FilePath: '/usr/lib/x' }, false],
      [{ FilePath: [{ 'anything-but': { wildcard: ['*/lib/*', '*/bin/*'] } }] }, { FilePath: '/usr/sbin/x' }, true],
      [a({ 'anything-but': 'b' }), { a: ['b', 'c'] }, true],
      [a({ 'anything-but': 'b' }), { a: ['b'] }, false],
      [a({ 'anything-but': 'b' }), { a: [] }, false],
      [a({ 'anything-but': '1' }), { a: 1 }, true],
      [a({ 'anything-but': 1 }), { a: '1' }, true],
      [a({ 'anything-but': 1 }), { a: true }, true],
      [a({ 'anything-but': { prefix: 'b' } }), { a: 1 }, true],
      [a({ 'anything-but': { wildcard: '*' } }), { a: 1 }, true],
      [a({ 'anything-but': { wildcard: '*' } }), { a: 'b' }, false],
      [a({ 'anything-but': 'b' }), { a: { c: 1 } }, false],
    ],
  },
  {
    source: `anything-but: ${RECORDED}`,
    cases: [
      // content_anything_but_string_null, content_anything_but_string_missing_NEG
      [detail({ state: [{ 'anything-but': 'initializing' }] }), detail({ state: null }), true],
      [detail({ state: [{ 'anything-but': 'initializing' }] }), detail({}), false],
      // content_anything_prefix_null, content_anything_prefix_missing_NEG
      [detail({ state: [{ 'anything-but': { prefix: 'init' } }] }), detail({ state: null }), true],
      [detail({ state: [{ 'anything-but': { prefix: 'init' } }] }), detail({}), false],
      // content_anything_prefix_int_value
      [detail({ state: [{ 'anything-but': { prefix: 'init' } }] }), detail({ state: 123 }), true],
      // content_anything_wildcard_empty
      [detail({ FilePath: [{ 'anything-but': { wildcard: '' } }] }), detail({ FilePath: 'dir/init/file' }), true],
      // content_anything_but_ignorecase_EXC
      [
        detail({ state: [{ 'anything-but': { 'equals-ignore-case': 123 } }] }),
        {},
        'Inside anything-but/equals-ignore-case list, number|start|null|boolean is not supported.',
      ],
      // content_anything_but_ignorecase_list_EXC
      [
        detail({ state: [{ 'anything-but': { 'equals-ignore-case': [123, 456] } }] }),
        {},
        'Inside anything-but/equals-ignore-case list, number|start|null|boolean is not supported.',
      ],
      // content_anything_prefix_int_EXC, content_anything_prefix_list_type_EXC
      [detail({ state: [{ 'anything-but': { prefix: 123 } }] }), {}, 'prefix/suffix match pattern must be a string'],
      [
        detail({ state: [{ 'anything-but': { prefix: [123, 'test'] } }] }),
        {},
        'prefix/suffix match pattern must be a string',
      ],
      // content_anything_suffix_list_type_EXC
      [
        detail({ FileName: [{ 'anything-but': { suffix: [123, '.txt'] } }] }),
        {},
        'prefix/suffix match pattern must be a string',
      ],
      // content_anything_prefix_ignorecase_EXC
      [
        detail({ FileName: [{ 'anything-but': { prefix: { 'equals-ignore-case': 'file' } } }] }),
        {},
        'Value of anything-but must be an array or single string/number value.',
      ],
      // content_anything_wildcard_type_EXC, content_anything_wildcard_list_type_EXC
      [detail({ FilePath: [{ 'anything-but': { wildcard: 123 } }] }), {}, 'wildcard match pattern must be a string'],
      [
        detail({ state: [{ 'anything-but': { wildcard: [123, '*/dir/*'] } }] }),
        {},
        'wildcard match pattern must be a string',
      ],
    ],
  },
  {
    source: `anything-but that is refused: ${RULER}`,
    cases: [
      [a({ 'anything-but': null }), {}, 'Value of anything-but must be an array or single string/number value.'],
      [a({ 'anything-but': [null] }), {}, 'Inside anything but list, start|null|boolean is not supported.'],
      [
        a({ 'anything-but': ['b', 1] }),
        {},
        'Inside anything but list, either all values are number or string, mixed type is not supported',
      ],
      [
        a({ 'anything-but': [] }),
        {},
        'Inside anything but list, either all values are number or string, mixed type is not supported',
      ],
      [a({ 'anything-but': {} }), {}, 'Anything-But expression name not found'],
      [a({ 'anything-but': { numeric: ['>', 0] } }), {}, 'Unsupported anything-but pattern: numeric'],
      [a({ 'anything-but': { prefix: '' } }), {}, 'Null prefix/suffix not allowed'],
      [a({ 'anything-but': { suffix: ['b', ''] } }), {}, 'Null prefix/suffix not allowed'],
      [a({ 'anything-but': { wildcard: '**' } }), {}, 'Consecutive wildcard characters at pos 1'],
      [a({ 'anything-but': 'b', prefix: 'c' }), {}, 'Too many elements in numeric expression'],
      [a({ 'anything-but': { prefix: 'b', suffix: 'c' } }), {}, 'Too many elements in numeric expression'],
    ],
  },
  {
    source: `numeric: ${OPERATORS}, ${README}`,
    cases: [
      [
        detail({
          'c-count': [{ numeric: ['>', 0, '<=', 5] }],
          'd-count': [{ numeric: ['<', 10] }],
          'x-limit': [{ numeric: ['=', 3.018e2] }],
        }),
        EC2,
        true,
      ],
      [detail({ 'c-count': [{ numeric: ['>', 5] }] }), EC2, false],
      [detail({ 'c-count': [{ numeric: ['>=', 5] }] }), EC2, true],
      [detail({ 'c-count': [{ numeric: ['<', 5] }] }), EC2, false],
      [detail({ 'c-count': [{ numeric: ['<=', 5] }] }), EC2, true],
      [detail({ 'c-count': [{ numeric: ['>', 0, '<', 5] }] }), EC2, false],
      [detail({ 'c-count': [{ numeric: ['>=', 5, '<', 6] }] }), EC2, true],
      [{ Price: [{ numeric: ['=', 100] }] }, { Price: 100 }, true],
      [{ Price: [{ numeric: ['>', 10, '<=', 20] }] }, { Price: 20 }, true],
      [a({ numeric: ['=', -1.5] }), { a: -1.5 }, true],
      [a({ numeric: ['<', 0] }), { a: [5, -5] }, true],
      [a({ numeric: ['=', 5] }), { a: '5' }, false],
      [a({ numeric: ['<', 5] }), { a: null }, false],
      [a({ numeric: ['<', 5] }), { a: false }, false],
      [a({ numeric: ['>', 0] }), {}, false],
      // Recorded: numeric-int-float, numeric-string_NEG, numeric-null_NEG, or-numeric-anything-but
      [{ number: [{ numeric: ['>', 100] }] }, { number: 101.0 }, true],
      [{ N: [{ numeric: ['>', 100] }, { 'anything-but': '101' }] }, { N: '42' }, true],
      [{ N: [{ numeric: ['>', 100] }, { 'anything-but': '101' }] }, { N: '101' }, false],
    ],
  },
  {
    source: `numeric that is refused: ${RECORDED}, ${RULER}`,
    cases: [
      // content_numeric_EXC, content_numeric_syntax_EXC, content_numeric_operatorcasing_EXC
      [detail({ 'c-count': [{ numeric: ['>', 0, '>', 0] }] }), {}, 'Bad numeric range operator: >'],
      [detail({ 'c-count': [{ numeric: ['>', 0, '<'] }] }), {}, 'Value of < must be numeric'],
      [detail({ equal: [{ NUMERIC: ['=', 5] }] }), {}, 'Unrecognized match type NUMERIC'],
      [a({ numeric: 5 }), {}, 'Value of numeric must be an array.'],
      [a({ numeric: [5] }), {}, 'Invalid member in numeric match: 5'],
      [a({ numeric: [] }), {}, 'Invalid member in numeric match: ]'],
      [a({ numeric: ['=', '5'] }), {}, 'Value of equals must be numeric'],
      [a({ numeric: ['='] }), {}, 'Value of equals must be numeric'],
      [a({ numeric: ['>', '5'] }), {}, 'Value of > must be numeric'],
      [a({ numeric: ['<>', 5] }), {}, 'Unrecognized numeric range operator: <>'],
      [a({ numeric: ['=', 5, '<', 6] }), {}, 'Too many elements in numeric expression'],
      [a({ numeric: ['<', 5, '>', 1] }), {}, 'Too many elements in numeric expression'],
      [a({ numeric: ['>', 5, 6] }), {}, 'Bad value in numeric range: 6'],
      [a({ numeric: ['>', 5, '<', 5] }), {}, 'Bottom must be less than top'],
      [a({ numeric: ['>', 6, '<=', 5] }), {}, 'Bottom must be less than top'],
      [a({ numeric: ['>', 1, '<', 5, '<', 6] }), {}, 'Too many terms in numeric range expression'],
      [a({ numeric: ['>', 1], prefix: 'b' }), {}, 'Too many elements in numeric expression'],
    ],
  },
  {
    source: `cidr: ${OPERATORS}, ${RECORDED}, ${RULER}`,
    cases: [
      [detail({ 'source-ip': [{ cidr: '10.0.0.0/24' }] }), EC2, true],
      [detail({ sourceIPAddress: [{ cidr: '10.0.0.0/24' }] }), detail({ sourceIPAddress: '10.0.0.255' }), true],
      [detail({ sourceIPAddress: [{ cidr: '10.0.0.0/24' }] }), detail({ sourceIPAddress: '10.0.1.255' }), false],
      [a({ cidr: '10.0.0.9/31' }), { a: '10.0.0.8' }, true],
      [a({ cidr: '10.0.0.9/31' }), { a: '10.0.0.10' }, false],
      [a({ cidr: '10.0.0.0/8' }), { a: '10.0.0.256' }, false],
      [a({ cidr: '10.0.0.0/8' }), { a: 'a name' }, false],
      [a({ cidr: '10.0.0.0/8' }), { a: null }, false],
      // content_ip_address_v6
      [a({ cidr: '2001:db8:1234:1a00::/64' }), { a: '2001:0db8:1234:1a00:0000:0000:0000:0000' }, true],
      [a({ cidr: '2001:db8:1234:1a00::/64' }), { a: '2001:db8:1234:1a01::' }, false],
      [a({ cidr: '2001:db8::/127' }), { a: '2001:DB8::1' }, true],
      // content_ip_address_EXC, _bad_mask_EXC, _bad_ip_EXC, _v6_bad_ip_EXC, _type_EXC
      [a({ cidr: 'bad-filter' }), {}, "Malformed CIDR, one '/' required"],
      [a({ cidr: '10.0.0.0/xx' }), {}, 'Malformed CIDR, mask bits must be an integer'],
      [a({ cidr: 'xx.11.xx/8' }), {}, 'Nonstandard IP address: xx.11.xx'],
      [a({ cidr: 'xxxx:db8:1234:1a00::/64' }), {}, 'Nonstandard IP address: xxxx:db8:1234:1a00::'],
      [a({ cidr: ['bad-type'] }), {}, 'prefix match pattern must be a string'],
      [a({ cidr: '10.0.0.0/8/9' }), {}, "Malformed CIDR, one '/' required"],
      [a({ cidr: '10.0.0.0/' }), {}, "Malformed CIDR, one '/' required"],
      [a({ cidr: '10.0.0.0/-1' }), {}, 'Malformed CIDR, mask bits must not be negative'],
      [a({ cidr: '10.0.0.0/32' }), {}, 'IPv4 mask bits must be < 32'],
      [a({ cidr: '::1/128' }), {}, 'IPv6 mask bits must be < 128'],
    ],
  },
  {
    source: `exists: ${OPERATORS}, ${README}, ${RECORDED}`,
    cases: [
      [detail({ state: [{ exists: true }] }), EC2, true],
      [detail({ 'c-count': [{ exists: false }] }), EC2, false],
      [detail({ 'e-count': [{ exists: true }] }), EC2, false],
      [detail({ 'e-count': [{ exists: false }] }), EC2, true],
      [detail({ 'c-count': [{ exists: false }] }), detail({ 'c-count': { c1: 100 } }), true],
      [{ ProductName: [{ exists: true }] }, { ProductName: null }, true],
      [{ ProductName: [{ exists: false }] }, { ProductName: '' }, false],
      [a({ exists: true }), { a: [] }, false],
      [a({ exists: false }), { a: [] }, true],
      [a({ exists: false }), { a: [1] }, false],
      [a({ exists: false }, 'b'), { a: 'b' }, true],
      [a({ exists: false }, 'b'), {}, true],
      [a({ exists: false }, 'b'), { a: 'c' }, false],
      // exists_dynamodb_NEG
      [{ dynamodb: { presentKey: [{ exists: true }] } }, { dynamodb: { presentKey: { S: 'test123' } } }, false],
      // list_within_dict
      [
        detail({ automations: { id: [{ exists: true }] } }),
        detail({ automations: [{ key1: 'value1' }, { id: 'match-does-exist' }, { key2: 'value2' }] }),
        true,
      ],
      // or-exists-parent
      [
        { dynamodb: { NewImage: { homemade: { S: [{ 'anything-but': ['roses'] }, { exists: false }] } } } },
        { dynamodb: { NewImage: { purchased: { N: '789' } } } },
        true,
      ],
      // operator_multiple_list
      [{ my_key: [{ exists: true }, { prefix: 'x' }, { suffix: 'y' }] }, { my_key: 'my-value' }, true],
      // operator_case_sensitive_EXC
      [{ my_key: [{ EXISTS: true }] }, {}, 'Unrecognized match type EXISTS'],
      [a({ exists: 'true' }), {}, 'exists match pattern must be either true or false.'],
      [a({ exists: true, prefix: 'b' }), {}, 'Only one key allowed in match expression'],
    ],
  },
  {
    source: `$or: ${OPERATORS}, ${README}`,
    cases: [
      ...(
        [
          [{ 'c-count': 5, 'd-count': 10, 'x-limit': 901.8 }, true],
          [{ 'c-count': 0, 'd-count': 9, 'x-limit': 901.8 }, true],
          [{ 'c-count': 0, 'd-count': 10, 'x-limit': 301.8 }, true],
          // complex_or_NEG
          [{ 'c-count': 0, 'd-count': 10, 'x-limit': 9.018e2 }, false],
        ] as const
      ).map(
        ([counts, answer]): PatternCase => [
          detail({
            $or: [
              { 'c-count': [{ numeric: ['>', 0, '<=', 5] }] },
              { 'd-count': [{ numeric: ['<', 10] }] },
              { 'x-limit': [{ numeric: ['=', 3.018e2] }] },
            ],
          }),
          detail(counts),
          answer,
        ],
      ),
      ...(
        [
          [{ source: 'aws.cloudwatch', metricName: 'ReadLatency' }, true],
          [{ source: 'aws.cloudwatch', metricType: 'MetricType', namespace: 'AWS/EC2', metricId: 1234 }, true],
          [{ source: 'aws.cloudwatch', metricType: 'MetricType', namespace: 'AWS/EC2', spaceId: 1000 }, true],
          [{ source: 'aws.cloudwatch', metricType: 'MetricType', namespace: 'AWS/EC2' }, false],
          [{ source: 'aws.cloudwatch', scope: 'Service' }, true],
          [{ source: 'aws.ec2', scope: 'Service' }, false],
        ] as const
      ).map(
        ([event, answer]): PatternCase => [
          {
            source: ['aws.cloudwatch'],
            $or: [
              { metricName: ['CPUUtilization', 'ReadLatency'] },
              {
                metricType: ['MetricType'],
                namespace: ['AWS/EC2', 'AWS/ES'],
                $or: [{ metricId: [1234] }, { spaceId: [1000] }],
              },
              { scope: ['Service'] },
            ],
          },
          event,
          answer,
        ],
      ),
      ...(
        [
          [{ namespace: 'AWS/ES', detail: { source: 'aws.cloudwatch' } }, true],
          [{ metricName: 'ReadLatency', detail: { 'detail-type': 'CloudWatch Alarm State Change' } }, true],
          [{ namespace: 'AWS/ES', detail: {} }, false],
          [{ detail: { source: 'aws.cloudwatch' } }, false],
        ] as const
      ).map(
        ([event, answer]): PatternCase => [
          {
            $or: [{ metricName: ['CPUUtilization', 'ReadLatency'] }, { namespace: ['AWS/EC2', 'AWS/ES'] }],
            detail: { $or: [{ source: ['aws.cloudwatch'] }, { 'detail-type': ['CloudWatch Alarm State Change'] }] },
          },
          event,
          answer,
        ],
      ),
      [{ Location: ['New York'], Day: ['Monday'] }, { Location: 'New York', Day: 'Monday' }, true],
      [{ $or: [{ Location: ['New York'] }, { Day: ['Monday'] }] }, { Location: 'Berlin', Day: 'Monday' }, true],
      // A field in a branch takes the place of the same field outside it.
      [{ a: ['b'], $or: [{ a: ['c'] }, { d: ['e'] }] }, { a: 'c' }, true],
    ],
  },
  {
    source: `$or that is refused: ${RULER}`,
    cases: [
      [{ $or: [{ a: ['b'] }] }, {}, 'There must have at least 2 Objects in $or relationship.'],
      [{ $or: [] }, {}, 'There must have at least 2 Objects in $or relationship.'],
      [{ $or: ['b', 'c'] }, {}, 'Only JSON object is allowed in array of $or relationship.'],
      [{ $or: { a: ['b'] } }, {}, 'It must be an Array followed with $or.'],
      [{ $or: [{}, { a: ['b'] }] }, {}, 'Empty objects are not allowed'],
      [
        { $or: [{ numeric: [123] }, { prefix: ['abc'] }] },
        {},
        'numeric is Ruler reserved fieldName which cannot be used inside $or.',
      ],
    ],
  },
  {
    source: `lists in events: ${GUIDE}/eb-event-patterns-arrays.html, ${README} "JSON Array Matching"`,
    cases: [
      [{ resources: ['arn:1', 'arn:2', 'arn:3'] }, { resources: ['arn:9', 'arn:2'] }, true],
      [{ resources: ['arn:1'] }, { resources: ['arn:9', 'arn:2'] }, false],
      [{ employees: { firstName: ['Anna'] } }, { employees: [{ firstName: 'John' }, { firstName: 'Anna' }] }, true],
      ...(
        [
          ['John', 'Doe', true],
          ['Anna', 'Smith', true],
          ['John', 'Smith', false],
          ['Anna', 'Doe', false],
        ] as const
      ).map(
        ([firstName, lastName, answer]): PatternCase => [
          { employees: { firstName: [firstName], lastName: [lastName] } },
          {
            employees: [
              { firstName: 'John', lastName: 'Doe' },
              { firstName: 'Anna', lastName: 'Smith' },
            ],
          },
          answer,
        ],
      ),
      [{ a: { b: ['1'], c: ['2'] } }, { a: [{ b: '1' }, { c: '2' }] }, false],
      [{ a: { b: ['1'] }, d: { c: ['2'] } }, { a: [{ b: '1' }, {}], d: [{}, { c: '2' }] }, true],
      [{ a: { b: ['1', '2'], c: ['3'] } }, { a: [{ b: ['0', '2'], c: '3' }] }, true],
      [{ a: { b: { c: [1] }, d: [2] } }, { a: [{ b: [{ c: 0 }, { c: 1 }], d: 2 }] }, true],
      [
        { a: { b: { c: [1], e: [5] }, d: [2] } },
        {
          a: [
            {
              b: [
                { c: 0, e: 5 },
                { c: 1, e: 6 },
              ],
              d: 2,
            },
          ],
        },
        false,
      ],
      [{ a: { b: { c: [1], e: [5] }, d: [2] } }, { a: [{ d: 2 }, { b: [{ c: 1, e: 5 }], d: 3 }] }, false],
      [{ a: ['x'] }, { a: [['w'], ['x']] }, true],
      [{ a: { b: [1], c: [2] } }, { a: [[{ b: 1 }], [{ c: 2 }]] }, false],
      // A field is missing in the element that the other fields are about.
      [{ a: { b: [1], c: [{ exists: false }] } }, { a: [{ b: 1 }, { b: 2, c: 3 }] }, true],
      [{ a: { b: [2], c: [{ exists: false }] } }, { a: [{ b: 1 }, { b: 2, c: 3 }] }, false],
    ],
  },
  {
    source: `names with dots: ${RECORDED} dot_joining_pattern, dot_joining_pattern_NEG; ${RULER}`,
    cases: [
      [detail({ 'state.status': ['running'] }), detail({ state: { status: 'running' } }), true],
      [detail({ 'state.status': { status: ['running'] } }), detail({ state: { status: 'running' } }), false],
      [detail({ state: { status: ['running'] } }), detail({ 'state.status': 'running' }), true],
      [{ toString: ['b'] }, { toString: 'b' }, true],
      [{ constructor: ['b'] }, {}, false],
    ],
  },
  {
    source: `patterns that are refused: ${RECORDED}`,
    cases: [
      // int_nolist_EXC, string_nolist_EXC, arrays_empty_EXC
      [{ int: 42 }, {}, '"int" must be an object or an array'],
      [{ string: 'my-value' }, {}, '"string" must be an object or an array'],
      [{ resources: [] }, {}, 'Empty arrays are not allowed'],
      // test_invalid_json_event_pattern
      [['not', 'a', 'dict', 'but valid json'], {}, 'Filter is not an object'],
      [{ a: null }, {}, '"a" must be an object or an array'],
      [{}, {}, 'Empty objects are not allowed'],
      [{ a: {} }, {}, 'Empty objects are not allowed'],
      [{ a: [[1]] }, {}, 'Match value must be String, number, true, false, or null'],
      [{ a: [{}] }, {}, 'Match expression name not found'],
      [a({ unknown: 1 }), {}, 'Unrecognized match type unknown'],
      [a({ toString: 1 }), {}, 'Unrecognized match type toString'],
      [a({ exactly: 1 }), {}, 'exact match pattern must be a string'],
      [a({ prefix: 'b', suffix: 'c' }), {}, 'Only one key allowed in match expression'],
    ],
  },
];
