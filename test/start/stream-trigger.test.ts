import { App, Duration, Size, Stack } from 'aws-cdk-lib';
import { Annotations, Match, Template } from 'aws-cdk-lib/assertions';
import * as dynamodb from 'aws-cdk-lib/aws-dynamodb';
import * as kinesis from 'aws-cdk-lib/aws-kinesis';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as sns from 'aws-cdk-lib/aws-sns';
import * as sqs from 'aws-cdk-lib/aws-sqs';
import * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import * as tasks from 'aws-cdk-lib/aws-stepfunctions-tasks';
import fc from 'fast-check';
import {
  PipeEnrichment,
  PipeFilter,
  PipeInvocationType,
  RecordDelivery,
  RecordInput,
  StartingPosition,
  StreamSource,
  StreamTrigger,
  type StreamTriggerProps,
  Workflow,
} from '../../src';
import { Rehearsal } from '../../src/testing';
import { withoutRight } from '../without-right';

const latest = { startingPosition: StartingPosition.latest() };
const partitionKey = 'user-1';

/** An app in which records of a stream start executions of a workflow that calls a function. */
function clicks(props: Partial<StreamTriggerProps> & { type?: sfn.StateMachineType } = {}) {
  const { type = sfn.StateMachineType.STANDARD, ...given } = props;
  const app = new App();
  const stack = new Stack(app, 'Clicks');
  const stream = new kinesis.Stream(stack, 'Stream', { shardCount: 1 });
  const handler = lambda.Function.fromFunctionName(stack, 'Handler', 'handler');
  const { stateMachine } = new Workflow(stack, 'Handling', {
    stateMachineType: type,
    definition: tasks.LambdaInvoke.jsonata(stack, 'Handle', {
      lambdaFunction: handler,
      retryOnServiceExceptions: false,
      taskTimeout: sfn.Timeout.duration(Duration.minutes(4)),
      outputs: '{% $states.result.Payload %}',
    }),
  });
  const trigger = new StreamTrigger(stack, 'Trigger', {
    workflow: stateMachine,
    source: StreamSource.kinesis(stream, latest),
    ...given,
  });
  const make = () => {
    const rehearsal = Rehearsal.ofApp(app, { startTime: new Date('2026-03-01T08:00:00Z') });
    rehearsal.mock('Handle', () => null);
    const inputs = () => rehearsal.executions(stateMachine).map(({ input }) => input);
    return { rehearsal, inputs };
  };
  return { app, stack, stream, trigger, stateMachine, make };
}

