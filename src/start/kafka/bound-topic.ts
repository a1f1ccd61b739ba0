import type * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import type * as iam from 'aws-cdk-lib/aws-iam';
import type * as pipes from 'aws-cdk-lib/aws-pipes';

/** What a pipe needs to know of a topic. */
export interface BoundTopic {
  /** The ARN of the cluster, or its address: `smk://host:port`. */
  readonly source: string;
  readonly statements: readonly iam.PolicyStatement[];
  readonly grantKeys: (role: iam.IRole) => void;
  readonly parameters: (batches: TopicBatches) => Omit<pipes.CfnPipe.PipeSourceParametersProperty, 'filterCriteria'>;
  /** For how long what was produced last has been waiting to be read, in seconds. */
  readonly lag?: cloudwatch.Metric;
}

/** How many records are read together. */
export interface TopicBatches {
  readonly batchSize: number;
  readonly maximumBatchingWindowInSeconds?: number;
}
