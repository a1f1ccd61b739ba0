import { Duration, type Stack } from 'aws-cdk-lib';
import type * as iam from 'aws-cdk-lib/aws-iam';
import * as kinesis from 'aws-cdk-lib/aws-kinesis';
import * as kms from 'aws-cdk-lib/aws-kms';
import type * as pipes from 'aws-cdk-lib/aws-pipes';
import * as sns from 'aws-cdk-lib/aws-sns';
import * as sqs from 'aws-cdk-lib/aws-sqs';
import type { JsonObject } from '../../../../src/asl/json';
import { withoutRight } from '../../../without-right';
import { type HandledBatch, piped } from '../piped';

type Parameters = Partial<pipes.CfnPipe.PipeSourceKinesisStreamParametersProperty>;

const NAME = 'clicks';

function stream(parameters: Parameters = {}, props: kinesis.StreamProps = {}) {
  return (stack: Stack, role: iam.Role) => {
    const made = new kinesis.Stream(stack, 'Stream', { streamName: NAME, shardCount: 1, ...props });
    made.grantRead(role);
    return {
      source: made.streamArn,
      sourceParameters: { kinesisStreamParameters: { startingPosition: 'LATEST', ...parameters } },
    };
  };
}

/** With a queue for what the pipe gives up on. */
function streamWithQueue(parameters: Parameters) {
  return (stack: Stack, role: iam.Role) => {
    const queue = new sqs.Queue(stack, 'Given up', { queueName: 'given-up' });
    queue.grantSendMessages(role);
    return stream({ ...parameters, deadLetterConfig: { arn: queue.queueArn } })(stack, role);
  };
}

const partitionKey = 'user-1';
const dataOf = ({ data }: JsonObject) => Buffer.from(String(data), 'base64').toString('utf8');
const texts = (handled: readonly HandledBatch[]) => handled.map(({ batch }) => batch.map(dataOf).join(' '));
const broken = () => {
  throw Object.assign(new Error('as asked'), { name: 'Broken' });
};

test('a record comes to the workflow as the documentation shows it', async () => {
  const { rehearsal, handled } = piped(stream());
  await rehearsal.putRecord(NAME, { städtchen: 'Münster' }, { partitionKey });
  expect(handled[0].batch).toEqual([
    {
      kinesisSchemaVersion: '1.0',
      partitionKey: 'user-1',
      sequenceNumber: '49590338271490256608559692538361571095921575989136588898',
      data: Buffer.from('{"städtchen":"Münster"}').toString('base64'),
      approximateArrivalTimestamp: 1772352000,
      eventSource: 'aws:kinesis',
      eventVersion: '1.0',
      eventID: 'shardId-000000000000:49590338271490256608559692538361571095921575989136588898',
      eventName: 'aws:kinesis:record',
      invokeIdentityArn: 'arn:aws:iam::111122223333:role/Role1ABCC5F0',
      awsRegion: 'us-east-1',
      eventSourceARN: 'arn:aws:kinesis:us-east-1:111122223333:stream/clicks',
    },
  ]);
});

test('keys are spread over shards by their MD5, and one key stays in one shard', async () => {
  const { rehearsal, handled } = piped(stream({}, { shardCount: 2 }));
  for (const key of ['a', 'b', 'c', 'a']) await rehearsal.putRecord(NAME, key, { partitionKey: key });
  const shards = handled.map(({ batch: [{ eventID }] }) => Number(String(eventID).slice(8, 20)));
  // MD5 of a begins with 0c, of b with 92, of c with 4a.
  expect(shards).toEqual([0, 1, 0, 0]);
});

test('a window gathers a batch, and a full batch does not wait for it', async () => {
  const { rehearsal, handled } = piped(stream({ maximumBatchingWindowInSeconds: 10, batchSize: 3 }));
  await rehearsal.putRecord(NAME, '1', { partitionKey });
  await rehearsal.advance(Duration.seconds(4));
  await rehearsal.putRecord(NAME, '2', { partitionKey });
  await rehearsal.advance(Duration.seconds(20));
  for (const data of ['3', '4', '5', '6']) await rehearsal.putRecord(NAME, data, { partitionKey });
  await rehearsal.advance(Duration.seconds(20));
  expect(handled.map(({ at, batch }) => [at, batch.map(dataOf).join(' ')])).toEqual([
    [10, '1 2'],
    [24, '3 4 5'],
    [34, '6'],
  ]);
});

test('a batch that fails holds up its shard, comes again with pauses, and the order stays', async () => {
  const { rehearsal, handled } = piped(stream(), (_batch, attempt) => (attempt <= 3 ? broken() : undefined));
  await rehearsal.putRecord(NAME, '1', { partitionKey });
  await rehearsal.putRecord(NAME, '2', { partitionKey });
  await rehearsal.advance(Duration.minutes(1));
  expect(handled.map(({ at, batch }) => [at, batch.map(dataOf).join(' ')])).toEqual([
    [0, '1'],
    [1, '1'],
    [3, '1'],
    [7, '1'],
    [7, '2'],
  ]);
});

