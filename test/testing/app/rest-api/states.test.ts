import { Duration } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import type { JsonObject } from '../../../../src/testing';
import { ApiApp, inputs, operation } from './api-app';

const wait = (minutes: number) => (stack: ConstructorParameters<typeof sfn.Wait>[0]) =>
  new sfn.Wait(stack, 'Rest', { time: sfn.WaitTime.duration(Duration.minutes(minutes)) });

/** An API that passes a body to an action as it is. */
function passing(app: ApiApp, ...actions: string[]) {
  const paths = Object.fromEntries(
    actions.map((action) => [`/${action}`, { post: operation(app.states(action, '$input.body')) }]),
  );
  app.api(paths);
  const rehearsal = app.rehearsal();
  const [machine] = (rehearsal as unknown as { machines: { arns: string[] } }).machines.arns;
  const call = async (action: string, body: unknown) =>
    (await rehearsal.request('POST', `/${action}`, { body })).body as JsonObject;
  return { rehearsal, machine, call };
}

const SWF = 'com.amazonaws.swf.service.v2.model';
const NAME = 'a'.repeat(81);
const MISSING = 'arn:aws:states:us-east-1:111122223333:stateMachine:missing';

test.each([
  [
    { stateMachineArn: 'MACHINE', name: NAME },
    'com.amazon.coral.validate#ValidationException',
    `1 validation error detected: Value '${NAME}' at 'name' failed to satisfy constraint: Member must have length less than or equal to 80`,
  ],
  [
    { stateMachineArn: 'MACHINE', input: `"${'é'.repeat(131_072)}"` },
    'com.amazon.coral.validate#ValidationException',
    "1 validation error detected: Value at 'input' failed to satisfy constraint: Member must have size less than or equal to 262144 bytes in UTF-8 encoding",
  ],
  [
    { name: 'n' },
    'com.amazon.coral.validate#ValidationException',
    "1 validation error detected: Value null at 'stateMachineArn' failed to satisfy constraint: Member must not be null",
  ],
  [{ stateMachineArn: 'MACHINE', name: 'a b' }, `${SWF}#InvalidName`, "Invalid Name: 'a b'"],
  [
    { stateMachineArn: 'MACHINE', input: '' },
    `${SWF}#InvalidExecutionInput`,
    "Invalid State Machine Execution Input: 'Invalid execution input.'",
  ],
  [
    { stateMachineArn: 'MACHINE', input: 'not' },
    `${SWF}#InvalidExecutionInput`,
    expect.stringContaining("Invalid State Machine Execution Input: '"),
  ],
  [{ stateMachineArn: 'MACHINE', input: {} }, 'com.amazon.coral.service#SerializationException', undefined],
])('StartExecution refuses %j as AWS does', async (body, type, message) => {
  const { rehearsal, machine, call } = passing(new ApiApp(), 'StartExecution');
  const answer = await call('StartExecution', JSON.parse(JSON.stringify(body).replace('MACHINE', machine)));
  expect(answer).toMatchObject({ __type: type, ...(message !== undefined && { message }) });
  expect(rehearsal.executions()).toEqual([]);
});

test('a state machine that is not there is found before a name or an input that is wrong', async () => {
  const app = new ApiApp();
  app.role.addToPolicy(
    new iam.PolicyStatement({ actions: ['states:StartExecution'], resources: [MISSING, 'nowhere'] }),
  );
  const { call } = passing(app, 'StartExecution');
  await expect(call('StartExecution', { stateMachineArn: MISSING, name: 'a b', input: '{' })).resolves.toEqual({
    __type: `${SWF}#StateMachineDoesNotExist`,
    message: `State Machine Does Not Exist: '${MISSING}'`,
  });
  await expect(call('StartExecution', { stateMachineArn: 'nowhere' })).resolves.toEqual({
    __type: `${SWF}#InvalidArn`,
    message: "Invalid Arn: 'Invalid ARN prefix: nowhere'",
  });
});

