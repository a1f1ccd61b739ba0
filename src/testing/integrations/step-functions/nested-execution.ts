import type { JsonObject } from '../../../asl/json';
import { Limits } from '../../../asl/limits';
import type { Execution, ExecutionOptions } from '../../execution/execution';
import type { Machine } from '../../execution/machine';
import { seedFrom, uuidFrom } from '../../execution/random';
import type { World } from '../../execution/world';
import { RehearsalError } from '../../rehearsal-error';
import type { CallingTask } from '../integration';
import { ServiceError } from '../service-error';

/** Starts an execution of a state machine that is deployed together with the one that is rehearsed. */
export function startNested(args: JsonObject, parent: Execution, task: CallingTask, inputText?: string): Execution {
  const { world } = parent;
  const stateMachineArn = String(args.StateMachineArn);
  const machine = world.machineOf(stateMachineArn);
  if (!machine) {
    throw new RehearsalError(
      `state '${task.state}' starts an execution of ${stateMachineArn}, which is not part of the app; ` +
        `add a double: rehearsal.mock('${task.state}', …)`,
    );
  }
  const name = args.Name === undefined ? uuidFrom(parent.random) : String(args.Name);
  return startNamed(world, machine, {
    name,
    input: args.Input === undefined ? {} : args.Input,
    inputText,
    doubles: parent.doubles.again(),
    parent,
  });
}

/** StartExecution: the same name and input give the execution that runs already, and a name cannot be used again. */
export function startNamed(
  world: World,
  machine: Machine,
  execution: Pick<ExecutionOptions, 'name' | 'input' | 'inputText' | 'doubles' | 'parent'>,
): Execution {
  const { name, input } = execution;
  checkName(name);
  const arn = world.arnFor(machine, name);
  const same = machine.type === 'STANDARD' ? world.find(arn) : undefined;
  if (same) {
    if (same.outcome || JSON.stringify(same.input) !== JSON.stringify(input)) {
      throw new ServiceError('ExecutionAlreadyExists', `Execution Already Exists: '${arn}'`);
    }
    return same;
  }
  return world.begin({ ...execution, machine, arn, seed: seedFrom(arn) });
}

/** What no name may hold: https://docs.aws.amazon.com/step-functions/latest/apireference/API_StartExecution.html#StepFunctions-StartExecution-request-name */
const FORBIDDEN = /[\s\p{Cc}<>{}[\]?*"#%\\^|~`$&,;:/]/u;

export function checkName(name: string): void {
  if (name.length === 0 || name.length > Limits.EXECUTION_NAME_LENGTH || FORBIDDEN.test(name)) {
    throw new ServiceError('InvalidName', `Invalid Name: '${name}'`);
  }
}
