import { isObject, type Json, type JsonObject } from '../../../asl/json';
import { follow } from '../../query/jsonpath-steps';

type Library = typeof import('@cfworker/json-schema');

/**
 * Whether a body matches a model: JSON Schema, draft 4.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/models-mappings-models.html
 *
 * @param models - all models of the API, which a schema may refer to
 * @returns what is wrong, as `$context.error.validationErrorString` shows it; undefined when nothing is
 */
export function problemsOf(body: Json, schema: Json, models: ReadonlyMap<string, Json>): string | undefined {
  // Loaded when the first body is checked.
  const { Validator } = require('@cfworker/json-schema') as Library;
  const whole = withModels(schema, models);
  const { valid, errors } = new Validator(whole as JsonObject, '4', false).validate(body);
  if (valid) {
    return undefined;
  }
  const problems = errors.map(({ keyword, keywordLocation, instanceLocation, error }) => {
    const words = WORDS[keyword];
    return words?.(at(whole, keywordLocation), at(body, instanceLocation)) ?? error;
  });
  return `[${[...new Set(problems)].join(', ')}]`;
}

/** In the words of the library that API Gateway's answers show: https://github.com/java-json-tools/json-schema-validator */
const WORDS: Readonly<Record<string, (expected: Json, actual: Json) => string>> = {
  required: (expected, actual) => {
    const missing = [expected].flat().filter((name) => isObject(actual) && !Object.hasOwn(actual, String(name)));
    return `object has missing required properties (${JSON.stringify(missing)})`;
  },
  type: (expected, actual) =>
    `instance type (${typeOf(actual)}) does not match any allowed primitive type (allowed: ${JSON.stringify([expected].flat())})`,
  enum: (expected, actual) =>
    `instance value (${JSON.stringify(actual)}) not found in enum (possible values: ${JSON.stringify(expected)})`,
  pattern: (expected, actual) => `ECMA 262 regex "${expected}" does not match input string "${actual}"`,
};

function typeOf(value: Json): string {
  if (value === null || Array.isArray(value)) {
    return value === null ? 'null' : 'array';
  }
  return typeof value === 'number' && Number.isInteger(value) ? 'integer' : typeof value;
}

/** The value at a place such as `#/items/$ref/required`, which leads through references. */
function at(root: Json, place: string): Json {
  const names = place
    .split('/')
    .slice(1)
    .map((name) => decodeURIComponent(name).replace(/~1/g, '/').replace(/~0/g, '~'));
  let value: Json | undefined = root;
  for (const name of names) {
    const found: Json | undefined = follow(value ?? null, [Array.isArray(value) ? Number(name) : name]);
    value = name === '$ref' && typeof found === 'string' ? at(root, found) : found;
  }
  return value ?? null;
}

/** References to other models are made to parts of the schema itself. */
function withModels(schema: Json, models: ReadonlyMap<string, Json>): Json {
  if (!isObject(schema) || models.size === 0) {
    return schema;
  }
  const components = { schemas: Object.fromEntries([...models].map(([name, model]) => [name, local(model)])) };
  return { ...(local(schema) as JsonObject), components };
}

/** `https://apigateway.amazonaws.com/restapis/{id}/models/{name}` is where API Gateway keeps a model. */
function local(schema: Json): Json {
  if (Array.isArray(schema)) {
    return schema.map(local);
  }
  if (!isObject(schema)) {
    return schema;
  }
  return Object.fromEntries(
    Object.entries(schema).map(([name, value]) => {
      const model = name === '$ref' ? /\/restapis\/[^/]+\/models\/(\w+)$/.exec(String(value))?.[1] : undefined;
      return [name, model === undefined ? local(value) : `#/components/schemas/${model}`];
    }),
  );
}
