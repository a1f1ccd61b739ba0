import { readFileSync } from 'node:fs';
import { withAssertionTable } from '../../../build-tools/integ/page/assertion-table';
import { accountsIn, deployableApps } from '../../../build-tools/integ/run/deployable-app';
import { appOnPage } from '../../../build-tools/integ/run/newcomer';

const page = readFileSync('docs/integration.md', 'utf8');

test('docs/integration.md says what each assertion rests on', () => {
  // If an assertion is new or changed: npm run integ:page
  expect(page).toBe(withAssertionTable(page));
});

test("the newcomer's app is the block on the page", () => {
  expect(appOnPage(page)).toContain("new SagaOrchestrator(stack, 'OrderSaga'");
  expect(() => appOnPage('# Nothing')).toThrow('no block that is app.js');
});

test('apps are picked up from the folder, with the example, and by name', () => {
  const names = deployableApps().map(({ name }) => name);

  expect(names).toEqual(expect.arrayContaining(['saga', 'kafka-trigger', 'order-processing']));
  expect(deployableApps(['saga']).map(({ name, accounts }) => [name, accounts])).toEqual([['saga', 1]]);
  expect(deployableApps(['kafka-trigger'])[0].assertions).toEqual([]);
  expect(() => deployableApps(['saga', 'sage'])).toThrow('no app is called sage; there are approval, ');
});

test('an app says how many accounts it needs', () => {
  expect(accountsIn('/**\n * Two buses.\n *\n * Accounts: two.\n */')).toBe(2);
  expect(accountsIn('/**\n * Accounts: one.\n */')).toBe(1);
  expect(accountsIn('/** Nothing is said. */')).toBe(1);
});
