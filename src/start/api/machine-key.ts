import { Stack } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import type * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import { isStateMachine } from '../../workflow/foreign-machine';

/**
 * The right to read what Step Functions keeps encrypted with a key of the user's: whoever asks for the output of an
 * execution needs it. Nothing where the key is one of AWS, or not known.
 * https://docs.aws.amazon.com/step-functions/latest/dg/encryption-at-rest.html
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

/** What makes a state machine another one under the same ARN in the template: CloudFormation replaces it. */
export function identityOf(workflow: sfn.IStateMachine): unknown {
  const machine = workflow.node.defaultChild;
  if (!machine || !isStateMachine(machine)) return undefined;
  const { stateMachineName, stateMachineType } = machine;
  return Stack.of(workflow).resolve({ stateMachineName, stateMachineType });
}
