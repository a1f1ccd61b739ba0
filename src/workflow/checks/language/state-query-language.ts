import { isPlaceholder } from '../../../asl/placeholder';
import { CheckSeverity } from '../../check-finding';
import { GUIDE } from '../guide';
import type { CheckRule } from '../rule';

const LANGUAGES = ['JSONPath', 'JSONata'];

export const stateQueryLanguage: CheckRule = {
  id: 'cdk-workflows:stateQueryLanguage',
  severity: CheckSeverity.ERROR,
  title: 'A JSONata state machine has no JSONPath states',
  why: 'Step Functions refuses it; the other way round, and inside branches too, it takes JSONata states.',
  fix: 'Leave the QueryLanguage of the state machine out, and set it on the JSONata states.',
  page: `${GUIDE}/transforming-data.html`,
  example: {
    QueryLanguage: 'JSONata',
    StartAt: 'Old',
    States: { Old: { Type: 'Pass', QueryLanguage: 'JSONPath', End: true } },
  },
  *check({ definition, states }) {
    const advice = 'write JSONPath or JSONata';
    if (isUnknown(definition.QueryLanguage)) {
      yield { message: `QueryLanguage is '${definition.QueryLanguage}': ${advice}` };
    }
    for (const { name, state } of states) {
      if (isUnknown(state.QueryLanguage)) {
        yield { state: name, message: `QueryLanguage is '${state.QueryLanguage}': ${advice}` };
      } else if (definition.QueryLanguage === 'JSONata' && state.QueryLanguage === 'JSONPath') {
        yield {
          state: name,
          message:
            'QueryLanguage is JSONPath in a JSONata state machine: leave the QueryLanguage of the state machine out, ' +
            'or make this a JSONata state',
        };
      }
    }
  },
};

function isUnknown(language: unknown): boolean {
  return language !== undefined && !LANGUAGES.includes(language as string) && !isPlaceholder(language);
}
