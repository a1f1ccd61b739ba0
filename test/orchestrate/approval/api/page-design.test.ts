import { Lazy, Stack } from 'aws-cdk-lib';
import fc from 'fast-check';
import { accentOf } from '../../../../src/orchestrate/approval/api/accent';
import type { ApprovalPage } from '../../../../src/orchestrate/approval/api/approval-page';
import type { ApprovalPageTexts } from '../../../../src/orchestrate/approval/api/approval-page-texts';
import { ENGLISH } from '../../../../src/orchestrate/approval/api/english';
import { pageDesign } from '../../../../src/orchestrate/approval/api/page-design';
import { approvalApi, clientOf, FORM, linkId, linkItem, rehearsed } from './approval-api-app';
import { attribute, expectGoodPage, textOf } from './parsed-page';

const PICTURE = 'data:image/png;base64,iVBORw0KGgo=';

/** Every page that there is, by what it is about. */
async function pagesOf(page: ApprovalPage) {
  const { stack, table, api } = approvalApi({ result: 'INVALID' }, { page });
  const rehearsal = rehearsed(stack);
  await rehearsal.writeItem(table, linkItem(linkId(1), { delegates: ['Grace'] }));
  await rehearsal.writeItem(table, linkItem(linkId(2), { standing: 'REJECTED', decidedAt: '2026-03-01T08:00:00Z' }));
  const send = clientOf(rehearsal);
  const form = { headers: FORM, body: 'x' };
  return {
    open: await send('GET', `/${linkId(1)}`),
    decided: await send('GET', `/${linkId(2)}`),
    unknown: await send('GET', `/${linkId(3)}`),
    nowhere: await send('GET', '/a/b/c', { api: api.restApi }),
    invalid: await send('POST', `/${linkId(1)}`, form),
    tooLong: await send('POST', `/${linkId(1)}`, { ...form, body: 'x'.repeat(30_000) }),
    otherType: await send('POST', `/${linkId(1)}`, { body: 'x', headers: { 'Content-Type': 'text/plain' } }),
  };
}

test('every page is a good one, without branding and with', async () => {
  const brands: ApprovalPage[] = [
    {},
    { organization: 'Babbage & Söhne', logoUrl: PICTURE, accentColor: '#FFD500', language: 'en-GB' },
  ];
  for (const brand of brands) {
    for (const answer of Object.values(await pagesOf(brand))) {
      const page = expectGoodPage(answer, brand.language);
      if (!brand.organization) continue;
      expect(textOf(page.all('header')[0])).toContain(brand.organization);
      expect(attribute(page.all('img')[0], 'src')).toBe(PICTURE);
      expect(page.texts('title')[0]).toContain(' - Babbage & Söhne');
      expect(page.texts('style')[0]).toContain('--accent:rgb(255 213 0);--on-accent:black');
    }
  }
});

const GERMAN: ApprovalPageTexts = {
  question: 'Ihre Entscheidung ist gefragt',
  asked: 'Gefragt',
  answerBy: 'Antwort bis',
  decided: 'Entschieden',
  comment: 'Bemerkung (freiwillig)',
  approve: 'Genehmigen',
  reject: 'Ablehnen',
  rejectedHeading: 'Abgelehnt',
  unknownHeading: 'Hier ist nichts – „gar“ nichts',
};

test('the page speaks another language, and English where nothing else is said', async () => {
  const { open, decided, unknown } = await pagesOf({ language: 'de', texts: { ...GERMAN, back: undefined } });

  const asking = expectGoodPage(open, 'de');
  expect(asking.texts('button')).toEqual(['Genehmigen', 'Ablehnen', 'Hand over']);
  expect(asking.texts('label')).toEqual(['Bemerkung (freiwillig)', 'Let somebody else decide']);
  expect(asking.texts('dt')).toEqual(['Gefragt', 'Antwort bis']);
  expect(expectGoodPage(decided, 'de').texts('h1')).toEqual(['Abgelehnt']);
  expect(expectGoodPage(unknown, 'de').texts('h1')).toEqual(['Hier ist nichts – „gar“ nichts']);
});

test('some languages are written from right to left', async () => {
  const { open } = await pagesOf({ language: 'ar-EG', texts: { approve: 'موافقة' } });
  const page = expectGoodPage(open, 'ar-EG');

  expect(attribute(page.all('html')[0], 'dir')).toBe('rtl');
  expect(page.texts('button')[0]).toBe('موافقة');
});