describe('one execution for each record', () => {
  test('has the data as its input, and the place of the record in its name', async () => {
    const { stream, stateMachine, make } = clicks();
    const { rehearsal, inputs } = make();
    await rehearsal.putRecord(stream, '{"id":1,"price":1.50}', { partitionKey });
    await rehearsal.putRecord(stream, { städtchen: 'Münster', '😀': '日本' }, { partitionKey });
    expect(inputs()).toEqual([
      { id: 1, price: 1.5 },
      { städtchen: 'Münster', '😀': '日本' },
    ]);
    expect(rehearsal.executions(stateMachine)[0].name).toMatch(
      /^49590338271490256608559692538361571095921575989136588898-[0-9a-f]{16}$/,
    );
  });

  test('has whatever JSON somebody put', async () => {
    const { stream, make } = clicks();
    const { rehearsal, inputs } = make();
    const expected: unknown[] = [];
    await fc.assert(
      fc.asyncProperty(fc.jsonValue({ stringUnit: 'binary' }), async (value) => {
        const text = JSON.stringify(value);
        fc.pre(Buffer.from(text, 'utf8').toString('utf8') === text);
        expected.push(JSON.parse(text));
        await rehearsal.putRecord(stream, text, { partitionKey });
        expect(inputs()).toHaveLength(expected.length);
      }),
      { numRuns: 60 },
    );
    expect(inputs()).toEqual(expected);
  });

  test.each([
    ['no JSON', 'hello', 'Sfn.InvalidExecutionInputException'],
    ['no JSON but almost', '{"a":1', 'Sfn.InvalidExecutionInputException'],
    ['nothing', '', 'Sfn.InvalidExecutionInputException'],
    ['no UTF-8', Buffer.from('22ff22', 'hex'), 'States.QueryEvaluationError'],
    ['quotes that are too many', JSON.stringify('"'.repeat(70_000)), 'States.QueryEvaluationError'],
  ])('sets aside a record that is %s, and goes on', async (_what, data, error) => {
    const { stream, trigger, make } = clicks({
      delivery: RecordDelivery.perRecord({ window: Duration.seconds(5) }),
    });
    const { rehearsal, inputs } = make();
    await rehearsal.putRecord(stream, '1', { partitionKey });
    await rehearsal.putRecord(stream, data, { partitionKey });
    await rehearsal.putRecord(stream, '3', { partitionKey });
    await rehearsal.advance(Duration.minutes(1));
    expect(inputs()).toEqual([1, 3]);
    const [message] = rehearsal.messages(trigger.deadLetterQueue as sqs.IQueue) as any[];
    expect(message).toMatchObject({
      workflow: expect.stringMatching(/:stateMachine:HandlingStateMachine/),
      error,
      record: { data: Buffer.from(data).toString('base64'), partitionKey, eventSource: 'aws:kinesis' },
      complete: true,
    });
    expect(rehearsal.pipeExecutions().map(({ status }) => status)).toEqual(['SUCCEEDED']);
  });

  test('of a record that is too large for a message says where it is', async () => {
    const { stream, trigger, make } = clicks();
    const { rehearsal } = make();
    await rehearsal.putRecord(stream, 'x'.repeat(180_000), { partitionKey });
    const [message] = rehearsal.messages(trigger.deadLetterQueue as sqs.IQueue) as any[];
    expect(message).toMatchObject({ complete: false, record: { partitionKey, eventID: expect.any(String) } });
    expect(message.record).not.toHaveProperty('data');
  });

  test('starts none for a record that does not fit into an input, tells where it was, and goes on', async () => {
    const { stream, make } = clicks({ retryAttempts: 2 });
    const { rehearsal, inputs } = make();
    await rehearsal.putRecord(stream, JSON.stringify('x'.repeat(250_000)), { partitionKey });
    await rehearsal.putRecord(stream, '2', { partitionKey });
    await rehearsal.advance(Duration.minutes(1));
    expect(inputs()).toEqual([2]);
    expect(rehearsal.deadLetters()).toMatchObject([
      { body: { context: { condition: 'RetryAttemptsExhausted' }, KinesisBatchInfo: { batchSize: 1 } } },
    ]);
  });

  test('waits in order while Step Functions throttles', async () => {
    const { stream, make } = clicks();
    const { rehearsal, inputs } = make();
    rehearsal.fail('Start execution of record', { error: 'Sfn.ThrottlingException' });
    for (const data of ['1', '2', '3']) await rehearsal.putRecord(stream, data, { partitionKey });
    await rehearsal.advance(Duration.minutes(1));
    expect(inputs()).toEqual([]);
    rehearsal.restore('Start execution of record');
    await rehearsal.advance(Duration.minutes(2));
    expect(inputs()).toEqual([1, 2, 3]);
    expect(rehearsal.deadLetters()).toEqual([]);
  });

  test('starts nothing twice when a batch comes again', async () => {
    const { stream, trigger, make } = clicks({
      delivery: RecordDelivery.perRecord({ window: Duration.seconds(5) }),
      bisectOnError: false,
    });
    const { rehearsal, inputs } = make();
    rehearsal.fail('Set record aside', { error: 'SQS.AmazonSQSException' });
    for (const data of ['1', 'bad', '3']) await rehearsal.putRecord(stream, data, { partitionKey });
    await rehearsal.advance(Duration.minutes(1));
    expect(inputs()).toEqual([1]);
    rehearsal.restore('Set record aside');
    await rehearsal.advance(Duration.minutes(2));
    expect(inputs()).toEqual([1, 3]);
    expect(rehearsal.pipeExecutions().filter(({ status }) => status === 'FAILED').length).toBeGreaterThan(1);
    expect(rehearsal.messages(trigger.deadLetterQueue as sqs.IQueue)).toHaveLength(1);
  });

  test('may have the whole record as its input, decoded or as it comes', async () => {
    const whole = clicks({ delivery: RecordDelivery.perRecord({ input: RecordInput.wholeRecord() }) });
    const { rehearsal, inputs } = whole.make();
    await rehearsal.putRecord(whole.stream, { id: 1 }, { partitionKey });
    expect(inputs()).toMatchObject([{ partitionKey, data: { id: 1 }, eventSource: 'aws:kinesis' }]);

    const encoded = clicks({ delivery: RecordDelivery.perRecord({ input: RecordInput.encodedRecord() }) });
    const other = encoded.make();
    await other.rehearsal.putRecord(encoded.stream, Buffer.from('ff00', 'hex'), { partitionKey });
    expect(other.inputs()).toMatchObject([{ partitionKey, data: '/wA=' }]);
  });

  test('takes what an enrichment put into the place of the data, and sets aside what has no name any more', async () => {
    const ask = 'arn:aws:lambda:us-east-1:111122223333:function:ask';
    const { stream, trigger, make } = clicks({
      enrichment: PipeEnrichment.invoke(lambda.Function.fromFunctionArn(new Stack(), 'Ask', ask)),
    });
    const { rehearsal, inputs } = make();
    rehearsal.mock(ask, (records) => {
      const [record] = records as { data: string }[];
      const asked = Buffer.from(record.data, 'base64').toString();
      return asked === 'nameless' ? [{ data: { asked } }, 'nothing'] : [{ ...record, data: { asked } }];
    });
    await rehearsal.putRecord(stream, 'any', { partitionKey });
    await rehearsal.putRecord(stream, 'nameless', { partitionKey });
    expect(inputs()).toEqual([{ asked: 'any' }]);
    expect(rehearsal.messages(trigger.deadLetterQueue as sqs.IQueue)).toMatchObject([
      { error: 'States.QueryEvaluationError', record: { data: { asked: 'nameless' } } },
      { error: 'States.QueryEvaluationError', record: 'nothing' },
    ]);
  });

  test.each(['imported', 'alias'])('is that of an %s workflow', async (kind) => {
    const { stack, stateMachine, stream } = clicks();
    const alias = new sfn.CfnStateMachineAlias(stack, 'Alias', { name: 'live' });
    const arn = kind === 'alias' ? alias.attrArn : 'arn:aws:states:us-east-1:111122223333:stateMachine:Other:live';
    new StreamTrigger(stack, 'Other', {
      workflow: sfn.StateMachine.fromStateMachineArn(stack, 'Imported', arn),
      source: StreamSource.kinesis(stream, latest),
      invocationType: PipeInvocationType.FIRE_AND_FORGET,
    });
    expect(stateMachine).toBeDefined();
    const statements = Object.values(Template.fromStack(stack).findResources('AWS::IAM::Policy'))
      .flatMap(({ Properties }) => Properties.PolicyDocument.Statement)
      .filter(({ Action }) => Action === 'states:StartExecution');
    expect(JSON.stringify(statements)).not.toContain('live');
  });
});

