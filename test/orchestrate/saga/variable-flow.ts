import type { Definition, State } from '../../../src/asl/definition';

/**
 * Variables that a state reads although some way to it leaves them unassigned, as `state $variable`. AWS refuses such an
 * expression at run time only.
 */
export function unassignedReads({ StartAt, States }: Definition): string[] {
  const known = new Map<string, Set<string>>([[StartAt, new Set()]]);
  const queue = [StartAt];
  while (queue.length > 0) {
    const name = queue.pop() as string;
    const state = States[name];
    for (const { next, assigned } of edges(state)) {
      const arriving = new Set([...(known.get(name) as Set<string>), ...assigned]);
      const before = known.get(next);
      const after = before ? new Set([...before].filter((variable) => arriving.has(variable))) : arriving;
      if (before?.size === after.size) continue;
      known.set(next, after);
      queue.push(next);
    }
  }
  return [...known].flatMap(([name, assigned]) =>
    reads(States[name])
      .filter((variable) => !assigned.has(variable))
      .map((variable) => `${name} $${variable}`),
  );
}

function edges(state: State): { next: string; assigned: string[] }[] {
  const named = (assign: object | undefined) => Object.keys(assign ?? {}).map((key) => key.replace(/\.\$$/, ''));
  const own = [state.Next, state.Default].map((next) => ({ next, assigned: named(state.Assign) }));
  const others = [...(state.Catch ?? []), ...(state.Choices ?? [])].map(({ Next, Assign }) => ({
    next: Next,
    assigned: named(Assign),
  }));
  return [...own, ...others].flatMap(({ next, assigned }) => (next === undefined ? [] : [{ next, assigned }]));
}

function reads(state: State): string[] {
  return [...new Set([...JSON.stringify(state).matchAll(/\$(s0_\w+)/g)].map(([, variable]) => variable))];
}