test('the same name and input give the running execution, anything else is refused', async () => {
  const { rehearsal, machine, call } = passing(new ApiApp(wait(5)), 'StartExecution');
  const start = (input: string) => call('StartExecution', { stateMachineArn: machine, name: 'k', input });
  const first = await start('{"a":1}');
  expect(await start('{"a":1}')).toEqual(first);
  const { executionArn } = first;
  const exists = { __type: `${SWF}#ExecutionAlreadyExists`, message: `Execution Already Exists: '${executionArn}'` };
  expect(await start('{"a":2}')).toEqual(exists);
  await rehearsal.advance(Duration.minutes(5));
  expect(await start('{"a":1}')).toEqual(exists);
  expect(rehearsal.executions()).toHaveLength(1);
});

test('an Express workflow starts as often as it is asked to, whatever the name', async () => {
  const app = new ApiApp(undefined, sfn.StateMachineType.EXPRESS);
  const { rehearsal, machine, call } = passing(app, 'StartExecution');
  const [one, other] = [
    await call('StartExecution', { stateMachineArn: machine, name: 'k' }),
    await call('StartExecution', { stateMachineArn: machine, name: 'k' }),
  ];
  expect(one.executionArn).not.toEqual(other.executionArn);
  expect(rehearsal.executions()).toHaveLength(2);
});

test('a synchronous execution is answered with what it did, in the time that it takes', async () => {
  const app = new ApiApp(
    (stack) => new sfn.Wait(stack, 'Rest', { time: sfn.WaitTime.duration(Duration.seconds(20)) }),
    sfn.StateMachineType.EXPRESS,
  );
  const { rehearsal, machine, call } = passing(app, 'StartSyncExecution');
  await expect(call('StartSyncExecution', { stateMachineArn: machine, input: '{"a":1}' })).resolves.toEqual({
    billingDetails: { billedDurationInMilliseconds: 20_000, billedMemoryUsedInMB: 64 },
    executionArn: expect.stringContaining(':express:'),
    input: '{"a":1}',
    inputDetails: { __type: 'com.amazonaws.swf.base.model#CloudWatchEventsExecutionDataDetails', included: true },
    name: expect.any(String),
    output: '{"a":1}',
    outputDetails: { __type: 'com.amazonaws.swf.base.model#CloudWatchEventsExecutionDataDetails', included: true },
    startDate: 1_772_352_000,
    stateMachineArn: machine,
    status: 'SUCCEEDED',
    stopDate: 1_772_352_020,
  });
  expect(rehearsal.now).toEqual(new Date('2026-03-01T08:00:20Z'));
});

test('a synchronous execution that fails is an answer, too', async () => {
  const app = new ApiApp(
    (stack) => new sfn.Fail(stack, 'No', { error: 'Refused', cause: 'because' }),
    sfn.StateMachineType.EXPRESS,
  );
  const { machine, call } = passing(app, 'StartSyncExecution');
  await expect(call('StartSyncExecution', { stateMachineArn: machine })).resolves.toMatchObject({
    status: 'FAILED',
    error: 'Refused',
    cause: 'because',
  });
});

test('an execution that takes longer than API Gateway waits goes on all the same', async () => {
  const { rehearsal, machine } = passing(new ApiApp(wait(1), sfn.StateMachineType.EXPRESS), 'StartSyncExecution');
  const response = await rehearsal.request('POST', '/StartSyncExecution', { body: { stateMachineArn: machine } });
  expect(response).toMatchObject({ status: 504, body: { message: 'Endpoint request timed out' } });
  expect(rehearsal.now).toEqual(new Date('2026-03-01T08:00:29Z'));
  expect(rehearsal.executions()[0].status).toBe('RUNNING');
  await rehearsal.advance(Duration.minutes(1));
  expect(rehearsal.executions()[0].status).toBe('SUCCEEDED');
});

test('a Standard workflow does not run synchronously', async () => {
  const app = new ApiApp();
  const { call, machine } = passing(app, 'StartSyncExecution');
  await expect(call('StartSyncExecution', { stateMachineArn: machine })).resolves.toEqual({
    __type: `${SWF}#StateMachineTypeNotSupported`,
    message: 'This operation is not supported by this type of state machine',
  });
});