describe('an Express workflow that is waited for', () => {
  const type = sfn.StateMachineType.EXPRESS;

  test.each([1, 3])('has done with a record when the next one comes, in batches of %d', async (size) => {
    const { stream, make } = clicks({
      type,
      delivery: RecordDelivery.perRecord({ size, window: Duration.seconds(5) }),
    });
    const { rehearsal } = make();
    const log: string[] = [];
    rehearsal.mock('Handle', async (payload, { sleep }) => {
      log.push(`begins ${payload}`);
      await sleep(Duration.seconds(30));
      log.push(`ends ${payload}`);
      return null;
    });
    await rehearsal.putRecord(stream, '1', { partitionKey });
    await rehearsal.putRecord(stream, '2', { partitionKey });
    await rehearsal.advance(Duration.minutes(2));
    expect(log).toEqual(['begins 1', 'ends 1', 'begins 2', 'ends 2']);
  });

  test('that fails has its record set aside, and the shard goes on', async () => {
    const { stream, trigger, make } = clicks({ type });
    const { rehearsal, inputs } = make();
    rehearsal.mock('Handle', (payload) => {
      if (payload === 1) throw Object.assign(new Error('as asked'), { name: 'Broken' });
      return null;
    });
    await rehearsal.putRecord(stream, '1', { partitionKey });
    await rehearsal.putRecord(stream, '2', { partitionKey });
    expect(inputs()).toEqual([1, 2]);
    expect(rehearsal.messages(trigger.deadLetterQueue as sqs.IQueue)).toMatchObject([
      { error: 'Broken', record: { data: 'MQ==' }, complete: true },
    ]);
  });

  test('that answers with more than a task may get has succeeded all the same', async () => {
    const { stream, trigger, make } = clicks({ type });
    const { rehearsal, inputs } = make();
    rehearsal.mock('Handle', (payload) => payload);
    await rehearsal.putRecord(stream, JSON.stringify('x'.repeat(170_000)), { partitionKey });
    await rehearsal.putRecord(stream, '2', { partitionKey });
    expect(inputs()).toHaveLength(2);
    expect(rehearsal.messages(trigger.deadLetterQueue as sqs.IQueue)).toEqual([]);
  });

  test('that takes too long has its record set aside, so that nothing waits for ever', async () => {
    const { stream, trigger, make } = clicks({
      type,
      delivery: RecordDelivery.perRecord({ size: 3, window: Duration.seconds(5) }),
    });
    const { rehearsal } = make();
    rehearsal.mock('Handle', async (payload, { sleep }) => {
      if (payload !== 2) await sleep(Duration.seconds(100));
      return null;
    });
    for (const data of ['1', '2', '3']) await rehearsal.putRecord(stream, data, { partitionKey });
    await rehearsal.advance(Duration.minutes(6));
    // Each of three has 90 of the 270 seconds.
    expect(rehearsal.messages(trigger.deadLetterQueue as sqs.IQueue)).toMatchObject([
      { error: 'States.Timeout', record: { data: 'MQ==' } },
      { error: 'States.Timeout', record: { data: 'Mw==' } },
    ]);
    expect(rehearsal.pipeExecutions().map(({ status }) => status)).toEqual(['SUCCEEDED']);
  });
});

