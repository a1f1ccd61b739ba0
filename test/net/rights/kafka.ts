import type { JsonObject } from '../../../src/asl/json';
import type { Synthesis } from '../synthesis';
import { forReading } from './encryption';
import type { NeededRight } from './right';

/** Makes an ARN in the place of the pipe: `arn:<partition>:<service>:<region>:<account>:<resource>`. */
type ArnOf = (service: string, resource: string) => string;

/**
 * What a pipe needs to read a topic, of MSK or of another Kafka.
 * https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-pipes-permissions.html#pipes-perms-msk
 */
export function forTopic(
  source: string,
  { ManagedStreamingKafkaParameters, SelfManagedKafkaParameters }: JsonObject,
  arn: ArnOf,
  synthesis: Synthesis,
): NeededRight[] {
  const parameters = (ManagedStreamingKafkaParameters ?? SelfManagedKafkaParameters) as JsonObject;
  const { Credentials = {}, ServerRootCaCertificate, Vpc } = parameters;
  const secrets = [...Object.values(Credentials as JsonObject), ServerRootCaCertificate].filter(
    (secret) => secret !== undefined,
  );
  return [
    ...(ManagedStreamingKafkaParameters ? forCluster(source, parameters, secrets.length > 0) : []),
    ...(ManagedStreamingKafkaParameters || Vpc ? inNetwork(arn) : []),
    ...['logs:CreateLogGroup', 'logs:CreateLogStream', 'logs:PutLogEvents'].map((action) => ({
      action,
      resource: arn('logs', 'log-group:*'),
    })),
    ...secrets.flatMap((secret) => [
      { action: 'secretsmanager:GetSecretValue', resource: String(secret) },
      ...forReading(String(secret), synthesis),
    ]),
  ];
}

/** https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-pipes-msk.html#pipes-msk-permissions-iam-policy */
function forCluster(cluster: string, parameters: JsonObject, withSecret: boolean): NeededRight[] {
  const inCluster = (kind: string, name: unknown) => `${cluster.replace(':cluster/', `:${kind}/`)}/${name}`;
  const withRole: readonly (readonly [string, string])[] = [
    ['Connect', cluster],
    ['DescribeClusterDynamicConfiguration', cluster],
    ['DescribeTopic', inCluster('topic', parameters.TopicName)],
    ['ReadData', inCluster('topic', parameters.TopicName)],
    ['DescribeGroup', inCluster('group', parameters.ConsumerGroupID)],
    ['AlterGroup', inCluster('group', parameters.ConsumerGroupID)],
  ];
  return [
    { action: 'kafka:DescribeClusterV2', resource: cluster },
    { action: 'kafka:GetBootstrapBrokers', resource: cluster },
    ...(withSecret ? [] : withRole.map(([action, resource]) => ({ action: `kafka-cluster:${action}`, resource }))),
  ];
}

function inNetwork(arn: ArnOf): NeededRight[] {
  return [
    ...['network-interface', 'security-group', 'subnet'].map((kind) => ({
      action: 'ec2:CreateNetworkInterface',
      resource: arn('ec2', `${kind}/*`),
    })),
    { action: 'ec2:DeleteNetworkInterface', resource: arn('ec2', 'network-interface/*') },
    ...['NetworkInterfaces', 'SecurityGroups', 'Subnets', 'Vpcs'].map((what) => ({
      action: `ec2:Describe${what}`,
      resource: '*',
      reason: 'what EC2 describes knows no resources',
    })),
  ];
}
