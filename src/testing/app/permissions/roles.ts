import { isObject, type JsonObject } from '../../../asl/json';
import { ServiceError } from '../../integrations/service-error';
import type { AppResources } from '../app-resources';
import { type Attempt, allows, statementsOf } from './statement';

/** What the roles of the app may do, so that a right that is missing is missed in a rehearsal, too. */
export class Roles {
  private readonly statements = new Map<string, readonly JsonObject[]>();

  constructor(private readonly resources: AppResources) {}

  /**
   * Whether a role may do something. A role that is in no template is given the benefit of the doubt.
   *
   * @param service - who assumes the role, where that is known: `pipes.amazonaws.com`
   */
  public mayDo(roleArn: string, attempt: Attempt, service?: string): boolean {
    const role = this.resources.find('AWS::IAM::Role', roleArn);
    if (!role) {
      return true;
    }
    const trusts =
      service === undefined ||
      allows(
        statementsOf(role.properties.AssumeRolePolicyDocument).map((statement) => ({ ...statement, Resource: '*' })),
        { action: 'sts:AssumeRole', resource: roleArn, service, context: attempt.context },
      );
    return trusts && allows(this.statementsOf(roleArn), attempt);
  }

  /** Throws what AWS answers when a role lacks a right. */
  public demand(roleArn: string, attempt: Attempt, service?: string): void {
    if (!this.mayDo(roleArn, attempt, service)) {
      throw new ServiceError(
        'AccessDeniedException',
        `User: ${roleArn} is not authorized to perform: ${attempt.action} on resource: ${attempt.resource}`,
      );
    }
  }

  private statementsOf(roleArn: string): readonly JsonObject[] {
    const known = this.statements.get(roleArn);
    if (known) {
      return known;
    }
    const role = this.resources.find('AWS::IAM::Role', roleArn);
    const { Policies = [], ManagedPolicyArns = [] } = role?.properties ?? {};
    const attached = ['AWS::IAM::Policy', 'AWS::IAM::ManagedPolicy', 'AWS::IAM::RolePolicy']
      .flatMap((type) => this.resources.ofType(type))
      .filter(
        (policy) =>
          [policy.properties.Roles, policy.properties.RoleName].flat().includes(role?.ref ?? roleArn) ||
          [ManagedPolicyArns].flat().includes(policy.ref),
      )
      .map((policy) => policy.properties);
    const inline = [Policies].flat().filter(isObject);
    const found = [...inline, ...attached].flatMap(({ PolicyDocument }) => statementsOf(PolicyDocument));
    this.statements.set(roleArn, found);
    return found;
  }
}
