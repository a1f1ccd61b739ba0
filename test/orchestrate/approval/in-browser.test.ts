import { Browser, chromiumOnPath } from './api/browser';
import { serve } from './api/page-server';
import { approvalApp, type People, queueApprover } from './approval-app';

const executable = chromiumOnPath();

/** Ada decides for the last time where Grace and Alan may, too. */
function app(): People {
  return approvalApp([], (stack) => ({
    title: '{% $states.input.title %}',
    details: '{% $states.input.details %}',
    approvers: [queueApprover(stack, 'Ada', { delegates: [queueApprover(stack, 'Grace "G" <Hopper>')] })],
  }));
}

if (executable === undefined) {
  test('an approval is not gone through in a browser, because there is no chromium on the PATH', () => {
    process.stderr.write('An approval was not gone through in a browser: install chromium for that.\n');
  });
} else {
  test('people go through an approval in a browser, whatever it is about', async () => {
    const people = app();
    const input = {
      title: 'Pay <b>"10" € & more</b> ${x} #set($x = 1)',
      details: "a\n'b'\n<script>window.evil = 1</script>",
    };
    const execution = await people.start(input);
    const server = await serve(people.rehearsal);
    const browser = await Browser.start(executable);
    const heading = () => browser.read('document.querySelector("h1").textContent');
    try {
      await browser.look(1024);
      const ada = `${server.url}${people.linkOf('Ada')}`;
      await browser.open(ada);
      expect(await heading()).toBe(input.title);
      expect(await browser.read('document.querySelector(".details").textContent')).toBe(input.details);

      await browser.press('button[value=DELEGATED]');
      expect(await heading()).toBe('That was no answer');
      await browser.press('a');
      await browser.read('document.querySelector("select").selectedIndex = 1');
      await browser.press('button[value=DELEGATED]');
      expect(await heading()).toBe('Handed over');
      await browser.open(ada);
      expect(await browser.read('document.body.textContent')).toContain('Grace "G" <Hopper>');

      await browser.open(`${server.url}${people.linkOf('Grace "G" <Hopper>')}`);
      await browser.read('document.querySelector("textarea").focus()');
      await browser.type('Schön & gut:\n100 % + 1 € 😀 "<i>"');
      await browser.press('button[value=APPROVED]');
      expect(await heading()).toBe('Approved');
      expect(await browser.read('typeof window.evil')).toBe('undefined');
      expect(browser.complaints.filter((text) => !text.includes('400'))).toEqual([]);
    } finally {
      await browser.stop();
      server.close();
    }
    await people.rehearsal.advance(1000);
    expect(execution.run.output).toMatchObject({
      approval: { outcome: 'APPROVED', decisions: [{ comment: 'Schön & gut:\r\n100 % + 1 € 😀 "<i>"' }] },
    });
  });
}
