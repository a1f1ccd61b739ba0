import type * as ec2 from 'aws-cdk-lib/aws-ec2';
import type * as secretsmanager from 'aws-cdk-lib/aws-secretsmanager';
import type { Construct } from 'constructs';
import { invalid } from '../../private/errors';
import type { StartingPosition } from '../stream/starting-position';
import type { BoundTopic } from './bound-topic';
import { checkNetwork, checkServers, checkTopic, groupOf } from './checked-topic';
import { KafkaAuthentication } from './kafka-authentication';
import { clusterStatement, logStatement, networkStatements, secretStatement, topicStatements } from './kafka-rights';
import { lagMetric } from './lag-metric';

/** How a topic is read, wherever it is. */
export interface KafkaTopicOptions {
  /** The name of the topic. */
  readonly topic: string;

  /**
   * Where to begin when the group of consumers is new; what it has read before counts otherwise. Kafka knows no moments.
   */
  readonly startingPosition: StartingPosition;

  /**
   * The group of consumers that the pipe joins, which no other pipe or function may have. Kafka keeps for it how far the
   * topic was read, so that a trigger that is made anew goes on from there. A change of it makes a new pipe.
   *
   * @default - a name of the path of the trigger and a part of the stack id
   */
  readonly consumerGroup?: string;
}

/** How a topic of Amazon MSK is read. */
export interface MskTopicOptions extends KafkaTopicOptions {
  /**
   * How the pipe says who it is. It takes the strongest way that the cluster has on, and no other.
   *
   * @default KafkaAuthentication.iam()
   */
  readonly authentication?: KafkaAuthentication;
}

/** Where in a VPC a Kafka cluster is reached. */
export interface KafkaNetwork {
  /** Up to 16 subnets of one VPC. They need a way out, through a NAT gateway or to endpoints for what the pipe calls. */
  readonly subnets: ec2.ISubnet[];

  /** Up to five security groups, which let the pipe out to the brokers and to port 443. */
  readonly securityGroups: ec2.ISecurityGroup[];
}

/** How a topic of a cluster is read that is not Amazon MSK. */
export interface SelfManagedTopicOptions extends KafkaTopicOptions {
  /**
   * How the pipe says who it is: SASL or a certificate.
   *
   * @default - KafkaAuthentication.none(), which needs `network`
   */
  readonly authentication?: KafkaAuthentication;

  /**
   * Where in a VPC the cluster is.
   *
   * @default - reached through the internet, which needs `authentication`
   */
  readonly network?: KafkaNetwork;

  /**
   * The certificate of a private authority that signed those of the brokers: `{ "certificate": "…" }`.
   *
   * @default - signed by a public one
   */
  readonly serverRootCaCertificate?: secretsmanager.ISecret;
}

/** A Kafka topic whose records start executions. */
export class KafkaSource {
  /**
   * A topic of Amazon MSK, provisioned or serverless.
   *
   * The pipe finds subnets and security groups at the cluster. The subnets need a way out, through a NAT gateway or to
   * endpoints for what the pipe calls, and the security groups have to let themselves in at the port of the brokers.
   *
   * @param clusterArn - the ARN of the cluster; the CDK has no interface for clusters
   * @see https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-pipes-msk.html
   */
  public static msk(clusterArn: string, options: MskTopicOptions): KafkaSource {
    return new KafkaSource((scope) => {
      const { topic, authentication = KafkaAuthentication.iam() } = options;
      const { _method: method, _secret: secret } = authentication;
      if (['saslScram256Auth', 'basicAuth'].includes(method)) {
        throw invalid(
          scope,
          `source.authentication must be iam(), saslScram512(), clientCertificate() or none() for MSK, received ${method}: ` +
            'MSK knows no other',
        );
      }
      checkTopic(scope, options);
      const group = groupOf(scope, options);
      return {
        source: clusterArn,
        statements: [
          clusterStatement(clusterArn),
          ...networkStatements(scope),
          logStatement(scope),
          ...(method === 'iam' ? topicStatements(clusterArn, topic, group) : []),
          ...(secret ? [secretStatement(secret)] : []),
        ],
        grantKeys: (role) => void secret?.encryptionKey?.grant(role, 'kms:Decrypt'),
        parameters: (batches) => ({
          managedStreamingKafkaParameters: {
            ...batches,
            topicName: topic,
            consumerGroupId: group,
            startingPosition: options.startingPosition._name,
            credentials: secret && { [method]: secret.secretArn },
          },
        }),
        lag: lagMetric(clusterArn, topic, group),
      };
    }, options);
  }

  /**
   * A topic of any other Kafka: your own, Confluent Cloud, Redpanda.
   *
   * @param bootstrapServers - one to three addresses, `host:port`
   * @see https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-pipes-kafka.html
   */
  public static selfManaged(bootstrapServers: string[], options: SelfManagedTopicOptions): KafkaSource {
    return new KafkaSource((scope) => {
      const { topic, authentication = KafkaAuthentication.none(), network, serverRootCaCertificate } = options;
      const { _method: method, _secret: secret } = authentication;
      if (method === 'iam') {
        throw invalid(scope, 'source.authentication must not be iam() for a Kafka that is not MSK: it knows no roles');
      }
      if (method === 'none' && !network) {
        throw invalid(
          scope,
          'source.authentication or source.network must be given: a cluster that everybody may read through the internet ' +
            'is refused by AWS',
        );
      }
      checkTopic(scope, options);
      checkServers(scope, bootstrapServers);
      if (network) checkNetwork(scope, network);
      const [first, ...others] = bootstrapServers;
      const secrets = [secret, serverRootCaCertificate].filter((each) => each !== undefined);
      return {
        source: `smk://${first}`,
        statements: [
          logStatement(scope),
          ...(network ? networkStatements(scope) : []),
          ...secrets.map(secretStatement),
        ],
        grantKeys: (role) => {
          for (const { encryptionKey } of secrets) encryptionKey?.grant(role, 'kms:Decrypt');
        },
        parameters: (batches) => ({
          selfManagedKafkaParameters: {
            ...batches,
            topicName: topic,
            consumerGroupId: groupOf(scope, options),
            startingPosition: options.startingPosition._name,
            additionalBootstrapServers: others.length > 0 ? others : undefined,
            credentials: secret && { [method]: secret.secretArn },
            serverRootCaCertificate: serverRootCaCertificate?.secretArn,
            vpc: network && {
              subnets: network.subnets.map(({ subnetId }) => subnetId),
              securityGroup: network.securityGroups.map(({ securityGroupId }) => securityGroupId),
            },
          },
        }),
      };
    }, options);
  }

  private constructor(
    /**
     * @internal
     */
    public readonly _bind: (scope: Construct) => BoundTopic,
    /**
     * @internal
     */
    public readonly _options: KafkaTopicOptions,
  ) {}
}
