import { machinesOf } from '../machines';
import { inEveryVariant } from '../quality';
import { rightsGranted, roleOf } from '../rights/granted';
import { rightsNeeded } from '../rights/needed';
import { covers, isExactly } from '../rights/right';

/** Nothing that the definition needs is missing, and nothing is granted beyond: both computed, never compared by hand. */
export const leastPrivilege = inEveryVariant(
  'every role may do what it needs, and nothing else',
  function* (synthesis, subject) {
    const known = new Set<string>();
    const unused = new Set(subject.granted);
    for (const machine of machinesOf(synthesis)) {
      const role = roleOf(machine, synthesis);
      known.add(role.path);
      const granted = rightsGranted(role, synthesis);
      const needed = rightsNeeded(machine, synthesis);
      for (const need of needed) {
        if (!granted.some((right) => covers(right, need))) {
          yield `${role.path} may not ${need.action} on ${need.resource}`;
        }
      }
      for (const right of granted) {
        const exceptions = (subject.granted ?? []).filter(
          ({ action, resource }) => action === right.action && resource.test(right.resource),
        );
        for (const exception of exceptions) unused.delete(exception);
        if (exceptions.length === 0 && !needed.some((need) => isExactly(right, need))) {
          yield `${role.path} may ${right.action} on ${right.resource}, which nothing needs`;
        }
      }
    }
    for (const { action, resource } of unused) yield `nobody is granted ${action} on ${resource} any more`;
    for (const role of synthesis.ofType('AWS::IAM::Role')) {
      if (!role.neighbour && !known.has(role.path)) yield `${role.path}: what this role needs has to be computed`;
    }
  },
);
