import type { Definition } from '../asl/definition';
import { parseDefinition } from '../asl/parse';
import { type VisitedState, walkStates } from '../asl/walk';
import type { Machine } from './execution/machine';
import { checkExpressions } from './query/jsonata-checks';
import { refuseExpress } from './refused-express';

/** A state machine as it is deployed, or would be. */
export interface MachineSource {
  /** The definition with all substitutions made. */
  readonly text: string;
  readonly name: string;
  readonly type: 'STANDARD' | 'EXPRESS';
  readonly partition: string;
  readonly region: string;
  readonly account: string;
}

/** A state machine that is looked at when it is needed. */
export interface DeployedMachine {
  readonly arn: string;
  readonly source: () => MachineSource;
}

/** The state machines that are deployed together. */
export class Machines {
  private readonly machines = new Map<string, () => Machine>();

  /** @param deployed - of those with the same ARN the first one counts */
  constructor(deployed: readonly DeployedMachine[]) {
    for (const { arn, source } of deployed) {
      if (this.machines.has(arn)) {
        continue;
      }
      let machine: Machine | undefined;
      this.machines.set(arn, () => {
        machine ??= machineFrom(source());
        return machine;
      });
    }
  }

  public get arns(): string[] {
    return [...this.machines.keys()];
  }

  /** Finds a machine by its ARN, with or without a version or alias. */
  public find(arn: string): Machine | undefined {
    const unqualified = arn.split(':').slice(0, 7).join(':');
    return this.machines.get(unqualified)?.();
  }

  /** The states of all machines, those of the first one first. */
  public *states(): Generator<VisitedState> {
    for (const machine of this.machines.values()) {
      yield* walkStates(machine().definition);
    }
  }
}

export function machineArn({ partition, region, account, name }: Omit<MachineSource, 'text'>): string {
  return `arn:${partition}:states:${region}:${account}:stateMachine:${name}`;
}

function machineFrom({ text, ...place }: MachineSource): Machine {
  const definition: Definition = parseDefinition(text);
  checkExpressions(definition);
  refuseExpress(definition, place.type);
  return {
    ...place,
    definition,
    arn: machineArn(place),
    roleArn: `arn:${place.partition}:iam::${place.account}:role/${place.name}Role`,
  };
}
