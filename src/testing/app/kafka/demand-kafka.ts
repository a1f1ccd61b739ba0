import { isObject, type Json, type JsonObject } from '../../../asl/json';
import type { PipeResource } from '../pipes/pipe-resource';
import type { RehearsedApp } from '../rehearsed-app';

/**
 * Throws when the role of a pipe may not read its topic.
 * https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-pipes-permissions.html#pipes-perms-msk
 *
 * @param parameters - those of the source
 */
export function demandKafka(pipe: PipeResource, app: RehearsedApp, parameters: JsonObject): void {
  const { Credentials, ServerRootCaCertificate, Vpc } = parameters;
  const secrets = [...(isObject(Credentials) ? Object.values(Credentials) : []), ServerRootCaCertificate];
  for (const secret of secrets.filter((arn) => typeof arn === 'string')) {
    demandSecret(pipe, app, secret);
  }
  if (pipe.isSelfManaged) {
    if (isObject(Vpc)) demandNetwork(pipe);
    return;
  }
  pipe.demand('kafka:DescribeClusterV2', pipe.sourceArn);
  pipe.demand('kafka:GetBootstrapBrokers', pipe.sourceArn);
  demandNetwork(pipe);
  if (!isObject(Credentials) && usesIam(app, pipe.sourceArn)) {
    demandIamAccess(pipe, parameters);
  }
}

/** The network interfaces in the VPC of the cluster are made with the rights of the role. */
function demandNetwork(pipe: PipeResource): void {
  const [, partition, , region, account] = pipe.arn.split(':');
  const inEc2 = (resource: string) => `arn:${partition}:ec2:${region}:${account}:${resource}`;
  pipe.demand('ec2:CreateNetworkInterface', inEc2('network-interface/eni-1'));
  pipe.demand('ec2:DeleteNetworkInterface', inEc2('network-interface/eni-1'));
  for (const what of ['NetworkInterfaces', 'Vpcs', 'Subnets', 'SecurityGroups']) {
    // These know no resources.
    pipe.demand(`ec2:Describe${what}`, '*');
  }
}

function demandSecret(pipe: PipeResource, app: RehearsedApp, secret: string): void {
  pipe.demand('secretsmanager:GetSecretValue', secret);
  const key = app.resources.find('AWS::SecretsManager::Secret', secret)?.properties.KmsKeyId;
  if (typeof key === 'string' && !key.startsWith('alias/')) {
    pipe.demand('kms:Decrypt', key);
  }
}

/** Where a cluster of the app has IAM on, or knows nothing else, and for one of somebody else. */
function usesIam(app: RehearsedApp, clusterArn: string): boolean {
  if (app.resources.find('AWS::MSK::ServerlessCluster', clusterArn)) {
    return true;
  }
  const cluster = app.resources.find('AWS::MSK::Cluster', clusterArn);
  return cluster === undefined || enabled(cluster.properties, ['ClientAuthentication', 'Sasl', 'Iam', 'Enabled']);
}

function enabled(properties: JsonObject, path: readonly string[]): boolean {
  const found = path.reduce<Json | undefined>((value, name) => (isObject(value) ? value[name] : undefined), properties);
  return found === true;
}

/** https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-pipes-msk.html#pipes-msk-permissions-iam-policy */
function demandIamAccess(pipe: PipeResource, { TopicName, ConsumerGroupID }: JsonObject): void {
  const cluster = pipe.sourceArn;
  const topic = `${cluster.replace(':cluster/', ':topic/')}/${TopicName}`;
  const group = `${cluster.replace(':cluster/', ':group/')}/${ConsumerGroupID ?? 'made-by-the-pipe'}`;
  const needed: readonly (readonly [string, readonly string[]])[] = [
    [cluster, ['Connect', 'DescribeClusterDynamicConfiguration']],
    [topic, ['DescribeTopic', 'ReadData']],
    [group, ['DescribeGroup', 'AlterGroup']],
  ];
  for (const [resource, actions] of needed) {
    for (const action of actions) pipe.demand(`kafka-cluster:${action}`, resource);
  }
}
