import { VirtualClock } from '../../../src/testing/execution/clock';
import { Strand } from '../../../src/testing/execution/strand';

/** Starts work on a strand of a new clock and lets all time pass that it takes. */
async function timed(work: (strand: Strand, clock: VirtualClock) => Promise<unknown>): Promise<VirtualClock> {
  const clock = new VirtualClock(0);
  let failure: unknown;
  work(new Strand(clock), clock).catch((error) => {
    failure = error;
  });
  await clock.run();
  if (failure) {
    throw failure;
  }
  return clock;
}

test('strands interleave by virtual time, not by the order in which they started', async () => {
  const log: string[] = [];
  await timed(async (strand, clock) => {
    const thread = async (name: string, ...pauses: number[]) => {
      for (const pause of pauses) {
        await strand.sleep(pause);
        log.push(`${name} at ${clock.now}`);
      }
    };
    await Promise.all([thread('slow', 30, 30), thread('quick', 10, 10, 10, 10)]);
  });
  expect(log).toEqual(['quick at 10', 'quick at 20', 'slow at 30', 'quick at 30', 'quick at 40', 'slow at 60']);
});

test('timers of the same moment fire in the order in which they were set', async () => {
  const log: number[] = [];
  await timed((strand) => Promise.all([1, 2, 3].map((id) => strand.sleep(5).then(() => log.push(id)))));
  expect(log).toEqual([1, 2, 3]);
});

test('time stands still for real asynchronous work', async () => {
  const seen: number[] = [];
  await timed(async (strand, clock) => {
    clock.after(1, () => seen.push(clock.now));
    await clock.hold(() => new Promise((resolve) => setTimeout(resolve, 5)));
    expect(seen).toEqual([]);
    await strand.sleep(2);
  });
  expect(seen).toEqual([1]);
});

test('held work may sleep virtually, also twice at once', async () => {
  const clock = await timed((_strand, clock) =>
    clock.hold(async (sleep) => {
      await Promise.all([sleep(1000), sleep(3000)]);
      await sleep(500);
    }),
  );
  expect(clock.now).toBe(3500);
});

test('held work that does not wait for its own sleep leaves the clock running', async () => {
  const clock = await timed(async (strand, clock) => {
    await clock.hold(async (sleep) => {
      void sleep(10);
    });
    await strand.sleep(20);
  });
  expect(clock.now).toBe(20);
});

test('what was cancelled does not happen and takes no time', async () => {
  const fired = jest.fn();
  const clock = await timed(async (strand, clock) => {
    clock.after(10, fired).cancel();
    const branch = strand.branch();
    branch.after(30, fired);
    branch.branch().after(40, fired);
    await strand.sleep(20);
    branch.cancel();
  });
  expect(fired).not.toHaveBeenCalled();
  expect(clock.now).toBe(20);
});

test('time passes up to a moment, and what is due then happens', async () => {
  const clock = new VirtualClock(0);
  const log: number[] = [];
  for (const due of [5, 10, 15]) {
    clock.after(due, () => log.push(due));
  }
  await clock.run({ moment: 10 });
  expect([log, clock.now]).toEqual([[5, 10], 10]);
  await clock.run({ moment: 12 });
  expect([log, clock.now]).toEqual([[5, 10], 12]);
});

test('what nobody waits for happens in between, and is no reason to go on', async () => {
  const clock = new VirtualClock(0);
  const log: string[] = [];
  const tick = () => {
    log.push(`tick ${clock.now}`);
    clock.inBackground(10, tick);
  };
  clock.inBackground(10, tick);
  await clock.run();
  expect([log, clock.now]).toEqual([[], 0]);
  clock.after(25, () => log.push('awaited'));
  clock.after(99, () => log.push('cancelled')).cancel();
  await clock.run();
  expect([log, clock.now]).toEqual([['tick 10', 'tick 20', 'awaited'], 25]);
  await clock.run({ moment: 40 });
  expect([log.slice(3), clock.now]).toEqual([['tick 30', 'tick 40'], 40]);
});

test('time is moved by one at a time', async () => {
  const clock = new VirtualClock(0);
  const first = clock.run();
  await expect(clock.run()).rejects.toThrow('time moves already');
  await first;
});
