import { notTooLarge, refusal } from '../../../src/start/stream/refused-record';
import { evaluateJsonata } from '../../../src/testing/query/jsonata';

const bytesOf = (value: unknown) => Buffer.byteLength(JSON.stringify(value));

describe.each(['x', '"', 'ß', '語', '😀'])('of a record full of %s', (character) => {
  const of = (bytes: number) => character.repeat(Math.floor(bytes / (bytesOf(character) - 2)));

  test.each([100_000, 190_000, 210_000, 261_000])('with %i bytes is known whether it is too large', async (bytes) => {
    const text = of(bytes);
    const input = { id: 'o-1', text };
    const states = { input, errorOutput: { Error: 'E', Cause: 'c'.repeat(5000) } };
    const refused: any = await evaluateJsonata(refusal('$states.errorOutput'), (name) => ({ states })[name]);
    // A message is a text in the arguments of a state, where its quotes take two bytes and more.
    expect(refused.complete).toBe(bytesOf(JSON.stringify(input)) <= 200_000);
    expect(refused.record).toEqual(refused.complete ? input : { id: 'o-1' });
    expect(bytesOf(JSON.stringify(refused))).toBeLessThan(215_000);
    const asInput = evaluateJsonata(notTooLarge('$text', 220_000), (name) => ({ text })[name]);
    await (bytesOf(text) > 220_000 ? expect(asInput).rejects.toThrow() : expect(asInput).resolves.toBe(text));
  });
});

test('a record of nothing but short fields, of which there are too many, is left out', async () => {
  const input = Object.fromEntries(Array.from({ length: 600 }, (_, index) => [`field ${index}`, 'x'.repeat(400)]));
  const states = { input, errorOutput: { Error: 'E', Cause: 'C' } };
  const refused: any = await evaluateJsonata(refusal('$states.errorOutput'), (name) => ({ states })[name]);
  expect(refused).toEqual({ succeeded: false, error: 'E', cause: 'C', complete: false, record: {} });
});
