/**
 * What an event must look like. Every field that is named must match, by any of what is listed for it.
 *
 * Beside plain values stand those of `EventMatch`, and those of the CDK's `events.Match`.
 *
 * @see https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-event-patterns.html
 */
export interface EventFilter {
  /**
   * Who sent the event: `com.example.orders`, `aws.s3`.
   *
   * @default - anybody
   */
  readonly source?: string[];

  /**
   * What happened: `Order Placed`.
   *
   * @default - anything
   */
  readonly detailType?: string[];

  /**
   * What the event says: an object like its `detail`, in which stands, where the event has a value, that value, one of
   * `EventMatch`, or a list of both. Fields that are not named may be anything. `$or` holds a list of such objects, one
   * of which must match.
   *
   * @default - anything
   */
  readonly detail?: { [field: string]: unknown };

  /**
   * The account from which the event comes.
   *
   * @default - any
   */
  readonly account?: string[];

  /**
   * The Region from which the event comes.
   *
   * @default - any
   */
  readonly region?: string[];

  /**
   * What the event is about, usually ARNs. One of those in the event must match.
   *
   * @default - any
   */
  readonly resources?: string[];
}
