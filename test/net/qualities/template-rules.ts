import { inEveryVariant } from '../quality';
import { TEMPLATE_RULES } from '../template-rules';

/** What CloudFormation or a service refuses at deployment, and no validation of the CDK sees. */
export const templateRules = inEveryVariant(
  'nothing is refused that the template validation lets pass',
  function* (synthesis) {
    for (const resource of synthesis.resources) {
      if (resource.neighbour) continue;
      const properties = synthesis.evaluate(resource, resource.properties);
      for (const problem of TEMPLATE_RULES[resource.type]?.(properties) ?? []) yield `${resource.path}: ${problem}`;
    }
  },
);
