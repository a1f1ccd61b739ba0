import { VirtualClock } from '../../../src/testing/execution/clock';

test('threads interleave by virtual time, not by the order in which they started', async () => {
  const clock = new VirtualClock(0);
  const log: string[] = [];
  const thread = async (name: string, ...pauses: number[]) => {
    for (const pause of pauses) {
      await clock.sleep(pause);
      log.push(`${name} at ${clock.now}`);
    }
  };
  await clock.run(async () => {
    await Promise.all([thread('slow', 30, 30), thread('quick', 10, 10, 10, 10)]);
  });
  expect(log).toEqual(['quick at 10', 'quick at 20', 'slow at 30', 'quick at 30', 'quick at 40', 'slow at 60']);
});

test('timers of the same moment fire in the order in which they were set', async () => {
  const clock = new VirtualClock(0);
  const log: number[] = [];
  await clock.run(async () => {
    await Promise.all([1, 2, 3].map((id) => clock.sleep(5).then(() => log.push(id))));
  });
  expect(log).toEqual([1, 2, 3]);
});

test('time stands still for real asynchronous work', async () => {
  const clock = new VirtualClock(0);
  const seen: number[] = [];
  await clock.run(async () => {
    clock.after(1, () => seen.push(clock.now));
    await clock.hold(() => new Promise((resolve) => setTimeout(resolve, 5)));
    expect(seen).toEqual([]);
    await clock.sleep(2);
  });
  expect(seen).toEqual([1]);
});

test('held work may sleep virtually, also twice at once', async () => {
  const clock = new VirtualClock(0);
  const ended = await clock.run(() =>
    clock.hold(async (sleep) => {
      await Promise.all([sleep(1000), sleep(3000)]);
      await sleep(500);
      return clock.now;
    }),
  );
  expect(ended).toBe(3500);
});

test('held work that does not wait for its own sleep leaves the clock running', async () => {
  const clock = new VirtualClock(0);
  const ended = await clock.run(async () => {
    await clock.hold(async (sleep) => {
      void sleep(10);
    });
    await clock.sleep(20);
    return clock.now;
  });
  expect(ended).toBe(20);
});

test('after the end only the outside world goes on', async () => {
  const clock = new VirtualClock(0);
  const log: string[] = [];
  await clock.run(async () => {
    clock.after(10, () => log.push('execution'));
    clock.after(20, () => log.push('outside'), { outlives: true });
  });
  expect(log).toEqual(['outside']);
});

test('a cancelled timer does not fire', async () => {
  const clock = new VirtualClock(0);
  const fired = jest.fn();
  await clock.run(async () => {
    clock.after(10, fired).cancel();
    await clock.sleep(20);
  });
  expect(fired).not.toHaveBeenCalled();
});

test('waiting for what nobody will ever do is an error, not a hang', async () => {
  const clock = new VirtualClock(0);
  await expect(clock.run(() => new Promise(() => undefined))).rejects.toThrow('nobody will ever do');
});