test('what failed too often ends in the queue, which is told where it was, and the shard goes on', async () => {
  const { rehearsal, handled } = piped(streamWithQueue({ maximumRetryAttempts: 2 }), ([first]) =>
    dataOf(first) === 'bad' ? broken() : undefined,
  );
  await rehearsal.putRecord(NAME, 'bad', { partitionKey });
  await rehearsal.putRecord(NAME, 'good', { partitionKey });
  await rehearsal.advance(Duration.minutes(1));
  expect(texts(handled)).toEqual(['bad', 'bad', 'bad', 'good']);
  expect(rehearsal.deadLetters()).toEqual([
    {
      queue: 'arn:aws:sqs:us-east-1:111122223333:given-up',
      attributes: {},
      body: {
        context: {
          partnerResourceArn: 'arn:aws:pipes:us-east-1:111122223333:pipe/the-pipe',
          condition: 'RetryAttemptsExhausted',
        },
        version: '1.0',
        timestamp: '2026-03-01T08:00:03.000Z',
        KinesisBatchInfo: {
          shardId: 'shardId-000000000000',
          startSequenceNumber: '49590338271490256608559692538361571095921575989136588898',
          endSequenceNumber: '49590338271490256608559692538361571095921575989136588898',
          approximateArrivalOfFirstRecord: '2026-03-01T08:00:00.000Z',
          approximateArrivalOfLastRecord: '2026-03-01T08:00:00.000Z',
          batchSize: 1,
          streamArn: 'arn:aws:kinesis:us-east-1:111122223333:stream/clicks',
        },
      },
    },
  ]);
});

test('what is too old ends in the queue', async () => {
  const { rehearsal } = piped(streamWithQueue({ maximumRecordAgeInSeconds: 60 }), broken);
  await rehearsal.putRecord(NAME, 'bad', { partitionKey });
  await rehearsal.advance(Duration.minutes(5));
  expect(rehearsal.deadLetters()).toMatchObject([{ body: { context: { condition: 'RecordAgeExceeded' } } }]);
});

test('without limits a record is tried until the stream has lost it', async () => {
  const { rehearsal, handled } = piped(stream(), ([first]) => (dataOf(first) === 'bad' ? broken() : undefined));
  await rehearsal.putRecord(NAME, 'bad', { partitionKey });
  await rehearsal.putRecord(NAME, 'good', { partitionKey });
  await rehearsal.advance(Duration.hours(23));
  expect(texts(handled)).not.toContain('good');
  await rehearsal.putRecord(NAME, 'better', { partitionKey });
  await rehearsal.advance(Duration.hours(2));
  // The good one came in the same minute, and is lost with the bad one.
  expect(texts(handled)).toContain('better');
  expect(texts(handled)).not.toContain('good');
});

test('a topic can be told instead of a queue', async () => {
  const { rehearsal } = piped((stack, role) => {
    const topic = new sns.Topic(stack, 'Given up', { topicName: 'given-up' });
    topic.grantPublish(role);
    return stream({ maximumRetryAttempts: 0, deadLetterConfig: { arn: topic.topicArn } })(stack, role);
  }, broken);
  await rehearsal.putRecord(NAME, 'bad', { partitionKey });
  expect(rehearsal.messages('arn:aws:sns:us-east-1:111122223333:given-up')).toMatchObject([
    { context: { condition: 'RetryAttemptsExhausted' }, KinesisBatchInfo: { batchSize: 1 } },
  ]);
});

test('a batch is halved until the bad record is alone, and to halve it is no retry', async () => {
  const poisoned = (batch: JsonObject[]) => (batch.map(dataOf).includes('bad') ? broken() : undefined);
  const { rehearsal, handled } = piped(
    streamWithQueue({
      maximumBatchingWindowInSeconds: 5,
      maximumRetryAttempts: 1,
      onPartialBatchItemFailure: 'AUTOMATIC_BISECT',
    }),
    poisoned,
  );
  for (const data of ['1', '2', 'bad', '4']) await rehearsal.putRecord(NAME, data, { partitionKey });
  await rehearsal.advance(Duration.minutes(1));
  expect(texts(handled)).toEqual(['1 2 bad 4', '1 2', 'bad 4', 'bad', 'bad', '4']);
  expect(rehearsal.deadLetters()).toHaveLength(1);
});

