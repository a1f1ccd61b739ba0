import type { State } from '../../../asl/definition';
import { isObject } from '../../../asl/json';

export interface FoundText {
  readonly field: string;
  /** Name of the member that holds the text. */
  readonly key: string;
  readonly text: string;
}

/** Fields that name things or hold other states. */
const SKIPPED = new Set(['Type', 'QueryLanguage', 'Next', 'Default', 'Branches', 'ItemProcessor', 'Iterator']);

/** Every literal text of a state, wherever it stands. */
export function* literalTextsOf(state: State): Generator<FoundText> {
  for (const [field, value] of Object.entries(state)) {
    if (!SKIPPED.has(field)) yield* texts(field, field, value);
  }
}

function* texts(field: string, key: string, value: unknown): Generator<FoundText> {
  if (typeof value === 'string') {
    yield { field, key, text: value };
  } else if (Array.isArray(value)) {
    for (const [index, item] of value.entries()) yield* texts(`${field}[${index}]`, key, item);
  } else if (isObject(value)) {
    for (const [name, member] of Object.entries(value)) yield* texts(`${field}.${name}`, name, member);
  }
}
