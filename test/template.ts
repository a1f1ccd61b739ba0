import type { Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import type { Definition } from '../src/asl/definition';

/** The definition of the only state machine of a stack, as its template holds it. */
export function definitionIn(stack: Stack): Definition {
  const machines = Object.values(Template.fromStack(stack).findResources('AWS::StepFunctions::StateMachine'));
  expect(machines).toHaveLength(1);
  return JSON.parse(machines[0].Properties.DefinitionString);
}
