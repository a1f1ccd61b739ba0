import { inEveryVariant } from '../quality';
import { rightsGranted } from '../rights/granted';
import { covers, isExactly } from '../rights/right';
import { needsOfRoles } from '../rights/uses';
import type { GrantedAnyway } from '../subject';

/** Nothing that a template shows the need for is missing, and nothing is granted beyond: both computed, never compared by hand. */
export const leastPrivilege = inEveryVariant(
  'every role may do what it needs, and nothing else',
  function* (synthesis, subject) {
    const needs = needsOfRoles(synthesis);
    const roles = synthesis.ofType('AWS::IAM::Role');
    const unused = new Set<GrantedAnyway>(subject.granted);
    for (const role of roles) {
      const needed = needs.get(synthesis.arnOf(role));
      if (!needed) {
        if (!role.neighbour) yield `${role.path}: what this role needs has to be computed`;
        continue;
      }
      const granted = rightsGranted(role, synthesis);
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
    const known = new Set(roles.map((role) => synthesis.arnOf(role)));
    for (const arn of needs.keys()) if (!known.has(arn)) throw new Error(`the role ${arn} is not in the app`);
    for (const { action, resource } of unused) yield `nobody is granted ${action} on ${resource} any more`;
  },
);
