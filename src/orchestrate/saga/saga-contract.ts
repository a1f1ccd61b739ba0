import { Limits } from '../../asl/limits';
import { provedExpression } from '../../private/proved-expressions';

/**
 * What one state of a saga hands to the next: JSON templates of JSONata expressions that cannot fail, whatever the data.
 *
 * Every action finds `{ input, results, step, idempotencyKey }` as its state input, every compensation the same with
 * `result` and `failure`. Nothing is kept in variables but what no step sees: what is to be undone, what could not be,
 * and warnings.
 */

/** Names of the variables, with a prefix so that a user's own in the same state machine do not meet them. */
export const UNDO = 's0_undo';
export const UNRESOLVED = 's0_unresolved';
export const WARNINGS = 's0_warnings';
/** What a catcher caught, where the state after it must read it: a cause may be longer than a payload has room for. */
export const CAUGHT = 's0_caught';

/** The result of a task whose own state cannot hand it over. */
export const RESULT = 's0_result';

/** A JSONPath catcher cannot write what comes next: it keeps what it caught, and the state's input goes on as it was. */
export const CATCH_IN_JSON_PATH = { ResultPath: null, Assign: { [`${CAUGHT}.$`]: '$' } };

/** Where a state finds the saga's input and the results so far. */
export interface Source {
  readonly input: string;
  readonly results: string;
}

/** In the first state of a saga: nobody has put the input into an object yet. */
export const RAW_SOURCE: Source = { input: '$states.input', results: '{}' };

/** In every other state. */
export const STEP_SOURCE: Source = { input: '$states.input.input', results: '$states.input.results' };

/** Error names and causes are as long as a Fail state takes, or as fits a message beside all else. */
const MAX_ERROR_CHARACTERS = Limits.ERROR_LENGTH;
const MAX_CAUSE_CHARACTERS = 2048;

/** Expressions that are JSON already: they are written as such. */
const LITERALS: Record<string, unknown> = { '{}': {}, '[]': [], null: null };

/** An expression that is ours from end to end: the checks at synthesis take it as proved. */
export function expression(jsonata: string): unknown {
  return jsonata in LITERALS ? LITERALS[jsonata] : provedExpression(jsonata);
}

/** An expression with parts that the user wrote: the checks at synthesis look at it. */
export function usersExpression(jsonata: string): unknown {
  return `{% ${jsonata} %}`;
}

export function literal(text: string): string {
  return JSON.stringify(text);
}

/** @param results the results so far, as they stand in the payload */
export function actionInput(step: string, source: Source, results = expression(source.results)): object {
  return {
    input: expression(source.input),
    results,
    step,
    idempotencyKey: expression(idempotencyKey(step, 'action')),
  };
}

/** @param own expression of what the step's own action returned */
export function compensationInput(step: string, source: Source, own: string, failure: unknown): object {
  return {
    input: expression(source.input),
    results: expression(source.results),
    step,
    idempotencyKey: expression(idempotencyKey(step, 'compensation')),
    result: expression(own),
    failure,
  };
}

/** The result of a completed step; null where it is not there, or is null itself. */
export function completedResult(step: string, source: Source): string {
  const result = `$lookup(${source.results}, ${literal(step)})`;
  return `$exists(${result}) ? ${result} : null`;
}

/** The results with one more, cut to its share. */
export function resultsWith(step: string, result: string, source: Source, limit: number): string {
  const own = `{${literal(step)}: ${bounded(result, limit)}}`;
  return source === RAW_SOURCE ? own : `$merge([${source.results}, ${own}])`;
}

/** `{ step, error, cause }` of what a catcher caught; an error may come without a name, and a cause may be empty. */
export function failureOf(step: string, caught: string, error = expression(errorOf(caught))): object {
  return { step, error, cause: expression(causeOf(caught)) };
}

export function errorOf(caught: string): string {
  const error = `${caught}.Error`;
  return (
    `$type(${error}) = "string" and ${error} != "" ` +
    `? $substring(${error}, 0, ${MAX_ERROR_CHARACTERS}) : "States.TaskFailed"`
  );
}

export function causeOf(caught: string): string {
  const cause = `${caught}.Cause`;
  return `$type(${cause}) = "string" ? $substring(${cause}, 0, ${MAX_CAUSE_CHARACTERS}) : ""`;
}

/**
 * At least as many bytes as the value has in JSON: a character outside of ASCII counts three, and a number with a
 * fraction as many as it can have, for JSONata writes 15 digits of it.
 */
export function bytesOf(value: string): string {
  return `$length($replace($replace($string(${value}), /[^ -~]/, "___"), /[0-9][.][0-9]+/, "${'_'.repeat(24)}"))`;
}

function bounded(result: string, limit: number): string {
  const omitted = `{"omitted": "The result is longer than the " & ${limit} & " bytes that this saga keeps of it."}`;
  return `($result := ${result}; ${bytesOf('$result')} > ${limit} ? ${omitted} : $result)`;
}

/** The same for every retry and every redrive, another one for the undo, and no account id in it. */
function idempotencyKey(step: string, direction: string): string {
  return `$hash($states.context.Execution.Id & ${literal(`/${step}/${direction}`)}, "SHA-256")`;
}
