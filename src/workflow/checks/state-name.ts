import { Limits } from '../../asl/limits';
import { walkStates } from '../../asl/walk';
import { CheckSeverity } from '../check-finding';
import type { CheckRule } from './rule';

export const stateName: CheckRule = {
  id: 'cdk-workflows:stateName',
  severity: CheckSeverity.ERROR,
  title: 'A state name has 1 to 80 characters and occurs once',
  why: 'Step Functions refuses the definition when the stack deploys; the CDK does not look.',
  fix: 'Shorten the name (the `stateName` prop, or the construct id), or rename one of the two states.',
  page: 'https://docs.aws.amazon.com/step-functions/latest/dg/statemachine-structure.html',
  *check({ definition }) {
    const seen = new Set<string>();
    for (const { name } of walkStates(definition)) {
      const length = [...name].length;
      if (length < 1 || length > Limits.STATE_NAME_LENGTH) {
        yield {
          state: name,
          message: `name must have 1 to ${Limits.STATE_NAME_LENGTH} characters, received ${length}: shorten it`,
        };
      }
      if (seen.has(name))
        yield { state: name, message: 'name must be unique in the whole state machine: rename one of the two states' };
      seen.add(name);
    }
  },
};
