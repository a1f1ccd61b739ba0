import { CfnResource, Stack } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';
import type { MachineSource } from '../machines';
import { RehearsalError } from '../rehearsal-error';
import type { Assembly } from './assembly';
import { MachineResource, STATE_MACHINE } from './machine-resource';
import { SynthesizedApp } from './synthesized-app';

/** A state machine as it stands in its synthesized template. */
export interface SynthesizedMachine extends MachineSource {
  /** The value of a text that holds tokens, such as a function's ARN. */
  readonly resolve: (text: string) => string;
  /** All that is deployed together with it. */
  readonly assembly: Assembly;
}

/** Finds the one state machine of a construct in the synthesized template. */
export function synthesizedMachine(construct: IConstruct): SynthesizedMachine {
  const resource = stateMachineOf(construct);
  const app = SynthesizedApp.of(construct);
  const stack = Stack.of(resource);
  const values = app.valuesOf(stack);
  const logicalId: string = stack.resolve(resource.logicalId);
  const found = values.template.Resources?.[logicalId];
  if (!found) {
    throw new RehearsalError(`the template of stack '${stack.stackName}' has no ${STATE_MACHINE} '${logicalId}'`);
  }
  const { machine } = new MachineResource(logicalId, found, values);
  return { ...machine, assembly: app.assembly, resolve: (text) => app.valueOf(text, stack) };
}

/** The state machine of a construct: its `stateMachine` if it has one, else the only one in or below it. */
function stateMachineOf(construct: IConstruct): CfnResource {
  const { stateMachine } = construct as { stateMachine?: IConstruct };
  const scope = stateMachine?.node ? stateMachine : construct;
  const found = scope.node
    .findAll()
    .filter(
      (child): child is CfnResource => CfnResource.isCfnResource(child) && child.cfnResourceType === STATE_MACHINE,
    );
  if (found.length !== 1) {
    const which =
      found.length === 0 ? 'no state machine' : `${found.length} state machines: ${found.map(pathOf).join(', ')}`;
    throw new RehearsalError(`${pathOf(construct)} has ${which}; pass the construct that has exactly one`);
  }
  return found[0];
}

function pathOf({ node }: IConstruct): string {
  return `'${node.path}'`;
}
