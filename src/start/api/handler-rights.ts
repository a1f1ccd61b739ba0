import { Annotations, Stack } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import type * as lambda from 'aws-cdk-lib/aws-lambda';
import type * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import type { Construct } from 'constructs';
import { unqualifiedArn } from '../../private/started-machine';

/**
 * Lets a function start what it may choose from. In a policy of its own, which no function waits for: a workflow that calls
 * the very function would be a circle.
 *
 * @returns undefined where the rights of the function cannot be changed
 */
export function allowStarts(
  scope: Construct,
  id: string,
  handler: lambda.IFunction,
  workflows: readonly sfn.IStateMachine[],
): iam.Policy | undefined {
  const { role } = handler;
  if (!role) return withoutRights(scope);
  const policy = new iam.Policy(scope, id, {
    statements: [
      new iam.PolicyStatement({ actions: ['states:StartExecution'], resources: workflows.map(unqualifiedArn) }),
    ],
  });
  role.attachInlinePolicy(policy);
  // A role that was imported as one that does not change takes nothing.
  const { roles } = policy.node.defaultChild as iam.CfnPolicy;
  return Stack.of(scope).resolve(roles) === undefined ? withoutRights(scope) : policy;
}

function withoutRights(scope: Construct): undefined {
  Annotations.of(scope).addWarningV2(
    'cdk-workflows:handlerWithoutRole',
    'handler should have a role that is known and can be changed, or it gets no right: let it do states:StartExecution on ' +
      'the workflows',
  );
}
