import { CheckSeverity } from '../../check-finding';
import { GUIDE } from '../guide';
import type { CheckRule } from '../rule';

export const looseField: CheckRule = {
  id: 'cdk-workflows:looseField',
  severity: CheckSeverity.WARNING,
  title: 'An expression reads fields of something',
  why: 'A JSONata expression of Step Functions has no context of its own: `order.id` is nothing, and a state whose output is nothing fails.',
  fix: 'Write `$states.input.order.id`, or the variable that holds it.',
  page: `${GUIDE}/transforming-data.html`,
  example: { Type: 'Pass', QueryLanguage: 'JSONata', Output: '{% order.id %}' },
  *check({ expressions }) {
    for (const { state, field, reading } of expressions) {
      const name = reading.looseField;
      if (name !== undefined)
        yield { state, message: `${field} reads the field ${name} of nothing: write $states.input.${name}` };
    }
  },
};
