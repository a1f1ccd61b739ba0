import { Stack } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';

/**
 * The role of a pipe. Only pipes of this account and Region may assume it; the pipe has no name yet when its role is made.
 * https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-pipes-permissions.html
 *
 * @param statements - every right from the start: a pipe that is updated is checked with the rights of before
 *   (https://github.com/aws/aws-cdk/issues/31664)
 */
export function pipeRole(scope: Construct, statements: readonly iam.PolicyStatement[]): iam.Role {
  const stack = Stack.of(scope);
  const role = new iam.Role(scope, 'Role', {
    assumedBy: new iam.ServicePrincipal('pipes.amazonaws.com', {
      conditions: {
        StringEquals: { 'aws:SourceAccount': stack.account },
        ArnLike: {
          'aws:SourceArn': stack.formatArn({ service: 'pipes', resource: 'pipe', resourceName: '*' }),
        },
      },
    }),
  });
  for (const statement of statements) role.addToPolicy(statement);
  return role;
}
