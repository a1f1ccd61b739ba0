import { CfnResource } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import type * as sfn from 'aws-cdk-lib/aws-stepfunctions';

/**
 * The right to read what Step Functions keeps encrypted with a key of the user's: whoever asks for the output of an
 * execution needs it. Nothing where the key is one of AWS, or not known.
 * https://docs.aws.amazon.com/step-functions/latest/dg/encryption-at-rest.html
 */
export function decryptStatements(workflow: sfn.IStateMachine): iam.PolicyStatement[] {
  const machine = workflow.node.defaultChild;
  if (!CfnResource.isCfnResource(machine) || machine.cfnResourceType !== 'AWS::StepFunctions::StateMachine') return [];
  const { encryptionConfiguration } = machine as sfn.CfnStateMachine;
  const encryption = encryptionConfiguration as sfn.CfnStateMachine.EncryptionConfigurationProperty | undefined;
  if (!encryption?.kmsKeyId) return [];
  return [
    new iam.PolicyStatement({
      actions: ['kms:Decrypt'],
      resources: [encryption.kmsKeyId],
      conditions: {
        StringEquals: { 'kms:EncryptionContext:aws:states:stateMachineArn': workflow.stateMachineArn },
      },
    }),
  ];
}
