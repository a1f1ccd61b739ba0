import { ArnFormat, Stack } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import type * as kms from 'aws-cdk-lib/aws-kms';
import type * as sfn from 'aws-cdk-lib/aws-stepfunctions';

/**
 * Encrypts a state machine with a key of the user's and adds the statements that this takes.
 *
 * The CDK's own statement names a state machine without a physical name by an empty name, which never matches; ours
 * names every state machine of the account in this Region. It stands in a policy of its own because the key's policy may
 * name the role. See https://docs.aws.amazon.com/step-functions/latest/dg/encryption-at-rest.html
 */
export function encryptWorkflow(stateMachine: sfn.StateMachine, key: kms.IKey, logging: boolean): void {
  const stack = Stack.of(stateMachine);
  const resource = stateMachine.node.defaultChild as sfn.CfnStateMachine;
  resource.encryptionConfiguration = { type: 'CUSTOMER_MANAGED_KMS_KEY', kmsKeyId: key.keyArn };

  const policy = new iam.Policy(stateMachine, 'KeyPolicy', {
    statements: [
      new iam.PolicyStatement({
        actions: ['kms:Decrypt', 'kms:GenerateDataKey'],
        resources: [key.keyArn],
        conditions: {
          ArnLike: {
            'kms:EncryptionContext:aws:states:stateMachineArn': stack.formatArn({
              service: 'states',
              resource: 'stateMachine',
              resourceName: '*',
              arnFormat: ArnFormat.COLON_RESOURCE_NAME,
            }),
          },
        },
      }),
    ],
  });
  if (logging) {
    policy.addStatements(
      new iam.PolicyStatement({
        actions: ['kms:GenerateDataKey'],
        resources: [key.keyArn],
        conditions: {
          // The context holds this very text, asterisk included.
          StringEquals: {
            'kms:EncryptionContext:SourceArn': stack.formatArn({
              service: 'logs',
              resource: '*',
              arnFormat: ArnFormat.NO_RESOURCE_NAME,
            }),
          },
        },
      }),
    );
    key.addToResourcePolicy(
      new iam.PolicyStatement({
        principals: [new iam.ServicePrincipal('delivery.logs.amazonaws.com')],
        actions: ['kms:Decrypt*'],
        resources: ['*'],
      }),
    );
  }
  stateMachine.role.attachInlinePolicy(policy);
  resource.node.addDependency(policy);
}
