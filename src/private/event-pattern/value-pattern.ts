/** What a field of an event holds: patterns never look at objects or lists as such. */
export type Scalar = string | number | boolean | null;

/** One of the alternatives that a pattern lists for a field. */
export interface ValuePattern {
  /** Whether it asks that the field be missing. No value matches it then. */
  readonly wantsAbsence?: boolean;
  matches(value: Scalar): boolean;
}

/** Numbers are equal by value: 300, 300.0 and 3.0e2 are the same here, as they are to EventBridge. */
export function exactly(expected: Scalar): ValuePattern {
  return { matches: (value) => value === expected };
}

export function ofText(matches: (text: string) => boolean): ValuePattern {
  return { matches: (value) => typeof value === 'string' && matches(value) };
}

/** Anything that a field can hold, null too, but what one of the patterns matches. */
export function anythingBut(unwanted: readonly ValuePattern[]): ValuePattern {
  return { matches: (value) => !unwanted.some((pattern) => pattern.matches(value)) };
}

export const present: ValuePattern = { matches: () => true };
export const absent: ValuePattern = { wantsAbsence: true, matches: () => false };