describe('one execution for a batch', () => {
  const delivery = RecordDelivery.wholeBatch({ window: Duration.seconds(5) });
  const type = sfn.StateMachineType.EXPRESS;
  const dataOf = (payload: unknown) =>
    (payload as { data: string; eventID: string }[]).map(({ data }) => Buffer.from(data, 'base64').toString());

  test('has the records as they come', async () => {
    const { stream, trigger, make } = clicks({ delivery });
    const { rehearsal, inputs } = make();
    for (const data of ['1', 'x']) await rehearsal.putRecord(stream, data, { partitionKey });
    await rehearsal.advance(Duration.seconds(5));
    expect(inputs().map(dataOf)).toEqual([['1', 'x']]);
    expect(trigger.dispatcher).toBeUndefined();
  });

  test('that fails comes again in halves, until the bad record is alone and told of', async () => {
    const { stream, make } = clicks({ delivery, type, retryAttempts: 1 });
    const { rehearsal, inputs } = make();
    rehearsal.mock('Handle', (payload) => {
      if (dataOf(payload).includes('bad')) throw new Error('as asked');
      return null;
    });
    for (const data of ['1', 'bad', '3']) await rehearsal.putRecord(stream, data, { partitionKey });
    await rehearsal.advance(Duration.minutes(1));
    expect(inputs().map((input) => dataOf(input).join(' '))).toEqual(['1 bad 3', '1 bad', '1', 'bad', 'bad', '3']);
    expect(rehearsal.deadLetters()).toMatchObject([{ body: { KinesisBatchInfo: { batchSize: 1 } } }]);
  });

  test('waits while Step Functions throttles', async () => {
    const { stream, stateMachine, make } = clicks({ delivery });
    const { rehearsal, inputs } = make();
    rehearsal.outage(stateMachine.stateMachineArn, Duration.minutes(1));
    for (const data of ['1', '2']) await rehearsal.putRecord(stream, data, { partitionKey });
    await rehearsal.advance(Duration.minutes(1));
    expect(inputs()).toEqual([]);
    await rehearsal.advance(Duration.minutes(2));
    expect(inputs().flatMap(dataOf)).toEqual(['1', '2']);
  });

  test('that is too large for an input becomes smaller', async () => {
    const { stream, make } = clicks({ delivery });
    const { rehearsal, inputs } = make();
    for (const data of ['a', 'b']) await rehearsal.putRecord(stream, data.repeat(150_000), { partitionKey });
    await rehearsal.advance(Duration.minutes(1));
    expect(inputs()).toHaveLength(2);
  });

  test('can say which records failed', async () => {
    const { stream, make } = clicks({ delivery, type });
    const { rehearsal, inputs } = make();
    let first = true;
    rehearsal.mock('Handle', (payload) => {
      const { eventID } = (payload as { eventID: string }[])[1] ?? {};
      const answer = first ? { batchItemFailures: [{ itemIdentifier: eventID }] } : null;
      first = false;
      return answer;
    });
    for (const data of ['1', '2', '3']) await rehearsal.putRecord(stream, data, { partitionKey });
    await rehearsal.advance(Duration.minutes(1));
    expect(inputs().map((input) => dataOf(input).join(' '))).toEqual(['1 2 3', '2']);
  });
});

