import { Token } from 'aws-cdk-lib';
import { EventPattern } from '../private/event-pattern/event-pattern';
import { EventPatternError } from '../private/event-pattern/pattern-error';

/**
 * What a field of an event is compared with, where a plain value does not do. There is one for each comparison operator
 * of EventBridge.
 *
 * They are values for `EventRoute.of`, alone or in a list with plain values; any in the list may match. Each is a token,
 * as those of the CDK's `events.Match` are, and can be used in an `events.EventPattern`, too. What EventBridge would
 * refuse is refused where it is written.
 *
 * @see https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-create-pattern-operators.html
 *
 * @example
 * EventRoute.of({
 *   source: ['com.example.orders'],
 *   detailType: [EventMatch.prefix('Order ')],
 *   detail: {
 *     total: EventMatch.numeric('>', 100),
 *     country: ['DE', EventMatch.prefix('A')],
 *     coupon: EventMatch.doesNotExist(),
 *   },
 * });
 */
export class EventMatch {
  /** Texts that begin with this one: `{ "prefix": "…" }`. */
  public static prefix(text: string): string {
    return matcher('prefix', { prefix: text });
  }

  /** Texts that begin with this one, in upper or lower case: `{ "prefix": { "equals-ignore-case": "…" } }`. */
  public static prefixIgnoreCase(text: string): string {
    return matcher('prefixIgnoreCase', { prefix: { 'equals-ignore-case': text } });
  }

  /** Texts that end with this one: `{ "suffix": "…" }`. */
  public static suffix(text: string): string {
    return matcher('suffix', { suffix: text });
  }

  /** Texts that end with this one, in upper or lower case: `{ "suffix": { "equals-ignore-case": "…" } }`. */
  public static suffixIgnoreCase(text: string): string {
    return matcher('suffixIgnoreCase', { suffix: { 'equals-ignore-case': text } });
  }

  /** This text, in upper or lower case: `{ "equals-ignore-case": "…" }`. */
  public static equalsIgnoreCase(text: string): string {
    return matcher('equalsIgnoreCase', { 'equals-ignore-case': text });
  }

  /**
   * Texts of this form, in which `*` stands for any characters, also none: `{ "wildcard": "…" }`. An asterisk itself is
   * `\*`, a backslash `\\`; two asterisks in a row are refused.
   */
  public static wildcard(text: string): string {
    return matcher('wildcard', { wildcard: text });
  }

  /**
   * Any value but these, `null` included, but not a field that is missing: `{ "anything-but": […] }`.
   *
   * @param values texts only, or numbers only
   */
  public static anythingBut(...values: unknown[]): string {
    return matcher('anythingBut', { 'anything-but': values });
  }

  /** Any value but a text that begins with one of these: `{ "anything-but": { "prefix": […] } }`. */
  public static anythingButPrefix(...texts: string[]): string {
    return matcher('anythingButPrefix', { 'anything-but': { prefix: texts } });
  }

  /** Any value but a text that ends with one of these: `{ "anything-but": { "suffix": […] } }`. */
  public static anythingButSuffix(...texts: string[]): string {
    return matcher('anythingButSuffix', { 'anything-but': { suffix: texts } });
  }

  /** Any value but one of these texts, in upper or lower case: `{ "anything-but": { "equals-ignore-case": […] } }`. */
  public static anythingButIgnoreCase(...texts: string[]): string {
    return matcher('anythingButIgnoreCase', { 'anything-but': { 'equals-ignore-case': texts } });
  }

  /** Any value but a text of one of these forms: `{ "anything-but": { "wildcard": […] } }`. */
  public static anythingButWildcard(...texts: string[]): string {
    return matcher('anythingButWildcard', { 'anything-but': { wildcard: texts } });
  }

  /**
   * Numbers that compare so with a bound, or lie between two: `{ "numeric": [">", 0, "<=", 100] }`.
   *
   * @param comparison `=`, `<`, `<=`, `>` or `>=`; for two bounds `>` or `>=`
   * @param bound between -5.0e9 and 5.0e9, with up to 15 digits
   * @param upperComparison `<` or `<=`
   * @param upperBound larger than the first
   */
  public static numeric(comparison: string, bound: number, upperComparison?: string, upperBound?: number): string {
    const upper = upperComparison === undefined && upperBound === undefined ? [] : [upperComparison, upperBound];
    return matcher('numeric', { numeric: [comparison, bound, ...upper] });
  }

  /** Addresses of a block, IPv4 or IPv6: `{ "cidr": "10.0.0.0/24" }`. */
  public static cidr(block: string): string {
    return matcher('cidr', { cidr: block });
  }

  /** The field is there, whatever it holds: `{ "exists": true }`. Works on fields that hold no object. */
  public static exists(): string {
    return matcher('exists', { exists: true });
  }

  /** The field is missing: `{ "exists": false }`. */
  public static doesNotExist(): string {
    return matcher('doesNotExist', { exists: false });
  }

  /** The field holds `null`, which not every language can write in a list. */
  public static nullValue(): string {
    return Token.asString(null);
  }

  private constructor() {}
}

function matcher(name: string, expression: object): string {
  if (!holdsToken(expression)) {
    try {
      EventPattern.parse({ field: [expression] });
    } catch (error) {
      if (!(error instanceof EventPatternError)) throw error;
      const received = JSON.stringify(expression);
      throw new Error(`EventMatch.${name} must be what EventBridge accepts, received ${received}: ${error.reason}`);
    }
  }
  return Token.asString(expression);
}

function holdsToken(value: unknown): boolean {
  if (Token.isUnresolved(value)) return true;
  return typeof value === 'object' && value !== null && Object.values(value).some(holdsToken);
}