test('whatever the texts are, they are read as they were written, on every page', async () => {
  const text = fc
    .array(
      fc.oneof(
        fc.constantFrom(
          '$',
          '#',
          '#set($x = 1)',
          '${x}',
          '$input.body',
          '#*',
          '##',
          '\\',
          "'",
          '"',
          '<b>',
          '&amp;',
          '</style>',
          '%',
          '#end',
          '$context.requestId',
        ),
        fc.string({ unit: 'grapheme', maxLength: 6 }),
      ),
      { minLength: 1, maxLength: 4 },
    )
    .map((parts) => `x${parts.join('')}x`);
  await fc.assert(
    fc.asyncProperty(text, async (value) => {
      const texts = Object.fromEntries(Object.keys(ENGLISH).map((name) => [name, value])) as ApprovalPageTexts;
      const { open, decided, nowhere, invalid } = await pagesOf({ organization: value, texts });
      expect(expectGoodPage(open).texts('button')).toEqual([value, value, value]);
      for (const answer of [decided, nowhere, invalid]) {
        const page = expectGoodPage(answer);
        expect(page.texts('h1')).toEqual([value]);
        expect(textOf(page.all('header')[0])).toBe(value);
      }
    }),
    { numRuns: 15 },
  );
});

test('a picture from elsewhere is let in from there, and from nowhere else', async () => {
  const { open } = await pagesOf({ logoUrl: 'https://cdn.example.com:8443/a/logo.png?v=1&w=2' });

  expect(open.headers['content-security-policy']).toContain('; img-src https://cdn.example.com:8443; ');
  expect(open.text).toContain('src="https://cdn.example.com:8443/a/logo.png?v=1&#38;w=2"');
});

test('what is written on the accent can always be read', () => {
  const channel = fc.integer({ min: 0, max: 255 });
  const contrast = (one: number, other: number) => (Math.max(one, other) + 0.05) / (Math.min(one, other) + 0.05);
  const linear = (value: number) => (value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4);

  fc.assert(
    fc.property(channel, channel, channel, (red, green, blue) => {
      const hex = [red, green, blue].map((each) => each.toString(16).padStart(2, '0')).join('');
      const { color, onColor } = accentOf(`#${hex}`);
      expect(color).toBe(`rgb(${red} ${green} ${blue})`);
      const luminance = 0.2126 * linear(red / 255) + 0.7152 * linear(green / 255) + 0.0722 * linear(blue / 255);
      expect(contrast(luminance, onColor === 'white' ? 1 : 0)).toBeGreaterThanOrEqual(4.5);
    }),
  );
});

const token = Lazy.string({ produce: () => 'x' });

test.each<[ApprovalPage, string]>([
  [{ accentColor: 'red' }, "page.accentColor must be a colour such as #1f5fbf, received 'red'"],
  [{ accentColor: '#fff}*{display:none' }, 'page.accentColor must be a colour'],
  [{ accentColor: '#fff' }, 'page.accentColor must be a colour'],
  [{ language: 'English' }, "page.language must be the tag of a language such as en or de-CH, received 'English'"],
  [{ language: 'en" onload="x' }, 'page.language must be the tag'],
  [{ logoUrl: 'http://example.com/logo.png' }, 'page.logoUrl must be an address such as https://example.com/logo.png'],
  [{ logoUrl: 'javascript:alert(1)' }, 'page.logoUrl must be an address'],
  [{ logoUrl: 'https://example.com/logo.png"; script-src *' }, 'page.logoUrl must be an address'],
  [{ logoUrl: "https://example.com/'; x" }, 'page.logoUrl must be an address'],
  [{ logoUrl: 'https://user@example.com/x' }, 'page.logoUrl must be an address'],
  [{ logoUrl: 'data:text/html;base64,AAAA' }, 'page.logoUrl must be an address'],
  [{ logoUrl: `data:image/png;base64,${'A'.repeat(8192)}` }, 'page.logoUrl must have at most 8192 characters'],
  [{ organization: token }, 'page.organization must be known when the app is synthesized'],
  [{ logoUrl: token }, 'page.logoUrl must be known'],
  [{ accentColor: token }, 'page.accentColor must be known'],
  [{ texts: { approve: token } }, 'page.texts.approve must be known'],
])('%j is refused', (page, message) => {
  expect(() => pageDesign(new Stack(), page)).toThrow(message);
});
