import { isObject, type Json } from './json';

/**
 * Whether a string is a JSONata expression: it starts with `{%` and ends with `%}`, with nothing around them.
 * https://docs.aws.amazon.com/step-functions/latest/dg/transforming-data.html
 */
export function isExpression(value: unknown): value is string {
  return typeof value === 'string' && value.length >= 4 && value.startsWith('{%') && value.endsWith('%}');
}

export function unwrapExpression(expression: string): string {
  return expression.slice(2, -2).trim();
}

export interface FoundExpression {
  /** Where it stands, below the value searched: `Payload.items[0]`. */
  readonly path: string;
  readonly expression: string;
}

/** Every expression inside a payload template. */
export function* expressionsIn(value: Json, path = ''): Generator<FoundExpression> {
  if (isExpression(value)) {
    yield { path, expression: unwrapExpression(value) };
  } else if (Array.isArray(value)) {
    for (const [index, item] of value.entries()) {
      yield* expressionsIn(item, `${path}[${index}]`);
    }
  } else if (isObject(value)) {
    for (const [key, item] of Object.entries(value)) {
      yield* expressionsIn(item, path === '' ? key : `${path}.${key}`);
    }
  }
}
