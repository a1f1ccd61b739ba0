import type { State, StateGroup } from '../../../asl/definition';
import { isPlaceholder } from '../../../asl/placeholder';
import { groupsOf } from '../../../asl/walk';
import type { CheckSubject } from '../subject';

export interface FoundGroup {
  /** As a message calls it: `the definition`, `Fulfil[0]`. */
  readonly label: string;
  /** The Parallel or the Map that holds it. */
  readonly holder?: string;
  readonly group: StateGroup;
}

/** The definition itself, every branch of a Parallel and every processor of a Map. */
export function groupsIn({ definition, states }: CheckSubject): FoundGroup[] {
  const nested = states.flatMap(({ name, state }) =>
    groupsOf(name, state).map(({ label, group }) => ({ label, group, holder: name })),
  );
  return [{ label: 'the definition', group: definition }, ...nested];
}

/** The names of the states that a state can go to. */
export function targetsOf({ Next, Default, Choices, Catch }: State): string[] {
  const targets = [
    Next,
    Default,
    ...(Choices ?? []).map((rule) => rule.Next),
    ...(Catch ?? []).map((catcher) => catcher.Next),
  ];
  return targets.filter((target) => typeof target === 'string');
}

/** Whether every state and every way of a group is known before the deployment. */
export function isKnown({ StartAt, States }: StateGroup): boolean {
  const names = [StartAt, ...Object.keys(States), ...Object.values(States).flatMap(targetsOf)];
  return !names.some(isPlaceholder);
}
