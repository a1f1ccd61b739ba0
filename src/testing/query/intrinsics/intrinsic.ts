import type { Json } from '../../../asl/json';

/** An intrinsic function; it throws an Error that says what it expected, which becomes States.IntrinsicFailure. */
export type Intrinsic = (...values: Json[]) => Json;

export function expectCount(values: Json[], least: number, most: number = least): void {
  if (values.length < least || values.length > most) {
    throw new Error(`expected ${least === most ? least : `${least} to ${most}`} arguments, got ${values.length}`);
  }
}

export function expectArray(value: Json | undefined): Json[] {
  if (!Array.isArray(value)) {
    throw new Error(`expected an array, got ${JSON.stringify(value)}`);
  }
  return value;
}

export function expectString(value: Json | undefined): string {
  if (typeof value !== 'string') {
    throw new Error(`expected a string, got ${JSON.stringify(value)}`);
  }
  return value;
}

/** Fractions are rounded to the nearest whole number, halves away from zero; the functions of JSONata round down. */
export function expectInteger(value: Json | undefined): number {
  if (typeof value !== 'number') {
    throw new Error(`expected a number, got ${JSON.stringify(value)}`);
  }
  return Math.sign(value) * Math.round(Math.abs(value));
}
