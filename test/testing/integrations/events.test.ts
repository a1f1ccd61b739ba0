import { jsonataMachine } from '../machines';

const put = (Entries: unknown, service = 'events') =>
  jsonataMachine({
    T: { Type: 'Task', Resource: `arn:aws:states:::${service}:putEvents`, Arguments: { Entries } },
  });
const entry = (Detail: unknown, more: object = {}) => ({ Detail, DetailType: 'order', Source: 'my.source', ...more });

// Recorded: localstack services/test_events_task_service::test_put_events_base, 2023-09-12.
test('events go on a bus; machine and execution are added to their resources', async () => {
  const rehearsal = put([entry('{"n": 0}'), entry({ n: 1 }, { Resources: ['arn:x'] })]);
  const run = await rehearsal.run({}, { name: 'one', startTime: new Date('2025-03-01T10:00:00.900Z') });
  const id = expect.stringMatching(/^[\da-f-]{36}$/);
  expect(run.output).toEqual({ Entries: [{ EventId: id }, { EventId: id }], FailedEntryCount: 0 });
  const added = [
    'arn:aws:states:us-east-1:111122223333:stateMachine:StateMachine',
    'arn:aws:states:us-east-1:111122223333:execution:StateMachine:one',
  ];
  const event = {
    version: '0',
    id,
    'detail-type': 'order',
    source: 'my.source',
    account: '111122223333',
    time: '2025-03-01T10:00:00Z',
    region: 'us-east-1',
  };
  expect(rehearsal.events()).toEqual([
    { ...event, resources: added, detail: { n: 0 } },
    { ...event, resources: ['arn:x', ...added], detail: { n: 1 } },
  ]);
});

test('a bus is known by name and by ARN, an execution by its own events', async () => {
  const arn = 'arn:aws:events:us-east-1:111122223333:event-bus/orders';
  const rehearsal = put([
    entry({ to: 'name' }, { EventBusName: 'orders' }),
    entry({ to: 'ARN' }, { EventBusName: arn }),
  ]);
  const [first] = [await rehearsal.run({}), await rehearsal.run({})];
  expect(rehearsal.events('orders')).toHaveLength(4);
  expect(rehearsal.events({ eventBusArn: arn })).toHaveLength(4);
  expect(first.events(arn).map(({ detail }) => detail)).toEqual([{ to: 'name' }, { to: 'ARN' }]);
  expect(rehearsal.events()).toEqual([]);
  expect(rehearsal.events(arn.replace('111122223333', '444455556666'))).toEqual([]);
});

// Recorded: test_put_events_malformed_detail and test_put_events_no_source, 2023-09-12.
test.each([
  [entry('"jsonstring"'), { ErrorCode: 'MalformedDetail', ErrorMessage: 'Detail is malformed.' }],
  [
    { ...entry({}), Source: 'aws.s3' },
    { ErrorCode: 'NotAuthorizedForSourceException', ErrorMessage: 'Not authorized for the source.' },
  ],
  [
    { Detail: {}, DetailType: 'order' },
    {
      ErrorCode: 'InvalidArgument',
      ErrorMessage: 'Parameter Source is not valid. Reason: Source is a required argument.',
    },
  ],
])('%j fails the task, whatever became of the others', async (wrong, answer) => {
  const rehearsal = put([entry({}), wrong]);
  const run = await rehearsal.run({});
  expect(run.error).toBe('EventBridge.FailedEntry');
  expect(JSON.parse(run.cause as string)).toEqual({
    Entries: [{ EventId: expect.any(String) }, answer],
    FailedEntryCount: 1,
  });
  expect(rehearsal.events()).toHaveLength(1);
});

// https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_PutEventsResultEntry.html
test('nobody puts events in the name of AWS', async () => {
  const rehearsal = put([entry({}, { Source: 'aws.s3' }), entry({})], 'aws-sdk:eventbridge');
  const { output } = await rehearsal.run({});
  expect(output).toMatchObject({
    FailedEntryCount: 1,
    Entries: [{ ErrorCode: 'NotAuthorizedForSourceException' }, { EventId: expect.any(String) }],
  });
  expect(rehearsal.events()).toHaveLength(1);
});

// https://docs.aws.amazon.com/step-functions/latest/dg/connect-eventbridge.html: only the optimized integration does both.
test('aws-sdk: leaves failed entries to the workflow and adds no resources', async () => {
  const rehearsal = put([entry('{}'), entry('x')], 'aws-sdk:eventbridge');
  const run = await rehearsal.run({});
  expect(run.output).toMatchObject({ FailedEntryCount: 1 });
  expect(rehearsal.events()[0].resources).toEqual([]);
});

test('ten events at most', async () => {
  const run = await put(Array.from({ length: 11 }, () => entry({}))).run({});
  expect(run.cause).toContain('Member must have length less than or equal to 10');
});

test('a field that an entry does not have ends the execution', async () => {
  const run = await put([entry({}, { detail: {} })]).run({});
  expect(run).toMatchObject({ error: 'States.Runtime', calls: [] });
  expect(run.cause).toContain("[The field 'detail' is not supported by Step Functions]");
});

test('Time is when the event happened', async () => {
  const rehearsal = put([entry({}, { Time: 1_700_000_000 }), entry({}, { Time: '2024-02-03T04:05:06Z' })]);
  await rehearsal.run({});
  expect(rehearsal.events().map(({ time }) => time)).toEqual(['2023-11-14T22:13:20Z', '2024-02-03T04:05:06Z']);
});

test.each(['yesterday', 1e300])('%j is no time at which an event happened', async (Time) => {
  const rehearsal = put([entry({}, { Time })]);
  expect((await rehearsal.run({})).cause).toContain('is no timestamp');
  expect(rehearsal.events()).toEqual([]);
});
