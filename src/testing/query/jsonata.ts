import jsonata from 'jsonata';
import type { Json } from '../../asl/json';
import { RehearsalError } from '../rehearsal-error';

/** Why an expression has no value, in words for a Cause. */
export class JsonataError extends Error {}

/** Compiles each expression once and evaluates it; knows nothing of states. */
export class JsonataEvaluator {
  private readonly compiled = new Map<string, jsonata.Expression>();

  public compile(expression: string): jsonata.Expression {
    let compiled = this.compiled.get(expression);
    if (!compiled) {
      try {
        // Step Functions gives up after one second; a slow test machine must not decide what a test sees.
        compiled = jsonata(expression, { timeout: 10_000 });
      } catch (error) {
        throw new RehearsalError(`'{% ${expression} %}' is not JSONata: ${messageOf(error)}`);
      }
      this.compiled.set(expression, compiled);
    }
    return compiled;
  }

  /** The value as plain JSON, or undefined when there is none. */
  public async evaluate(expression: string, bindings: Record<string, unknown>): Promise<Json | undefined> {
    let value: unknown;
    try {
      value = await this.compile(expression).evaluate(undefined, bindings);
    } catch (error) {
      if (error instanceof RehearsalError) {
        throw error;
      }
      throw new JsonataError(messageOf(error));
    }
    return value === undefined ? undefined : toJson(value);
  }
}

/** Values of jsonata carry marks of their own (sequences), and may be or contain functions. */
function toJson(value: unknown): Json {
  const text = JSON.stringify(value, (_key, member) => (isFunction(member) ? '' : member));
  if (isFunction(value) || text === undefined) {
    throw new JsonataError('returned an unsupported result type');
  }
  return JSON.parse(text);
}

function isFunction(value: unknown): boolean {
  return (
    typeof value === 'function' ||
    (typeof value === 'object' && value !== null && ('_jsonata_lambda' in value || '_jsonata_function' in value))
  );
}

/** What jsonata throws are plain objects, not Errors. */
function messageOf(error: unknown): string {
  const { message, code } = error as { message?: string; code?: string };
  return [code, message].filter(Boolean).join(': ') || String(error);
}
