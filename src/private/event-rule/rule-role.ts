import { ArnFormat, Stack } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import type * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import type { Construct } from 'constructs';
import { refuseWorkflowElsewhere } from '../elsewhere';
import { startStatement } from '../started-machine';

/**
 * The role with which rules start executions of a state machine.
 *
 * EventBridge may assume it for the rules of this account and Region. For one rule alone it cannot be: the rule names the
 * role, so the role cannot name the rule as long as CloudFormation makes the rule's name.
 */
export function startingRole(scope: Construct, id: string, workflow: sfn.IStateMachine): iam.Role {
  const stack = Stack.of(scope);
  // https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-cross-account.html: state machines are not among the targets.
  refuseWorkflowElsewhere(scope, workflow, 'rule');
  const rules = stack.formatArn({
    service: 'events',
    resource: 'rule',
    resourceName: '*',
    arnFormat: ArnFormat.SLASH_RESOURCE_NAME,
  });
  return new iam.Role(scope, id, {
    assumedBy: new iam.ServicePrincipal('events.amazonaws.com', {
      conditions: { StringEquals: { 'aws:SourceAccount': stack.account }, ArnLike: { 'aws:SourceArn': rules } },
    }),
    inlinePolicies: { Start: new iam.PolicyDocument({ statements: [startStatement(workflow)] }) },
  });
}
