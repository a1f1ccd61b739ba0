import { type AppOptions, buildApp } from '../build-app';
import { moduleOf, type Side } from '../sides';
import { timesOf } from '../stopwatch';

// node growth.js <name> <side> <rounds>: milliseconds of processor time for more and more workflows, and for longer and longer ones.
const [name, side, rounds] = process.argv.slice(2);
const subject = moduleOf(name, side as Side);

const milliseconds = (options: AppOptions) => timesOf(() => void buildApp(subject, options).app.synth()).cpu;

/** The least of several rounds, which are taken in turns: a machine is never too fast. */
function least(all: readonly AppOptions[]): number[] {
  const times = all.map(() => Number.POSITIVE_INFINITY);
  for (let round = 0; round < Number(rounds); round++) {
    all.forEach((options, index) => {
      times[index] = Math.min(times[index], milliseconds(options));
    });
  }
  return times;
}

const counts = [40, 80, 160, 320];
const sizes = [5, 10, 20, 40];
milliseconds({ count: 80, alarms: false });
console.log(
  JSON.stringify({
    counts,
    timesByCount: least(counts.map((count) => ({ count, alarms: false }))),
    sizes,
    timesBySize: least(sizes.map((size) => ({ count: 20, size, alarms: false }))),
  }),
);
