import { alternativesOf } from './alternatives';
import { FlatEvent, type Places } from './flat-event';
import { EventPatternError } from './pattern-error';
import type { ValuePattern } from './value-pattern';

/** What must hold of all of the fields named, in the order of their names. */
type Condition = ReadonlyMap<string, readonly ValuePattern[]>;

/**
 * A pattern of an EventBridge rule or of a pipe's filter, and whether an event matches it.
 *
 * What it accepts, refuses and matches is what Event Ruler, the library that EventBridge is made of, does.
 * https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-event-patterns.html, https://github.com/aws/event-ruler
 */
export class EventPattern {
  /**
   * Reads a pattern, given as an object or as JSON: `{ "source": ["orders"], "detail": { "total": [{ "numeric": [">", 0] }] } }`.
   * Throws an EventPatternError in the words of EventBridge for one that it would refuse.
   */
  public static parse(pattern: unknown): EventPattern {
    const object = typeof pattern === 'string' ? parsed(pattern) : pattern;
    if (!isObject(object)) {
      throw new EventPatternError('Filter is not an object');
    }
    const reading = new Reading();
    reading.readObject(object, '', false);
    return new EventPattern(reading.conditions);
  }

  /** @param conditions - several where the pattern says `$or`: one of them must hold */
  private constructor(private readonly conditions: readonly Condition[]) {}

  public matches(event: Readonly<Record<string, unknown>>): boolean {
    const flat = new FlatEvent(event);
    return this.conditions.some((condition) => holds(condition, flat));
  }
}

/** Keeps all choices of elements of lists in which the fields looked at so far match, each once. */
function holds(condition: Condition, event: FlatEvent): boolean {
  let choices: Places[] = [new Map()];
  for (const name of [...condition.keys()].sort()) {
    const alternatives = condition.get(name) as readonly ValuePattern[];
    const next = new Map<string, Places>();
    for (const choice of choices) {
      for (const places of nextChoices(event, name, alternatives, choice)) {
        next.set(JSON.stringify([...places].sort(([one], [other]) => one - other)), places);
      }
    }
    choices = [...next.values()];
  }
  return choices.length > 0;
}

function nextChoices(event: FlatEvent, name: string, alternatives: readonly ValuePattern[], choice: Places): Places[] {
  const reachable = event
    .valuesOf(name)
    .map(({ value, places }) => ({ value, places: together(choice, places) }))
    .filter((field): field is { value: typeof field.value; places: Places } => field.places !== undefined);
  const found = reachable
    .filter(({ value }) => alternatives.some((alternative) => alternative.matches(value)))
    .map(({ places }) => places);
  const missing = reachable.length === 0 && alternatives.some(({ wantsAbsence }) => wantsAbsence);
  return missing ? [choice] : found;
}

/** Both choices, or undefined if they are of different elements of a list. */
function together(one: Places, other: Places): Places | undefined {
  if ([...other].some(([list, index]) => (one.get(list) ?? index) !== index)) {
    return undefined;
  }
  return new Map([...one, ...other]);
}

/** https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-create-pattern-operators.html#eb-filtering-complex-example-or */
const MOST_CONDITIONS = 1000;

/** Not to be had as names of fields inside `$or`, so that `$or` in an operator is told from one of fields. */
const RESERVED_IN_OR = [
  'exactly equals-ignore-case prefix suffix anything-but exists wildcard numeric cidr = < <= > >= regex',
  'not-wildcard not-equals-ignore-case date-after date-on-or-after date-before date-on-or-before in-date-range',
  'ip-address-in-range ip-address-not-in-range',
].flatMap((names) => names.split(' '));

/** The conditions while a pattern is read: each `$or` multiplies those so far. */
class Reading {
  public conditions: Map<string, readonly ValuePattern[]>[] = [new Map()];

  public readObject(object: Readonly<Record<string, unknown>>, path: string, insideOr: boolean): void {
    const entries = Object.entries(object);
    for (const [name, value] of entries) {
      if (name === '$or') {
        this.readOr(value, path);
        continue;
      }
      if (insideOr && RESERVED_IN_OR.includes(name)) {
        throw new EventPatternError(`${name} is Ruler reserved fieldName which cannot be used inside $or.`);
      }
      const field = path === '' ? name : `${path}.${name}`;
      if (isObject(value)) {
        this.readObject(value, field, insideOr);
      } else if (Array.isArray(value)) {
        const alternatives = alternativesOf(value);
        // A field that was named before is not asked twice: the later list counts.
        for (const condition of this.conditions) condition.set(field, alternatives);
      } else {
        throw new EventPatternError(`"${name}" must be an object or an array`);
      }
    }
    if (entries.length === 0) {
      throw new EventPatternError('Empty objects are not allowed');
    }
  }

  private readOr(branches: unknown, path: string): void {
    if (!Array.isArray(branches)) {
      throw new EventPatternError('It must be an Array followed with $or.');
    }
    const before = this.conditions;
    const after: Map<string, readonly ValuePattern[]>[] = [];
    for (const branch of branches) {
      if (!isObject(branch)) {
        throw new EventPatternError('Only JSON object is allowed in array of $or relationship.');
      }
      this.conditions = before.map((condition) => new Map(condition));
      this.readObject(branch, path, true);
      after.push(...this.conditions);
      if (after.length > MOST_CONDITIONS) {
        throw new EventPatternError(`$or gives more than ${MOST_CONDITIONS} combinations`);
      }
    }
    if (branches.length < 2) {
      throw new EventPatternError('There must have at least 2 Objects in $or relationship.');
    }
    this.conditions = after;
  }
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new EventPatternError((error as Error).message);
  }
}
