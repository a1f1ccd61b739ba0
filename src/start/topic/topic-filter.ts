import type { IConstruct } from 'constructs';
import { invalid } from '../../private/errors';
import { FilterPolicy, type FilterPolicyScope } from '../../private/event-pattern/filter-policy';

/**
 * Which messages of a topic start an execution. Each name has a list of which one entry must match: a value, or an operator
 * such as `{ prefix: 'order-' }`, `{ suffix: … }`, `{ 'anything-but': […] }`, `{ numeric: ['>', 100] }`, `{ exists: true }`,
 * `{ 'equals-ignore-case': … }`, `{ cidr: … }`. All names must match, or one branch of `$or`. At most five names, and 150
 * combinations of their entries.
 *
 * @see https://docs.aws.amazon.com/sns/latest/dg/sns-subscription-filter-policies.html
 */
export class TopicFilter {
  /**
   * By message attributes: of the types String, Number, and String.Array, of which one element must match.
   *
   * @param policy - `{ kind: ['order', { prefix: 'return-' }], total: [{ numeric: ['>', 100] }] }`
   */
  public static attributes(policy: { [attribute: string]: unknown }): TopicFilter {
    return new TopicFilter(policy, 'MessageAttributes');
  }

  /**
   * By the message itself, which has to be a JSON object; names may be nested.
   *
   * @param policy - `{ order: { country: ['DE', 'FR'] } }`
   */
  public static body(policy: { [field: string]: unknown }): TopicFilter {
    return new TopicFilter(policy, 'MessageBody');
  }

  private constructor(
    /** @internal */
    public readonly _policy: { readonly [name: string]: unknown },
    /** @internal */
    public readonly _scope: FilterPolicyScope,
  ) {}

  /**
   * Refuses what SNS would refuse.
   * @internal
   */
  public _check(scope: IConstruct): void {
    try {
      FilterPolicy.parse(this._policy, this._scope);
    } catch (error) {
      throw invalid(
        scope,
        `filter must be one that SNS takes, received one of which it says: ${(error as Error).message}`,
      );
    }
  }
}