describe('the stream of a table', () => {
  function orders(props: Partial<StreamTriggerProps> = {}, table: Partial<dynamodb.TableProps> = {}) {
    const made = clicks();
    const orders = new dynamodb.Table(made.stack, 'Orders', {
      partitionKey: { name: 'id', type: dynamodb.AttributeType.STRING },
      stream: dynamodb.StreamViewType.NEW_AND_OLD_IMAGES,
      ...table,
    });
    const trigger = new StreamTrigger(made.stack, 'Changes', {
      workflow: made.stateMachine,
      source: StreamSource.dynamoDb(orders, latest),
      ...props,
    });
    return { ...made, orders, trigger };
  }

  test('has each change as it comes', async () => {
    const { orders: table, make, stateMachine } = orders();
    const { rehearsal, inputs } = make();
    await rehearsal.writeItem(table, { id: 'o-1', total: 5 });
    expect(inputs()).toMatchObject([
      { eventName: 'INSERT', dynamodb: { NewImage: { id: { S: 'o-1' }, total: { N: '5' } } } },
    ]);
    expect(rehearsal.executions(stateMachine)[0].name).toMatch(/^[0-9a-f]{32}$/);
  });

  test('has each change as plain JSON, filtered', async () => {
    const { orders: table, make } = orders({
      delivery: RecordDelivery.perRecord({ input: RecordInput.data() }),
      filters: [
        PipeFilter.record({ eventName: ['INSERT', 'REMOVE'] }),
        PipeFilter.data({ NewImage: { paid: { BOOL: [true] } } }),
      ],
    });
    const { rehearsal, inputs } = make();
    await rehearsal.writeItem(table, { id: 'o-1', total: 5 });
    await rehearsal.writeItem(table, { id: 'o-1', total: 6 });
    await rehearsal.writeItem(table, { id: 'o-1', total: 6, paid: true });
    await rehearsal.deleteItem(table, { id: 'o-1' });
    expect(inputs()).toEqual([
      { eventName: 'INSERT', keys: { id: 'o-1' }, newImage: { id: 'o-1', total: 5 } },
      {
        eventName: 'MODIFY',
        keys: { id: 'o-1' },
        newImage: { id: 'o-1', total: 6, paid: true },
        oldImage: { id: 'o-1', total: 6 },
      },
      { eventName: 'REMOVE', keys: { id: 'o-1' }, oldImage: { id: 'o-1', total: 6, paid: true } },
    ]);
  });

  test('that cannot start an execution, and has many quotes, is set aside all the same', async () => {
    const {
      orders: table,
      make,
      trigger,
    } = orders({ delivery: RecordDelivery.perRecord({ input: RecordInput.data() }) });
    const { rehearsal, inputs } = make();
    const deep = Array.from({ length: 12 }).reduce<unknown>((inner) => [inner], 'x');
    await rehearsal.writeItem(table, { id: 'o-1', deep, quotes: '"'.repeat(80_000) } as never);
    await rehearsal.writeItem(table, { id: 'o-2' });
    await rehearsal.advance(Duration.hours(1));
    expect(inputs()).toEqual([expect.objectContaining({ keys: { id: 'o-2' } })]);
    expect(rehearsal.messages(trigger.deadLetterQueue as sqs.IQueue)).toMatchObject([
      { error: 'States.QueryEvaluationError', record: { eventID: expect.any(String) } },
    ]);
  });

  test.each([['a table', { stream: undefined }, /give the table `stream: StreamViewType.NEW_AND_OLD_IMAGES`/]])(
    'of %s without one is refused',
    (_what, table, message) => {
      expect(() => orders({}, table)).toThrow(message);
    },
  );

  test('of a TableV2 and of an imported table without one is refused', () => {
    const { app, stack, stateMachine: workflow } = clicks();
    const v2 = new dynamodb.TableV2(stack, 'V2', { partitionKey: { name: 'id', type: dynamodb.AttributeType.STRING } });
    const imported = dynamodb.Table.fromTableName(stack, 'Imported', 'orders');
    const of = (id: string, table: dynamodb.ITable) => () =>
      new StreamTrigger(stack, id, { workflow, source: StreamSource.dynamoDb(table, latest) });
    of('A', v2)();
    expect(() => app.synth()).toThrow(/received Clicks\/V2: give the table `dynamoStream/);
    expect(of('B', imported)).toThrow(/import the table with Table.fromTableAttributes and its tableStreamArn/);
  });

  test('cannot begin at a moment, nor keep a record for a day', () => {
    expect(() =>
      orders({
        source: StreamSource.dynamoDb(
          new dynamodb.Table(new Stack(), 'Table', {
            partitionKey: { name: 'id', type: dynamodb.AttributeType.STRING },
            stream: dynamodb.StreamViewType.KEYS_ONLY,
          }),
          { startingPosition: StartingPosition.atTimestamp(new Date()) },
        ),
      }),
    ).toThrow(/received .atTimestamp\(\): only Kinesis knows moments/);
    expect(() => orders({ maxRecordAge: Duration.hours(24) })).toThrow(
      /maxRecordAge must be less than the 86400 s for which the stream keeps a record, received 86400 s/,
    );
  });
});

describe('what is wrong is refused', () => {
  test.each<[string, () => Partial<StreamTriggerProps> & { type?: sfn.StateMachineType }, RegExp]>([
    [
      'retryAttempts',
      () => ({ retryAttempts: -1 }),
      /retryAttempts must be a whole number from 0 to 10000, received -1/,
    ],
    [
      'maxRecordAge',
      () => ({ maxRecordAge: Duration.seconds(30) }),
      /maxRecordAge must be from one minute to seven days, received 30 s/,
    ],
    [
      'size',
      () => ({ delivery: RecordDelivery.perRecord({ size: 0 }) }),
      /delivery.size must be a whole number from 1 to 10000, received 0/,
    ],
    [
      'window',
      () => ({ delivery: RecordDelivery.perRecord({ window: Duration.minutes(6) }) }),
      /delivery.window must be .* up to 300, received 360 s/,
    ],
    [
      'recordSize',
      () => ({ delivery: RecordDelivery.wholeBatch({ size: 20, recordSize: Size.kibibytes(10) }) }),
      /received 20 times 10240 bytes, which have up to 15702 characters each as they come: batches of 16 fit/,
    ],
    [
      'recordSize of one',
      () => ({ delivery: RecordDelivery.wholeBatch({ recordSize: Size.mebibytes(1) }) }),
      /not even one fits; send less/,
    ],
    [
      'both destinations',
      () => {
        const stack = new Stack();
        return { deadLetterQueue: new sqs.Queue(stack, 'Queue'), deadLetterTopic: new sns.Topic(stack, 'Topic') };
      },
      /deadLetterTopic must not stand beside deadLetterQueue/,
    ],
    [
      'a FIFO topic',
      () => ({ deadLetterTopic: new sns.Topic(new Stack(), 'Topic', { fifo: true }) }),
      /deadLetterTopic must not be a FIFO topic/,
    ],
    [
      'a FIFO queue',
      () => ({ deadLetterQueue: new sqs.Queue(new Stack(), 'Queue', { fifo: true }) }),
      /deadLetterQueue must not be a FIFO queue/,
    ],
    [
      'a batch whose records would have less than a second each',
      () => ({ type: sfn.StateMachineType.EXPRESS, delivery: RecordDelivery.perRecord({ size: 271 }) }),
      /delivery.size must be at most 270 .* received 271/,
    ],
    [
      'waiting for Standard',
      () => ({ invocationType: PipeInvocationType.REQUEST_RESPONSE }),
      /invocationType must be FIRE_AND_FORGET for a Standard workflow/,
    ],
  ])('%s', (_what, props, message) => {
    expect(() => clicks(props())).toThrow(message);
  });

  test('a moment that is none', () => {
    const { stack, stream, stateMachine: workflow } = clicks();
    const startingPosition = StartingPosition.atTimestamp(new Date('yesterday'));
    const source = StreamSource.kinesis(stream, { startingPosition });
    expect(() => new StreamTrigger(stack, 'A', { workflow, source })).toThrow(
      /source.startingPosition must be a valid date, received Invalid Date/,
    );
  });

  test('parallelization, and an age that the stream does not keep', () => {
    const { stack, stream, stateMachine: workflow } = clicks();
    const source = (parallelization: number) => StreamSource.kinesis(stream, { ...latest, parallelization });
    expect(() => new StreamTrigger(stack, 'A', { workflow, source: source(11) })).toThrow(
      /source.parallelization must be a whole number from 1 to 10, received 11/,
    );
    const short = new kinesis.Stream(stack, 'Short', { retentionPeriod: Duration.hours(24) });
    expect(
      () =>
        new StreamTrigger(stack, 'B', {
          workflow,
          source: StreamSource.kinesis(short, latest),
          maxRecordAge: Duration.hours(48),
        }),
    ).toThrow(/less than the 86400 s/);
  });
});

test('the pipe is told everything', () => {
  const { stack, stateMachine: workflow } = clicks();
  const stream = new kinesis.Stream(stack, 'Other', { retentionPeriod: Duration.hours(48) });
  const moment = new Date('2026-03-01T07:00:00Z');
  new StreamTrigger(stack, 'Full', {
    workflow,
    source: StreamSource.kinesis(stream, {
      startingPosition: StartingPosition.atTimestamp(moment),
      parallelization: 4,
    }),
    delivery: RecordDelivery.wholeBatch({ recordSize: Size.kibibytes(1), window: Duration.seconds(7) }),
    retryAttempts: 3,
    bisectOnError: false,
    filters: [PipeFilter.data({ kind: ['click'] })],
  });
  Template.fromStack(stack).hasResourceProperties('AWS::Pipes::Pipe', {
    SourceParameters: {
      FilterCriteria: { Filters: [{ Pattern: '{"data":{"kind":["click"]}}' }] },
      KinesisStreamParameters: {
        BatchSize: 76,
        DeadLetterConfig: { Arn: Match.anyValue() },
        MaximumBatchingWindowInSeconds: 7,
        MaximumRecordAgeInSeconds: 86400,
        MaximumRetryAttempts: 3,
        OnPartialBatchItemFailure: Match.absent(),
        ParallelizationFactor: 4,
        StartingPosition: 'AT_TIMESTAMP',
        StartingPositionTimestamp: '1772348400',
      },
    },
    TargetParameters: { StepFunctionStateMachineParameters: { InvocationType: 'FIRE_AND_FORGET' } },
  });
});

test('a topic can be told instead of a queue, by the pipe and of what is set aside', async () => {
  const { stack, stream, stateMachine: workflow, make } = clicks();
  const deadLetterTopic = new sns.Topic(stack, 'Topic', { masterKey: new kms.Key(stack, 'Key') });
  const trigger = new StreamTrigger(stack, 'Told', {
    workflow,
    source: StreamSource.kinesis(stream, latest),
    deadLetterTopic,
    retryAttempts: 0,
  });
  expect(trigger.deadLetterQueue).toBeUndefined();
  const { rehearsal } = make();
  await rehearsal.putRecord(stream, 'bad', { partitionKey });
  await rehearsal.putRecord(stream, JSON.stringify('x'.repeat(250_000)), { partitionKey });
  expect(rehearsal.messages(deadLetterTopic)).toMatchObject([
    { error: 'Sfn.InvalidExecutionInputException' },
    { context: { condition: 'RetryAttemptsExhausted' } },
  ]);
});

test.each([
  'kinesis:DescribeStream',
  'kinesis:DescribeStreamSummary',
  'kinesis:GetRecords',
  'kinesis:GetShardIterator',
  'kinesis:ListShards',
])('without %s nothing is read', async (action) => {
  const { stream, trigger, make } = clicks();
  withoutRight(trigger.role, action);
  await expect(make().rehearsal.putRecord(stream, '1', { partitionKey })).rejects.toThrow(
    `is not authorized to perform: ${action}`,
  );
});

test('without states:StartSyncExecution no record gets to the dispatcher', async () => {
  const { stream, trigger, make } = clicks({ retryAttempts: 0 });
  withoutRight(trigger.role, 'states:StartSyncExecution');
  const { rehearsal, inputs } = make();
  await rehearsal.putRecord(stream, '1', { partitionKey });
  expect(inputs()).toEqual([]);
  expect(rehearsal.pipeExecutions()).toMatchObject([{ status: 'FAILED', error: 'AccessDeniedException' }]);
  expect(rehearsal.deadLetters()).toHaveLength(1);
});

test('alarms ring for what fails, waits and was given up, or not at all', () => {
  const { trigger } = clicks();
  expect(trigger.alarms.map(({ node }) => node.id)).toEqual(['FailedAlarm', 'BacklogAlarm', 'DeadLetterAlarm']);
  expect(clicks({ alarms: false }).trigger.alarms).toEqual([]);
});

test('nothing is said about it that nobody has to hear', () => {
  const { stack } = clicks();
  Annotations.fromStack(stack).hasNoWarning('*', Match.anyValue());
  Annotations.fromStack(stack).hasNoError('*', Match.anyValue());
});
