import type { Facts } from './facts';
import { type PerSide, SIDES, type Side } from './sides';
import { exponent, median } from './statistics';
import { userLines } from './user-lines';
import { wholeProcess, worker } from './worker';

/** How much is measured. */
export interface Effort {
  /** How often each process is started; the sides take turns. */
  readonly repeats: number;
  /** How many workflows the smaller and the larger app have. */
  readonly counts: readonly [number, number];
  readonly validatedCounts: readonly [number, number];
  readonly growthRounds: number;
  readonly executions: number;
}

export const FULL: Effort = {
  repeats: 5,
  counts: [100, 500],
  validatedCounts: [20, 100],
  growthRounds: 4,
  executions: 2000,
};

export const QUICK: Effort = {
  repeats: 1,
  counts: [5, 25],
  validatedCounts: [0, 0],
  growthRounds: 0,
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
  /** Milliseconds for each further workflow. */
  readonly perWorkflow: PerSide<number>;
  readonly perWorkflowWithAlarms: PerSide<number>;
  /** With the template validation of the CDK; missing in a quick run, as the next one. */
  readonly perWorkflowValidated?: PerSide<number>;
  /** k where time grows as (number of workflows)^k and as (number of steps)^k. */
  readonly growth?: PerSide<{ readonly workflows: number; readonly steps: number }>;
}

export async function measureLoad({ repeats }: Effort): Promise<LoadResult> {
  const runs: LoadResult[] = [];
  for (let n = 0; n < repeats * 2 + 1; n++) runs.push(await worker<LoadResult>('load'));
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
  const process = await inTurns(effort.repeats * 2 + 1, (side) => wholeProcess('time', [name, side, 1, true]));
  const slopes = (counts: Effort['counts'], repeats: number, alarms: boolean, validation = false) => {
    say(`apps of ${counts.join(' and ')}${alarms ? ', with alarms' : ''}${validation ? ', with validation' : ''}`);
    return slope(name, counts, repeats, alarms, validation);
  };
  const full = effort.growthRounds > 0;
  return {
    facts,
    lines: { ours: userLines(name, 'ours'), handwritten: userLines(name, 'handwritten') },
    process,
    perWorkflow: await slopes(effort.counts, effort.repeats, false),
    perWorkflowWithAlarms: await slopes(effort.counts, effort.repeats, true),
    ...(full ? { perWorkflowValidated: await slopes(effort.validatedCounts, 1, true, true) } : {}),
    ...(full ? { growth: await growth(name, effort.growthRounds, say) } : {}),
  };
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
  alarms: boolean,
  validation: boolean,
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

function growth(name: string, rounds: number, say: (what: string) => void) {
  say('growth');
  return perSide(async (side) => {
    const times = await worker<GrowthTimes>('growth', [name, side, rounds]);
    return {
      workflows: exponent(times.counts, times.timesByCount),
      steps: exponent(times.sizes, times.timesBySize),
    };
  });
}

/** Medians; the sides take turns, so that what else the machine does meets both. */
async function inTurns(repeats: number, once: (side: Side) => Promise<number>): Promise<PerSide<number>> {
  const times: PerSide<number[]> = { ours: [], handwritten: [] };
  for (let n = 0; n < repeats; n++) {
    for (const side of SIDES) times[side].push(await once(side));
  }
  return { ours: median(times.ours), handwritten: median(times.handwritten) };
}

async function perSide<T>(once: (side: Side) => Promise<T>): Promise<PerSide<T>> {
  return { ours: await once('ours'), handwritten: await once('handwritten') };
}
