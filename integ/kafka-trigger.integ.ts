import { App, Stack } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as msk from 'aws-cdk-lib/aws-msk';
import * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import { KafkaSource, KafkaTrigger, StartingPosition, Workflow } from '../src';

/**
 * A serverless cluster of MSK whose topic starts workflows. It costs by the hour: destroy it when you are done. Make the
 * topic `orders` and produce `{ "orderId": "o-1" }` to it: an execution has it as its input. Produce `oops` and it lies in
 * the dead-letter queue, and the partition goes on.
 *
 * Accounts: one.
 */
const stack = new Stack(new App(), 'CdkWorkflowsKafkaTrigger');

const vpc = new ec2.Vpc(stack, 'Vpc', { maxAzs: 2, natGateways: 1, restrictDefaultSecurityGroup: false });
const brokers = new ec2.SecurityGroup(stack, 'Brokers', {
  vpc,
  description: 'The brokers and those who read from them',
});
brokers.addIngressRule(brokers, ec2.Port.tcp(9098), 'IAM');

const cluster = new msk.CfnServerlessCluster(stack, 'Cluster', {
  clusterName: 'cdk-workflows-events',
  clientAuthentication: { sasl: { iam: { enabled: true } } },
  vpcConfigs: [
    { subnetIds: vpc.privateSubnets.map(({ subnetId }) => subnetId), securityGroups: [brokers.securityGroupId] },
  ],
});

new KafkaTrigger(stack, 'Orders', {
  workflow: new Workflow(stack, 'Fulfil', { definition: sfn.Pass.jsonata(stack, 'Ship') }).stateMachine,
  source: KafkaSource.msk(cluster.attrArn, { topic: 'orders', startingPosition: StartingPosition.trimHorizon() }),
});
