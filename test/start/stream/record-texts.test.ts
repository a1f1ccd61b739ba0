import fc from 'fast-check';
import type { Json, JsonObject } from '../../../src/asl/json';
import { decodedText, plainChange, withField } from '../../../src/start/stream/record-texts';
import { storedItem } from '../../../src/testing/integrations/dynamodb/attribute-value';
import { itemOf } from '../../../src/testing/integrations/dynamodb/plain-item';
import { evaluateJsonata } from '../../../src/testing/query/jsonata';

type Bindings = Record<string, unknown>;

const evaluated = async (expression: string, bindings: Bindings) =>
  evaluateJsonata(expression, (name) => bindings[name]);

/** How the library in JavaScript decodes base64, and how the page of JSONata says that it is to be decoded. */
const DECODERS: Record<string, Bindings> = {
  'one character for each byte': {},
  'UTF-8': {
    base64decode: (text: string) => Buffer.from(text, 'base64').toString('utf8'),
    base64encode: (text: string) => Buffer.from(text, 'utf8').toString('base64'),
  },
};

describe.each(Object.keys(DECODERS))('where base64 is decoded to %s', (decoder) => {
  const decode = (bytes: Buffer) =>
    evaluated(decodedText('$bytes'), { ...DECODERS[decoder], bytes: bytes.toString('base64') });

  test('every text in UTF-8 is found again', async () => {
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: 'binary' }), async (text) => {
        fc.pre(Buffer.from(text, 'utf8').toString('utf8') === text);
        expect(await decode(Buffer.from(text, 'utf8'))).toBe(text);
      }),
    );
  });

  test.each(['', 'é', 'Â%C2%80', 'Ã©', '%', '%C3%83', 'ÿþ', '日本語', '😀', '\u0000\u007f\u0080', '\uFFFD', 'a\r\nb'])(
    'so is %j',
    async (text) => {
      expect(await decode(Buffer.from(text, 'utf8'))).toBe(text);
    },
  );

  test.each(['ff', 'c3', 'e28228', 'f0908080ff', '61ff62', 'efbfbdff'])('the bytes %s are an error', async (hex) => {
    await expect(decode(Buffer.from(hex, 'hex'))).rejects.toThrow();
  });

  test('a record as large as a pipe takes is decoded in time', async () => {
    const text = JSON.stringify({ text: 'Grüße 日本 😀 '.repeat(9600) });
    expect(Buffer.byteLength(text)).toBeGreaterThan(190_000);
    expect(await decode(Buffer.from(text, 'utf8'))).toBe(text);
  });
});

test('a text takes the place of a field, whatever else there is', async () => {
  await fc.assert(
    fc.asyncProperty(fc.dictionary(fc.string(), fc.jsonValue()), fc.jsonValue(), async (others, value) => {
      const record = { ...others, offset: 1, data: 'x' } as JsonObject;
      const text = JSON.stringify(value);
      const found = JSON.parse(String(await evaluated(withField('$record', 'data', '$text'), { record, text })));
      expect(found.data).toEqual(JSON.parse(text));
      expect(Object.keys(found).sort()).toEqual(Object.keys(record).sort());
    }),
  );
});

describe('a change to a table', () => {
  const plain = async (dynamodb: JsonObject, eventName = 'MODIFY') =>
    String(await evaluated(plainChange('$record'), { record: { eventID: 'e', eventName, dynamodb } }));

  test('is plain JSON, with the images that it has', async () => {
    const item = { id: { S: 'o-1' }, total: { N: '5' } };
    expect(
      JSON.parse(await plain({ Keys: { id: { S: 'o-1' } }, NewImage: item, OldImage: { id: { S: 'o-1' } } })),
    ).toEqual({ eventName: 'MODIFY', keys: { id: 'o-1' }, newImage: { id: 'o-1', total: 5 }, oldImage: { id: 'o-1' } });
    expect(JSON.parse(await plain({ Keys: { id: { S: 'o-1' } } }, 'REMOVE'))).toEqual({
      eventName: 'REMOVE',
      keys: { id: 'o-1' },
    });
  });

  test('has every type that there is, and all digits of a number', async () => {
    const image = storedItem({
      S: { S: 'quote " and \\ and é' },
      N: { N: '12345678901234567890123456789012345678' },
      small: { N: '0.00000000000000000000000000000000000001' },
      B: { B: '3q2+7w==' },
      yes: { BOOL: true },
      no: { BOOL: false },
      NULL: { NULL: true },
      SS: { SS: ['a'] },
      NS: { NS: ['1.5', '2'] },
      BS: { BS: ['3q2+7w=='] },
      L: { L: [{ L: [] }, { L: [{ N: '1' }] }, { M: {} }] },
      M: { M: { S: { S: 'x' }, M: { M: { L: { L: [] } } } } },
    });
    const text = await plain({ NewImage: image });
    expect(text).toContain('"N":12345678901234567890123456789012345678');
    expect(JSON.parse(text).newImage).toEqual({
      S: 'quote " and \\ and é',
      N: Number('12345678901234567890123456789012345678'),
      small: 1e-38,
      B: '3q2+7w==',
      yes: true,
      no: false,
      NULL: null,
      SS: ['a'],
      NS: [1.5, 2],
      BS: ['3q2+7w=='],
      L: [[], [1], {}],
      M: { S: 'x', M: { L: [] } },
    });
  });

  test('comes out as it went in', async () => {
    const value = fc.letrec<{ value: Json }>((tie) => ({
      value: fc.oneof(
        { maxDepth: 4 },
        fc.string({ unit: 'grapheme' }),
        fc.integer(),
        fc.boolean(),
        fc.constant(null),
        fc.array(tie('value'), { maxLength: 3 }),
        fc.dictionary(fc.string({ unit: 'grapheme' }), tie('value'), { maxKeys: 3 }),
      ),
    })).value;
    await fc.assert(
      fc.asyncProperty(fc.dictionary(fc.string(), value), async (item) => {
        const given = JSON.parse(JSON.stringify(item));
        expect(JSON.parse(await plain({ NewImage: itemOf(given) })).newImage).toEqual(given);
      }),
    );
  });

  test('may be eight lists and maps deep', async () => {
    let value: Json = 1;
    for (let level = 0; level < 8; level++) value = level % 2 === 0 ? [value] : { deep: value };
    expect(JSON.parse(await plain({ NewImage: itemOf({ value }) })).newImage).toEqual({ value });
  });
});
