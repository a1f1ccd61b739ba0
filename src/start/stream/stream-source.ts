import { Stack, Token } from 'aws-cdk-lib';
import * as dynamodb from 'aws-cdk-lib/aws-dynamodb';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as kinesis from 'aws-cdk-lib/aws-kinesis';
import type { IConstruct } from 'constructs';
import { invalid } from '../../private/errors';
import type { BoundStream } from './bound-stream';
import type { StartingPosition } from './starting-position';
import { changedItem, kinesisRecord } from './stream-record';

/** How a stream is read. */
export interface StreamSourceOptions {
  /** Where to begin when the trigger is made. A change of it makes a new pipe, which begins there. */
  readonly startingPosition: StartingPosition;

  /**
   * How many batches of a shard are worked on at once, up to 10. The records of one partition key, or of one item, keep
   * their order all the same.
   *
   * @default 1
   */
  readonly parallelization?: number;
}

const HOUR_SECONDS = 3600;
const DAY_SECONDS = 24 * HOUR_SECONDS;
/** Four characters for three bytes. */
const BASE64_GROWTH = 4 / 3;
/** `{ "S": "…" }` around every value, in images whose names and values are all that counts elsewhere. */
const ITEM_GROWTH = 2;

/** A stream whose records start executions. */
export class StreamSource {
  /** A Kinesis data stream, read with its shared throughput. */
  public static kinesis(stream: kinesis.IStream, options: StreamSourceOptions): StreamSource {
    return new StreamSource(options, () => ({
      arn: stream.streamArn,
      retentionSeconds: retentionOf(stream),
      dataField: 'data',
      growth: BASE64_GROWTH,
      statements: [
        new iam.PolicyStatement({
          actions: [
            'kinesis:DescribeStream',
            'kinesis:DescribeStreamSummary',
            'kinesis:GetRecords',
            'kinesis:GetShardIterator',
            'kinesis:ListShards',
          ],
          resources: [stream.streamArn],
        }),
      ],
      writing: { actions: ['kinesis:PutRecord', 'kinesis:PutRecords'], resource: stream.streamArn },
      key: stream.encryptionKey,
      record: kinesisRecord,
      parameters: (shared) => ({
        kinesisStreamParameters: { ...shared, ...positionOf(options.startingPosition) },
      }),
      backlogAge: stream.metricGetRecordsIteratorAgeMilliseconds({ statistic: 'max' }),
    }));
  }

  /** The stream of a DynamoDB table: what is written to its items. The table must have its stream on. */
  public static dynamoDb(table: dynamodb.ITable, options: StreamSourceOptions): StreamSource {
    return new StreamSource(options, (scope) => {
      const arn = streamOf(scope, table);
      if (options.startingPosition._moment) {
        throw invalid(
          scope,
          'source.startingPosition must be StartingPosition.latest() or .trimHorizon() for the stream of a table, received ' +
            '.atTimestamp(): only Kinesis knows moments',
        );
      }
      return {
        arn,
        retentionSeconds: DAY_SECONDS,
        dataField: 'dynamodb',
        growth: ITEM_GROWTH,
        statements: [
          new iam.PolicyStatement({
            actions: [
              'dynamodb:DescribeStream',
              'dynamodb:GetRecords',
              'dynamodb:GetShardIterator',
              'dynamodb:ListStreams',
            ],
            resources: [arn],
          }),
        ],
        writing: {
          actions: ['dynamodb:PutItem', 'dynamodb:UpdateItem', 'dynamodb:DeleteItem', 'dynamodb:BatchWriteItem'],
          resource: table.tableArn,
        },
        key: table.encryptionKey,
        record: changedItem,
        parameters: (shared) => ({
          dynamoDbStreamParameters: { ...shared, startingPosition: options.startingPosition._name },
        }),
      };
    });
  }

  private constructor(
    private readonly options: StreamSourceOptions,
    private readonly bind: (scope: IConstruct) => Omit<BoundStream, 'parallelization'>,
  ) {}

  /**
   * @internal
   */
  public _bind(scope: IConstruct): BoundStream {
    const { parallelization } = this.options;
    if (
      parallelization !== undefined &&
      !Token.isUnresolved(parallelization) &&
      !(Number.isInteger(parallelization) && parallelization >= 1 && parallelization <= 10)
    ) {
      throw invalid(
        scope,
        `source.parallelization must be a whole number from 1 to 10, received ${parallelization}: a stream with more ` +
          'shards is read faster',
      );
    }
    const { _moment } = this.options.startingPosition;
    if (_moment && Number.isNaN(_moment.getTime())) {
      throw invalid(scope, `source.startingPosition must be a valid date, received ${_moment}`);
    }
    return { ...this.bind(scope), parallelization };
  }
}

function positionOf({ _name, _moment }: StartingPosition) {
  return {
    startingPosition: _name,
    // In seconds, as the page of CloudFormation has it.
    startingPositionTimestamp: _moment && String(_moment.getTime() / 1000),
  };
}

function retentionOf(stream: kinesis.IStream): number | undefined {
  const resource = stream.node.defaultChild;
  if (!(resource instanceof kinesis.CfnStream)) return undefined;
  const hours = resource.retentionPeriodHours ?? 24;
  return Token.isUnresolved(hours) ? undefined : hours * HOUR_SECONDS;
}

function streamOf(scope: IConstruct, table: dynamodb.ITable): string {
  const resource = table.node.defaultChild;
  const refused = (hint: string) =>
    invalid(scope, `source must be a table with a stream, received ${table.node.path || table.node.id}: ${hint}`);
  if (resource instanceof dynamodb.CfnGlobalTable) {
    // It has an ARN for a stream in any case, and gets a stream with its first replica, which may be added later.
    scope.node.addValidation({
      validate: () =>
        Stack.of(table).resolve(resource.streamSpecification) === undefined
          ? [refused('give the table `dynamoStream: StreamViewType.NEW_AND_OLD_IMAGES`').message]
          : [],
    });
  }
  if (table.tableStreamArn) return table.tableStreamArn;
  throw refused(
    resource
      ? 'give the table `stream: StreamViewType.NEW_AND_OLD_IMAGES`'
      : 'import the table with Table.fromTableAttributes and its tableStreamArn',
  );
}
