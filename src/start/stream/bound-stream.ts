import type * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import type * as iam from 'aws-cdk-lib/aws-iam';
import type * as kms from 'aws-cdk-lib/aws-kms';
import type * as pipes from 'aws-cdk-lib/aws-pipes';
import type { OrderedRecord } from './ordered-dispatcher';
import type { RecordInput } from './record-input';

/** What a pipe needs to know of a stream. */
export interface BoundStream {
  readonly arn: string;
  /** How many seconds it keeps a record; undefined where nobody knows. */
  readonly retentionSeconds?: number;
  /** The field with the data, which `PipeFilter.data` sees into. */
  readonly dataField: string;
  /** How much more the data has in the input of an execution than it has in the stream. */
  readonly growth: number;
  readonly statements: readonly iam.PolicyStatement[];
  /** With which rights on what records come into it. */
  readonly writing: { readonly actions: readonly string[]; readonly resource: string };
  readonly key?: kms.IKey;
  readonly parallelization?: number;
  readonly record: (input?: RecordInput) => OrderedRecord;
  readonly parameters: (shared: SharedParameters) => Omit<pipes.CfnPipe.PipeSourceParametersProperty, 'filterCriteria'>;
  /** How long the oldest record that was read had waited, in milliseconds. */
  readonly backlogAge?: cloudwatch.Metric;
}

/** What the parameters of both kinds of streams have in common. */
export type SharedParameters = Omit<pipes.CfnPipe.PipeSourceDynamoDBStreamParametersProperty, 'startingPosition'>;
