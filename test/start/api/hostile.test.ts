import * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import fc from 'fast-check';
import { WorkflowApi } from '../../../src';
import { startHandler } from '../../../src/handler';
import { testFunction } from '../../functions';
import { apiOf, expressWorkflow, newStack, rehearsed, slowWorkflow } from './api-app';
import { clientOf, withKey } from './client';

/** Texts that templates, JSON and the language of definitions take for something else. */
const TRAPS = [
  '"',
  "'",
  '\\',
  '\\"',
  "\\'",
  "\\\\'",
  "''",
  '""',
  '/',
  '</script>',
  '@@',
  'hi@@,@@admin@@:true,@@z@@:@@',
  '$',
  '$$',
  '$input.body',
  '$context.accountId',
  '${x}',
  '$!{x}',
  '#',
  '##',
  '#set($key = 1)',
  '#if(true)',
  '#end',
  '#*',
  '*#',
  '{% $states.input %}',
  '{{x}}',
  '","name":"x',
  '\u0000',
  '\u0008\t\n\f\r',
  '\u001f',
  '\u007f',
  '\u0080',
  '\u2028\u2029',
  '\ud83d\ude00',
  '\ud800',
  'ü€',
  '𝄞',
  ' ',
  '',
  '\u00a0',
  '\ufeff',
  '%22',
  '+',
  '&amp;',
];

const text = fc.oneof(
  fc.constantFrom(...TRAPS),
  fc.string({ unit: 'binary', maxLength: 12 }),
  fc.string({ unit: 'grapheme', maxLength: 12 }),
);
const hostileText = fc.array(text, { maxLength: 4 }).map((parts) => parts.join(''));
const hostileJson = fc.letrec((tie) => ({
  value: fc.oneof(
    { depthSize: 'small' },
    hostileText,
    fc.constantFrom(null, true, false, 0, -1.5, 1e21, 1e-7),
    fc.array(tie('value'), { maxLength: 3 }),
    tie('object'),
  ),
  object: fc.dictionary(
    hostileText.filter((name) => name !== '__proto__'),
    tie('value'),
    { maxKeys: 4 },
  ),
})).object as fc.Arbitrary<object>;

/** As clients write JSON: with or without spaces, with or without escapes. */
const written = fc
  .tuple(hostileJson, fc.constantFrom(undefined, 1, '\t'), fc.boolean())
  .map(([value, space, ascii]) => {
    const json = JSON.stringify(value, undefined, space);
    return ascii
      ? json.replace(/[\u0080-\uffff]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`)
      : json;
  });

const RUNS = { numRuns: 150 };

test.each([false, true])(
  'whatever the body holds is the input of the execution (exactReplies: %s)',
  async (exactReplies) => {
    const { stack, workflow } = apiOf({ exactReplies });
    const rehearsal = rehearsed(stack);
    const send = clientOf(rehearsal);
    let n = 0;

    await fc.assert(
      fc.asyncProperty(written, async (body) => {
        const answer = await send('POST', '/orders', withKey(`o-${n}`, body));
        expect(answer).toMatchObject({ status: 202, body: { executionName: `o-${n}`, status: 'STARTED' } });
        const { input, name } = rehearsal.executions(workflow.stateMachine)[n++];
        expect({ input, name }).toEqual({ input: JSON.parse(body), name: `o-${n - 1}` });
      }),
      RUNS,
    );
  },
);

test('whatever the body holds comes to the handler, and through it to the workflow', async () => {
  const stack = newStack();
  const fn = testFunction(stack, 'Start');
  new WorkflowApi(stack, 'Api', { workflow: slowWorkflow(stack).stateMachine, handler: fn });
  const rehearsal = rehearsed(stack);
  const handler = startHandler({ client: rehearsal.stepFunctions(fn) });
  rehearsal.mock(fn, (payload) => handler(payload as never) as never);
  const send = clientOf(rehearsal);
  let n = 0;

  await fc.assert(
    fc.asyncProperty(written, async (body) => {
      expect(await send('POST', '/executions', withKey(`o-${n}`, body))).toMatchObject({ status: 202 });
      expect(rehearsal.executions()[n++].input).toEqual(JSON.parse(body));
    }),
    RUNS,
  );
});

test('whatever the body holds comes back from a synchronous workflow that hands it on', async () => {
  const stack = newStack();
  const workflow = expressWorkflow(stack, new sfn.Pass(stack, 'Echo')).stateMachine;
  new WorkflowApi(stack, 'Api', { workflow, sync: true });
  const rehearsal = rehearsed(stack);

  await fc.assert(
    fc.asyncProperty(written, async (body) => {
      // Not a client that looks into answers: what they hold is the client's own.
      const answer = await rehearsal.request('POST', '/executions', { body });
      expect(answer).toMatchObject({ status: 200, body: JSON.parse(body) });
    }),
    RUNS,
  );
});

test('whatever the key is, an execution of that very name has begun, or none', async () => {
  const { stack } = apiOf();
  const rehearsal = rehearsed(stack);
  const send = clientOf(rehearsal);
  const key = fc.oneof(hostileText, fc.stringMatching(/^[\w.+=@ -]{1,90}$/));

  await fc.assert(
    fc.asyncProperty(key, async (given) => {
      const before = rehearsal.executions().length;
      const { status } = await send('POST', '/orders', withKey(given));
      const begun = rehearsal
        .executions()
        .slice(before)
        .map(({ name }) => name);
      expect([200, 202, 400]).toContain(status);
      expect(begun).toEqual(status === 202 && begun.length > 0 ? [given] : []);
      if (status === 202) expect(given).toMatch(/^[0-9A-Za-z][\w.-]{0,79}$/);
    }),
    { numRuns: 300 },
  );
});

test('whatever is asked for as an execution is answered in the same form', async () => {
  const { stack } = apiOf({ stopEndpoint: true });
  const send = clientOf(rehearsed(stack));
  const segment = hostileText.filter(
    (name) => name !== '' && !/[\ud800-\udfff/]/u.test(name) && name !== '.' && name !== '..',
  );

  await fc.assert(
    fc.asyncProperty(segment, fc.constantFrom('GET', 'DELETE'), async (name, method) => {
      const { status } = await send(method, `/orders/${encodeURIComponent(name)}`);
      // What is blank is as good as missing.
      expect(status).toBe(name.trim() === '' ? 400 : 404);
    }),
    { numRuns: 300 },
  );
});

test('whatever no JSON is starts nothing', async () => {
  const { stack } = apiOf();
  const rehearsal = rehearsed(stack);
  const send = clientOf(rehearsal);
  const noObject = hostileText.filter((body) => body !== '' && !isObject(body));

  await fc.assert(
    fc.asyncProperty(noObject, async (body) => {
      expect((await send('POST', '/orders', withKey('o-1', body))).status).toBe(400);
    }),
    { numRuns: 300 },
  );
  expect(rehearsal.executions()).toEqual([]);
});

function isObject(body: string): boolean {
  try {
    const value = JSON.parse(body);
    return typeof value === 'object' && value !== null && !Array.isArray(value);
  } catch {
    return false;
  }
}
