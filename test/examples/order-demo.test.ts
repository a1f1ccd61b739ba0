import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App } from 'aws-cdk-lib';
import { Rehearsal } from 'cdk-workflows/testing';
import { checkBooks } from '../../examples/order-processing/demo/books';
import { markdownOf } from '../../examples/order-processing/demo/diagrams';
import { type OrdersFile, readOrders } from '../../examples/order-processing/demo/orders-file';
import { rehearseOrders } from '../../examples/order-processing/demo/rehearse-orders';
import { summaryOf } from '../../examples/order-processing/demo/summary';
import { duration, tableOf } from '../../examples/order-processing/demo/table';
import { OrderProcessing } from '../../examples/order-processing/order-processing';

const ROOT = join(__dirname, '..', '..');
const ORDERS_FILE = join(ROOT, 'examples/order-processing/orders.json');
const plain = (_: string, text: string) => text;

jest.setTimeout(60_000);

async function rehearsed() {
  const { saga } = new OrderProcessing(new App(), 'OrderProcessing');
  const file = readOrders(ORDERS_FILE);
  const rehearsal = Rehearsal.of(saga);
  const result = await rehearseOrders(file, { rehearsal, failureQueue: saga.compensationFailureQueue! });
  return { ...result, file, definition: rehearsal.definition };
}

function demo(...args: string[]) {
  const command = [
    'node_modules/tsx/dist/cli.mjs',
    '--tsconfig',
    'test/tsconfig.json',
    'examples/order-processing/demo.ts',
  ];
  return spawnSync(process.execPath, [...command, ...args], { cwd: ROOT, encoding: 'utf8' });
}

describe('the table', () => {
  test('shows the way forward, what failed, the way back and how it ended', async () => {
    const lines = tableOf((await rehearsed()).rows, plain)
      .split('\n')
      .map((line) => line.trimEnd().replace(/ {2,}/g, '  '));
    const at = lines.findIndex((line) => line.startsWith('O-1006'));
    expect(lines.slice(at, at + 3)).toEqual([
      'O-1006 Ten lamps are too many, and the card was closed meanwhile  ✗ Saga.CompensationFailed  7  2.2 s',
      '  CreateOrder → ProcessPayment → ✗ ReserveInventory  1 message in the queue',
      '  ↩ ✗ ProcessPayment → ✉ → CreateOrder',
    ]);
    const retried = lines.findIndex((line) => line.startsWith('O-1007'));
    expect(lines[retried + 1]).toBe('  CreateOrder → ProcessPayment → ReserveInventory ×3 → StartDelivery');
  });

  test('fits 120 columns, and colours do not change its shape', async () => {
    const { rows } = await rehearsed();
    const coloured = (_: string, text: string) => `\u001B[31m${text}\u001B[39m`;
    const table = tableOf(rows, plain);
    expect(Math.max(...table.split('\n').map((line) => line.length))).toBeLessThanOrEqual(120);
    // biome-ignore lint/suspicious/noControlCharactersInRegex: colours are control characters
    expect(tableOf(rows, coloured).replace(/\u001B\[\d+m/g, '')).toBe(table);
  });

  test('points at an order that did not end as expected', async () => {
    const [row] = (await rehearsed()).rows;
    expect(tableOf([{ ...row, asExpected: false }], plain)).toContain('not as expected');
    expect(tableOf([row], plain)).not.toContain('not as expected');
  });

  test.each([
    [120, '0.1 s'],
    [59_940, '59.9 s'],
    [185_000, '3 min 5 s'],
  ])('says %d ms as %s', (milliseconds, text) => {
    expect(duration(milliseconds)).toBe(text);
  });
});

test('the summary says what is left to do, and that the books balance but for it', async () => {
  const result = await rehearsed();
  const summary = summaryOf(result.rows, result.messages, checkBooks(result.file, result), plain);
  expect(summary).toMatch(/^13 orders: 4 delivered, 8 undone, 1 not undone; 70 state transitions, /);
  expect(summary).toContain('✉ O-1006: ProcessPayment is not undone: RefundRejected, the card was closed');
  expect(summary).toContain('✓ money taken: 1645.20 EUR = 755.20 EUR delivered + 890.00 EUR in the queue');
  expect(summary).not.toContain('✗');
});

test('the page of this example shows the diagram that its definition gives', async () => {
  const { definition, rows } = await rehearsed();
  const charts = (text: string) => [...text.matchAll(/```mermaid\n[\s\S]*?```/g)].map(([chart]) => chart);
  const page = readFileSync(join(ROOT, 'docs/order-processing.md'), 'utf8');
  expect(charts(page)).toEqual(charts(markdownOf(definition, rows)).slice(0, 1));
});

describe('npm run demo', () => {
  test('prints JSON for programs and nothing else, and leaves template and diagrams behind', () => {
    const { status, stdout, stderr } = demo('--json');
    const { orders, messages, books, diagrams } = JSON.parse(stdout);
    expect(orders).toHaveLength(13);
    expect(messages).toEqual([expect.objectContaining({ step: 'ProcessPayment', error: 'RefundRejected' })]);
    expect(books.every(({ balances }: { balances: boolean }) => balances)).toBe(true);
    expect(stderr.split('\n')).toHaveLength(4);
    expect(existsSync(join(ROOT, 'examples/order-processing/cdk.out/OrderProcessing.template.json'))).toBe(true);
    expect(readFileSync(join(ROOT, diagrams.markdown), 'utf8')).toContain('flowchart TD');
    const page = readFileSync(join(ROOT, diagrams.page), 'utf8');
    const ids = [...page.matchAll(/data-ids="([^"]*)"/g)].flatMap(([, list]) => list.split(' '));
    expect(ids.filter((id) => !page.includes(`<g id="${id}"`))).toEqual([]);
    expect(ids.length).toBeGreaterThan(13 * 2);
    expect(status).toBe(0);
  });

  test('fails when an order ends in another way than its file expects', () => {
    const folder = mkdtempSync(join(tmpdir(), 'orders-'));
    try {
      const { stock, orders }: OrdersFile = readOrders(ORDERS_FILE);
      const file = join(folder, 'orders.json');
      writeFileSync(file, JSON.stringify({ stock, orders: [{ ...orders[0], expected: { outcome: 'undone' } }] }));
      const { status, stdout } = demo('--orders', file);
      expect(stdout).toContain('not as expected');
      expect(status).toBe(1);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  test('says what is wrong with an orders file', () => {
    const { status, stderr } = demo('--orders', 'package.json');
    expect(stderr).toMatch(/package\.json has no "stock"/);
    expect(status).toBe(1);
  });
});
