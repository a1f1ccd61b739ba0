import { Stack } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';
import { EventPattern } from '../../private/event-pattern/event-pattern';
import type { Pattern } from './rendered-pattern';

type Event = Readonly<Record<string, unknown>>;

/** For a field of which only the deployment knows what it is compared with. */
const ANYTHING = [{ exists: true }, { exists: false }];

/** No event holds it. */
const NOTHING = '\u0000';

/**
 * What is known of a pattern at synthesis. Where a token stands in it, an event may match or not; so there are two
 * questions, and nothing is refused on a guess.
 */
export class KnownPattern {
  /** With what tokens stand for, and CloudFormation's functions where only the deployment knows. */
  private readonly resolved: Pattern;

  public constructor(scope: IConstruct, pattern: Pattern) {
    this.resolved = Stack.of(scope).resolve(pattern);
  }

  /** Throws an EventPatternError for what EventBridge would refuse. */
  public check(): void {
    EventPattern.parse(this.broadest);
  }

  /** Its length, without what only the deployment knows. */
  public get characters(): number {
    return JSON.stringify(this.resolved, (_, value) => (isIntrinsic(value) ? '' : value)).length;
  }

  /**
   * Whether there is a deployment in which the event matches.
   *
   * @param isKnown - whether the event has that very value in that field; where not, it may have any or be missing
   */
  public mayMatch(event: Event, isKnown: (field: string) => boolean = () => true): boolean {
    const possible = mapValues(this.broadest, (list, path) => (isKnown(path.join('.')) ? list : ANYTHING));
    return EventPattern.parse(possible).matches(event);
  }

  /**
   * Whether the event matches in every deployment.
   *
   * @param isKnown - whether the event has that very value in that field; where not, it is only known to be there, and to
   * be the same as what has the same token
   */
  public surelyMatches(event: Event, isKnown: (field: string) => boolean = () => true): boolean {
    const narrowest = mapValues(this.resolved, (list, path) => {
      const certain = (value: unknown) => isCertain(value, isKnown(path.join('.')));
      return Array.isArray(list) ? list.map((value) => (certain(value) ? identityOf(value) : NOTHING)) : [NOTHING];
    });
    return EventPattern.parse(narrowest).matches(identityOf(event) as Event);
  }

  /** The fields for which nothing that is listed matches, such as `detail.total`; not those under `$or`. */
  public unmatchedFields(event: Event): string[] {
    const unmatched: string[] = [];
    mapValues({ ...this.broadest, $or: undefined }, (list, path) => {
      const pattern = path.reduceRight<unknown>((inner, name) => ({ [name]: inner }), list);
      if (Array.isArray(list) && !EventPattern.parse(pattern).matches(event)) unmatched.push(path.join('.'));
      return list;
    });
    return unmatched;
  }

  /** The texts that are listed for a field, in the pattern and in each of its alternatives. */
  public textsOf(field: string): { readonly always?: string; readonly inAlternatives: (string | undefined)[] } {
    const alternatives = Array.isArray(this.resolved.$or) ? (this.resolved.$or as Pattern[]) : [];
    return {
      always: firstText(this.resolved[field]),
      inAlternatives: alternatives.map((alternative) => firstText(alternative[field])),
    };
  }

  private get broadest(): Pattern {
    return mapValues(this.resolved, (list) => (Array.isArray(list) && !holdsIntrinsic(list) ? list : ANYTHING));
  }
}

/** Replaces what is listed for each field. */
function mapValues(
  pattern: Pattern,
  replace: (list: unknown, path: readonly string[]) => unknown,
  path: readonly string[] = [],
): Pattern {
  const mapped = (name: string, value: unknown) => {
    if (name === '$or' && Array.isArray(value)) {
      return value.map((each) => (isNested(each) ? mapValues(each, replace, path) : each));
    }
    const field = [...path, name];
    return isNested(value) ? mapValues(value, replace, field) : replace(value, field);
  };
  return Object.fromEntries(Object.entries(pattern).map(([name, value]) => [name, mapped(name, value)]));
}

function isCertain(value: unknown, isKnown: boolean): boolean {
  if (isIntrinsic(value) || typeof value !== 'object' || value === null) return true;
  return (isKnown && !holdsIntrinsic(value)) || (value as { exists?: unknown }).exists === true;
}

/** Two equal functions of CloudFormation give equal values. */
function identityOf(value: unknown): unknown {
  if (isIntrinsic(value)) return JSON.stringify(value);
  if (Array.isArray(value)) return value.map(identityOf);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, identityOf(member)]));
}

function firstText(list: unknown): string | undefined {
  return Array.isArray(list) ? list.find((value) => typeof value === 'string') : undefined;
}

function isNested(value: unknown): value is Pattern {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !isIntrinsic(value);
}

/** Whether something stands in it that only the deployment knows. */
export function holdsIntrinsic(value: unknown): boolean {
  if (isIntrinsic(value)) return true;
  return typeof value === 'object' && value !== null && Object.values(value).some(holdsIntrinsic);
}

function isIntrinsic(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false;
  const [key, ...others] = Object.keys(value);
  return others.length === 0 && (key === 'Ref' || key?.startsWith('Fn::'));
}
