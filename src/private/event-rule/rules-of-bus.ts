import { ArnFormat, Stack, Token } from 'aws-cdk-lib';
import type * as events from 'aws-cdk-lib/aws-events';
import * as iam from 'aws-cdk-lib/aws-iam';
import type { Construct, IConstruct } from 'constructs';
import { isDefaultBus } from './default-bus';

const SERVICE = 'events.amazonaws.com';

/**
 * EventBridge, as long as it acts for a rule of one bus: for roles, and for the policies of queues, topics and keys.
 *
 * A rule cannot be named there: the policy of a queue has room for twenty statements, a role has to be there before its
 * rule, and a policy that names a rule can only be made after the rule has begun to send. The ARN of a rule on the default
 * bus does not name that bus, so there all rules of the account and Region are meant.
 */
export class RulesOfBus {
  public constructor(
    /** Where the rules are. */
    public readonly scope: Construct,
    private readonly bus?: events.IEventBus,
  ) {}

  /**
   * What the policy of a resource lets them do.
   *
   * @param owner - the resource
   */
  public statement(actions: string[], resource: string, owner: IConstruct): iam.PolicyStatement {
    return new iam.PolicyStatement({
      principals: [new iam.ServicePrincipal(SERVICE)],
      actions,
      resources: [resource],
      conditions: this.conditions(owner),
    });
  }

  /**
   * A role that is theirs, and may do this only.
   *
   * @param name - of its policy
   */
  public role(scope: Construct, id: string, statements: iam.PolicyStatement[], name = 'Deliver'): iam.Role {
    return new iam.Role(scope, id, {
      assumedBy: new iam.ServicePrincipal(SERVICE, { conditions: this.conditions(scope) }),
      inlinePolicies: { [name]: new iam.PolicyDocument({ statements }) },
    });
  }

  /** A pattern of their ARNs, for something that is in the stack of `owner`. */
  public arnPattern(owner: IConstruct): string {
    return Stack.of(this.scope).formatArn({
      service: 'events',
      resource: 'rule',
      resourceName: this.prefixFor(owner),
      arnFormat: ArnFormat.SLASH_RESOURCE_NAME,
    });
  }

  private conditions(owner: IConstruct): Record<string, Record<string, string>> {
    const { account } = Stack.of(this.scope);
    return { StringEquals: { 'aws:SourceAccount': account }, ArnLike: { 'aws:SourceArn': this.arnPattern(owner) } };
  }

  /** A stack on which that of the rule depends must not ask it for the name of the bus. */
  private prefixFor(owner: IConstruct): string {
    const { bus, scope } = this;
    if (bus === undefined || isDefaultBus(bus)) return '*';
    const isKnown = !Token.isUnresolved(bus.eventBusName) || [scope, bus].map(Stack.of).includes(Stack.of(owner));
    return isKnown ? `${bus.eventBusName}/*` : '*';
  }
}
