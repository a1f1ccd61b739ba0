import { matches } from '../../src/asl/errors';

// https://docs.aws.amazon.com/step-functions/latest/dg/concepts-error-handling.html
test.each([
  ['CardDeclined', ['CardDeclined'], true],
  ['CardDeclined', ['carddeclined'], false],
  ['CardDeclined', ['Other', 'CardDeclined'], true],
  ['CardDeclined', ['States.ALL'], true],
  ['CardDeclined', ['States.TaskFailed'], true],
  ['States.Timeout', ['States.ALL'], true],
  ['States.Timeout', ['States.TaskFailed'], false],
  ['States.Timeout', ['States.HeartbeatTimeout'], false],
  ['States.QueryEvaluationError', ['States.TaskFailed'], true],
  ['States.DataLimitExceeded', ['States.ALL'], true],
  [null, ['States.ALL'], true],
  [null, ['CardDeclined'], false],
])('%s against %j: %s', (name, errorEquals, expected) => {
  expect(matches({ name }, errorEquals)).toBe(expected);
});

test.each([['States.ALL'], ['States.TaskFailed'], ['States.Runtime']])('%s does not see a terminal error', (wanted) => {
  expect(matches({ name: 'States.Runtime', terminal: true }, [wanted])).toBe(false);
});

test('a missed heartbeat is a States.Timeout that States.HeartbeatTimeout matches too', () => {
  const missed = { name: 'States.Timeout', heartbeat: true };
  expect(matches(missed, ['States.HeartbeatTimeout'])).toBe(true);
  expect(matches(missed, ['States.Timeout'])).toBe(true);
  expect(matches(missed, ['States.TaskFailed'])).toBe(false);
});
