import { CheckSeverity } from '../../check-finding';
import { GUIDE } from '../guide';
import type { CheckRule } from '../rule';

export const unknownFunction: CheckRule = {
  id: 'cdk-workflows:unknownFunction',
  severity: CheckSeverity.ERROR,
  title: 'A function that an expression calls exists',
  why: 'The state fails with `States.QueryEvaluationError`. Step Functions has the functions of JSONata 2.0.6 but `$eval`, and `$partition`, `$range`, `$hash`, `$random` with a seed, `$uuid` and `$parse`.',
  fix: 'Correct the name, define the function in the expression, or write `$parse` for `$eval`.',
  page: `${GUIDE}/transforming-data.html`,
  example: { Type: 'Pass', QueryLanguage: 'JSONata', Output: '{% $eval($states.input.text) %}' },
  *check({ expressions }) {
    for (const { state, field, reading } of expressions) {
      for (const name of reading.unknownFunctions) {
        const advice =
          name === 'eval' ? 'Step Functions does not have it, write $parse' : 'Step Functions has no such function';
        yield { state, message: `${field} calls $${name}: ${advice}` };
      }
    }
  },
};
