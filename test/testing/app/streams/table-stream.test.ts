import { Duration, type Stack } from 'aws-cdk-lib';
import * as dynamodb from 'aws-cdk-lib/aws-dynamodb';
import type * as iam from 'aws-cdk-lib/aws-iam';
import * as kms from 'aws-cdk-lib/aws-kms';
import type * as pipes from 'aws-cdk-lib/aws-pipes';
import * as sqs from 'aws-cdk-lib/aws-sqs';
import * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import * as tasks from 'aws-cdk-lib/aws-stepfunctions-tasks';
import { withoutRight } from '../../../without-right';
import { piped } from '../piped';

type Parameters = Partial<pipes.CfnPipe.PipeSourceDynamoDBStreamParametersProperty>;

const TABLE = 'orders';

function tableStream(parameters: Parameters = {}, props: Partial<dynamodb.TableProps> = {}) {
  return (stack: Stack, role: iam.Role) => {
    const table = new dynamodb.Table(stack, 'Table', {
      tableName: TABLE,
      partitionKey: { name: 'id', type: dynamodb.AttributeType.STRING },
      stream: dynamodb.StreamViewType.NEW_AND_OLD_IMAGES,
      ...props,
    });
    table.grantStreamRead(role);
    return {
      source: String(table.tableStreamArn),
      sourceParameters: { dynamoDbStreamParameters: { startingPosition: 'LATEST', ...parameters } },
    };
  };
}

test('an insert, a change and a deletion come to the workflow as the documentation shows them', async () => {
  const { rehearsal, handled } = piped(tableStream());
  await rehearsal.writeItem(TABLE, { id: 'o-1', total: 5 });
  await rehearsal.writeItem(TABLE, { id: 'o-1', total: 6 });
  await rehearsal.deleteItem(TABLE, { id: 'o-1' });
  const records = handled.map(({ batch }) => batch[0]);
  expect(records[0]).toEqual({
    eventID: expect.stringMatching(/^[0-9a-f]{32}$/),
    eventName: 'INSERT',
    eventVersion: '1.1',
    eventSource: 'aws:dynamodb',
    awsRegion: 'us-east-1',
    dynamodb: {
      ApproximateCreationDateTime: 1772352000,
      Keys: { id: { S: 'o-1' } },
      NewImage: { id: { S: 'o-1' }, total: { N: '5' } },
      SequenceNumber: '100000000000000000001',
      SizeBytes: 17,
      StreamViewType: 'NEW_AND_OLD_IMAGES',
    },
    eventSourceARN: 'arn:aws:dynamodb:us-east-1:111122223333:table/orders/stream/2025-01-01T00:00:00.000',
  });
  const before = { id: { S: 'o-1' }, total: { N: '5' } };
  const after = { id: { S: 'o-1' }, total: { N: '6' } };
  expect(records[1]).toMatchObject({ eventName: 'MODIFY', dynamodb: { OldImage: before, NewImage: after } });
  expect(records[2]).toMatchObject({ eventName: 'REMOVE', dynamodb: { OldImage: after } });
  expect(records[2].dynamodb).not.toHaveProperty('NewImage');
});

test.each([
  ['KEYS_ONLY', []],
  ['NEW_IMAGE', ['NewImage']],
  ['OLD_IMAGE', ['OldImage']],
  ['NEW_AND_OLD_IMAGES', ['NewImage', 'OldImage']],
] as const)('a stream of %s has these images', async (view, images) => {
  const { rehearsal, handled } = piped(tableStream({}, { stream: dynamodb.StreamViewType[view] }));
  await rehearsal.writeItem(TABLE, { id: 'o-1', total: 5 });
  await rehearsal.writeItem(TABLE, { id: 'o-1', total: 6 });
  const { dynamodb: change } = handled[1].batch[0];
  expect(Object.keys(change as object).filter((name) => name.endsWith('Image'))).toEqual(images);
});

test('what was in the table before, what changes nothing, and what is not there to delete, is in no stream', async () => {
  const { rehearsal, handled } = piped(tableStream());
  rehearsal.putItems(TABLE, { id: 'o-1', total: 5 });
  await rehearsal.writeItem(TABLE, { id: 'o-1', total: 5 });
  await rehearsal.deleteItem(TABLE, { id: 'o-2' });
  expect(handled).toEqual([]);
  await rehearsal.deleteItem(TABLE, { id: 'o-1' });
  expect(handled).toHaveLength(1);
});

