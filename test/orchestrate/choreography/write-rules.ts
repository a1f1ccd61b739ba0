import type { JsonObject } from '../../../src/asl/json';

const WATCH = 5 * 60_000;

export type Attributes = Record<string, string | undefined>;

export function plainOf(item: JsonObject | undefined): Attributes | undefined {
  return (
    item &&
    Object.fromEntries(Object.entries(item).map(([name, value]) => [name, Object.values(value as JsonObject).join()]))
  );
}

/** Of a saga, by whose turn it is. */
const STATUSES: Record<string, string[]> = {
  action: ['RUNNING'],
  compensation: ['COMPENSATING'],
  end: ['SUCCEEDED', 'COMPENSATED', 'COMPENSATION_FAILED'],
};

/** What a write must not do, whatever goes wrong (docs/decisions/0032). */
export function wrongWrite(now: number, before: Attributes | undefined, after: Attributes | undefined): string[] {
  if (!before) return [];
  if (!after) return ['an item was deleted'];
  const moved = before.turn !== after.turn;
  const claimed = after.claim !== undefined && before.claim !== after.claim;
  const nudged = !moved && before.nudges !== after.nudges;
  const dueAfterMove = String(Date.parse(String(before.movedAt)) + WATCH);
  const rules: [boolean, string][] = [
    [!moved || before.turn !== 'end', 'an end was left'],
    [!(before.turn?.startsWith('comp') && after.turn?.startsWith('action')), 'a saga went on that is undone'],
    [!moved || (after.claim === undefined && after.nudges === '0'), 'a turn did not begin anew'],
    [!claimed || before.claim === undefined, 'a claim was taken from somebody'],
    [moved || after.claim !== undefined || after.movedAt === before.movedAt, 'it counts as moved, and has not'],
    [
      !(moved || claimed) || Date.parse(String(after.movedAt)) === now,
      'a move or a claim does not say when it was made',
    ],
    [!nudged || after.claim === undefined, 'somebody was sent for, and the turn was not free'],
    [!nudged || Date.parse(String(before.movedAt)) + WATCH <= now, 'somebody was sent for too early'],
    [nudged || [before.dueAt, undefined, dueAfterMove].includes(after.dueAt), 'the watcher comes at another time'],
    [!moved || STATUSES[String(after.turn).replace(/ .*/, '')].includes(String(after.status)), 'its status is another'],
    [!nudged || Number(after.dueAt) === now + WATCH, 'the watcher comes too early, or too late'],
  ];
  return rules.flatMap(([holds, rule]) =>
    holds
      ? []
      : `${rule}: ${JSON.stringify([before, after].map(({ turn, claim, nudges, movedAt, dueAt }) => [turn, claim, nudges, movedAt, dueAt]))}`,
  );
}
