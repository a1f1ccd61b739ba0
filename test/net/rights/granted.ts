import type { Machine } from '../machines';
import type { Synthesis, SynthesizedResource } from '../synthesis';
import { type GrantedRight, rightsOf } from './right';

/** The role that a state machine runs with. */
export function roleOf({ resource }: Machine, synthesis: Synthesis): SynthesizedResource {
  const arn = synthesis.evaluate(resource, resource.properties.RoleArn);
  const role = synthesis.ofType('AWS::IAM::Role').find((each) => synthesis.arnOf(each) === arn);
  if (!role) throw new Error(`the role of ${resource.path} is not in the app`);
  return role;
}

/** Everything that a role may do, from whatever policy. */
export function rightsGranted(role: SynthesizedResource, synthesis: Synthesis): GrantedRight[] {
  const { Policies = [], ManagedPolicyArns = [] } = synthesis.evaluate(role, role.properties);
  if (ManagedPolicyArns.length > 0) throw new Error(`${role.path} has managed policies: ${ManagedPolicyArns}`);
  const roleName = synthesis.evaluate(role, { Ref: role.logicalId });
  const attached = [...synthesis.ofType('AWS::IAM::Policy'), ...synthesis.ofType('AWS::IAM::ManagedPolicy')]
    .map((policy) => synthesis.evaluate(policy, policy.properties))
    .filter(({ Roles = [] }) => Roles.includes(roleName));
  return [...Policies, ...attached].flatMap(({ PolicyDocument }) => rightsOf(PolicyDocument));
}
