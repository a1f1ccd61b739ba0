import { machinesOf } from '../machines';
import type { Synthesis } from '../synthesis';
import { usesByApiAccounts, usesByRestApis } from './apis';
import { usesByHttpApis } from './http-apis';
import { rightsNeeded } from './needed';
import { usesByPipes } from './pipes';
import type { NeededRight } from './right';
import type { RoleUse } from './role-use';
import { usesByRules } from './rules';
import { usesBySchedules } from './scheduler';

/** By ARN of a role, everything that it is needed for. */
export function needsOfRoles(synthesis: Synthesis): Map<string, NeededRight[]> {
  const needs = new Map<string, NeededRight[]>();
  for (const use of usesIn(synthesis)) {
    needs.set(use.roleArn, [...(needs.get(use.roleArn) ?? []), ...use.needs]);
  }
  return needs;
}

function usesIn(synthesis: Synthesis): RoleUse[] {
  const byMachines = machinesOf(synthesis).map((machine) => ({
    roleArn: synthesis.evaluate(machine.resource, machine.resource.properties.RoleArn),
    needs: rightsNeeded(machine, synthesis),
  }));
  return [
    ...byMachines,
    ...usesByRestApis(synthesis),
    ...usesByApiAccounts(synthesis),
    ...usesByHttpApis(synthesis),
    ...usesBySchedules(synthesis),
    ...usesByPipes(synthesis),
    ...usesByRules(synthesis),
  ];
}
