import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ApprovalApiOptions } from '../../../../src/orchestrate/approval/api/approval-api-options';
import { approvalApi, linkId, linkItem, rehearsed } from './approval-api-app';
import { Browser, chromiumOnPath } from './browser';
import { serve } from './page-server';

const executable = chromiumOnPath();
let browser: Browser;

/** Folder that pictures of the pages are written to, for the documentation: `PICTURES=docs/approval npx jest …`. */
const { PICTURES } = process.env;

/** Opens a link in a browser, and everything that follows from it. */
async function opened(
  item: Record<string, unknown>,
  options: ApprovalApiOptions,
  use: (page: OpenPage) => Promise<void>,
) {
  const { stack, table, workflow } = approvalApi(
    {
      result: 'RECORDED',
      decision: '{% $match($states.input.body, /decision%3D([A-Z]+)/).groups[0] %}',
      title: 'Refund',
    },
    options,
  );
  const rehearsal = rehearsed(stack);
  await rehearsal.writeItem(table, linkItem(linkId(1), item));
  const server = await serve(rehearsal);
  try {
    const address = `${server.url}/${linkId(1)}`;
    await browser.look(1024);
    browser.complaints.length = 0;
    await browser.open(address);
    await use({
      address,
      inputs: () => rehearsal.executions(workflow.stateMachine).map(({ input }) => input as unknown as Handed),
    });
  } finally {
    server.close();
  }
}

interface Handed {
  readonly body: string;
  readonly form: boolean;
}

interface OpenPage {
  readonly address: string;
  inputs(): readonly Handed[];
}

/** The form as the decision workflow reads it. */
const fieldsOf = ({ body }: Handed) =>
  Object.fromEntries(new URLSearchParams(decodeURIComponent(body.replaceAll('+', '%20'))));

const DELEGATES = { delegates: ['Grace Hopper', 'Alan &quot;A.&quot; Turing'] };

const LOGO =
  'data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAACAAAAAgCAIAAAD8GO2jAAAAKElEQVR42mNQiJtMU8QwasGoBaMWjFowasGoBaMWjFowasGoBUPVAgBGj5FPPfG0qQAAAABJRU5ErkJggg==';

const BRAND: ApprovalApiOptions = {
  page: { organization: 'Analytical Engines', logoUrl: LOGO, accentColor: '#0b6b53' },
};

/** Contrasts of everything that has a text of its own, as WCAG 2 computes them. */
const CONTRASTS = `(() => {
  const channels = (color) => color.match(/[\\d.]+/g).map(Number);
  const luminance = (color) => {
    const [r, g, b] = channels(color).slice(0, 3).map((c) => c / 255).map((c) => c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4);
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const ground = (element) => {
    const color = getComputedStyle(element).backgroundColor;
    return channels(color)[3] === 0 ? ground(element.parentElement) : color;
  };
  return [...document.querySelectorAll('body *')]
    .filter((element) => [...element.childNodes].some((node) => node.nodeType === 3 && node.data.trim() !== ''))
    .map((element) => {
      const [one, other] = [luminance(getComputedStyle(element).color), luminance(ground(element))];
      return (Math.max(one, other) + 0.05) / (Math.min(one, other) + 0.05);
    });
})()`;

