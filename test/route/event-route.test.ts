import { App, Aws, Fn, Lazy, Stack } from 'aws-cdk-lib';
import { Annotations, Match } from 'aws-cdk-lib/assertions';
import * as events from 'aws-cdk-lib/aws-events';
import fc from 'fast-check';
import { EventMatch, EventRoute, type EventRouteOptions } from '../../src';
import { EventPattern } from '../../src/private/event-pattern/event-pattern';

const ORDERS = { source: ['com.example.orders'], detailType: ['Order Placed'] };

function patternOf(...routes: EventRouteOptions[]) {
  const stack = new Stack(new App(), 'Stack');
  return stack.resolve(EventRoute._patternOf(stack, 'routes', routes.map(EventRoute.of)));
}

describe('the pattern', () => {
  test('says source, detail-type and detail, and takes no replays', () => {
    expect(patternOf({ ...ORDERS, detail: { total: EventMatch.numeric('>', 100) } })).toEqual({
      source: ['com.example.orders'],
      'detail-type': ['Order Placed'],
      detail: { total: [{ numeric: ['>', 100] }] },
      'replay-name': [{ exists: false }],
    });
  });

  test('takes values alone and in lists, ours, those of the CDK and plain ones, on any level', () => {
    const detail = {
      state: 'NEW',
      paid: false,
      count: 3,
      coupon: EventMatch.nullValue(),
      country: [
        'DE',
        EventMatch.prefix('A'),
        events.Match.suffix('Z'),
        events.Match.anyOf('B', events.Match.prefix('C')),
      ],
      size: events.Match.greaterThan(5),
      customer: { name: [{ 'equals-ignore-case': 'alice' }], address: { zip: EventMatch.exists() } },
      $or: [{ a: 1 }, { b: { c: EventMatch.doesNotExist() } }],
      left: undefined,
    };
    expect(patternOf({ ...ORDERS, source: events.Match.prefix('com.'), detail })).toMatchObject({
      source: [{ prefix: 'com.' }],
      detail: {
        state: ['NEW'],
        paid: [false],
        count: [3],
        coupon: [null],
        country: ['DE', { prefix: 'A' }, { suffix: 'Z' }, 'B', { prefix: 'C' }],
        size: [{ numeric: ['>', 5] }],
        customer: { name: [{ 'equals-ignore-case': 'alice' }], address: { zip: [{ exists: true }] } },
        $or: [{ a: [1] }, { b: { c: [{ exists: false }] } }],
      },
    });
  });

  test('takes account, region, resources and alternatives', () => {
    expect(
      patternOf({
        source: ['aws.s3'],
        account: [Aws.ACCOUNT_ID],
        region: ['eu-west-1'],
        resources: [EventMatch.suffix('/b')],
        anyOf: [{ detailType: ['Object Created'] }, { detailType: ['Object Deleted'], detail: { reason: 'expired' } }],
        acceptReplays: true,
      }),
    ).toEqual({
      source: ['aws.s3'],
      account: [{ Ref: 'AWS::AccountId' }],
      region: ['eu-west-1'],
      resources: [{ suffix: '/b' }],
      $or: [
        { 'detail-type': ['Object Created'] },
        { 'detail-type': ['Object Deleted'], detail: { reason: ['expired'] } },
      ],
    });
  });

  test('of several routes says once that replays do not count, or which of them take them', () => {
    const shipped = { ...ORDERS, detailType: ['Order Shipped'] };
    expect(patternOf(ORDERS, shipped)).toEqual({
      $or: [
        { source: ['com.example.orders'], 'detail-type': ['Order Placed'] },
        { source: ['com.example.orders'], 'detail-type': ['Order Shipped'] },
      ],
      'replay-name': [{ exists: false }],
    });
    expect(patternOf(ORDERS, { ...shipped, acceptReplays: true })).toEqual({
      $or: [
        { source: ['com.example.orders'], 'detail-type': ['Order Placed'], 'replay-name': [{ exists: false }] },
        { source: ['com.example.orders'], 'detail-type': ['Order Shipped'] },
      ],
    });
  });

  test('of a route for anything is one that EventBridge takes', () => {
    expect(patternOf({ allowAny: true, acceptReplays: true })).toEqual({ source: [{ prefix: '' }] });
    expect(patternOf({ allowAny: true }, ORDERS)).toMatchObject({ $or: [{ source: [{ prefix: '' }] }, {}] });
  });

  test('joined matches what any of its routes matches, and nothing else', () => {
    const value = fc.constantFrom('a', 'b', 'c');
    const route = fc.record({
      source: fc.array(value, { minLength: 1, maxLength: 2 }),
      detailType: fc.array(value, { minLength: 1, maxLength: 2 }),
      detail: fc.option(fc.record({ x: fc.array(fc.oneof(value, fc.constant(EventMatch.anythingBut('a')))) }), {
        nil: undefined,
      }),
      acceptReplays: fc.boolean(),
    });
    const event = fc.record(
      {
        source: value,
        'detail-type': value,
        detail: fc.record({ x: value }, { requiredKeys: [] }),
        'replay-name': fc.constant('again'),
      },
      { requiredKeys: ['source', 'detail-type', 'detail'] },
    );
    fc.assert(
      fc.property(fc.array(route, { minLength: 1, maxLength: 3 }), event, (routes, sent) => {
        const valid = routes.map((each) => (each.detail?.x.length === 0 ? { ...each, detail: undefined } : each));
        const matches = (pattern: unknown) => EventPattern.parse(pattern).matches(sent);
        expect(matches(patternOf(...valid))).toBe(valid.some((each) => matches(patternOf(each))));
      }),
      { numRuns: 300 },
    );
  });
});

