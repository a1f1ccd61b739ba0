import { isExpression } from '../../../asl/expression';
import { short } from '../../../asl/field-kinds';
import { CheckSeverity } from '../../check-finding';
import { GUIDE } from '../guide';
import type { CheckRule } from '../rule';

export const jsonataSyntax: CheckRule = {
  id: 'cdk-workflows:jsonataSyntax',
  severity: CheckSeverity.ERROR,
  title: 'A JSONata expression can be parsed',
  why: 'Step Functions refuses the definition when the stack deploys. What begins with `{%` must end with `%}`.',
  fix: 'Correct the expression where the message says.',
  page: `${GUIDE}/transforming-data.html`,
  example: { Type: 'Pass', QueryLanguage: 'JSONata', Output: '{% $states.input.total * %}' },
  *check(subject) {
    for (const { visited, field, text } of subject.marked) {
      if (text.startsWith('{%') && !isExpression(text)) {
        yield {
          state: visited.name,
          message: `${field} is ${short(text)}: an expression that begins with {% must end with %}, without blanks behind it`,
        };
      }
    }
    for (const { state, field, text, reading } of subject.expressions) {
      if (reading.error) {
        yield { state, message: `${field} is ${short(text)}, which is not JSONata: ${reading.error}; correct it` };
      }
    }
  },
};