test('an execution is described and stopped', async () => {
  const { rehearsal, machine, call } = passing(
    new ApiApp(wait(5)),
    'StartExecution',
    'DescribeExecution',
    'StopExecution',
  );
  const { executionArn } = await call('StartExecution', { stateMachineArn: machine, name: 'k', input: '{"a":1}' });
  await rehearsal.advance(Duration.seconds(90));
  const described = { executionArn, name: 'k', input: '{"a":1}', startDate: 1_772_352_000, redriveCount: 0 };
  const running = await call('DescribeExecution', { executionArn });
  expect(running).toMatchObject({ ...described, status: 'RUNNING', redriveStatus: 'NOT_REDRIVABLE' });
  expect(running).not.toHaveProperty('stopDate');
  await expect(call('StopExecution', { executionArn, error: 'E', cause: 'c' })).resolves.toEqual({
    stopDate: 1_772_352_090,
  });
  await expect(call('DescribeExecution', { executionArn })).resolves.toMatchObject({
    ...described,
    status: 'ABORTED',
    error: 'E',
    cause: 'c',
    stopDate: 1_772_352_090,
    redriveStatus: 'REDRIVABLE',
  });
});

test.each([
  ['x', `${SWF}#InvalidArn`, "Invalid Arn: 'Invalid ARN prefix: x'"],
  [
    'arn:aws:states:us-east-1:1:express:m:n:u',
    `${SWF}#InvalidArn`,
    "Invalid Arn: 'Resource type not valid in this context: express'",
  ],
  [
    'arn:aws:states:us-east-1:1:execution:m:n',
    `${SWF}#ExecutionDoesNotExist`,
    "Execution Does Not Exist: 'arn:aws:states:us-east-1:1:execution:m:n'",
  ],
])('DescribeExecution does not know %s', async (executionArn, __type, message) => {
  const app = new ApiApp();
  app.role.addToPolicy(new iam.PolicyStatement({ actions: ['states:DescribeExecution'], resources: ['*'] }));
  const { call } = passing(app, 'DescribeExecution');
  await expect(call('DescribeExecution', { executionArn })).resolves.toEqual({ __type, message });
});

test('a role without the right is told so by the service', async () => {
  const app = new ApiApp();
  const { call } = passing(app, 'StartExecution');
  await expect(call('StartExecution', { stateMachineArn: MISSING })).resolves.toEqual({
    __type: 'com.amazon.coral.service#AccessDeniedException',
    Message: expect.stringMatching(
      /^User: arn:aws:sts::111122223333:assumed-role\/.*\/BackplaneAssumeRoleSession is not authorized to perform: states:StartExecution on resource: arn:aws:states:/,
    ),
  });
});

test.each([
  [new iam.ServicePrincipal('states.amazonaws.com'), 500],
  [new iam.ServicePrincipal('apigateway.amazonaws.com'), 200],
  [
    new iam.ServicePrincipal('apigateway.amazonaws.com', {
      conditions: { StringEquals: { 'aws:SourceAccount': '222233334444' } },
    }),
    500,
  ],
  [
    new iam.ServicePrincipal('apigateway.amazonaws.com', {
      conditions: { StringEquals: { 'aws:SourceAccount': '111122223333' } },
    }),
    200,
  ],
])('a role that %j may assume: %s', async (assumedBy, status) => {
  const app = new ApiApp();
  const role = new iam.Role(app.stack, 'Other', { assumedBy });
  app.machine.grantStartExecution(role);
  app.api({ '/orders': { post: operation(app.start({ credentials: role.roleArn })) } });
  const rehearsal = app.rehearsal();
  await expect(rehearsal.request('POST', '/orders', { body: {} })).resolves.toMatchObject({ status });
  expect(inputs(rehearsal)).toEqual(status === 200 ? [{}] : []);
});

test('an action that is not rehearsed, and an integration without a role, are errors of the test', async () => {
  const app = new ApiApp();
  app.api({
    '/list': { post: operation(app.states('ListExecutions', '{}')) },
    '/open': { post: operation(app.start({ credentials: undefined })) },
  });
  const rehearsal = app.rehearsal();
  await expect(rehearsal.request('POST', '/list')).rejects.toThrow(
    /POST \/list of Orders\/Api.*: the action ListExecutions of Step Functions is not rehearsed/,
  );
  await expect(rehearsal.request('POST', '/open')).rejects.toThrow('needs the ARN of a role as its credentials');
});
