import type { Definition } from '../../src/asl/definition';
import type { Synthesis, SynthesizedResource } from './synthesis';

/** A state machine that belongs to the construct under test. */
export interface Machine {
  readonly resource: SynthesizedResource;
  readonly arn: string;
  /** With every substitution made. */
  readonly definition: Definition;
}

export function machinesOf(synthesis: Synthesis): Machine[] {
  return synthesis
    .ofType('AWS::StepFunctions::StateMachine')
    .filter(({ neighbour }) => !neighbour)
    .map((resource) => ({ resource, arn: synthesis.arnOf(resource), definition: definitionOf(resource, synthesis) }));
}

function definitionOf(resource: SynthesizedResource, synthesis: Synthesis): Definition {
  const { DefinitionString: text, DefinitionSubstitutions: substitutions = {} } = resource.properties;
  const values = synthesis.evaluate(resource, substitutions);
  const replaced = String(synthesis.evaluate(resource, text)).replace(
    /\$\{(\w+)\}/g,
    (place, key) => values[key] ?? place,
  );
  return JSON.parse(replaced);
}
