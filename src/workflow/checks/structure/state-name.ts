import { Limits } from '../../../asl/limits';
import { isPlaceholder } from '../../../asl/placeholder';
import { CheckSeverity } from '../../check-finding';
import { GUIDE } from '../guide';
import type { CheckRule } from '../rule';

export const stateName: CheckRule = {
  id: 'cdk-workflows:stateName',
  severity: CheckSeverity.ERROR,
  title: 'A state name has 1 to 80 characters and occurs once',
  why: 'Step Functions refuses the definition when the stack deploys; the CDK does not look.',
  fix: 'Shorten the name (the `stateName` prop, or the construct id), or rename one of the two states.',
  page: `${GUIDE}/statemachine-structure.html`,
  example: {
    StartAt: 'Both',
    States: {
      Both: {
        Type: 'Parallel',
        Branches: [
          { StartAt: 'Send', States: { Send: { Type: 'Pass', End: true } } },
          { StartAt: 'Send', States: { Send: { Type: 'Pass', End: true } } },
        ],
        End: true,
      },
    },
  },
  *check({ states }) {
    const seen = new Set<string>();
    for (const { name } of states) {
      const length = [...name].length;
      if (!isPlaceholder(name) && (length < 1 || length > Limits.STATE_NAME_LENGTH)) {
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
