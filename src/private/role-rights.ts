import { CfnResource, Stack } from 'aws-cdk-lib';
import type * as iam from 'aws-cdk-lib/aws-iam';
import type { IConstruct } from 'constructs';
import { patternsOverlap } from './texts-overlap';

/** A statement as a template has it. */
interface Statement {
  readonly Effect?: string;
  readonly Action?: unknown;
  readonly Resource?: unknown;
}

/**
 * What a role of this app may do, read from the policies around it when they are complete: in an aspect or a validation.
 * Conditions and what is denied are left out of account: this is for warnings.
 */
export class RoleRights {
  private readonly statements: readonly Statement[];

  /** Of an imported role nothing is known. */
  public static of(principal: iam.IPrincipal): RoleRights | undefined {
    const role = principal as Partial<iam.IRole>;
    const resource = role.node?.defaultChild;
    return role.node && resource && isOf(resource, ['AWS::IAM::Role']) ? new RoleRights(resource) : undefined;
  }

  private constructor(role: CfnResource) {
    const stack = Stack.of(role);
    const name = stack.resolve(role.ref);
    const properties = propertiesOf(role);
    const attached = stack.node
      .findAll()
      .filter((node): node is CfnResource => isOf(node, ['AWS::IAM::Policy', 'AWS::IAM::ManagedPolicy']))
      .map(propertiesOf)
      .filter(({ Roles }) => listOf(Roles).some((one) => JSON.stringify(one) === JSON.stringify(name)));
    this.statements = [...listOf(properties.Policies), ...attached].flatMap((policy) =>
      listOf((policy as { PolicyDocument?: { Statement?: unknown } }).PolicyDocument?.Statement),
    ) as readonly Statement[];
  }

  /**
   * Whether one of the actions is allowed on something that a pattern of an ARN covers.
   *
   * @param resource - such as `${bucket.bucketArn}/in/*`, resolved
   */
  public mayDo(actions: readonly string[], resource: unknown): boolean {
    return this.statements.some(
      ({ Effect, Action, Resource }) =>
        Effect === 'Allow' &&
        listOf(Action).some((allowed) =>
          actions.some((action) => patternsOverlap(String(allowed).toLowerCase(), action.toLowerCase())),
        ) &&
        listOf(Resource).some((allowed) => patternsOverlap(textOf(allowed), textOf(resource))),
    );
  }
}

function isOf(node: IConstruct, types: readonly string[]): node is CfnResource {
  return CfnResource.isCfnResource(node) && types.includes(node.cfnResourceType);
}

interface Properties {
  readonly Policies?: unknown;
  readonly Roles?: unknown;
  readonly PolicyDocument?: unknown;
}

function propertiesOf(resource: CfnResource): Properties {
  const { Resources } = Stack.of(resource).resolve(resource._toCloudFormation()) as {
    Resources: Record<string, { Properties?: Properties }>;
  };
  return Object.values(Resources)[0].Properties ?? {};
}

function listOf(value: unknown): readonly unknown[] {
  return value === undefined ? [] : Array.isArray(value) ? value : [value];
}

/** A text with references in it, each written so that equal ones are equal and no asterisk of theirs counts. */
function textOf(value: unknown): string {
  if (typeof value === 'string') return value;
  const join = (value as { 'Fn::Join'?: [string, unknown[]] })['Fn::Join'];
  if (join) return join[1].map(textOf).join(join[0]);
  return `{${JSON.stringify(value).replace(/[*?]/g, '-')}}`;
}
