import { isObject, type Json } from '../../../../asl/json';

/** What a template can hold in a variable: the Java values that API Gateway's engine would hold. */
export type Value = null | boolean | number | bigint | JavaDouble | string | JavaList | JavaMap | VelocityObject;

/** A map that keeps its order, as Java's LinkedHashMap. */
export type JavaMap = Map<string, Value>;

/** `java.lang.Double`: written with a point also where it is whole. Whole numbers are JavaScript's own, of either kind. */
export class JavaDouble {
  constructor(public readonly value: number) {}
}

/**
 * A list. One that was read out of JSON shows itself as JSON, any other as Java's lists do, `[a, b]`; an array of Java has
 * no text on which the versions of Velocity agree, and the items of a set have no places.
 */
export class JavaList {
  constructor(
    public readonly items: Value[],
    public readonly kind: 'list' | 'json' | 'array' | 'set' = 'list',
  ) {}
}

/** `$input`, `$util` and what else API Gateway gives to a template. */
export interface VelocityObject {
  /** For messages: `$input`. */
  readonly shownAs: string;
  /** What it is where a text is needed; left out where nobody would want to see that. */
  text?(): string;
  /** A property; undefined when there is none of that name. */
  get?(name: string): Value | undefined;
  /** Calls a method; undefined when there is none of that name. */
  call?(name: string, args: readonly Value[]): Value | undefined;
}

/** Something that API Gateway's engine cannot do with the data at hand; it answers with an internal server error. */
export class TemplateFailure extends Error {}

export function isVelocityObject(value: Value): value is VelocityObject {
  return isObject(value) && 'shownAs' in value;
}

/** A value out of JSON, as the JSON library of Java gives it. */
export function fromJson(json: Json): Value {
  if (Array.isArray(json)) {
    return new JavaList(json.map(fromJson), 'json');
  }
  if (isObject(json)) {
    return new Map(Object.entries(json).map(([name, value]) => [name, fromJson(value)]));
  }
  return typeof json === 'number' && !Number.isSafeInteger(json) ? new JavaDouble(json) : json;
}
