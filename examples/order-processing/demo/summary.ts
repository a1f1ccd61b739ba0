import type { Json } from 'cdk-workflows/testing';
import type { BookCheck } from './books';
import type { OrderRow } from './order-row';
import type { Paint } from './paint';
import { duration } from './table';

/** What a person wants to know after having looked at the table. */
export function summaryOf(
  rows: readonly OrderRow[],
  messages: readonly Json[],
  books: readonly BookCheck[],
  paint: Paint,
): string {
  return [totals(rows), '', ...queueLines(messages, paint), '', ...bookLines(books, paint)].join('\n');
}

function totals(rows: readonly OrderRow[]): string {
  const counts = new Map<string, number>();
  for (const { outcome } of rows) counts.set(outcome, (counts.get(outcome) ?? 0) + 1);
  const outcomes = [...counts].map(([outcome, count]) => `${count} ${outcome}`).join(', ');
  const transitions = rows.reduce((total, row) => total + row.transitions, 0);
  const time = rows.reduce((total, row) => total + row.virtualMilliseconds, 0);
  return `${rows.length} orders: ${outcomes}; ${transitions} state transitions, ${duration(time)} of virtual time.`;
}

interface Report {
  readonly step: string;
  readonly error: string;
  readonly cause: string;
  readonly resource: string;
  readonly payload: { readonly input: { readonly orderId: string } };
}

function queueLines(messages: readonly Json[], paint: Paint): string[] {
  if (messages.length === 0) return ['The queue for failed compensations is empty.'];
  return [
    paint('bold', `In the queue for failed compensations: ${messages.length}`),
    ...(messages as unknown as Report[]).flatMap(({ step, error, cause, resource, payload }) => [
      `  ${paint('magenta', '✉')} ${payload.input.orderId}: ${step} is not undone: ${error}, ${messageIn(cause)}`,
      paint('dim', `    to finish it, call ${resource.split(':').at(-1)} with the payload of the message`),
    ]),
  ];
}

function messageIn(cause: string): string {
  try {
    return JSON.parse(cause).errorMessage;
  } catch {
    return cause;
  }
}

function bookLines(books: readonly BookCheck[], paint: Paint): string[] {
  return [
    paint('bold', 'The books'),
    ...books.map(({ what, unit, found, delivered, reported, balances }) => {
      const amount = (number: number) => (unit === 'cents' ? `${(number / 100).toFixed(2)} EUR` : `${number} ${unit}`);
      const sum = `${amount(delivered)} delivered${reported > 0 ? ` + ${amount(reported)} in the queue` : ''}`;
      return `  ${balances ? paint('green', '✓') : paint('red', '✗')} ${what}: ${amount(found)} ${balances ? '=' : '≠'} ${sum}`;
    }),
  ];
}
