import { Fn, Token } from 'aws-cdk-lib';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';

/**
 * How long the oldest record that a group has not read yet is waiting, in seconds.
 * https://docs.aws.amazon.com/msk/latest/developerguide/consumer-lag.html
 */
export function lagMetric(clusterArn: string, topic: string, consumerGroup: string): cloudwatch.Metric {
  const cluster = Token.isUnresolved(clusterArn) ? Fn.select(1, Fn.split('/', clusterArn)) : clusterArn.split('/')[1];
  return new cloudwatch.Metric({
    namespace: 'AWS/Kafka',
    metricName: 'EstimatedMaxTimeLag',
    dimensionsMap: { 'Cluster Name': cluster, 'Consumer Group': consumerGroup, Topic: topic },
    statistic: cloudwatch.Stats.MAXIMUM,
  });
}
