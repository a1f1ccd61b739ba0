import { Rehearsal } from '../../../src/testing';

const task = (resource: string, args: object, more: object = {}) => ({
  Type: 'Task',
  QueryLanguage: 'JSONata',
  Resource: `arn:aws:states:::${resource}`,
  Arguments: args,
  End: true,
  ...more,
});
const machine = (states: Record<string, object>) => ({ StartAt: Object.keys(states)[0], States: states });
const childArn = 'arn:aws:states:us-east-1:111122223333:stateMachine:Child';
const child = machine({ Work: task('aws-sdk:x:y', { N: '{% $states.input.n %}' }) });

function parentOf(call: object, definition: object = child, type: 'STANDARD' | 'EXPRESS' = 'STANDARD') {
  return Rehearsal.ofDefinition(machine({ Call: call }), { machines: [{ name: 'Child', definition, type }] });
}

test('.sync waits for the other execution and gives its description, with texts', async () => {
  const rehearsal = parentOf(
    task('states:startExecution.sync', { StateMachineArn: childArn, Name: 'c-1', Input: { n: 1 } }),
  );
  rehearsal.mock('Work', async ({ N }, { sleep }) => sleep(2000).then(() => ({ m: N + 1 })));
  const run = await rehearsal.run();
  const start = Date.parse('2025-01-01T00:00:00.000Z');
  expect(run.output).toEqual({
    ExecutionArn: 'arn:aws:states:us-east-1:111122223333:execution:Child:c-1',
    Input: '{"n":1}',
    InputDetails: { Included: true },
    Name: 'c-1',
    Output: '{"m":2}',
    OutputDetails: { Included: true },
    StartDate: start,
    StateMachineArn: childArn,
    Status: 'SUCCEEDED',
    StopDate: start + 2000,
  });
  expect(run.virtualDuration).toBe(2000);
  expect(run.calls.map(({ state }) => state)).toEqual(['Call']);
  expect(run.children.map(({ name, status, calls }) => [name, status, calls[0].input])).toEqual([
    ['c-1', 'SUCCEEDED', { N: 1 }],
  ]);
});

test('.sync:2 gives input and output as JSON', async () => {
  const rehearsal = parentOf(task('states:startExecution.sync:2', { StateMachineArn: childArn, Input: { n: 1 } }));
  const run = await rehearsal.mock('Work', { m: 2 }).run();
  expect(run.output).toMatchObject({ Input: { n: 1 }, Output: { m: 2 }, Status: 'SUCCEEDED' });
});

test('a failed execution fails the task that waits for it, with its description as the cause', async () => {
  const rehearsal = parentOf(task('states:startExecution.sync', { StateMachineArn: childArn, Input: { n: 1 } }));
  const run = await rehearsal.fail('Work', { error: 'OutOfStock', cause: 'none left' }).run();
  expect(run).toMatchObject({ status: 'FAILED', error: 'States.TaskFailed' });
  expect(JSON.parse(run.cause as string)).toMatchObject({ Error: 'OutOfStock', Cause: 'none left', Status: 'FAILED' });
});

test('without a pattern the task is over at once, and the other execution goes on', async () => {
  const rehearsal = parentOf(task('states:startExecution', { StateMachineArn: childArn, Input: { n: 1 } }));
  rehearsal.mock('Work', async (_payload, { sleep }) => sleep(5000));
  const run = await rehearsal.run();
  expect(run).toMatchObject({ status: 'SUCCEEDED', virtualDuration: 0, output: { StartDate: 1_735_689_600 } });
  expect(run.children.map(({ status, virtualDuration }) => [status, virtualDuration])).toEqual([['SUCCEEDED', 5000]]);
});

test('through the SDK the input is a text, and so is the time', async () => {
  const args = { StateMachineArn: childArn, Name: 'c-1', Input: '{"n": 1}' };
  const rehearsal = parentOf(task('aws-sdk:sfn:startExecution', args));
  const run = await rehearsal.mock('Work', {}).run();
  expect(run.output).toEqual({
    ExecutionArn: 'arn:aws:states:us-east-1:111122223333:execution:Child:c-1',
    StartDate: '2025-01-01T00:00:00.000Z',
  });
  expect(run.children[0].calls[0].input).toEqual({ N: 1 });
});

test('through the SDK a text that is no JSON is no input', async () => {
  const rehearsal = parentOf(task('aws-sdk:sfn:startExecution', { StateMachineArn: childArn, Input: '{' }));
  expect(await rehearsal.run()).toMatchObject({ status: 'FAILED', error: 'Sfn.InvalidExecutionInputException' });
});

test('a task that is stopped stops the execution that it waits for', async () => {
  const call = task('states:startExecution.sync', { StateMachineArn: childArn, Input: { n: 1 } });
  const fails = { Type: 'Wait', Seconds: 3, Next: 'Fails' };
  const both = machine({
    Both: {
      Type: 'Parallel',
      Branches: [machine({ Call: call }), machine({ Later: fails, Fails: { Type: 'Fail', Error: 'Other' } })],
      End: true,
    },
  });
  const rehearsal = Rehearsal.ofDefinition(both, { machines: [{ name: 'Child', definition: child }] });
  const run = await rehearsal.timeout('Work').run();
  expect(run).toMatchObject({ status: 'FAILED', error: 'Other' });
  expect(run.children.map(({ status, virtualDuration }) => [status, virtualDuration])).toEqual([['ABORTED', 3000]]);
});

