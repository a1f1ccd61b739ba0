import type * as iam from 'aws-cdk-lib/aws-iam';
import type * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import type { Construct } from 'constructs';
import { refuseWorkflowElsewhere } from '../elsewhere';
import { startStatement } from '../started-machine';
import { RulesOfBus } from './rules-of-bus';

/**
 * The role with which rules start executions of a state machine.
 *
 * EventBridge may assume it for the rules of this account and Region. For one rule alone it cannot be: the rule names the
 * role, so the role cannot name the rule as long as CloudFormation makes the rule's name.
 */
export function startingRole(scope: Construct, id: string, workflow: sfn.IStateMachine): iam.Role {
  // https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-cross-account.html: state machines are not among the targets.
  refuseWorkflowElsewhere(scope, workflow, 'rule');
  return new RulesOfBus(scope).role(scope, id, [startStatement(workflow)], 'Start');
}
