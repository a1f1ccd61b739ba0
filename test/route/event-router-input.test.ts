import { Aws, type Stack } from 'aws-cdk-lib';
import { Annotations, Match, Template } from 'aws-cdk-lib/assertions';
import fc from 'fast-check';
import { EventMatch, EventRoute, type EventRouteOptions, RouteInput, type RouteTarget } from '../../src';
import type { Json } from '../../src/asl/json';
import { rehearse } from './event-app';
import { KINDS, PLACED, placed, routedTo, routerIn } from './router-app';

/** What no detail may break, as far as EventBridge says. */
const SAFE = {
  'the whole event': RouteInput.wholeEvent(),
  'the detail': RouteInput.detailOnly(),
  'an object with the detail and the event in it': RouteInput.fromObject({
    d: '{% $event.detail %}',
    e: ['{% $event %}', { again: '{% $event.detail %}' }],
    id: '{% $event.id %}',
    constant: '"<d> \n \\',
  }),
};

/** Details as nobody writes them. SQS takes no control characters in a message, but JSON escapes them. */
const detail = fc
  .dictionary(fc.string({ unit: 'binary' }), fc.jsonValue())
  .map((value) => JSON.parse(JSON.stringify(value)));

describe.each(['workflow', 'function', 'queue', 'topic', 'stream', 'API destination'])(
  'whatever the detail, %s',
  (kind) => {
    test.each(Object.entries(SAFE))('gets %s', async (name, input) => {
      const { app, bus, received, prepare } = routedTo(kind, { input });
      const rehearsal = rehearse(app);
      prepare?.(rehearsal);
      let count = 0;
      await fc.assert(
        fc.asyncProperty(detail, async (sent: Json) => {
          const [event] = await rehearsal.putEvents([placed(bus, sent)]);
          const whole = JSON.parse(JSON.stringify(event)) as Json;
          const expected: Record<string, unknown> = {
            'the whole event': whole,
            'the detail': sent,
            'an object with the detail and the event in it': {
              d: sent,
              e: [whole, { again: sent }],
              id: event.id,
              constant: '"<d> \n \\',
            },
          };
          await rehearsal.advance(1000);
          expect(received(rehearsal)).toHaveLength(++count);
          expect(received(rehearsal).at(-1)).toEqual(expected[name]);
        }),
        { numRuns: 60 },
      );
      expect(rehearsal.deadLetters()).toEqual([]);
      expect(rehearsal.droppedEvents()).toEqual([]);
    });
  },
);

test('a text in an object arrives as it is if JSON does, and no event is lost', async () => {
  const input = RouteInput.fromObject({ text: '{% $event.detail.text %}', list: '{% $event.detail.list %}' });
  const { app, bus, router, received } = routedTo('queue', { input });
  const rehearsal = rehearse(app);
  const seen = () => [received(rehearsal).length, rehearsal.messages(router.deadLetterQueue).length];
  await fc.assert(
    fc.asyncProperty(fc.string({ unit: 'binary' }), async (sent) => {
      const [arrived, dead] = seen();
      const text = JSON.parse(JSON.stringify(sent)) as string;
      await rehearsal.putEvents([placed(bus, { text, list: [text] })]);
      const isPlain = JSON.stringify(text) === `"${text}"`;
      const [nowArrived, nowDead] = seen();
      expect(nowArrived + nowDead).toBe(arrived + dead + 1);
      if (isPlain) expect(received(rehearsal).at(-1)).toEqual({ text, list: [text] });
      if (nowDead > dead) {
        expect(isPlain).toBe(false);
        expect(rehearsal.deadLetters().at(-1)?.attributes).toMatchObject({ ERROR_CODE: 'INVALID_JSON' });
      }
    }),
    { numRuns: 200 },
  );
});

test('a text in an object can hold fields of its sender, which is why there is a warning', async () => {
  const { app, bus, received } = routedTo('queue', { input: RouteInput.fromObject({ by: '{% $event.detail.by %}' }) });
  const rehearsal = rehearse(app);
  await rehearsal.putEvents([placed(bus, { by: 'me","paid":"yes' })]);
  expect(received(rehearsal)).toEqual([{ by: 'me', paid: 'yes' }]);
});

test('what is missing is an empty text, unlike in an EventRoutedWorkflow', async () => {
  const { app, bus, received } = routedTo('queue', {
    input: RouteInput.fromObject({ none: '{% $event.detail.none %}' }),
  });
  const rehearsal = rehearse(app);
  await rehearsal.putEvents([placed(bus)]);
  expect(received(rehearsal)).toEqual([{ none: '' }]);
});

function inputOf(input: RouteInput, route: Partial<EventRouteOptions> = {}) {
  const { stack, router } = routerIn();
  const { target } = KINDS.queue(stack, { input }, []);
  router.addRoute('Placed', { route: EventRoute.of({ ...PLACED, ...route }), targets: [target] });
  const [rule] = Object.values(Template.fromStack(stack).findResources('AWS::Events::Rule'));
  const { Input, InputPath, InputTransformer } = rule.Properties.Targets[0];
  return { Input, InputPath, InputTransformer, warnings: warningsOf(stack) };
}

