import type { RecordPattern } from '../../private/pipe/pipe-filters';

/**
 * Which records of a source start an execution; what no filter wants is done with. A pattern is an event pattern of
 * EventBridge: a field must have one of the values in its list, or what an operator says.
 *
 * @see https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-pipes-event-filtering.html
 *
 * @example
 * PipeFilter.data({ status: ['PAID'], country: ['DE', 'FR'] });
 */
export class PipeFilter {
  /**
   * A pattern for the data that somebody sent: the body of a message. Data that is no JSON never matches, except of Kafka,
   * where the pattern is then not looked at.
   *
   * @param pattern - `{ status: ['PAID'], customer: { country: ['DE', 'FR'] } }`
   */
  public static data(pattern: { [field: string]: unknown }): PipeFilter {
    return new PipeFilter((dataField) => ({ [dataField]: pattern }));
  }

  /**
   * A pattern for whole records, with what the source knows of them beside the data.
   *
   * @param pattern - of a message: `{ messageAttributes: { kind: { stringValue: ['order'] } }, body: { status: ['PAID'] } }`
   */
  public static record(pattern: { [field: string]: unknown }): PipeFilter {
    return new PipeFilter(() => pattern);
  }

  private constructor(
    /**
     * @internal
     */
    public readonly _patternFor: (dataField: string) => RecordPattern,
  ) {}
}
