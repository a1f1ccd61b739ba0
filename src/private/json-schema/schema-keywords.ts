import { Token } from 'aws-cdk-lib';

/** What is wrong with the value of a keyword, as the end of a sentence; undefined where nothing is. */
type Check = (value: unknown) => string | undefined;

const TYPES = ['array', 'boolean', 'integer', 'null', 'number', 'object', 'string'];

const text: Check = (value) => (typeof value === 'string' ? undefined : 'be a text');
const flag: Check = (value) => (typeof value === 'boolean' ? undefined : 'be true or false');
const numeric: Check = (value) => (typeof value === 'number' ? undefined : 'be a number');
const count: Check = (value) =>
  typeof value === 'number' && (Token.isUnresolved(value) || (Number.isInteger(value) && value >= 0))
    ? undefined
    : 'be a whole number, at least 0';
const list: Check = (value) => (Array.isArray(value) && value.length > 0 ? undefined : 'be a list that is not empty');
const anything: Check = () => undefined;

function type(value: unknown): string | undefined {
  const named = [value].flat();
  return named.length > 0 && named.every((each) => TYPES.includes(String(each)))
    ? undefined
    : `be one of ${TYPES.join(', ')}`;
}

function expression(value: unknown): string | undefined {
  if (typeof value !== 'string') return 'be a text';
  if (Token.isUnresolved(value)) return undefined;
  try {
    new RegExp(value);
    return undefined;
  } catch (error) {
    return `be a regular expression: ${(error as Error).message}`;
  }
}

/** The keywords of draft 4: https://json-schema.org/draft-04/draft-fge-json-schema-validation-00 */
export const KEYWORDS: Readonly<Record<string, Check>> = {
  $ref: (value) =>
    typeof value === 'string' && /^#\/definitions\/\w+$/.test(value)
      ? undefined
      : 'name one of the definitions of this schema: #/definitions/Address',
  additionalItems: anything,
  additionalProperties: anything,
  allOf: list,
  anyOf: list,
  definitions: anything,
  dependencies: anything,
  description: text,
  enum: list,
  exclusiveMaximum: flag,
  exclusiveMinimum: flag,
  format: text,
  items: anything,
  maxItems: count,
  maxLength: count,
  maxProperties: count,
  maximum: numeric,
  minItems: count,
  minLength: count,
  minProperties: count,
  minimum: numeric,
  multipleOf: numeric,
  not: anything,
  oneOf: list,
  pattern: expression,
  patternProperties: anything,
  properties: anything,
  required: (value) => list(value) ?? ((value as unknown[]).every((each) => !text(each)) ? undefined : 'name members'),
  title: text,
  type,
  uniqueItems: flag,
};

/** Keywords of other drafts, of OpenAPI and of other validators, and what says the same here. */
export const FOREIGN_KEYWORDS: ReadonlyMap<string, string> = new Map([
  ['$anchor', 'give the schema a name under definitions'],
  ['$defs', 'write definitions'],
  ['$id', 'leave it out'],
  ['$comment', 'write description'],
  ['const', 'write enum with one value'],
  ['contains', 'check it in the workflow'],
  ['default', 'leave it out: nobody fills it in'],
  ['deprecated', 'write it into description'],
  ['dependentRequired', 'write dependencies'],
  ['dependentSchemas', 'write dependencies'],
  ['discriminator', 'write oneOf with an enum in each'],
  ['example', 'write it into description'],
  ['examples', 'write them into description'],
  ['else', 'write oneOf'],
  ['if', 'write oneOf'],
  ['nullable', 'write oneOf with { type: null }'],
  ['prefixItems', 'write a list of schemas in items'],
  ['propertyNames', 'write patternProperties and additionalProperties: false'],
  ['readOnly', 'leave the member out: this is the schema of a request'],
  ['then', 'write oneOf'],
  ['unevaluatedItems', 'write additionalItems'],
  ['unevaluatedProperties', 'write additionalProperties'],
  ['writeOnly', 'leave it out'],
]);

/**
 * What API Gateway leaves out of a model that it imports with an OpenAPI document, without a word:
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-known-issues.html#api-gateway-known-issues-rest-apis
 *
 * The others are not in the schemas of OpenAPI 3.0: https://spec.openapis.org/oas/v3.0.1#schema-object
 */
const LOST = ['exclusiveMinimum', 'maxItems', 'minItems', 'additionalItems', 'dependencies', 'patternProperties'];

/**
 * Whether a keyword would be lost in the import. OpenAPI 3.0 has one type and one schema of items, too, and of a list of
 * types others saw that nothing was left: https://github.com/aws/serverless-application-model/issues/2374
 */
export function isLostInImport(keyword: string, value: unknown): boolean {
  return LOST.includes(keyword) || (['type', 'items'].includes(keyword) && Array.isArray(value));
}