test('the writes of workflows are in the stream, those of one transaction in one batch', async () => {
  const { rehearsal, handled } = piped((stack, role) => {
    const source = tableStream()(stack, role);
    const put = (id: string) => ({ Put: { TableName: TABLE, Item: { id: { S: id } } } });
    new sfn.StateMachine(stack, 'Writer', {
      stateMachineName: 'writer',
      definitionBody: sfn.DefinitionBody.fromChainable(
        tasks.CallAwsService.jsonata(stack, 'Write', {
          service: 'dynamodb',
          action: 'transactWriteItems',
          parameters: { TransactItems: [put('o-1'), put('o-2')] },
          iamResources: ['*'],
        }),
      ),
    });
    return source;
  });
  await rehearsal.start('writer');
  expect(handled).toHaveLength(1);
  expect(handled[0].batch.map(({ dynamodb: change }) => change)).toMatchObject([
    { Keys: { id: { S: 'o-1' } } },
    { Keys: { id: { S: 'o-2' } } },
  ]);
});

test('what failed too often ends in the queue', async () => {
  const { rehearsal } = piped(
    (stack, role) => {
      const queue = new sqs.Queue(stack, 'Given up');
      queue.grantSendMessages(role);
      const deadLetterConfig = { arn: queue.queueArn };
      return tableStream({ maximumRetryAttempts: 1, deadLetterConfig })(stack, role);
    },
    () => {
      throw new Error('as asked');
    },
  );
  await rehearsal.writeItem(TABLE, { id: 'o-1' });
  await rehearsal.advance(Duration.minutes(1));
  expect(rehearsal.deadLetters()).toMatchObject([
    {
      body: {
        context: { condition: 'RetryAttemptsExhausted' },
        DDBStreamBatchInfo: {
          shardId: 'shardId-00000001735689600000-0a1b2c3d',
          startSequenceNumber: '100000000000000000001',
          streamArn: expect.stringContaining(':table/orders/stream/'),
        },
      },
    },
  ]);
});

test('a filter sees into the change', async () => {
  const { rehearsal, handled } = piped((stack, role) => {
    const { source, sourceParameters } = tableStream()(stack, role);
    const pattern = JSON.stringify({ dynamodb: { NewImage: { status: { S: ['PAID'] } } } });
    return { source, sourceParameters: { ...sourceParameters, filterCriteria: { filters: [{ pattern }] } } };
  });
  await rehearsal.writeItem(TABLE, { id: 'o-1', status: 'NEW' });
  await rehearsal.writeItem(TABLE, { id: 'o-1', status: 'PAID' });
  expect(handled).toHaveLength(1);
});

test('the stream of a TableV2 is read, too, and that of a table of somebody else', async () => {
  const { rehearsal, handled } = piped((stack, role) => {
    const table = new dynamodb.TableV2(stack, 'Table', {
      tableName: TABLE,
      partitionKey: { name: 'id', type: dynamodb.AttributeType.STRING },
      dynamoStream: dynamodb.StreamViewType.NEW_IMAGE,
    });
    table.grantStreamRead(role);
    const dynamoDbStreamParameters = { startingPosition: 'TRIM_HORIZON' };
    return { source: String(table.tableStreamArn), sourceParameters: { dynamoDbStreamParameters } };
  });
  await rehearsal.writeItem(TABLE, { id: 'o-1' });
  expect(handled).toHaveLength(1);

  const theirs = 'arn:aws:dynamodb:us-east-1:444455556666:table/theirs';
  const other = piped((stack, role) => {
    const table = dynamodb.Table.fromTableAttributes(stack, 'Theirs', {
      tableArn: theirs,
      tableStreamArn: `${theirs}/stream/2024-05-05T00:00:00.000`,
    });
    table.grantStreamRead(role);
    const dynamoDbStreamParameters = { startingPosition: 'LATEST' };
    return { source: String(table.tableStreamArn), sourceParameters: { dynamoDbStreamParameters } };
  });
  other.rehearsal.declareTable(theirs, { partitionKey: 'id' });
  await other.rehearsal.writeItem(theirs, { id: 'o-1' });
  expect(other.handled).toHaveLength(1);
});

test('a table without a stream is an error', () => {
  expect(() =>
    piped((stack, role) => {
      const { source, sourceParameters } = tableStream()(stack, role);
      (stack.node.findChild('Table').node.defaultChild as dynamodb.CfnTable).streamSpecification = undefined;
      return { source, sourceParameters };
    }),
  ).toThrow(/the source arn:aws:dynamodb:.*, whose table has no stream, which a rehearsal does not do/);
});

test.each(['dynamodb:GetRecords', 'dynamodb:DescribeStream', 'dynamodb:ListStreams', 'kms:Decrypt'])(
  'a pipe that may not %s is heard of',
  async (action) => {
    const { rehearsal } = piped((stack, role) => {
      const source = tableStream({}, { encryptionKey: new kms.Key(stack, 'Key') })(stack, role);
      withoutRight(role, action);
      return source;
    });
    await expect(rehearsal.writeItem(TABLE, { id: 'o-1' })).rejects.toThrow(`is not authorized to perform: ${action}`);
  },
);
