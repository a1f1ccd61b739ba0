import { callOf, functionArn, jsonataMachine, machineOf } from '../machines';

// Recorded: localstack error_handling test_task_service_lambda::test_raise_exception_catch, 2023-06-22.
test('the events of a caught failure, each with the one it follows from', async () => {
  const rehearsal = jsonataMachine({
    Start: {
      Type: 'Task',
      Resource: 'arn:aws:states:::lambda:invoke',
      Arguments: { FunctionName: functionArn('f'), Payload: null },
      Catch: [{ ErrorEquals: ['States.TaskFailed'], Next: 'Handler' }],
      End: true,
    },
    Handler: { Type: 'Pass', End: true },
  });
  const run = await rehearsal.fail('Start', { error: 'Exception', cause: 'why' }).run({});
  const action = { resource: 'invoke', resourceType: 'lambda' };
  const error = { Error: 'Exception', Cause: 'why' };
  expect(run.history.map(({ id, previousEventId, type, details }) => [id, previousEventId, type, details])).toEqual([
    [1, 0, 'ExecutionStarted', { input: {}, roleArn: 'arn:aws:iam::111122223333:role/StateMachineRole' }],
    [2, 0, 'TaskStateEntered', { name: 'Start', input: {} }],
    [
      3,
      2,
      'TaskScheduled',
      { ...action, region: 'us-east-1', parameters: { FunctionName: functionArn('f'), Payload: null } },
    ],
    [4, 3, 'TaskStarted', action],
    [5, 4, 'TaskFailed', { ...action, error: 'Exception', cause: 'why' }],
    [6, 5, 'TaskStateExited', { name: 'Start', output: error }],
    [7, 6, 'PassStateEntered', { name: 'Handler', input: error }],
    [8, 7, 'PassStateExited', { name: 'Handler', output: error }],
    [9, 8, 'ExecutionSucceeded', { output: error }],
  ]);
});

// Recorded: localstack timeouts test_fixed_timeout_service_lambda, 2024-03-10.
test('the time limit stands with the scheduled task', async () => {
  const run = await machineOf({ T: callOf('f', { TimeoutSeconds: 5 }) })
    .mock('T', 1)
    .run({});
  expect(run.history[2]).toMatchObject({
    type: 'LambdaFunctionScheduled',
    details: { resource: functionArn('f'), input: {}, timeoutInSeconds: 5 },
  });
});

test('timestamps are virtual', async () => {
  const run = await machineOf({ W: { Type: 'Wait', Seconds: 60 } }).run({});
  expect(run.history.map(({ timestamp }) => timestamp)).toEqual([
    '2025-01-01T00:00:00.000Z',
    '2025-01-01T00:00:00.000Z',
    '2025-01-01T00:01:00.000Z',
    '2025-01-01T00:01:00.000Z',
  ]);
});
