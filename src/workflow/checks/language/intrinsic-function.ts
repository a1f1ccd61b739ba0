import { CheckSeverity } from '../../check-finding';
import { GUIDE } from '../guide';
import type { CheckRule } from '../rule';

export const intrinsicFunction: CheckRule = {
  id: 'cdk-workflows:intrinsicFunction',
  severity: CheckSeverity.ERROR,
  title: 'An intrinsic function exists and has the arguments that it takes',
  why: 'Step Functions refuses the definition when the stack deploys.',
  fix: 'Correct the name, the arguments or the quotes: texts stand in single quotes.',
  page: `${GUIDE}/intrinsic-functions.html`,
  example: { Type: 'Pass', Parameters: { 'id.$': 'States.Uuid()' } },
  *check(subject) {
    for (const { state, field, source, reading } of subject.paths) {
      if (reading.callError) yield { state, message: `${field} is "${source}": ${reading.callError}` };
    }
  },
};
