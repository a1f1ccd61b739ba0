import fc from 'fast-check';
import { approvalApi, clientOf, expectDiscreet, FORM, linkId, linkItem, rehearsed } from './approval-api-app';
import { ParsedPage } from './parsed-page';

/** Texts that HTML, JSON, JSONPath and templates take for something else. */
const TRAPS = [
  '<script>alert(1)</script>',
  '</title><script>',
  '</style>',
  '<!--',
  ']]>',
  '"><img src=x onerror=alert(1)>',
  "' onfocus=alert(1) '",
  '" autofocus onfocus="',
  '</div></main></body></html>',
  '<form action=https://evil.example>',
  '<base href=//evil.example>',
  '&lt;',
  '&amp;',
  '&',
  '&#',
  '&notanentity;',
  '$input.body',
  '$context.accountId',
  '${title}',
  '$!{x}',
  '$',
  '$1',
  '\\',
  '\\1',
  '#set($code = 200)',
  '#if(true)',
  '#end',
  '#',
  '##',
  '#*',
  '#[[',
  "''",
  '""',
  '{"S":"x"}',
  '{% $states.input %}',
  '\u0000',
  '\u0008\t\n\f\r',
  '\u2028',
  '\ufeff',
  'ü€😀',
  '\ud800',
  'javascript:alert(1)',
  ' ',
  '',
];

const hostile = fc
  .array(fc.oneof(fc.constantFrom(...TRAPS), fc.string({ unit: 'binary', maxLength: 8 })), { maxLength: 4 })
  .map((parts) => parts.join(''))
  // What is not there is another page.
  .map((text) => `x${text}`);

/** As texts are written into the table. */
const escaped = (text: string) =>
  text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;');

/** A browser makes its own of these. */
const readable = (text: string) => text.replace(/\r\n?/g, '\n').replace(/\0/g, '').replaceAll('\ufeff', '').trim();
const shown = (text: string) => readable(text).replace(/[\ud800-\udfff]/g, '');

const RUNS = { numRuns: 120 };

test('no text of a link breaks out of its place on the page, escaped or not, and an escaped one is read as it was', async () => {
  const { stack, table } = approvalApi();
  const rehearsal = rehearsed(stack);
  const send = clientOf(rehearsal);
  const pageOf = async (texts: Record<string, unknown>) => {
    await rehearsal.writeItem(table, linkItem(linkId(1), texts));
    const answer = await send('GET', `/${linkId(1)}`);
    expect(answer.status).toBe(200);
    return new ParsedPage(answer.text);
  };
  const plain = await pageOf({ delegates: ['one'] });

  await fc.assert(
    fc.asyncProperty(fc.tuple(hostile, hostile, hostile, hostile, hostile), fc.boolean(), async (texts, asWritten) => {
      const [title, details, approver, closesAtText, delegate] = texts.map((text) =>
        asWritten ? escaped(text) : text,
      );
      const page = await pageOf({ title, details, approver, closesAtText, delegates: [delegate] });

      expect(page.structure).toEqual(plain.structure);
      if (!asWritten) return;
      expect(page.texts('h1').map(shown)).toEqual([shown(texts[0])]);
      expect(page.textsOfClass('details').map(shown)).toEqual([shown(texts[1])]);
      expect(page.texts('dd').map(shown)).toEqual([shown(texts[2]), shown(texts[3])]);
      expect(page.texts('option').map(shown)).toEqual(['', shown(texts[4])]);
    }),
    RUNS,
  );
});

test('no text of what has been decided breaks out of its place on the page', async () => {
  const { stack, table } = approvalApi();
  const rehearsal = rehearsed(stack);
  const pageOf = async (texts: Record<string, unknown>) => {
    await rehearsal.writeItem(table, linkItem(linkId(1), { standing: 'DELEGATED', ...texts }));
    return new ParsedPage((await rehearsal.request('GET', `/${linkId(1)}`)).text);
  };
  const plain = await pageOf({ decidedAt: '2026-03-01T08:00:00Z', delegatedTo: 'Grace' });

  await fc.assert(
    fc.asyncProperty(hostile, hostile, hostile, async (title, delegatedTo, decidedAt) => {
      const page = await pageOf({ title, delegatedTo, decidedAt });
      expect(page.structure).toEqual(plain.structure);
    }),
    RUNS,
  );
});

test('whatever the standing and the outcome of an item are, the page is one of ours', async () => {
  const { stack, table } = approvalApi();
  const rehearsal = rehearsed(stack);
  const send = clientOf(rehearsal);

  await fc.assert(
    fc.asyncProperty(
      hostile,
      hostile,
      fc.oneof(hostile, fc.integer({ max: 1_000_000_000 })),
      async (standing, outcome, closesAt) => {
        await rehearsal.writeItem(table, linkItem(linkId(1), { standing, outcome, closesAt: closesAt as string }));
        expect(await send('GET', `/${linkId(1)}`)).toMatchObject({ status: 404 });
        await rehearsal.writeItem(table, linkItem(linkId(1), { closesAt: closesAt as string }));
        expect(await send('GET', `/${linkId(1)}`)).toMatchObject({ status: 410 });
      },
    ),
    RUNS,
  );
});

test.each([true, false])('no text of the decision workflow breaks out of the answer (form: %s)', async (form) => {
  const texts = { title: '{% $decodeUrlComponent($states.input.body) %}' };
  const { stack } = approvalApi({ result: 'INVALID', ...texts, approver: texts.title, message: texts.title });
  const rehearsal = rehearsed(stack);
  const ask = (body: string) => rehearsal.request('POST', `/${linkId(1)}`, { ...(form && { headers: FORM }), body });
  const plain = new ParsedPage((await ask('x')).text);

  await fc.assert(
    fc.asyncProperty(
      hostile.filter((text) => !/[ +]|\p{Surrogate}/u.test(text)),
      async (text) => {
        const answer = await ask(text);
        expectDiscreet({ ...answer, text: '' });
        expect(answer.status).toBe(400);
        if (form) expect(new ParsedPage(answer.text).structure).toEqual(plain.structure);
        else expect(answer.body).toEqual({ result: 'INVALID', message: text, requestId: expect.any(String) });
      },
    ),
    RUNS,
  );
});

test('whatever the path and the body hold, the input of the decision workflow has its own shape', async () => {
  const { stack, workflow } = approvalApi({ result: 'UNKNOWN' });
  const rehearsal = rehearsed(stack);
  const send = clientOf(rehearsal);
  let n = 0;

  await fc.assert(
    fc.asyncProperty(hostile, hostile, fc.boolean(), async (id, body, form) => {
      const path = `/${encodeURIComponent(id.replace(/[\ud800-\udfff]/g, '?'))}`;
      expect(await send('POST', path, { ...(form && { headers: FORM }), body })).toMatchObject({ status: 404 });
      expect(rehearsal.executions(workflow.stateMachine)[n++].input).toEqual({
        id: 'none',
        body: expect.stringMatching(/^[\w.*+%-]*$/),
        form,
        identity: { type: 'LINK', principal: '', sourceIp: '127.0.0.1' },
      });
    }),
    RUNS,
  );
});
