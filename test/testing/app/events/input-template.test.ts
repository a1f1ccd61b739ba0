import type { DeliveryError } from '../../../../src/testing/app/events/delivery-error';
import { filledTemplate, placeholdersOf } from '../../../../src/testing/app/events/input-template';
import { TargetInput } from '../../../../src/testing/app/events/target-input';

const EVENT = {
  version: '0' as const,
  id: 'e-1',
  'detail-type': 'Order Placed',
  source: 'shop',
  account: '111122223333',
  time: '2026-03-01T08:00:00Z',
  region: 'us-east-1',
  resources: ['arn:1', 'arn:2'],
  detail: { orderId: 'o-1', note: 'he said "no"', lines: [{ sku: 'a' }], total: 5, paid: true, gift: null },
};
const RULE = { arn: 'arn:aws:events:us-east-1:111122223333:rule/bus/Rule', name: 'Rule' };

function given(template: string, paths: Record<string, string> = {}) {
  const transformer = { InputTransformer: { InputPathsMap: paths, InputTemplate: template } };
  return new TargetInput(transformer, "the rule 'Rule'").textOf(EVENT, RULE, '2026-03-01T08:00:01Z');
}

const ID = { id: '$.detail.orderId' };

// https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-transform-target-input.html#eb-transform-input-issues
test.each([
  ['a text that stands on its own gets quotation marks', '{"id": <id>}', ID, '{"id": "o-1"}'],
  ['a text inside a text gets none', '{"text": "order <id>!"}', ID, '{"text": "order o-1!"}'],
  ['quotation marks around the whole placeholder are permitted', '{"id": "<id>"}', ID, '{"id": "o-1"}'],
  ['a whole template may be a text', '"order <id>"', ID, '"order o-1"'],
  ['an object stands as it is', '{"lines": <lines>}', { lines: '$.detail.lines' }, '{"lines": [{"sku":"a"}]}'],
  [
    'an object inside a text loses its quotation marks',
    '"see <lines>"',
    { lines: '$.detail.lines' },
    '"see [{sku:a}]"',
  ],
  [
    'numbers, true and null stand as they are',
    '[<t>, <p>, <g>]',
    { t: '$.detail.total', p: '$.detail.paid', g: '$.detail.gift' },
    '[5, true, null]',
  ],
  ['an item of a list', '{"second": <second>}', { second: '$.resources[1]' }, '{"second": "arn:2"}'],
  [
    'what is not there is an empty text',
    '{"none": <none>, "in": "<none>"}',
    { none: '$.detail.none' },
    '{"none": "", "in": ""}',
  ],
  ['an escaped quotation mark ends no text', '"\\"<id>\\""', ID, '"\\"o-1\\""'],
])('%s', (_name, template, paths, expected) => {
  expect(given(template, paths)).toBe(expected);
});

test.each([
  ['{"note": <note>}', '{"note": "he said "no""}'],
  ['{"note": "<note>"}', '{"note": "he said "no""}'],
  ['"he said: <note>"', '"he said: he said "no""'],
])('nothing is escaped, so that %s makes no JSON of a text with quotation marks', (template, attempted) => {
  expect.assertions(2);
  try {
    given(template, { note: '$.detail.note' });
  } catch (error) {
    expect(error).toMatchObject({ code: 'INVALID_JSON', attempted });
    expect((error as DeliveryError).isRetriable).toBe(false);
  }
});

test('a template may be several texts, each on its line', () => {
  expect(given('"order <id>"\n"of <shop>"\n', { ...ID, shop: '$.source' })).toBe('"order o-1"\n"of shop"\n');
});

test('what EventBridge itself knows', () => {
  expect(given('"<aws.events.rule-arn> <aws.events.rule-name> <aws.events.event.ingestion-time>"')).toBe(
    `"${RULE.arn} Rule 2026-03-01T08:00:01Z"`,
  );
  expect(JSON.parse(given('{"all": <aws.events.event.json>}'))).toEqual({ all: EVENT });
  const { detail: _detail, 'detail-type': detailType, ...others } = EVENT;
  expect(JSON.parse(given('{"all": <aws.events.event>}'))).toEqual({ all: { ...others, detailType } });
});

test('an input path gives a part as JSON', () => {
  const at = (InputPath: string) => new TargetInput({ InputPath }, 'it').textOf(EVENT, RULE, '');
  expect(at('$.detail.lines')).toBe('[{"sku":"a"}]');
  expect(at('$.detail.orderId')).toBe('"o-1"');
  expect(at('$')).toBe(JSON.stringify(EVENT));
  expect(() => at('$.detail.lines[*].sku')).toThrow(
    "'$.detail.lines[*].sku' is a path into an event that a rehearsal does not read",
  );
});

test('EventBridge refuses a placeholder without a path, and two kinds of input at once', () => {
  expect(() => given('{"id": <id>}')).toThrow('InputTemplate contains invalid placeholder id');
  expect(() => new TargetInput({ Input: '{}', InputPath: '$' }, 'it')).toThrow(
    'EventBridge refuses a target of it: only one of Input, InputPath and InputTransformer must be provided',
  );
});

test('a template without placeholders is what it is', () => {
  expect(placeholdersOf('{"a": "b < c"}')).toEqual([]);
  expect(filledTemplate('{"a": "b < c"}', {})).toBe('{"a": "b < c"}');
});
