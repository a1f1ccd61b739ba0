import { visitValues } from './visit-values';
import type { VisitedState } from './walk';

export interface FoundText {
  readonly visited: VisitedState;
  /** Where it stands in the state: `Catch[0].Output.message`. */
  readonly field: string;
  /** Name of the member that holds it. */
  readonly key: string;
  readonly text: string;
}

/** Fields that name things or hold states of their own. */
const SKIPPED = new Set(['Type', 'QueryLanguage', 'Next', 'Default', 'Branches', 'ItemProcessor', 'Iterator']);

/** The texts that stand in a state, wherever, but those that are not wanted. */
export function textsOf(visited: VisitedState, unwanted: (text: string) => boolean): FoundText[] {
  const found: FoundText[] = [];
  for (const [name, value] of Object.entries(visited.state)) {
    if (SKIPPED.has(name)) continue;
    visitValues(name, value, (text, key, field) => {
      if (typeof text === 'string' && !unwanted(text)) found.push({ visited, field: field(), key, text });
    });
  }
  return found;
}