describe('refused at synthesis', () => {
  test.each<[string, EventRouteOptions, RegExp]>([
    ['no source', { detailType: ['a'] }, /routes\[0\]\.source must be given.* say allowAny \[at Stack\]/],
    ['no detail type', { source: ['a'] }, /routes\[0\]\.detailType must be given/],
    ['an empty source', { ...ORDERS, source: [] }, /routes\[0\]\.source must be given/],
    [
      'a source in one alternative only',
      { detailType: ['a'], anyOf: [{ source: ['a'] }, { region: ['b'] }] },
      /routes\[0\]\.source must be given/,
    ],
    ['one alternative', { ...ORDERS, anyOf: [{ region: ['b'] }] }, /anyOf must have two filters at least, received 1/],
    ['no alternatives', { ...ORDERS, anyOf: [] }, /anyOf must have two filters at least, received 0/],
    [
      'an operator that there is not',
      { ...ORDERS, detail: { a: [{ contains: 'b' }] } },
      /routes\[0\] must be a pattern that EventBridge accepts: Unrecognized match type contains/,
    ],
    ['an empty list', { ...ORDERS, detail: { a: [] } }, /Empty arrays are not allowed/],
    ['an empty detail', { ...ORDERS, detail: {} }, /Empty objects are not allowed/],
    [
      'a pattern that is too long',
      { ...ORDERS, detail: { a: Array.from({ length: 500 }, (_, n) => `value ${n}`) } },
      /routes\[0\] must have at most 4096 characters as a pattern, received \d+: shorten/,
    ],
  ])('%s', (_, options, message) => {
    expect(() => patternOf(options)).toThrow(message);
  });

  test('routes that are too long together', () => {
    const long = (type: string) => ({ ...ORDERS, detailType: [type.repeat(1500)] });
    expect(() => patternOf(long('a'), long('b'), long('c'))).toThrow(/^routes must have at most 4096 characters/);
  });
});

test('a pattern beyond the quota that can be raised is warned of', () => {
  const stack = new Stack(new App(), 'Stack');
  const detail = { a: Array.from({ length: 200 }, (_, n) => `value ${n}`) };
  EventRoute._patternOf(stack, 'routes', [EventRoute.of({ ...ORDERS, detail })]);
  Annotations.fromStack(stack).hasWarning(
    '/Stack',
    Match.stringLikeRegexp('routes\\[0\\] has \\d+ characters as a pattern, more than the 2048'),
  );
});

