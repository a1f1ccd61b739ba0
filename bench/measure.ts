import type { Facts } from './facts';
import { type PerSide, SIDES, type Side } from './sides';
import { exponent, median } from './statistics';
import { userLines } from './user-lines';
import { wholeProcess, worker } from './worker';

/** How much is measured. */
export interface Effort {
  /** How often each process is started; the sides take turns. */
  readonly repeats: number;
  /** The same for processes that take no time. */
  readonly shortRepeats: number;
  /** How many workflows the smaller and the larger app have. */
  readonly counts: readonly [number, number];
  readonly executions: number;
  /** What takes minutes; not in a quick run. */
  readonly thorough?: { readonly validatedCounts: readonly [number, number]; readonly growthRounds: number };
}

export const FULL: Effort = {
  repeats: 5,
  shortRepeats: 11,
  counts: [100, 500],
  executions: 2000,
  thorough: { validatedCounts: [20, 100], growthRounds: 4 },
};

export const QUICK: Effort = {
  repeats: 1,
  shortRepeats: 1,
  counts: [5, 15],
  executions: 50,
};

export interface LoadResult {
  readonly milliseconds: number;
  readonly files: number;
}

export interface SubjectResult {
  readonly facts: PerSide<Facts>;
  readonly lines: PerSide<number>;
  /** Milliseconds from start to end of a process that synthesizes one workflow. */
  readonly process: PerSide<number>;
  /** Milliseconds of processor time for each further workflow. */
  readonly perWorkflow: PerSide<number>;
  /** Missing in a quick run. */
  readonly thorough?: ThoroughResult;
}

export interface ThoroughResult {
  readonly perWorkflowWithAlarms: PerSide<number>;
  /** With the template validation of the CDK. */
  readonly perWorkflowValidated: PerSide<number>;
  /** k where time grows as (number of workflows)^k and as (number of steps)^k. */
  readonly growth: PerSide<{ readonly workflows: number; readonly steps: number }>;
}

export async function measureLoad({ shortRepeats }: Effort): Promise<LoadResult> {
  const runs: LoadResult[] = [];
  for (let n = 0; n < shortRepeats; n++) runs.push(await worker<LoadResult>('load'));
  return { milliseconds: median(runs.map(({ milliseconds }) => milliseconds)), files: runs[0].files };
}

export function measureInterpreter({ executions }: Effort): Promise<number> {
  return worker<number>('interpreter', [executions]);
}

export async function measureSubject(
  name: string,
  effort: Effort,
  say: (what: string) => void,
): Promise<SubjectResult> {
  say('counting');
  const facts = await perSide((side) => worker<Facts>('facts', [name, side]));
  refuseDifference(name, facts);
  say('whole processes');
  const process = await inTurns(effort.shortRepeats, (side) => wholeProcess('time', [name, side, 1, true]));
  say(`apps of ${effort.counts.join(' and ')}`);
  return {
    facts,
    lines: { ours: userLines(name, 'ours'), handwritten: userLines(name, 'handwritten') },
    process,
    perWorkflow: await slope(name, effort.counts, effort.repeats),
    thorough: effort.thorough && (await measureThoroughly(name, effort, effort.thorough, say)),
  };
}

async function measureThoroughly(
  name: string,
  { counts, repeats }: Effort,
  { validatedCounts, growthRounds }: NonNullable<Effort['thorough']>,
  say: (what: string) => void,
): Promise<ThoroughResult> {
  say('with alarms');
  const perWorkflowWithAlarms = await slope(name, counts, repeats, { alarms: true });
  say('with alarms and the template validation of the CDK');
  const perWorkflowValidated = await slope(name, validatedCounts, 1, { alarms: true, validation: true });
  say('growth');
  const growth = await perSide(async (side) => {
    const times = await worker<GrowthTimes>('growth', [name, side, growthRounds]);
    return { workflows: exponent(times.counts, times.timesByCount), steps: exponent(times.sizes, times.timesBySize) };
  });
  return { perWorkflowWithAlarms, perWorkflowValidated, growth };
}

/** A workflow that does something else is no measure. */
function refuseDifference(name: string, { ours, handwritten }: PerSide<Facts>): void {
  ours.paths.forEach(({ title, status, called }, index) => {
    const other = handwritten.paths[index];
    if (status !== other.status || called.join() !== other.called.join()) {
      throw new Error(
        `${name}, ${title}: ${status} after ${called}, handwritten ${other.status} after ${other.called}`,
      );
    }
  });
}

async function slope(
  name: string,
  [few, many]: Effort['counts'],
  repeats: number,
  { alarms = false, validation = false } = {},
): Promise<PerSide<number>> {
  const time = (count: number) =>
    inTurns(repeats, (side) => worker<number>('time', [name, side, count, alarms], validation));
  const [short, long] = [await time(few), await time(many)];
  return perSide(async (side) => (long[side] - short[side]) / (many - few));
}

interface GrowthTimes {
  readonly counts: number[];
  readonly timesByCount: number[];
  readonly sizes: number[];
  readonly timesBySize: number[];
}

/** The least of some times, for a machine is never too fast; the sides take turns, so that its moods meet both. */
async function inTurns(repeats: number, once: (side: Side) => Promise<number>): Promise<PerSide<number>> {
  const least: PerSide<number> = { ours: Number.POSITIVE_INFINITY, handwritten: Number.POSITIVE_INFINITY };
  for (let n = 0; n < repeats; n++) {
    for (const side of SIDES) least[side] = Math.min(least[side], await once(side));
  }
  return least;
}

async function perSide<T>(once: (side: Side) => Promise<T>): Promise<PerSide<T>> {
  return { ours: await once('ours'), handwritten: await once('handwritten') };
}