function warningsOf(stack: Stack): string[] {
  return Annotations.fromStack(stack)
    .findWarning('*', Match.anyValue())
    .map(({ entry }) => String(entry.data));
}

describe('in the words of a rule', () => {
  test('a part of the event is an input path, a constant an input', () => {
    expect(inputOf(RouteInput.wholeEvent())).toEqual({ warnings: [] });
    expect(inputOf(RouteInput.detailOnly())).toEqual({ InputPath: '$.detail', warnings: [] });
    expect(inputOf(RouteInput.fromObject({ a: [1, { b: '<x>' }] }))).toEqual({
      Input: '{"a":[1,{"b":"\\u003cx\\u003e"}]}',
      warnings: [],
    });
  });

  test('an object is a template in which no variable stands in quotation marks, each path once', () => {
    const input = RouteInput.fromObject({
      id: '{% $event.detail.`order-id` %}',
      same: ['{%$event.detail.`order-id`%}', '{% $event.resources[0] %}'],
      all: '{% $event %}',
    });
    const route = { detail: { 'order-id': ['o-1'] }, resources: ['arn:1'] };
    expect(inputOf(input, route)).toMatchObject({
      InputTransformer: {
        InputPathsMap: { v0: '$.detail.order-id', v1: '$.resources[0]' },
        InputTemplate: '{"id":<v0>,"same":[<v0>,<v1>],"all":<aws.events.event.json>}',
      },
    });
  });

  test('values that only the deployment knows stay references', () => {
    const input = RouteInput.fromObject({ region: Aws.REGION, detail: '{% $event.detail %}' });
    expect(inputOf(input).InputTransformer.InputTemplate).toEqual({
      'Fn::Join': ['', ['{"region":"', { Ref: 'AWS::Region' }, '","detail":<v0>}']],
    });
  });
});

describe('a text that may hold a quotation mark', () => {
  const input = RouteInput.fromObject({ country: '{% $event.detail.country %}' });

  test.each([
    ['nothing is said of it', {}],
    ['it begins with something', { detail: { country: EventMatch.prefix('D') } }],
    ['it is only not something', { detail: { country: EventMatch.anythingBut('DE') } }],
    ['it is a text that holds one', { detail: { country: ['DE', 'the "old" one'] } }],
  ])('is warned of where %s', (_, route) => {
    expect(inputOf(input, route).warnings).toEqual([
      expect.stringMatching(
        /targets\[0\]\.input has \{% \$event\.detail\.country %\} in it, a text that EventBridge does not escape: .*INVALID_JSON.*cdk-workflows:unescapedInput\]$/,
      ),
    ]);
  });

  test.each([
    ['it is one of some texts', { detail: { country: ['DE', 'AT'] } }],
    ['it is a number', { detail: { country: EventMatch.numeric('>', 0) } }],
    ['it is such a text in any case', { detail: { country: [EventMatch.equalsIgnoreCase('de'), null] } }],
    ['it is known at the deployment', { detail: { country: [Aws.REGION] } }],
  ])('is not warned of where %s', (_, route) => {
    expect(inputOf(input, route).warnings).toEqual([]);
  });

  test('nor where the route says its source and type', () => {
    const texts = RouteInput.fromObject({ s: '{% $event.source %}', t: '{% $event.`detail-type` %}' });
    expect(inputOf(texts).warnings).toEqual([]);
  });
});

test.each([
  ['{% $uppercase($event.detail.country) %}'],
  ['{% $event.detail.lines[0].sku & "x" %}'],
  ['{% $event.detail.lines[sku="a"] %}'],
  ['{% $event.detail.`ö` %}'],
  ['{% $states.input %}'],
])('an expression that EventBridge cannot do is refused: %s', (expression) => {
  expect(() => inputOf(RouteInput.fromObject({ a: expression }))).toThrow(
    /targets\[0\]\.input must only name parts of the event, which is all that EventBridge can do, received .*: write \{% \$event\.detail\.orderId %\}, .* \[at Shop\/Router\/Placed\/Queue-Work Queue\]/,
  );
});

test('more than 100 parts, or 8,192 characters, are refused', () => {
  const parts = Object.fromEntries(Array.from({ length: 101 }, (_, i) => [`p${i}`, `{% $event.detail.p${i} %}`]));
  expect(() => inputOf(RouteInput.fromObject(parts))).toThrow(/must name at most 100 parts of the event, received 101/);
  expect(() => inputOf(RouteInput.fromObject({ a: 'x'.repeat(8190) }))).toThrow(/must have at most 8192 characters/);
});

test('a target without an input gets no warning', () => {
  const { stack, router } = routerIn();
  router.addRoute('Placed', {
    route: EventRoute.of(PLACED),
    targets: [KINDS.queue(stack, {}, []).target as RouteTarget],
  });
  expect(warningsOf(stack)).toEqual([]);
});
