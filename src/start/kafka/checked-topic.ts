import { Stack, Token } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { invalid } from '../../private/errors';
import { uniquePath } from '../../private/names';
import { stackPart } from '../../private/stack-part';
import type { KafkaNetwork, KafkaTopicOptions } from './kafka-source';

/** https://docs.aws.amazon.com/eventbridge/latest/pipes-reference/API_PipeSourceSelfManagedKafkaParameters.html */
const SERVER = /^([a-zA-Z0-9]([a-zA-Z0-9-]*[a-zA-Z0-9])?\.)*[A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?:[0-9]{1,5}$/;
const MOST_SERVERS = 3;
const TOPIC = /^[^.][a-zA-Z0-9\-_.]+$/;
const LONGEST_TOPIC = 249;
const CONSUMER_GROUP = /^[a-zA-Z0-9\-/*:_+=.@]{1,200}$/;
/** https://docs.aws.amazon.com/eventbridge/latest/pipes-reference/API_SelfManagedKafkaAccessConfigurationVpc.html */
const MOST_SUBNETS = 16;
const MOST_SECURITY_GROUPS = 5;

export function checkTopic(scope: Construct, { topic, startingPosition }: KafkaTopicOptions): void {
  if (!Token.isUnresolved(topic) && !(TOPIC.test(topic) && topic.length <= LONGEST_TOPIC)) {
    throw invalid(
      scope,
      `source.topic must be a name of 2 to ${LONGEST_TOPIC} letters, digits, '-', '_' and '.', received '${topic}'`,
    );
  }
  if (startingPosition._moment) {
    throw invalid(
      scope,
      'source.startingPosition must be StartingPosition.latest() or .trimHorizon() for Kafka, received .atTimestamp(): ' +
        'only Kinesis knows moments',
    );
  }
}

/** The group of the user, or one of our own, so that everybody knows its name. */
export function groupOf(scope: Construct, { consumerGroup }: KafkaTopicOptions): string {
  if (consumerGroup === undefined) return `cdk-workflows-${uniquePath(scope, 150)}-${stackPart(Stack.of(scope))}`;
  if (!Token.isUnresolved(consumerGroup) && !CONSUMER_GROUP.test(consumerGroup)) {
    throw invalid(
      scope,
      `source.consumerGroup must have 1 to 200 letters, digits and characters of -/*:_+=.@, received '${consumerGroup}'`,
    );
  }
  return consumerGroup;
}

export function checkServers(scope: Construct, servers: readonly string[]): void {
  if (servers.length < 1 || servers.length > MOST_SERVERS) {
    throw invalid(
      scope,
      `source.bootstrapServers must be 1 to ${MOST_SERVERS} addresses, received ${servers.length}: these few are asked for ` +
        'the rest',
    );
  }
  const wrong = servers.find((server) => !Token.isUnresolved(server) && !SERVER.test(server));
  if (wrong !== undefined) {
    throw invalid(
      scope,
      `source.bootstrapServers must be addresses like 'kafka.example.com:9096', received '${wrong}'`,
    );
  }
}

export function checkNetwork(scope: Construct, { subnets, securityGroups }: KafkaNetwork): void {
  if (subnets.length < 1 || subnets.length > MOST_SUBNETS) {
    throw invalid(scope, `source.network.subnets must be 1 to ${MOST_SUBNETS}, received ${subnets.length}`);
  }
  if (securityGroups.length < 1 || securityGroups.length > MOST_SECURITY_GROUPS) {
    throw invalid(
      scope,
      `source.network.securityGroups must be 1 to ${MOST_SECURITY_GROUPS}, received ${securityGroups.length}`,
    );
  }
}
