import type { StateGroup } from '../../../asl/definition';
import { targetsOf } from './groups';

/** Sets of states of which each can be reached from each other. */
export function loopsOf({ States: states }: StateGroup): string[][] {
  const left = withoutEnds(states);
  const loops: string[][] = [];
  const placed = new Set<string>();
  for (const name of left) {
    if (placed.has(name)) continue;
    const reached = reachedFrom(states, name);
    if (!reached.has(name)) continue;
    const loop = left.filter((other) => reached.has(other) && reachedFrom(states, other).has(name));
    for (const member of loop) placed.add(member);
    loops.push(loop);
  }
  return loops;
}

/** The states that are left when all that lead nowhere, and then all that lead only to those, are taken out. */
function withoutEnds(states: StateGroup['States']): string[] {
  const ways = new Map<string, Set<string>>();
  const sources = new Map<string, string[]>();
  for (const [name, state] of Object.entries(states)) {
    const targets = new Set(targetsOf(state).filter((target) => Object.hasOwn(states, target)));
    ways.set(name, targets);
    for (const target of targets) list(sources, target).push(name);
  }
  const ends = [...ways.keys()].filter((name) => ways.get(name)?.size === 0);
  for (let end = ends.pop(); end !== undefined; end = ends.pop()) {
    ways.delete(end);
    for (const source of sources.get(end) ?? []) {
      const left = ways.get(source);
      if (left?.delete(end) && left.size === 0) ends.push(source);
    }
  }
  return [...ways.keys()];
}

function reachedFrom(states: StateGroup['States'], name: string): Set<string> {
  const reached = new Set<string>();
  const waiting = [name];
  for (let at = waiting.pop(); at !== undefined; at = waiting.pop()) {
    for (const target of targetsOf(states[at])) {
      if (Object.hasOwn(states, target) && !reached.has(target)) {
        reached.add(target);
        waiting.push(target);
      }
    }
  }
  return reached;
}

function list(lists: Map<string, string[]>, key: string): string[] {
  const found = lists.get(key) ?? [];
  lists.set(key, found);
  return found;
}
