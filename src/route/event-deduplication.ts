import { Duration, Tokenization } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';
import { positiveSeconds } from '../private/durations';
import { invalid } from '../private/errors';
import { eventExpression, jsonataIn } from './route-input';

/** Of one that is not replayed, the id alone. */
const ID = '{% $event.id & $event.`replay-name` %}';

/** How long events are remembered. */
export interface EventDeduplicationOptions {
  /**
   * How long an event that comes again is recognized, from the time at which it came first.
   *
   * @default Duration.days(14) - for as long as the dead-letter queue holds what was not delivered
   */
  readonly window?: Duration;
}

/**
 * How an event that comes again is recognized. EventBridge delivers at least once, and who sends an event may send it
 * twice.
 *
 * @see https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-rules-best-practices.html
 *
 * @example
 * EventDeduplication.byExpression('{% $event.detail.orderId %}', { window: Duration.days(30) });
 */
export class EventDeduplication {
  /**
   * By the `id` of the event: recognizes what EventBridge delivers twice. An event that its sender puts on the bus a second
   * time has another id, and so has one that came from another Region. An event that a replay sends again is new, once in
   * each replay: where a route accepts replays, it is there to be done again.
   */
  public static byEventId(options: EventDeduplicationOptions = {}): EventDeduplication {
    return new EventDeduplication(ID, options);
  }

  /**
   * By something in the event that says what it is about, such as the number of an order. What has begun once is not begun
   * again by a replay, even if it failed, unless the expression has `$event.\`replay-name\`` in it.
   *
   * @param expression JSONata between `{%` and `%}` that may use `$event`. Where it gives nothing, an execution ends with `States.QueryEvaluationError`, for an event that cannot be told from others is neither new nor known
   */
  public static byExpression(expression: string, options: EventDeduplicationOptions = {}): EventDeduplication {
    return new EventDeduplication(expression, options);
  }

  private constructor(
    private readonly expression: string,
    private readonly options: EventDeduplicationOptions,
  ) {}

  /**
   * Whether two events may be taken for one though each was put on its own.
   *
   * @internal
   */
  public get _looksInside(): boolean {
    return this.expression !== ID;
  }

  /** @internal */
  public _keyIn(scope: IConstruct): string {
    const jsonata = jsonataIn(this.expression);
    if (!jsonata) {
      throw invalid(
        scope,
        `deduplicate must have a JSONata expression between {% and %}, received '${this.expression}': write ` +
          "'{% $event.detail.orderId %}'",
      );
    }
    return keyOf(jsonata);
  }

  /** @internal */
  public _secondsIn(scope: IConstruct): string {
    const { window = Duration.days(14) } = this.options;
    return Tokenization.stringifyNumber(positiveSeconds(scope, 'deduplicate.window', window));
  }
}

/** A key of DynamoDB has 1 to 2,048 bytes, of which a character may take four. */
const MOST_CHARACTERS = 512;

function keyOf(jsonata: string): string {
  const text = `$value := (${jsonata}); $key := $value = null or $count($value) = 0 ? '' : $string($value)`;
  const short = `$length($key) > ${MOST_CHARACTERS} ? $hash($key, 'SHA-256') : $key`;
  const missing = "$error('deduplicate finds no key in this event')";
  return eventExpression(`${text}; $length($key) > 0 ? (${short}) : ${missing}`);
}
