import { ArnFormat, Lazy, Stack } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';

/**
 * The role a state machine runs with. All its rights are one inline policy, merged per action: one resource instead of
 * two, and nothing the state machine could start without.
 *
 * A statement that names something which itself depends on this role (the own ARN, a key whose policy names the role)
 * does not belong here: put it into an `iam.Policy` attached to the role.
 */
export class ExecutionRole extends iam.Role {
  private readonly rights = new iam.PolicyDocument({ minimize: true });

  public constructor(scope: Construct, id: string) {
    const stack = Stack.of(scope);
    super(scope, id, {
      // Confused deputy: https://docs.aws.amazon.com/step-functions/latest/dg/procedure-create-iam-role.html
      assumedBy: new iam.ServicePrincipal('states.amazonaws.com', {
        conditions: {
          StringEquals: { 'aws:SourceAccount': stack.account },
          ArnLike: {
            'aws:SourceArn': stack.formatArn({
              service: 'states',
              resource: 'stateMachine',
              resourceName: '*',
              arnFormat: ArnFormat.COLON_RESOURCE_NAME,
            }),
          },
        },
      }),
    });
    (this.node.defaultChild as iam.CfnRole).policies = Lazy.any({
      produce: () => (this.rights.isEmpty ? undefined : [{ policyName: 'Workflow', policyDocument: this.rights }]),
    });
  }

  public override addToPrincipalPolicy(statement: iam.PolicyStatement): iam.AddToPrincipalPolicyResult {
    this.rights.addStatements(statement);
    return { statementAdded: true, policyDependable: this };
  }
}
