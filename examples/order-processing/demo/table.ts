import Table from 'cli-table3';
import type { OrderRow, PathEntry } from './order-row';
import type { Paint } from './paint';

/** The orders as a table for people, not wider than 120 columns. */
export function tableOf(rows: readonly OrderRow[], paint: Paint): string {
  const table = new Table({
    head: ['Order', 'Path', 'Outcome', 'Tran-\nsitions', 'Virtual\ntime'].map((title) => paint('bold', title)),
    colAligns: ['left', 'left', 'left', 'right', 'right'],
    chars: HORIZONTAL_LINES_ONLY,
    style: { head: [], border: [], 'padding-left': 0, 'padding-right': 1 },
  });
  for (const row of rows) {
    table.push([
      row.order,
      [paint('dim', row.about), ...pathLines(row, paint)].join('\n'),
      outcomeLines(row, paint).join('\n'),
      row.transitions,
      duration(row.virtualMilliseconds),
    ]);
  }
  return table.toString();
}

/** Time as a person says it. */
export function duration(milliseconds: number): string {
  const seconds = milliseconds / 1000;
  return seconds < 60 ? `${seconds.toFixed(1)} s` : `${Math.floor(seconds / 60)} min ${Math.round(seconds % 60)} s`;
}

/** Lines from left to right only: the columns have space between them. */
const HORIZONTAL_LINES_ONLY = {
  'top-left': '',
  'top-mid': '',
  'top-right': '',
  left: '',
  middle: '',
  right: '',
  'left-mid': '',
  'mid-mid': '',
  'right-mid': '',
  'bottom-left': '',
  'bottom-mid': '',
  'bottom-right': '',
};

/** The way forward on one line; the way back, in the order in which things were undone, on the next. */
function pathLines({ path }: OrderRow, paint: Paint): string[] {
  const forward = path.filter(({ state }) => !isWayBack(state) && !isEnd(state));
  const back = path.filter(({ state }) => isWayBack(state));
  return [
    forward.map((entry) => shown(entry, paint, 'green')).join(' → '),
    ...(back.length > 0
      ? [`${paint('yellow', '↩')} ${back.map((entry) => shown(entry, paint, 'yellow')).join(' → ')}`]
      : []),
  ];
}

function shown({ state, error, attempts }: PathEntry, paint: Paint, colour: 'green' | 'yellow'): string {
  if (isReport(state)) return paint('magenta', '✉');
  const name = state.replace(/^Compensate /, '');
  const tries = attempts === undefined ? '' : ` ×${attempts}`;
  return error === undefined ? paint(colour, name + tries) : paint('red', `✗ ${name}${tries}`);
}

function isReport(state: string): boolean {
  return state.startsWith('Report ');
}

function isWayBack(state: string): boolean {
  return state.startsWith('Compensate ') || isReport(state);
}

function isEnd(state: string): boolean {
  return state.startsWith('Saga ');
}

function outcomeLines(row: OrderRow, paint: Paint): string[] {
  const surprise = row.asExpected ? [] : [paint('red', 'not as expected!')];
  if (row.outcome === 'delivered') return [paint('green', '✓ delivered'), ...surprise];
  return [paint('red', `✗ ${row.error}`), sequel(row), ...surprise];
}

function sequel({ outcome, undone, notUndone }: OrderRow): string {
  switch (outcome) {
    case 'undone':
      return undone.length === 0 ? 'nothing to undo' : 'all undone';
    case 'not undone':
      return notUndone.length === 1 ? '1 message in the queue' : `${notUndone.length} messages in the queue`;
    default:
      return 'died on the way';
  }
}
