import { ArnFormat, Fn, Stack, Token } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import type * as sfn from 'aws-cdk-lib/aws-stepfunctions';

/** Whether a state machine is Standard or Express; undefined for an imported one, of which nobody knows. */
export function knownTypeOf(stateMachine: sfn.IStateMachine): sfn.StateMachineType | undefined {
  return (stateMachine as Partial<sfn.StateMachine>).stateMachineType;
}

/**
 * The ARN without a version or alias, which is what IAM compares:
 * https://docs.aws.amazon.com/step-functions/latest/dg/auth-version-alias.html
 */
export function unqualifiedArn(stateMachine: sfn.IStateMachine): string {
  const arn = stateMachine.stateMachineArn;
  if (knownTypeOf(stateMachine)) return arn;
  if (!Token.isUnresolved(arn)) return arn.split(':').slice(0, 7).join(':');
  const parts = Fn.split(':', arn);
  return Fn.join(
    ':',
    [0, 1, 2, 3, 4, 5, 6].map((index) => Fn.select(index, parts)),
  );
}

/** The ARNs of all Standard executions of a state machine. */
export function executionArns(stateMachine: sfn.IStateMachine): string {
  const { partition, region, account, name } = partsOf(stateMachine);
  return Stack.of(stateMachine).formatArn({
    partition,
    region,
    account,
    service: 'states',
    resource: 'execution',
    resourceName: `${name}:*`,
    arnFormat: ArnFormat.COLON_RESOURCE_NAME,
  });
}

/** The right to start executions. IAM sees the unqualified ARN, whatever version or alias is started. */
export function startStatement(
  stateMachine: sfn.IStateMachine,
  action: 'states:StartExecution' | 'states:StartSyncExecution' = 'states:StartExecution',
): iam.PolicyStatement {
  return new iam.PolicyStatement({ actions: [action], resources: [unqualifiedArn(stateMachine)] });
}

function partsOf(stateMachine: sfn.IStateMachine) {
  const parts = Fn.split(':', stateMachine.stateMachineArn);
  const literal = Token.isUnresolved(stateMachine.stateMachineArn)
    ? undefined
    : stateMachine.stateMachineArn.split(':');
  const part = (index: number) => literal?.[index] ?? Fn.select(index, parts);
  return { partition: part(1), region: part(3), account: part(4), name: part(6) };
}
