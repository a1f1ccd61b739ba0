import { ArnFormat, Stack } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import type * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import type { Construct } from 'constructs';
import { refuseWorkflowElsewhere } from '../elsewhere';
import { startStatement } from '../started-machine';

/** The role with which rules start executions of a state machine. */
export function startingRole(scope: Construct, id: string, workflow: sfn.IStateMachine): iam.Role {
  // https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-cross-account.html: state machines are not among the targets.
  refuseWorkflowElsewhere(scope, workflow, 'rule');
  return ruleRole(scope, id, 'Start', startStatement(workflow));
}

/** The role with which rules put events onto a bus, which they need in their own account, too. */
export function forwardingRole(scope: Construct, id: string, eventBusArn: string): iam.Role {
  const statement = new iam.PolicyStatement({ actions: ['events:PutEvents'], resources: [eventBusArn] });
  return ruleRole(scope, id, 'Forward', statement);
}

/**
 * EventBridge may assume it for the rules of this account and Region. For one rule alone it cannot be: the rule names the
 * role, so the role cannot name the rule as long as CloudFormation makes the rule's name.
 * https://docs.aws.amazon.com/eventbridge/latest/userguide/cross-service-confused-deputy-prevention.html
 */
function ruleRole(scope: Construct, id: string, policy: string, statement: iam.PolicyStatement): iam.Role {
  const stack = Stack.of(scope);
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
    inlinePolicies: { [policy]: new iam.PolicyDocument({ statements: [statement] }) },
  });
}