if (executable === undefined) {
  test('the pages are not opened in a browser, because there is no chromium on the PATH', () => {
    process.stderr.write('The pages of approvals were not opened in a browser: install chromium for that.\n');
  });
} else {
  beforeAll(async () => {
    browser = await Browser.start(executable);
  });
  afterAll(() => browser.stop());

  test('somebody writes a comment, and approves', async () => {
    await opened(DELEGATES, {}, async ({ inputs }) => {
      expect(await browser.read('document.title')).toBe('Refund of 1,200 EUR for order 4711');
      expect(await browser.read('getComputedStyle(document.querySelector("button.main")).backgroundColor')).toBe(
        'rgb(31, 95, 191)',
      );

      await browser.read('document.querySelector("textarea").focus()');
      await browser.type('Schön & gut: 100 %\n"<b>" + 1 €');
      await browser.press('button[value=APPROVED]');

      expect(await browser.read('document.querySelector("h1").textContent')).toBe('Approved');
      expect(inputs().map(fieldsOf)).toEqual([
        { decision: 'APPROVED', comment: 'Schön & gut: 100 %\r\n"<b>" + 1 €', delegate: '' },
      ]);
      expect(browser.complaints).toEqual([]);
    });
  });

  test('somebody rejects, and somebody hands over', async () => {
    await opened(DELEGATES, {}, async ({ address, inputs }) => {
      await browser.press('button[value=REJECTED]');
      expect(await browser.read('document.querySelector("h1").textContent')).toBe('Rejected');

      await browser.open(address);
      await browser.read('document.querySelector("select").selectedIndex = 2');
      await browser.press('button[value=DELEGATED]');
      expect(await browser.read('document.querySelector("h1").textContent')).toBe('Handed over');
      expect(inputs().map(fieldsOf)).toEqual([
        { decision: 'REJECTED', comment: '', delegate: '' },
        { decision: 'DELEGATED', comment: '', delegate: 'Alan "A." Turing' },
      ]);
    });
  });

  test('keys reach everything in its order, what has the focus is seen, and Enter in the comment is a new line', async () => {
    await opened(DELEGATES, {}, async ({ inputs }) => {
      const reached: string[] = [];
      for (let n = 0; n < 5; n++) {
        await browser.key('Tab');
        reached.push(await browser.read('document.activeElement.value || document.activeElement.name'));
        expect(await browser.read('getComputedStyle(document.activeElement).outlineStyle')).toBe('solid');
      }
      expect(reached).toEqual(['comment', 'APPROVED', 'REJECTED', 'delegate', 'DELEGATED']);

      await browser.read('document.querySelector("textarea").focus()');
      await browser.key('Enter', 'Enter', '\r');
      expect(await browser.read('document.querySelector("textarea").value')).toBe('\n');
      expect(inputs()).toEqual([]);
    });
  });

  test.each(['light', 'dark'] as const)('every text can be read, %s and narrow', async (scheme) => {
    const long = { title: 'Donaudampfschifffahrtsgesellschaft'.repeat(5), details: `x\n${'w'.repeat(500)}` };
    await opened({ ...DELEGATES, ...long }, BRAND, async () => {
      await browser.look(320, scheme);
      for (const contrast of await browser.read<number[]>(CONTRASTS)) expect(contrast).toBeGreaterThanOrEqual(4.5);
      expect(await browser.read('document.documentElement.scrollWidth')).toBe(320);
      expect(await browser.read('document.querySelector("img").naturalWidth')).toBe(32);
      expect(
        await browser.read('[...document.querySelectorAll("button")].every((each) => each.offsetHeight >= 44)'),
      ).toBe(true);
      expect(browser.complaints).toEqual([]);
    });
  });

  test('what somebody has smuggled into the table neither runs nor loads anything', async () => {
    const evil = '"><script>window.evil = 1</script><img src="https://evil.example/x" onerror="window.evil = 2">ü€😀';
    const item = { title: evil, details: evil, approver: evil, closesAtText: evil, delegates: [evil] };
    await opened(item, {}, async () => {
      expect(await browser.read('typeof window.evil')).toBe('undefined');
      expect(await browser.read('document.images.length')).toBe(0);
      expect(await browser.read('document.querySelector("h1").textContent')).toBe(evil);
      expect(browser.complaints).toEqual([]);
    });
  });

  test('the policy of the page lets no script run, even if one came there', async () => {
    await opened({}, {}, async () => {
      await browser.read(
        'document.body.append(Object.assign(document.createElement("script"), { textContent: "window.evil = 1" }))',
      );
      expect(await browser.read('typeof window.evil')).toBe('undefined');
      expect(browser.complaints.join()).toContain('Content Security Policy');
    });
  });

  test('the page looks as the documentation shows it', async () => {
    const look = async (name: string, item: Record<string, unknown>, width: number, scheme: 'light' | 'dark') =>
      opened(item, BRAND, async () => {
        await browser.look(width, scheme, name === 'decided' ? 320 : 720);
        const picture = await browser.picture();
        expect(picture.subarray(1, 4).toString()).toBe('PNG');
        if (PICTURES === undefined) return;
        mkdirSync(PICTURES, { recursive: true });
        writeFileSync(join(PICTURES, `page-${name}.png`), picture);
      });
    await look('light', DELEGATES, 800, 'light');
    await look('dark', DELEGATES, 800, 'dark');
    await look('mobile', {}, 375, 'light');
    await look('decided', { status: 'APPROVED', decidedAt: '2026-03-01T09:15:30Z' }, 800, 'light');
  });
}
