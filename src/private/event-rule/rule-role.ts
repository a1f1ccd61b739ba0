import { ArnFormat, Stack, Token } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import type * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import type { Construct } from 'constructs';
import { invalid } from '../errors';
import { startStatement } from '../started-machine';

/**
 * The role with which rules start executions of a state machine.
 *
 * EventBridge may assume it for the rules of this account and Region. For one rule alone it cannot be: the rule names the
 * role, so the role cannot name the rule as long as CloudFormation makes the rule's name.
 */
export function startingRole(scope: Construct, id: string, workflow: sfn.IStateMachine): iam.Role {
  const stack = Stack.of(scope);
  refuseElsewhere(scope, workflow, stack);
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

/** https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-cross-account.html: state machines are not among the targets. */
function refuseElsewhere(scope: Construct, workflow: sfn.IStateMachine, stack: Stack): void {
  const { account, region } = workflow.env;
  const differs = (one: string, other: string) =>
    !Token.isUnresolved(one) && !Token.isUnresolved(other) && one !== other;
  if (differs(account, stack.account) || differs(region, stack.region)) {
    throw invalid(
      scope,
      `workflow must be in the account and Region of its rule, received one in ${account}/${region}: send the events to a ` +
        'bus there, and start it from that bus',
    );
  }
}
