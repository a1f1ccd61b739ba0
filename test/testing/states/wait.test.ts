import { jsonataMachine, machineOf } from '../machines';

test.each([
  ['Seconds', machineOf({ W: { Type: 'Wait', Seconds: 10 } }), 10_000],
  ['SecondsPath', machineOf({ W: { Type: 'Wait', SecondsPath: '$.seconds' } }), 3000],
  ['Timestamp', machineOf({ W: { Type: 'Wait', Timestamp: '2025-01-01T01:00:00Z' } }), 3_600_000],
  ['TimestampPath', machineOf({ W: { Type: 'Wait', TimestampPath: '$.at' } }), 60_000],
  ['a moment that has passed', machineOf({ W: { Type: 'Wait', Timestamp: '2024-12-31T23:59:59Z' } }), 0],
  ['Seconds in JSONata', jsonataMachine({ W: { Type: 'Wait', Seconds: '{% $states.input.seconds * 2 %}' } }), 6000],
  ['zero seconds in JSONata', jsonataMachine({ W: { Type: 'Wait', Seconds: '{% 0 %}' } }), 0],
  ['Timestamp in JSONata', jsonataMachine({ W: { Type: 'Wait', Timestamp: '{% $states.input.at %}' } }), 60_000],
])('%s', async (_title, rehearsal, duration) => {
  const input = { seconds: 3, at: '2025-01-01T00:01:00.000Z' };
  const run = await rehearsal.run(input);
  expect(run).toMatchObject({ status: 'SUCCEEDED', virtualDuration: duration, output: input });
});

test('years pass in no time', async () => {
  const start = Date.now();
  const run = await machineOf({ W: { Type: 'Wait', Seconds: 30_000_000 } }).run({});
  expect(run.virtualDuration).toBe(30_000_000_000);
  expect(Date.now() - start).toBeLessThan(1000);
});

test.each([
  ['{% -1 %}', 'a value out of range'],
  ['{% "5" %}', "Expected 'number', but was 'string'"],
])('Seconds of %s fails the execution', async (Seconds, message) => {
  const run = await jsonataMachine({ W: { Type: 'Wait', Seconds } }).run({});
  expect(run).toMatchObject({ status: 'FAILED', error: 'States.QueryEvaluationError' });
  expect(run.cause).toContain(message);
});

test.each([-1, '5', null])('SecondsPath to %j ends the execution', async (seconds) => {
  const run = await machineOf({ W: { Type: 'Wait', SecondsPath: '$.seconds' } }).run({ seconds });
  expect(run).toMatchObject({ status: 'FAILED', error: 'States.Runtime' });
});

test('a timestamp that is none fails the execution', async () => {
  const run = await jsonataMachine({ W: { Type: 'Wait', Timestamp: '{% "tomorrow" %}' } }).run({});
  expect(run).toMatchObject({ status: 'FAILED', error: 'States.QueryEvaluationError' });
  const path = await machineOf({ W: { Type: 'Wait', TimestampPath: '$.at' } }).run({ at: '2025-01-01' });
  expect(path).toMatchObject({ status: 'FAILED', error: 'States.Runtime' });
});

test('Assign and Output see the input', async () => {
  const rehearsal = jsonataMachine({
    W: { Type: 'Wait', Seconds: 1, Assign: { x: '{% $states.input.a %}' }, Output: 'waited' },
    P: { Type: 'Pass', Output: ['{% $x %}', '{% $states.input %}'] },
  });
  expect((await rehearsal.run({ a: 1 })).output).toEqual([1, 'waited']);
});
