import { ArnFormat, Fn, Stack, Token } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import type * as secretsmanager from 'aws-cdk-lib/aws-secretsmanager';
import type { IConstruct } from 'constructs';

/**
 * To put network interfaces into the subnets of a cluster.
 * https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-pipes-permissions.html#pipes-perms-msk
 */
export function networkStatements(scope: IConstruct): iam.PolicyStatement[] {
  const all = (resource: string) => Stack.of(scope).formatArn({ service: 'ec2', resource, resourceName: '*' });
  return [
    new iam.PolicyStatement({
      actions: ['ec2:CreateNetworkInterface'],
      resources: ['network-interface', 'security-group', 'subnet'].map(all),
    }),
    new iam.PolicyStatement({
      actions: ['ec2:DeleteNetworkInterface'],
      resources: [all('network-interface')],
    }),
    new iam.PolicyStatement({
      // These know no resources.
      actions: [
        'ec2:DescribeNetworkInterfaces',
        'ec2:DescribeSecurityGroups',
        'ec2:DescribeSubnets',
        'ec2:DescribeVpcs',
      ],
      resources: ['*'],
    }),
  ];
}

/** The page asks for it, and does not say which groups: https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-pipes-permissions.html#pipes-perms-kafka-req */
export function logStatement(scope: IConstruct): iam.PolicyStatement {
  return new iam.PolicyStatement({
    actions: ['logs:CreateLogGroup', 'logs:CreateLogStream', 'logs:PutLogEvents'],
    resources: [
      Stack.of(scope).formatArn({
        service: 'logs',
        resource: 'log-group',
        resourceName: '*',
        arnFormat: ArnFormat.COLON_RESOURCE_NAME,
      }),
    ],
  });
}

/** To read a secret. One that was imported by a part of its ARN ends in six characters that Secrets Manager made. */
export function secretStatement(secret: secretsmanager.ISecret): iam.PolicyStatement {
  return new iam.PolicyStatement({
    actions: ['secretsmanager:GetSecretValue'],
    resources: [secret.secretFullArn ?? `${secret.secretArn}-??????`],
  });
}

/** https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-pipes-msk.html */
export function clusterStatement(clusterArn: string): iam.PolicyStatement {
  return new iam.PolicyStatement({
    actions: ['kafka:DescribeClusterV2', 'kafka:GetBootstrapBrokers'],
    resources: [clusterArn],
  });
}

/** To read a topic with the role: https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-pipes-msk.html#pipes-msk-permissions-iam-policy */
export function topicStatements(clusterArn: string, topic: string, consumerGroup: string): iam.PolicyStatement[] {
  const inCluster = (kind: string, name: string) => `${withKind(clusterArn, kind)}/${name}`;
  return [
    new iam.PolicyStatement({
      actions: ['kafka-cluster:Connect', 'kafka-cluster:DescribeClusterDynamicConfiguration'],
      resources: [clusterArn],
    }),
    new iam.PolicyStatement({
      actions: ['kafka-cluster:DescribeTopic', 'kafka-cluster:ReadData'],
      resources: [inCluster('topic', topic)],
    }),
    new iam.PolicyStatement({
      actions: ['kafka-cluster:DescribeGroup', 'kafka-cluster:AlterGroup'],
      resources: [inCluster('group', consumerGroup)],
    }),
  ];
}

/** `arn:aws:kafka:us-east-1:111122223333:cluster/name/uuid` with another word for `cluster`. */
function withKind(clusterArn: string, kind: string): string {
  if (!Token.isUnresolved(clusterArn)) return clusterArn.replace(':cluster/', `:${kind}/`);
  const [before, name] = [0, 1].map((index) => Fn.select(index, Fn.split(':cluster/', clusterArn)));
  return `${before}:${kind}/${name}`;
}
