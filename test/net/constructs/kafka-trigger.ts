import { Stack } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as secretsmanager from 'aws-cdk-lib/aws-secretsmanager';
import * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import type { Construct } from 'constructs';
import {
  KafkaAuthentication,
  KafkaSource,
  KafkaTrigger,
  type KafkaTriggerProps,
  RecordDelivery,
  StartingPosition,
} from '../../../src';
import { LOG_DELIVERY, UNDELIVERED_COMPENSATIONS, UNDELIVERED_COMPENSATIONS_SERVERLESS } from '../acknowledged';
import type { Acknowledgement, Subject } from '../subject';

/** What the page of EventBridge asks for, in VPCs and for logs, has no names that we could know. */
const NETWORK: Acknowledgement = {
  id: /^AwsSolutions-IAM5\[Resource::arn:.*:ec2:.*:(network-interface|security-group|subnet)\/\*\]$/,
  reason: 'The pipe makes network interfaces in the subnets of the cluster, of which MSK knows, and not the template.',
};
const PIPE_LOGS: Acknowledgement = {
  id: /^AwsSolutions-IAM5\[Resource::arn:.*:logs:.*:log-group:\*\]$/,
  reason: 'EventBridge asks for the right to write logs, and does not say to which group.',
};

function machineIn(neighbours: Construct, stateMachineType = sfn.StateMachineType.STANDARD) {
  const definitionBody = sfn.DefinitionBody.fromChainable(new sfn.Pass(neighbours, 'MachinePass'));
  return { workflow: new sfn.StateMachine(neighbours, 'Machine', { stateMachineType, definitionBody }) };
}

function clusterOf(neighbours: Construct): string {
  return Stack.of(neighbours).formatArn({
    service: 'kafka',
    resource: 'cluster',
    resourceName: 'events/751d2973-a626-431c-9d4e-d7975eb44dd7-2',
  });
}

const orders = { topic: 'orders', startingPosition: StartingPosition.latest() };

function trigger(
  name: string,
  props: (neighbours: Construct) => KafkaTriggerProps,
  more: Acknowledgement[] = [NETWORK],
): Subject {
  return {
    name,
    build: (scope, neighbours) => new KafkaTrigger(scope, 'Trigger', props(neighbours)),
    acknowledged: [LOG_DELIVERY, PIPE_LOGS, UNDELIVERED_COMPENSATIONS, UNDELIVERED_COMPENSATIONS_SERVERLESS, ...more],
  };
}

export const subjects: Subject[] = [
  trigger('Trigger of a topic of MSK', (neighbours) => ({
    ...machineIn(neighbours),
    source: KafkaSource.msk(clusterOf(neighbours), orders),
  })),
  trigger('Trigger of a topic of MSK with a password, waiting', (neighbours) => ({
    ...machineIn(neighbours, sfn.StateMachineType.EXPRESS),
    source: KafkaSource.msk(clusterOf(neighbours), {
      ...orders,
      authentication: KafkaAuthentication.saslScram512(
        new secretsmanager.Secret(neighbours, 'Secret', { encryptionKey: new kms.Key(neighbours, 'Key') }),
      ),
    }),
    encryptionKey: new kms.Key(neighbours, 'PipeKey'),
  })),
  trigger('Trigger of a topic in a VPC', (neighbours) => {
    const vpc = new ec2.Vpc(neighbours, 'Vpc', { maxAzs: 2, restrictDefaultSecurityGroup: false });
    return {
      ...machineIn(neighbours),
      source: KafkaSource.selfManaged(['kafka.example.com:9094'], {
        ...orders,
        authentication: KafkaAuthentication.clientCertificate(new secretsmanager.Secret(neighbours, 'Certificate')),
        serverRootCaCertificate: new secretsmanager.Secret(neighbours, 'Authority'),
        network: { subnets: vpc.privateSubnets, securityGroups: [new ec2.SecurityGroup(neighbours, 'Group', { vpc })] },
      }),
    };
  }),
  {
    ...trigger('Trigger of a topic on the internet, in batches', (neighbours) => ({
      ...machineIn(neighbours, sfn.StateMachineType.EXPRESS),
      source: KafkaSource.selfManaged(['kafka.example.com:9096'], {
        ...orders,
        authentication: KafkaAuthentication.saslPlain(new secretsmanager.Secret(neighbours, 'Secret')),
      }),
      delivery: RecordDelivery.wholeBatch(),
    })),
    acknowledged: [PIPE_LOGS],
  },
];
