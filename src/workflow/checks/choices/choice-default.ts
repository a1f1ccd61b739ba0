import { CheckSeverity } from '../../check-finding';
import { GUIDE } from '../guide';
import type { CheckRule } from '../rule';

export const choiceDefault: CheckRule = {
  id: 'cdk-workflows:choiceDefault',
  severity: CheckSeverity.WARNING,
  title: 'A Choice has a Default',
  why: 'When no rule matches, the execution fails with `States.NoChoiceMatched`, which nothing in the Choice can catch.',
  fix: 'Add a Default that goes to a Fail state with an error of your own, or to where such input belongs.',
  page: `${GUIDE}/state-choice.html`,
  example: { Type: 'Choice', Choices: [{ Variable: '$.approved', BooleanEquals: true, Next: 'Example' }] },
  *check({ states }) {
    for (const { name, state } of states) {
      if (state.Type === 'Choice' && state.Default === undefined && !isExhaustive(state.Choices ?? [])) {
        yield { state: name, message: 'has no Default: an input that no rule matches fails the execution; add one' };
      }
    }
  },
};

/** A last rule that always matches is a Default by another name. */
function isExhaustive(rules: readonly { readonly Condition?: unknown }[]): boolean {
  return rules.some(({ Condition }) => Condition === true || /^\{%\s*true\s*%\}$/.test(String(Condition)));
}
