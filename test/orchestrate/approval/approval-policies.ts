import type { Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';

export interface Statement {
  /** Logical id of the role or policy. */
  readonly policy: string;
  readonly actions: readonly string[];
  readonly resources: readonly unknown[];
}

interface Policy {
  readonly PolicyDocument: { readonly Statement: readonly { readonly Action: unknown; readonly Resource: unknown }[] };
}

/** All that the roles of a stack may do, from their own policies and from those beside them. */
export function statementsOf(stack: Stack): Statement[] {
  const template = Template.fromStack(stack, { skipCyclicalDependenciesCheck: false });
  const of = (type: string) => Object.entries(template.findResources(type));
  const policies = [
    ...of('AWS::IAM::Role').flatMap(([id, { Properties }]) =>
      ((Properties.Policies ?? []) as Policy[]).map((policy) => [id, policy] as const),
    ),
    ...of('AWS::IAM::Policy').map(([id, { Properties }]) => [id, Properties as Policy] as const),
  ];
  return policies.flatMap(([policy, { PolicyDocument }]) =>
    PolicyDocument.Statement.map(({ Action, Resource }) => ({
      policy,
      actions: [Action].flat() as string[],
      resources: [Resource].flat(),
    })),
  );
}
