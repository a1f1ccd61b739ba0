import { CheckSeverity } from '../../check-finding';
import { GUIDE } from '../guide';
import type { CheckRule } from '../rule';

export const statesMember: CheckRule = {
  id: 'cdk-workflows:statesMember',
  severity: CheckSeverity.ERROR,
  title: '`$states` has what is read from it',
  why: '`$states.result` exists in the Output and Assign of a Task, Parallel or Map, `$states.errorOutput` in those of a catcher, `input` and `context` everywhere. Step Functions refuses the definition when the stack deploys.',
  fix: 'Read it where it exists, and hand it on in Output or Assign.',
  page: `${GUIDE}/transforming-data.html`,
  example: { Type: 'Pass', QueryLanguage: 'JSONata', Output: '{% $states.result %}' },
  *check({ expressions }) {
    for (const { state, field, members, reading } of expressions) {
      for (const member of reading.statesMembers) {
        if (members.includes(member)) continue;
        const there = members.map((name) => `$states.${name}`).join(', ');
        yield { state, message: `${field} reads $states.${member}, which does not exist there: write one of ${there}` };
      }
    }
  },
};
