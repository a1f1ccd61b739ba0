import { inEveryVariant } from '../quality';

/** Tools can read the definition in the template, and every value that only the deployment knows arrives in it. */
export const literalDefinition = inEveryVariant('the definition is one literal text', function* (synthesis) {
  for (const machine of synthesis.ofType('AWS::StepFunctions::StateMachine').filter(({ neighbour }) => !neighbour)) {
    const { DefinitionString: text, DefinitionSubstitutions: substitutions } = machine.properties;
    if (typeof text !== 'string') {
      yield `${machine.path}: DefinitionString is no literal text`;
      continue;
    }
    const used = new Set([...text.matchAll(/\$\{(\w+)\}/g)].map(([, key]) => key));
    const given = new Set(Object.keys(substitutions ?? {}));
    for (const key of used) if (!given.has(key)) yield `${machine.path}: nothing is given for \${${key}}`;
    for (const key of given) if (!used.has(key)) yield `${machine.path}: ${key} is given, but not used`;
    if (substitutions && given.size === 0) yield `${machine.path}: an empty DefinitionSubstitutions is refused`;
  }
});
