import { isExpression, unwrapExpression } from './expression';
import { isObject } from './json';
import type { VisitedState } from './walk';

/** A place in a JSONata state where a text may be an expression. */
export interface TextSite {
  readonly state: string;
  /** Where it stands in the state: `Catch[0].Output.message`. */
  readonly field: string;
  readonly text: string;
  /** What `$states` has there. */
  readonly members: readonly string[];
}

const ALWAYS = ['input', 'context'];
const WITH_RESULT = [...ALWAYS, 'result'];
const WITH_ERROR = [...ALWAYS, 'errorOutput'];
const HAVE_RESULT = ['Task', 'Parallel', 'Map'];

/** Fields that are names or hold states of their own. */
const NOT_EVALUATED = new Set([
  'Type',
  'Comment',
  'QueryLanguage',
  'Next',
  'End',
  'Default',
  'Resource',
  'Label',
  'Retry',
  'Branches',
  'ItemProcessor',
  'Iterator',
  'Choices',
  'Catch',
]);

/** Every text in a JSONata state that Step Functions would evaluate if it were an expression. */
export function* textsOf({ name, state }: VisitedState): Generator<TextSite> {
  for (const [field, value] of Object.entries(state)) {
    if (NOT_EVALUATED.has(field)) continue;
    const leaving = field === 'Output' || field === 'Assign';
    yield* texts(name, field, value, leaving && HAVE_RESULT.includes(state.Type) ? WITH_RESULT : ALWAYS);
  }
  for (const [index, rule] of (state.Choices ?? []).entries()) {
    for (const field of ['Condition', 'Assign', 'Output']) {
      yield* texts(name, `Choices[${index}].${field}`, rule[field], ALWAYS);
    }
  }
  for (const [index, catcher] of (state.Catch ?? []).entries()) {
    yield* texts(name, `Catch[${index}].Assign`, catcher.Assign, WITH_ERROR);
    yield* texts(name, `Catch[${index}].Output`, catcher.Output, WITH_ERROR);
  }
}

function* texts(state: string, field: string, value: unknown, members: readonly string[]): Generator<TextSite> {
  if (typeof value === 'string') {
    yield { state, field, text: value, members };
  } else if (Array.isArray(value)) {
    for (const [index, item] of value.entries()) yield* texts(state, `${field}[${index}]`, item, members);
  } else if (isObject(value)) {
    for (const [key, item] of Object.entries(value)) yield* texts(state, `${field}.${key}`, item, members);
  }
}

/** The expression in a text; undefined where the text is none. */
export function expressionIn(text: string): string | undefined {
  return isExpression(text) ? unwrapExpression(text) : undefined;
}
