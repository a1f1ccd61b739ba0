import { short } from '../../../asl/field-kinds';
import { isObject } from '../../../asl/json';
import { CheckSeverity } from '../../check-finding';
import type { CheckRule } from '../rule';

/** Templates of JSONPath states whose members are literal unless their names end with `.$`. */
const TEMPLATES = ['Parameters', 'ResultSelector', 'ItemSelector', 'Assign'] as const;
const LOOKS_LIKE_PATH = /^\$\$?(\.[A-Za-z_]|\[)|^States\.[A-Z]\w+\(/;

export const literalExpression: CheckRule = {
  id: 'cdk-workflows:literalExpression',
  severity: CheckSeverity.WARNING,
  title: 'What looks like an expression is one',
  why: 'A path under a name without `.$`, a path in the Result of a Pass, `{% … %}` in a JSONPath state and `.$` in a JSONata state are handed on as the texts that they are.',
  fix: 'Add `.$` to the name, use Parameters in place of Result, or set the QueryLanguage that was meant.',
  page: 'https://docs.aws.amazon.com/step-functions/latest/apireference/API_ValidateStateMachineDefinitionDiagnostic.html',
  example: { Type: 'Pass', Parameters: { id: '$.id' } },
  *check({ states }) {
    for (const { name, state, queryLanguage } of states) {
      if (queryLanguage === 'JSONata') {
        for (const field of ['Arguments', 'Output', 'Assign', 'ItemSelector'] as const) {
          for (const { at, key } of members(state[field], field)) {
            if (key.endsWith('.$')) {
              yield {
                state: name,
                message: `${at} ends with .$, which means nothing in a JSONata state: write {% … %} as its value`,
              };
            }
          }
        }
        continue;
      }
      for (const field of TEMPLATES) {
        for (const { at, key, value } of members(state[field], field)) {
          if (key.endsWith('.$') || typeof value !== 'string') continue;
          if (LOOKS_LIKE_PATH.test(value)) {
            yield { state: name, message: `${at} is the text ${short(value)}: add .$ to the name if it is a path` };
          } else if (isMarked(value)) {
            yield {
              state: name,
              message: `${at} is the text ${short(value)}: set QueryLanguage to JSONata if it is an expression`,
            };
          }
        }
      }
      for (const { at, key, value } of members(state.Result, 'Result')) {
        if (key.endsWith('.$') || (typeof value === 'string' && isMarked(value))) {
          yield {
            state: name,
            message: `${at} is handed on as it is: use Parameters in place of Result to evaluate it`,
          };
        }
      }
    }
  },
};

function isMarked(value: string): boolean {
  return value.startsWith('{%') && value.endsWith('%}');
}

function* members(value: unknown, at: string): Generator<{ at: string; key: string; value: unknown }> {
  if (Array.isArray(value)) {
    for (const [index, item] of value.entries()) yield* members(item, `${at}[${index}]`);
  } else if (isObject(value)) {
    for (const [key, member] of Object.entries(value)) {
      yield { at: `${at}.${key}`, key, value: member };
      yield* members(member, `${at}.${key}`);
    }
  }
}
