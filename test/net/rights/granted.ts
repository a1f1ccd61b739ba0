import type { Synthesis, SynthesizedResource } from '../synthesis';
import { MANAGED } from './managed';
import { type GrantedRight, rightsOf } from './right';

/** Everything that a role may do, from whatever policy. */
export function rightsGranted(role: SynthesizedResource, synthesis: Synthesis): GrantedRight[] {
  const { Policies = [], ManagedPolicyArns = [] } = synthesis.evaluate(role, role.properties);
  const managed = ManagedPolicyArns.map((arn: string) => {
    const rights = MANAGED[arn.split(':policy/')[1]];
    if (!rights) throw new Error(`${role.path} has managed policies: ${ManagedPolicyArns}`);
    return rights;
  });
  const roleName = synthesis.evaluate(role, { Ref: role.logicalId });
  const attached = [...synthesis.ofType('AWS::IAM::Policy'), ...synthesis.ofType('AWS::IAM::ManagedPolicy')]
    .map((policy) => synthesis.evaluate(policy, policy.properties))
    .filter(({ Roles = [] }) => Roles.includes(roleName));
  const written = [...Policies, ...attached].flatMap(({ PolicyDocument }) => rightsOf(PolicyDocument));
  return [...written, ...managed.flat()];
}
