import { CfnResource } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import type * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import type { IConstruct } from 'constructs';

/**
 * The right to read what Step Functions keeps encrypted with a key of the user's: whoever waits for an execution, or asks
 * for the output of one, needs it. Nothing where the key is one of AWS, or not known.
 * https://docs.aws.amazon.com/step-functions/latest/dg/encryption-at-rest.html
 * https://docs.aws.amazon.com/step-functions/latest/apireference/API_StartSyncExecution.html
 */
export function decryptStatements(workflow: sfn.IStateMachine): iam.PolicyStatement[] {
  const machine = workflow.node.defaultChild;
  if (!machine || !isStateMachine(machine)) return [];
  const encryption = machine.encryptionConfiguration as sfn.CfnStateMachine.EncryptionConfigurationProperty | undefined;
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

function isStateMachine(construct: IConstruct): construct is sfn.CfnStateMachine {
  return CfnResource.isCfnResource(construct) && construct.cfnResourceType === 'AWS::StepFunctions::StateMachine';
}
