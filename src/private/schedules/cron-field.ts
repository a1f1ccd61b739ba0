/** A field of a cron expression as EventBridge Scheduler reads it. */
export interface CronFieldKind {
  /** As the prop is called. */
  readonly name: string;
  readonly from: number;
  readonly to: number;
  /** Names of the values, beginning with that of `from`. */
  readonly names?: readonly string[];
  /** What may stand there beside numbers, lists, ranges and `*`. */
  readonly wildcards: string;
}

/** A field that was read. */
export interface CronField {
  /** As croner understands it. */
  readonly pattern: string;
  /** The values that it names by number; none where only a calendar can tell, as for `L`. */
  readonly values: readonly number[];
}

/** Makes the error about a field: whoever reads it knows where the field was written. */
export type Refuse = (problem: string) => Error;

/**
 * Reads a field, and refuses what the documentation does not say the meaning of.
 * https://docs.aws.amazon.com/scheduler/latest/UserGuide/schedule-types.html#cron-based
 */
export function readCronField(kind: CronFieldKind, text: string, refuse: Refuse): CronField {
  const items = text.split(',');
  const parts = items.map((item) => readItem(kind, item, text, refuse));
  const alone = items.length > 1 && parts.find(({ isAlone }) => isAlone);
  if (alone) {
    throw refuse(`${kind.name} must have '${alone.text}' alone, not in a list, received '${text}'`);
  }
  return {
    pattern: parts.map(({ pattern }) => pattern).join(','),
    values: [...new Set(parts.flatMap(({ values }) => values))].sort((one, other) => one - other),
  };
}

interface Item extends CronField {
  readonly text: string;
  readonly isAlone?: boolean;
}

function readItem(kind: CronFieldKind, item: string, text: string, refuse: Refuse): Item {
  const special = readSpecial(kind, item, text, refuse);
  if (special) return special;
  const [, range, step] = /^([^/]*)(?:\/(.*))?$/.exec(item) ?? [];
  const [first, last, ...more] = range.split('-');
  const isStepped = step !== undefined;
  if (more.length > 0 || (isStepped && !kind.wildcards.includes('/'))) throw refuse(shapeOf(kind, item, text));
  const from = first === '*' ? kind.from : numberOf(kind, first, text, refuse);
  const isOpen = first === '*' || (isStepped && last === undefined);
  if (first === '*' && last !== undefined) throw refuse(shapeOf(kind, item, text));
  const to = last === undefined ? (isOpen ? kind.to : from) : numberOf(kind, last, text, refuse);
  if (from > to) {
    throw refuse(`${kind.name} must have ranges that go upwards, received '${text}': write two of them`);
  }
  const by = isStepped ? stepOf(kind, step, text, refuse) : 1;
  const values: number[] = [];
  for (let value = from; value <= to; value += by) values.push(value);
  const pattern = item === '*' ? '*' : from === to ? `${from}` : `${from}-${to}${by === 1 ? '' : `/${by}`}`;
  return { text: item, pattern, values, isAlone: item === '*' };
}

/** `?`, `L`, `W` and `#`: what only a calendar can tell has no values. */
function readSpecial(kind: CronFieldKind, item: string, text: string, refuse: Refuse): Item | undefined {
  const may = (wildcard: string) => kind.wildcards.includes(wildcard);
  const onCalendar = (pattern: string): Item => ({ text: item, pattern, values: [], isAlone: true });
  if (item === '?' && may('?')) return onCalendar('*');
  if (item === 'L' && may('L'))
    return kind.names ? { ...onCalendar(`${kind.to}`), values: [kind.to] } : onCalendar('L');
  const [, day, mark, place] = /^(\w+?)([LW]|#(\w*))$/.exec(item) ?? [];
  if (day === undefined || !may(mark[0]) || (mark === 'L' && !kind.names)) return undefined;
  const value = numberOf(kind, day, text, refuse);
  if (mark === 'W') return onCalendar(`${value}W`);
  if (mark === 'L') return onCalendar(`${value}#L`);
  if (!/^[1-5]$/.test(place)) {
    throw refuse(`${kind.name} must have a number from 1 to 5 after '#', received '${text}'`);
  }
  return onCalendar(`${value}#${place}`);
}

function numberOf(kind: CronFieldKind, written: string, text: string, refuse: Refuse): number {
  const named = kind.names?.indexOf(written.toUpperCase()) ?? -1;
  const value = named >= 0 ? kind.from + named : /^\d+$/.test(written) ? Number(written) : Number.NaN;
  if (Number.isNaN(value)) throw refuse(shapeOf(kind, written, text));
  if (value < kind.from || value > kind.to) {
    throw refuse(`${kind.name} must be from ${kind.from} to ${kind.to}, received '${text}'`);
  }
  return value;
}

function stepOf(kind: CronFieldKind, written: string, text: string, refuse: Refuse): number {
  const step = /^\d+$/.test(written) ? Number(written) : 0;
  if (step < 1 || step > kind.to) {
    throw refuse(`${kind.name} must have a step from 1 to ${kind.to} after '/', received '${text}'`);
  }
  return step;
}

function shapeOf({ name, from, to, names, wildcards }: CronFieldKind, part: string, text: string): string {
  const values = `${from} to ${to}${names ? ` or ${names[0]} to ${names.at(-1)}` : ''}`;
  const others = ['*', ',', '-', ...wildcards].join(' ');
  return (
    `${name} must be made of ${values} and of ${others}, received '${text}'` +
    `${part === text || part === '' ? '' : `, in which '${part}' is neither`}`
  );
}
