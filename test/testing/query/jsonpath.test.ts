import { machineOf, templateValue } from '../machines';

const input = {
  a: { b: [10, 20, { c: 'deep' }] },
  'detail-type': 'Order Placed',
  'with space': 1,
  nothing: null,
  items: [
    { id: 1, tags: ['x'] },
    { id: 2, tags: [] },
  ],
};

// https://docs.aws.amazon.com/step-functions/latest/dg/amazon-states-language-paths.html
test.each([
  ['$.a.b[0]', 10],
  ['$.a.b[2].c', 'deep'],
  ["$['a']['b'][1]", 20],
  ['$.detail-type', 'Order Placed'],
  ["$['with space']", 1],
  ['$.nothing', null],
  ['$.items[*].id', [1, 2]],
  ['$..id', [1, 2]],
  ['$.items[?(@.id==2)].id', [2]],
  ['$.items[0:1].id', [1]],
  ['$.items[?(@.id==9)]', []],
  ['$$.State.Name', 'P'],
])('%s', async (path, expected) => {
  const run = await templateValue({ 'value.$': path }, input);
  expect(run.output).toEqual({ value: expected });
});

test('templates are filled at any depth; other members are literals', async () => {
  const run = await templateValue(
    { a: { 'b.$': '$.a.b[0]', c: '$.a' }, list: [{ 'd.$': '$.items[0].id' }, '$.a'] },
    input,
  );
  expect(run.output).toEqual({ a: { b: 10, c: '$.a' }, list: [{ d: 1 }, '$.a'] });
});

// The wording of a cause captured from AWS.
test('a path that finds nothing ends the execution', async () => {
  const run = await templateValue({ 'address.$': '$.application.address' }, { flagged: false });
  expect(run).toMatchObject({
    status: 'FAILED',
    error: 'States.Runtime',
    cause:
      "An error occurred while executing the state 'P' (entered at the event id #2). The JSONPath " +
      "'$.application.address' specified for the field 'address.$' could not be found in the input '{\"flagged\":false}'",
  });
});

test('no Catch sees a path that finds nothing', async () => {
  const rehearsal = machineOf({
    T: {
      Type: 'Task',
      Resource: 'arn:aws:lambda:us-east-1:111122223333:function:f',
      Parameters: { 'a.$': '$.absent' },
      Catch: [{ ErrorEquals: ['States.ALL'], Next: 'C' }],
    },
    C: { Type: 'Pass' },
  });
  expect(await rehearsal.run({})).toMatchObject({ status: 'FAILED', error: 'States.Runtime', visited: ['T'] });
});

test('a template member must be text', async () => {
  expect((await templateValue({ 'a.$': [1] })).cause).toContain("The value for the field 'a.$' must be a STRING");
});

test('what is no path rejects the run', async () => {
  await expect(templateValue({ 'a.$': '$.[' })).rejects.toThrow("'$.[' is not a JSONPath");
});

describe('ResultPath', () => {
  const putting = (ResultPath: string, state: object = {}) =>
    machineOf({ P: { Type: 'Pass', Result: 'new', ResultPath, ...state } });

  test.each([
    ['$', 'new'],
    ['$.x', { a: { b: [1, 2] }, x: 'new' }],
    ['$.a', { a: 'new' }],
    ['$.a.c.d', { a: { b: [1, 2], c: { d: 'new' } } }],
    ['$.a.b[1]', { a: { b: [1, 'new'] } }],
    ["$['odd name']", { a: { b: [1, 2] }, 'odd name': 'new' }],
  ])('%s', async (path, expected) => {
    expect((await putting(path).run({ a: { b: [1, 2] } })).output).toEqual(expected);
  });

  test('the input of the execution stays what it was', async () => {
    const run = await putting('$.x', { OutputPath: '$$.Execution.Input' }).run({ a: 1 });
    expect(run.output).toEqual({ a: 1 });
  });

  // https://docs.aws.amazon.com/step-functions/latest/dg/concepts-error-handling.html, States.ResultPathMatchFailure
  test.each(['$.a.b.c', '$.a.b[2]', '$.n.x', '$[0]'])('%s cannot be applied', async (path) => {
    const run = await putting(path).run({ a: { b: [1, 2] }, n: 1 });
    expect(run).toMatchObject({ status: 'FAILED', error: 'States.ResultPathMatchFailure' });
  });
});