test('a task that times out leaves the other execution alone', async () => {
  const args = { StateMachineArn: childArn, Input: { n: 1 } };
  const rehearsal = parentOf(task('states:startExecution.sync', args, { TimeoutSeconds: 2 }));
  rehearsal.mock('Work', async (_payload, { sleep }) => sleep(9000));
  const run = await rehearsal.run();
  expect(run).toMatchObject({ status: 'FAILED', error: 'States.Timeout', virtualDuration: 2000 });
  expect(run.children.map(({ status }) => status)).toEqual(['SUCCEEDED']);
});

test('an execution can be described without its data', async () => {
  const definition = machine({
    Start: {
      ...task('states:startExecution', { StateMachineArn: childArn, Name: 'c-1', Input: { n: 1 } }),
      End: undefined,
      Next: 'Rest',
    },
    Rest: { Type: 'Wait', Seconds: 1, Next: 'Describe' },
    Describe: task('aws-sdk:sfn:describeExecution', {
      ExecutionArn: 'arn:aws:states:us-east-1:111122223333:execution:Child:c-1',
      IncludedData: 'METADATA_ONLY',
    }),
  });
  const rehearsal = Rehearsal.ofDefinition(definition, { machines: [{ name: 'Child', definition: child }] });
  const run = await rehearsal.mock('Work', { m: 2 }).run();
  expect(run.output).toMatchObject({ Status: 'SUCCEEDED', Name: 'c-1', InputDetails: { Included: false } });
  expect(run.output).not.toHaveProperty('Input');
  expect(run.output).not.toHaveProperty('Output');
});

test('a name can be used again only for the same input while that execution runs', async () => {
  const start = (n: number, more: object = {}) =>
    task('states:startExecution', { StateMachineArn: childArn, Name: 'once', Input: { n } }, more);
  const next = (to: string) => ({ End: undefined, Next: to });
  const twice = machine({ First: start(1, next('Same')), Same: start(1, next('Other')), Other: start(2) });
  const rehearsal = Rehearsal.ofDefinition(twice, { machines: [{ name: 'Child', definition: child }] });
  const run = await rehearsal.mock('Work', async (_payload, { sleep }) => sleep(1000)).run();
  expect(run).toMatchObject({ status: 'FAILED', error: 'StepFunctions.ExecutionAlreadyExistsException' });
  expect(run.cause).toMatch(/^Execution Already Exists: 'arn:aws:states:us-east-1:111122223333:execution:Child:once' /);
  expect(run.visited).toEqual(['First', 'Same', 'Other']);
  expect(run.children).toHaveLength(1);
});

test('an execution of what is not part of the app needs a double', async () => {
  const rehearsal = parentOf(task('states:startExecution', { StateMachineArn: `${childArn}Other` }));
  await expect(rehearsal.run()).rejects.toThrow("which is not part of the app; add a double: rehearsal.mock('Call'");
  expect((await rehearsal.mock('Call', 'doubled').run()).output).toBe('doubled');
});

test('a synchronous Express execution that fails is an answer', async () => {
  const call = task('aws-sdk:sfn:startSyncExecution', { StateMachineArn: childArn, Input: '{"n":1}' });
  const rehearsal = parentOf(call, child, 'EXPRESS').fail('Work', { error: 'Broken', cause: 'x' });
  const run = await rehearsal.run();
  expect(run).toMatchObject({ status: 'SUCCEEDED', output: { Status: 'FAILED', Error: 'Broken', Cause: 'x' } });
});

test('of an Express workflow that is waited for, the answer may leave out the data', async () => {
  const args = { StateMachineArn: childArn, Input: '{"n":1}', IncludedData: 'METADATA_ONLY' };
  const run = await parentOf(task('aws-sdk:sfn:startSyncExecution', args), child, 'EXPRESS')
    .fail('Work', { error: 'Broken', cause: 'x' })
    .run();
  expect(run.output).toMatchObject({ Status: 'FAILED', InputDetails: { Included: false } });
  expect(Object.keys(run.output as object)).not.toEqual(
    expect.arrayContaining([expect.stringMatching(/^(Input|Output|Error|Cause)$/)]),
  );
});

test('a workflow that was given a token reports with it', async () => {
  const args = { StateMachineArn: childArn, Input: { n: 1, token: '{% $states.context.Task.Token %}' } };
  const reporter = machine({
    Report: task('aws-sdk:sfn:sendTaskSuccess', { TaskToken: '{% $states.input.token %}', Output: '{"ok":true}' }),
  });
  const run = await parentOf(task('states:startExecution.waitForTaskToken', args), reporter).run();
  expect(run).toMatchObject({ status: 'SUCCEEDED', output: { ok: true } });
});

test('reporting with what is no token is an error that a Catch can name', async () => {
  const report = task('aws-sdk:sfn:sendTaskFailure', { TaskToken: 'nonsense', Error: 'E' });
  const run = await Rehearsal.ofDefinition(machine({ Report: report })).run();
  expect(run).toMatchObject({ status: 'FAILED', error: 'Sfn.InvalidTokenException' });
});
