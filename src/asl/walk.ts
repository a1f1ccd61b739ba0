import type { Definition, QueryLanguage, State, StateGroup } from './definition';

export interface VisitedState {
  readonly name: string;
  readonly state: State;
  /** The state's own query language, else the machine's, else JSONPath; an enclosing Map or Parallel has no say. */
  readonly queryLanguage: QueryLanguage;
  /** The group that holds the state: its siblings are the only states it can go to. */
  readonly group: StateGroup;
  /** Labels of the enclosing groups, outermost first: `['Fulfil[0]']`. Empty at the top. */
  readonly scope: readonly string[];
}

/** Every state of a definition, nested ones right after the state that holds them. */
export function* walkStates(definition: Definition): Generator<VisitedState> {
  yield* walkGroup(definition, definition, []);
}

export function queryLanguageOf(state: State, definition: Definition): QueryLanguage {
  return state.QueryLanguage ?? definition.QueryLanguage ?? 'JSONPath';
}

/** The groups nested in one state: the branches of a Parallel, the processor of a Map. */
export function groupsOf(name: string, state: State): { label: string; group: StateGroup }[] {
  if (state.Type === 'Parallel') {
    return (state.Branches ?? []).map((group, index) => ({ label: `${name}[${index}]`, group }));
  }
  const processor = state.ItemProcessor ?? state.Iterator;
  return state.Type === 'Map' && processor ? [{ label: `${name}[]`, group: processor }] : [];
}

function* walkGroup(group: StateGroup, definition: Definition, scope: readonly string[]): Generator<VisitedState> {
  for (const [name, state] of Object.entries(group.States)) {
    yield { name, state, queryLanguage: queryLanguageOf(state, definition), group, scope };
    for (const { label, group: inner } of groupsOf(name, state)) {
      yield* walkGroup(inner, definition, [...scope, label]);
    }
  }
}
