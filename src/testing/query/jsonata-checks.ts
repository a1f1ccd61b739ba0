import type { Definition, State } from '../../asl/definition';
import { expressionsIn } from '../../asl/expression';
import type { Json } from '../../asl/json';
import { walkStates } from '../../asl/walk';
import { RehearsalError } from '../rehearsal-error';
import type { JsonataEvaluator } from './jsonata';

/**
 * Refuses what Step Functions refuses when a machine is created: an expression that cannot be parsed, a member of
 * `$states` where there is none.
 */
export function checkExpressions(definition: Definition, jsonata: JsonataEvaluator): void {
  for (const { name, state, queryLanguage } of walkStates(definition)) {
    if (queryLanguage !== 'JSONata') {
      continue;
    }
    for (const { location, value, members } of expressionFields(state)) {
      for (const { path, expression } of expressionsIn(value)) {
        const field = path === '' ? location : `${location}/${path}`;
        const used = usedMembers(jsonata, expression, `state '${name}', field '${field}'`);
        const wrong = used.find((member) => !members.includes(member));
        if (wrong !== undefined) {
          throw new RehearsalError(
            `state '${name}', field '${field}': there is no $states.${wrong} here, only ${members.map((member) => `$states.${member}`).join(', ')}`,
          );
        }
      }
    }
  }
}

const ALWAYS = ['input', 'context'];
const HAVE_RESULT = ['Task', 'Parallel', 'Map'];
/** Fields that hold states or conditions of their own, looked at one by one. */
const NESTED = ['Choices', 'Catch', 'Branches', 'ItemProcessor', 'Iterator'];

interface ExpressionField {
  readonly location: string;
  readonly value: Json;
  /** What `$states` has there. */
  readonly members: string[];
}

function* expressionFields(state: State): Generator<ExpressionField> {
  for (const [location, value] of Object.entries(state) as [string, Json][]) {
    if (!NESTED.includes(location)) {
      const leaving = location === 'Output' || location === 'Assign';
      yield { location, value, members: leaving && HAVE_RESULT.includes(state.Type) ? [...ALWAYS, 'result'] : ALWAYS };
    }
  }
  for (const [index, rule] of (state.Choices ?? []).entries()) {
    yield { location: `Choices[${index}]`, value: rule as Json, members: ALWAYS };
  }
  for (const [index, catcher] of (state.Catch ?? []).entries()) {
    const { Output = null, Assign = null } = catcher;
    yield { location: `Catch[${index}]`, value: { Output, Assign }, members: [...ALWAYS, 'errorOutput'] };
  }
}

/** The members of `$states` that an expression names. */
function usedMembers(jsonata: JsonataEvaluator, expression: string, where: string): string[] {
  const used = new Set<string>();
  try {
    search(jsonata.compile(expression).ast());
  } catch (error) {
    throw new RehearsalError(`${where}: ${(error as Error).message}`);
  }
  return [...used];

  function search(node: unknown): void {
    if (typeof node !== 'object' || node === null) {
      return;
    }
    const { type, steps } = node as { type?: string; steps?: { type: string; value: string }[] };
    if (
      type === 'path' &&
      steps?.[0]?.type === 'variable' &&
      steps[0].value === 'states' &&
      steps[1]?.type === 'name'
    ) {
      used.add(steps[1].value);
    }
    for (const member of Object.values(node)) {
      search(member);
    }
  }
}