test('alternatives that all name the source are as good as one', () => {
  const anyOf = [
    { source: ['a'], detailType: ['x'] },
    { source: ['b'], detailType: ['y'] },
  ];
  expect(() => patternOf({ anyOf, examples: [{ source: 'b', 'detail-type': 'y' }, {}] })).not.toThrow();
});

describe('examples', () => {
  const LARGE = { ...ORDERS, detail: { total: EventMatch.numeric('>', 100), tags: ['vip'] } };

  test.each<[string, EventRouteOptions]>([
    ['in parts', { ...LARGE, examples: [{ detail: { total: 101, tags: ['new', 'vip'] } }] }],
    [
      'whole events',
      {
        ...LARGE,
        examples: [
          {
            source: 'com.example.orders',
            'detail-type': 'Order Placed',
            detail: { total: 101, tags: 'vip' },
            account: '1',
          },
        ],
      },
    ],
    ['counterexamples', { ...LARGE, counterExamples: [{ detail: { total: 100, tags: 'vip' } }, { detail: {} }, {}] }],
    ['of another source', { ...LARGE, counterExamples: [{ source: 'x', detail: { total: 101, tags: 'vip' } }] }],
    ['of a replay', { ...LARGE, counterExamples: [{ 'replay-name': 'again', detail: { total: 101, tags: ['vip'] } }] }],
    ['with what only the deployment compares', { ...ORDERS, account: [Aws.ACCOUNT_ID], examples: [{ account: '1' }] }],
    [
      'against what only the deployment compares',
      { ...ORDERS, detail: { a: Fn.ref('Name') }, counterExamples: [{ detail: { a: 'b' } }] },
    ],
    ['with values that only the deployment knows', { ...ORDERS, examples: [{ source: Fn.ref('Name') }] }],
    [
      'with lists that only the deployment knows',
      { ...ORDERS, resources: Fn.split(',', Fn.ref('Names')), examples: [{}] },
    ],
    [
      'with values that are known late',
      { ...ORDERS, detail: { a: Lazy.string({ produce: () => 'b' }) }, examples: [{ detail: { a: 'b' } }] },
    ],
  ])('%s pass', (_, options) => {
    expect(() => patternOf(options)).not.toThrow();
  });

  test.each<[string, EventRouteOptions, RegExp]>([
    [
      'one that does not match',
      { ...LARGE, examples: [{ detail: { total: 101, tags: ['vip'] } }, { detail: { total: 100, tags: ['x'] } }] },
      /routes\[0\]\.examples\[1\] must match the route, but does not in detail\.total, detail\.tags: \{"version":"0"/,
    ],
    ['of another type', { ...ORDERS, examples: [{ 'detail-type': 'Other' }] }, /does not in detail-type:/],
    [
      'that matches no alternative',
      { ...ORDERS, anyOf: [{ region: ['a'] }, { region: ['b'] }], examples: [{ region: 'c' }] },
      /examples\[0\] must match the route, but matches none of its alternatives/,
    ],
    [
      'a counterexample that matches',
      { ...LARGE, counterExamples: [{ detail: { total: 101, tags: ['vip'] } }] },
      /routes\[0\]\.counterExamples\[0\] must not match the route, but does/,
    ],
    [
      'a field of no event',
      { ...ORDERS, examples: [{ total: 1 }] },
      /examples\[0\] must have fields of an event only, received 'total': write \{ detail: \{ 'total': … \} \}/,
    ],
    [
      'the name of the prop',
      { ...ORDERS, examples: [{ detailType: 'a' }] },
      /received 'detailType': write 'detail-type'/,
    ],
  ])('%s are refused', (_, options, message) => {
    expect(() => patternOf(options)).toThrow(message);
  });
});
