import { approvalApi, clientOf, linkId, linkItem, rehearsed, START } from './approval-api-app';

/** One API, and links in it as a test wants them. */
async function withLink(changes: Record<string, unknown> = {}) {
  const { stack, table, api } = approvalApi();
  const rehearsal = rehearsed(stack);
  await rehearsal.writeItem(table, linkItem(linkId(1), changes));
  return { rehearsal, table, api, send: clientOf(rehearsal) };
}

const show = async (changes: Record<string, unknown>) => (await withLink(changes)).send('GET', `/${linkId(1)}`);

test('an open link shows what is asked, of whom and until when, with a form', async () => {
  const { status, headers, text } = await show({ delegates: ['Grace Hopper', 'Alan Turing'] });

  expect(status).toBe(200);
  expect(headers['content-type']).toBe('text/html');
  expect(text).toMatch(/^<!DOCTYPE html><html lang="en" dir="ltr">/m);
  for (const shown of ['Refund of 1,200 EUR for order 4711', 'Ada Lovelace', '8 March 2026, 08:00 UTC']) {
    expect(text).toContain(shown);
  }
  expect(text).toContain('Customer: Charles Babbage\nReason: engine was never delivered');
  expect(text).toContain('<form method="post">');
  expect(text).toContain('name="decision" value="APPROVED"');
  expect(text).toContain('name="decision" value="REJECTED"');
  expect(text).toContain('<option value="Grace Hopper">Grace Hopper</option>');
  expect(text).toContain('name="decision" value="DELEGATED"');
});

test('without delegates there is nothing to hand over, without details nothing of them', async () => {
  const { text } = await show({ details: undefined });

  expect(text).not.toContain('DELEGATED');
  expect(text).not.toContain('<select');
  expect(text).not.toContain('class="details"');
});

test.each([
  ['APPROVED', { decidedAt: '2026-03-01T09:15:30.123Z' }, 200, 'Your approval has been recorded.'],
  ['REJECTED', { decidedAt: '2026-03-01T09:15:30Z' }, 200, 'Your rejection has been recorded.'],
  ['DELEGATED', { delegatedTo: 'Grace Hopper' }, 200, 'Somebody else has been asked in your place.'],
  ['SUPERSEDED', {}, 200, 'a newer message has another link'],
  ['CLOSED', { outcome: 'APPROVED' }, 200, 'The matter has been approved.'],
  ['CLOSED', { outcome: 'REJECTED' }, 200, 'The matter has been rejected.'],
  ['CLOSED', { outcome: 'EXPIRED' }, 410, 'An answer cannot be taken any more.'],
  ['CLOSED', {}, 200, 'The matter is closed.'],
])('a link that is %s %p says so with %i, and has no form', async (standing, more, code, sentence) => {
  const answer = await show({ standing, ...more });

  expect(answer.status).toBe(code);
  expect(answer.text).toContain(sentence);
  expect(answer.text).toContain('Refund of 1,200 EUR for order 4711');
  expect(answer.text).not.toContain('<form');
  if ('decidedAt' in more) expect(answer.text).toContain('<dd>2026-03-01 09:15 UTC</dd>');
  if ('delegatedTo' in more) expect(answer.text).toContain('<dd>Grace Hopper</dd>');
});

test('what the table has not deleted yet is over all the same, at the second', async () => {
  const closesAt = START.getTime() / 1000 + 60;
  const { rehearsal, send } = await withLink({ closesAt });

  await rehearsal.advance(59_999);
  expect(await send('GET', `/${linkId(1)}`)).toMatchObject({ status: 200 });
  await rehearsal.advance(1);
  const late = await send('GET', `/${linkId(1)}`);
  expect(late).toMatchObject({ status: 410, text: expect.stringContaining('The time is over') });
  expect(late.text).not.toContain('<form');
});

test.each([
  ['not there', linkId(2)],
  ['of a gate', 'gate%231'],
  ['of a record', 'decision%23gate%231%23Ada'],
  ['in capitals', 'A'.repeat(64)],
  ['too short', linkId(1).slice(1)],
  ['very long', 'a'.repeat(5000)],
  ['a slash', `${linkId(1)}%2F..`],
  ['quotation marks', '%22%7D%2C%22TableName%22%3A%22Other'],
  ['of a template', '%24input.body%23set(%24id%20%3D%201)'],
  ['of no encoding', '%E0%A4%A'],
  ['a line', `${linkId(1)}%0A`],
  ['nothing', '%00'],
  ['the placeholder', 'none'],
])('an id that is %s leads nowhere', async (_what, id) => {
  const { table, rehearsal, send } = await withLink();
  for (const other of ['gate#1', 'decision#gate#1#Ada']) await rehearsal.writeItem(table, linkItem(other));

  const { status, text } = await send('GET', `/${id}`);

  expect(status).toBe(404);
  expect(text).toContain('There is nothing here');
  expect(text).not.toContain('Refund');
});

test('an item that is no link shows nothing of it', async () => {
  const { send } = await withLink({ standing: 'SOMETHING' });
  const { status, text } = await send('GET', `/${linkId(1)}`);

  expect(status).toBe(404);
  expect(text).not.toContain('Refund');
});

test('a scanner may look a hundred times, with GET, HEAD and OPTIONS: nothing starts, and nothing changes', async () => {
  const { rehearsal, send } = await withLink();
  const first = await send('GET', `/${linkId(1)}`);

  for (let n = 0; n < 100; n++) {
    expect((await send('GET', `/${linkId(1)}`)).text).toBe(first.text);
    expect(await send('HEAD', `/${linkId(1)}`)).toMatchObject({ status: 200, text: '' });
    expect(await send('OPTIONS', `/${linkId(1)}`)).toMatchObject({ status: 204, text: '' });
  }

  expect(rehearsal.executions()).toEqual([]);
});

test('HEAD and OPTIONS tell nothing about a link, not even whether there is one', async () => {
  const { send } = await withLink();

  for (const method of ['HEAD', 'OPTIONS']) {
    const { 'x-amzn-requestid': _one, ...known } = (await send(method, `/${linkId(1)}`)).headers;
    const { 'x-amzn-requestid': _other, ...unknown } = (await send(method, `/${linkId(2)}`)).headers;
    expect(known).toEqual(unknown);
  }
  expect((await send('OPTIONS', `/${linkId(1)}`)).headers.allow).toBe('GET, HEAD, OPTIONS, POST');
});

test.each(['PUT', 'PATCH', 'DELETE'])('%s leads nowhere', async (method) => {
  const { rehearsal, send } = await withLink();

  expect(await send(method, `/${linkId(1)}`, { body: { decision: 'APPROVED' } })).toMatchObject({ status: 404 });
  expect(rehearsal.executions()).toEqual([]);
});

test.each(['/', '/a/b', `/${linkId(1)}/${linkId(1)}`])('nothing is at %s', async (path) => {
  const { api, send } = await withLink();

  expect(await send('GET', path, { api: api.restApi })).toMatchObject({
    status: 404,
    headers: { 'content-type': 'text/html' },
    text: expect.stringContaining('There is nothing here'),
  });
});
