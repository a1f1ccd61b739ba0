import { Stack, Token } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';
import { invalid } from '../../private/errors';

/** What others may send to a bus. */
export interface BusAccessOptions {
  /**
   * The `source` of the events that they may send, each by its whole name: `com.example.orders`. So nobody can send in
   * another's name. Events of AWS, such as `aws.s3`, can only be forwarded by a rule.
   */
  readonly sources: string[];

  /**
   * The `detail-type` of these events, each by its whole name.
   *
   * @default - any
   */
  readonly detailTypes?: string[];
}

/**
 * Who in other accounts may put events onto a bus, and which.
 *
 * @see https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-event-bus-perms.html
 *
 * @example
 * BusAccess.account('111122223333', { sources: ['com.example.orders'], detailTypes: ['Order Placed'] });
 */
export class BusAccess {
  /**
   * An account, and whoever in it has the right.
   *
   * @param accountId twelve digits
   */
  public static account(accountId: string, options: BusAccessOptions): BusAccess {
    return new BusAccess('account', accountId, options);
  }

  /**
   * All accounts of an organization.
   *
   * @param organizationId `o-exampleorgid`
   */
  public static organization(organizationId: string, options: BusAccessOptions): BusAccess {
    return new BusAccess('organization', organizationId, options);
  }

  private constructor(
    private readonly kind: 'account' | 'organization',
    private readonly id: string,
    private readonly options: BusAccessOptions,
  ) {}

  /** @internal */
  public _statement(scope: Construct, prop: string, busArn: string): iam.PolicyStatement {
    const { kind, id, options } = this;
    refuseId(scope, prop, kind, id);
    refuseNames(scope, `${prop}.sources`, options.sources);
    if (options.detailTypes) refuseNames(scope, `${prop}.detailTypes`, options.detailTypes);
    return new iam.PolicyStatement({
      principals: [kind === 'account' ? rootOf(scope, id) : new iam.AnyPrincipal()],
      actions: ['events:PutEvents'],
      resources: [busArn],
      conditions: {
        StringEquals: {
          'events:source': options.sources,
          ...(options.detailTypes && { 'events:detail-type': options.detailTypes }),
          ...(kind === 'organization' && { 'aws:PrincipalOrgID': id }),
        },
      },
    });
  }
}

function rootOf(scope: Construct, account: string): iam.ArnPrincipal {
  const arn = Stack.of(scope).formatArn({ service: 'iam', region: '', account, resource: 'root' });
  return new iam.ArnPrincipal(arn);
}

function refuseId(scope: Construct, prop: string, kind: 'account' | 'organization', id: string): void {
  if (Token.isUnresolved(id)) return;
  if (kind === 'account' && !/^\d{12}$/.test(id)) {
    throw invalid(scope, `${prop} must name an account by its twelve digits, received '${id}'`);
  }
  // https://docs.aws.amazon.com/organizations/latest/APIReference/API_Organization.html
  if (kind === 'organization' && !/^o-[a-z0-9]{10,32}$/.test(id)) {
    throw invalid(scope, `${prop} must name an organization by its id, such as 'o-exampleorgid', received '${id}'`);
  }
}

function refuseNames(scope: Construct, prop: string, names: readonly string[]): void {
  if (Token.isUnresolved(names)) return;
  if (names.length === 0) {
    throw invalid(scope, `${prop} must not be empty, or nobody is admitted: name what the others may send`);
  }
  const pattern = names.find((name) => !Token.isUnresolved(name) && (/[*?]/.test(name) || name === ''));
  if (pattern !== undefined) {
    throw invalid(
      scope,
      `${prop} must be whole names, for they are compared as they are, received '${pattern}': name each of them`,
    );
  }
}
