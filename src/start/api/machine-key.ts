import { Stack } from 'aws-cdk-lib';
import type * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import { isStateMachine } from '../../workflow/foreign-machine';

/** What makes a state machine another one under the same ARN in the template: CloudFormation replaces it. */
export function identityOf(workflow: sfn.IStateMachine): unknown {
  const machine = workflow.node.defaultChild;
  if (!machine || !isStateMachine(machine)) return undefined;
  const { stateMachineName, stateMachineType } = machine;
  return Stack.of(workflow).resolve({ stateMachineName, stateMachineType });
}
