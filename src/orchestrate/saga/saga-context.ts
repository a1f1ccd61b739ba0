/**
 * Expressions for what a step of a saga knows, to be used as values in a step's `payload` or in the arguments of a
 * JSONata task. They read the state's input, so that they mean the same wherever the step stands.
 *
 * A path such as `customer.address` goes into objects. Where there is nothing at a path when the step runs, the step
 * fails with `States.QueryEvaluationError` before its action is called.
 *
 * @example
 * declare const charge: lambda.IFunction;
 * SagaStep.invoke('ProcessPayment', {
 *   action: charge,
 *   payload: { orderId: SagaContext.input('orderId'), reservation: SagaContext.result('ReserveInventory', 'id') },
 * });
 */
export class SagaContext {
  /** The saga's input, or what is at a path of it. */
  public static input(path?: string): string {
    return expression('input', path);
  }

  /** The result of an earlier step, or what is at a path of it. */
  public static result(step: string, path?: string): string {
    return written(`$lookup($states.input.results, ${JSON.stringify(step)})`, path);
  }

  /** In a compensation: what the step's own action returned, `null` when that is unknown. */
  public static ownResult(path?: string): string {
    return expression('result', path);
  }

  /** In a compensation: the failure that is being compensated, `{ step, error, cause }`, or one field of it. */
  public static failure(field?: string): string {
    return expression('failure', field);
  }

  /** The key by which the action, or the compensation, can tell that it is called again. */
  public static idempotencyKey(): string {
    return expression('idempotencyKey');
  }

  private constructor() {}
}

function expression(member: string, path?: string): string {
  return written(`$states.input.${member}`, path);
}

function written(start: string, path?: string): string {
  const steps = path === undefined ? [] : path.split('.').map((part) => name(part, path));
  return `{% ${[start, ...steps].join('.')} %}`;
}

/** Words that mean something else in JSONata than a name. */
const RESERVED = ['and', 'or', 'in', 'true', 'false', 'null'];

/** A name as JSONata reads it; an index such as `items[0]` stays one. */
function name(part: string, path: string): string {
  const [, field, index] = /^(.*?)((?:\[-?\d+\])*)$/s.exec(part) as RegExpExecArray;
  if (field === '' || field.includes('`')) {
    throw new Error(`path must be names with dots between them, without backticks, received '${path}'`);
  }
  return (/^[A-Za-z_]\w*$/.test(field) && !RESERVED.includes(field) ? field : `\`${field}\``) + index;
}