test('a workflow may report single records, which alone come again', async () => {
  const { rehearsal, handled } = piped(stream({ maximumBatchingWindowInSeconds: 5 }), (batch, attempt) =>
    attempt === 1 ? { batchItemFailures: [{ itemIdentifier: batch[1].eventID }] } : undefined,
  );
  for (const data of ['1', '2', '3']) await rehearsal.putRecord(NAME, data, { partitionKey });
  await rehearsal.advance(Duration.minutes(1));
  expect(texts(handled)).toEqual(['1 2 3', '2']);
});

test('several batches of a shard at once keep the order of each key', async () => {
  const { rehearsal, handled } = piped(stream({ parallelizationFactor: 2 }), ([{ partitionKey }], attempt) =>
    partitionKey === 'a' && attempt === 1 ? broken() : undefined,
  );
  for (const [key, data] of [
    ['a', 'a1'],
    ['a', 'a2'],
    ['b', 'b1'],
  ]) {
    await rehearsal.putRecord(NAME, data, { partitionKey: key });
  }
  await rehearsal.advance(Duration.minutes(1));
  expect(texts(handled)).toEqual(['a1', 'b1', 'a1', 'a2']);
});

test.each([
  ['LATEST', undefined, ['new']],
  ['TRIM_HORIZON', undefined, ['old', 'older', 'new']],
  ['AT_TIMESTAMP', String(Date.parse('2026-03-01T07:30:00Z') / 1000), ['old', 'new']],
  ['AT_TIMESTAMP', '2026-03-01T07:30:00Z', ['old', 'new']],
])('from %s %s on', async (startingPosition, startingPositionTimestamp, expected) => {
  const { rehearsal, handled } = piped(stream({ startingPosition, startingPositionTimestamp }));
  const arrived = (time: string) => ({ partitionKey, arrivedAt: new Date(`2026-03-01T${time}Z`) });
  await rehearsal.putRecord(NAME, 'old', arrived('07:45:00'));
  await rehearsal.putRecord(NAME, 'older', arrived('07:15:00'));
  await rehearsal.putRecord(NAME, 'new', { partitionKey });
  expect(texts(handled)).toEqual(expected);
});

test('a filter sees into data that is JSON, and passes no other', async () => {
  const { rehearsal, handled } = piped((stack, role) => {
    const { source, sourceParameters } = stream()(stack, role);
    const filterCriteria = { filters: [{ pattern: '{"data":{"city":["Seattle"]}}' }] };
    return { source, sourceParameters: { ...sourceParameters, filterCriteria } };
  });
  await rehearsal.putRecord(NAME, { city: 'Seattle', n: 1 }, { partitionKey });
  await rehearsal.putRecord(NAME, { city: 'Bonn' }, { partitionKey });
  await rehearsal.putRecord(NAME, 'Seattle', { partitionKey });
  expect(texts(handled)).toEqual(['{"city":"Seattle","n":1}']);
});

test.each(['kinesis:GetRecords', 'kinesis:ListShards', 'kinesis:DescribeStream', 'kms:Decrypt'])(
  'a pipe that may not %s is heard of',
  async (action) => {
    const { rehearsal } = piped((stack, role) => {
      const source = stream({}, { encryptionKey: new kms.Key(stack, 'Key') })(stack, role);
      withoutRight(role, action);
      return source;
    });
    await expect(rehearsal.putRecord(NAME, '1', { partitionKey })).rejects.toThrow(
      `is not authorized to perform: ${action}`,
    );
  },
);

test('a batch has six megabytes at most', async () => {
  const { rehearsal } = piped(stream({ maximumBatchingWindowInSeconds: 5, maximumRetryAttempts: 0 }));
  for (let n = 0; n < 3; n++) await rehearsal.putRecord(NAME, 'x'.repeat(2_500_000), { partitionKey });
  await rehearsal.advance(Duration.seconds(10));
  // Not one of them fits into an input.
  expect(rehearsal.pipeExecutions()).toMatchObject([
    { status: 'FAILED', records: 2 },
    { status: 'FAILED', records: 1 },
  ]);
});

test('a consumer with a throughput of its own is an error', () => {
  expect(() =>
    piped((stack, role) => {
      const { source, sourceParameters } = stream()(stack, role);
      return { source: `${source}/consumer/mine:1`, sourceParameters };
    }),
  ).toThrow(/a consumer with a throughput of its own, which a rehearsal does not do/);
});

test('a stream that nobody knows, and a key that Kinesis refuses, are errors', async () => {
  const { rehearsal } = piped(stream());
  await expect(rehearsal.putRecord('others', '1', { partitionKey })).rejects.toThrow(
    'the app has no Kinesis stream others, and no pipe reads one; its streams: arn:aws:kinesis:us-east-1:111122223333:stream/clicks',
  );
  await expect(rehearsal.putRecord(NAME, '1', { partitionKey: '' })).rejects.toThrow('1 to 256 characters, not 0');
  await expect(rehearsal.putRecord(NAME, 'x'.repeat(11_000_000), { partitionKey })).rejects.toThrow('at most 10485760');
});
