import type { IConstruct } from 'constructs';
import { invalid } from '../../private/errors';
import { checkSchema, type JsonSchema } from '../../private/json-schema/schema-check';
import type { RestModel } from '../../private/rest-api/rest-operation';
import type { KeyPlace } from './idempotency-key';
import { KEY_SCHEMA } from './key-rules';

/**
 * What a body has to be: what the user says, and a key where it has to have one.
 *
 * @param imported - whether it comes into the API with an OpenAPI document
 */
export function requestModel(
  scope: IConstruct,
  name: string,
  key: KeyPlace,
  requestSchema: JsonSchema | undefined,
  imported: boolean,
): RestModel {
  if (requestSchema) checkSchema(scope, 'requestSchema', requestSchema, { name: 'API Gateway', imports: imported });
  const schema = requestSchema ?? { type: 'object' };
  return { name: `${name}Request`, schema: key.place === 'body' ? withKey(scope, schema, key.name) : schema };
}

function withKey(scope: IConstruct, schema: JsonSchema, name: string): JsonSchema {
  if (schema.$ref !== undefined) {
    // Nothing beside a reference would be checked.
    const { $ref, ...others } = schema;
    return { ...withKey(scope, others, name), allOf: [{ $ref }] };
  }
  const {
    type = 'object',
    properties = {},
    required = [],
  } = schema as {
    type?: unknown;
    properties?: Record<string, JsonSchema>;
    required?: string[];
  };
  if (type !== 'object') {
    throw invalid(
      scope,
      `requestSchema.type must be object where the idempotencyKey is in the body, received '${type}'`,
    );
  }
  const member = properties[name] ?? {};
  if (member.type !== undefined && member.type !== 'string') {
    throw invalid(
      scope,
      `requestSchema.properties.${name}.type must be string, because it is the idempotencyKey, received '${member.type}'`,
    );
  }
  return {
    ...schema,
    type,
    properties: { ...properties, [name]: { ...KEY_SCHEMA, ...member, ...lengths(member) } },
    required: [...new Set([...required, name])],
  };
}

/** The user's own bounds count where they are closer. */
function lengths({ minLength = KEY_SCHEMA.minLength, maxLength = KEY_SCHEMA.maxLength }: JsonSchema): JsonSchema {
  return {
    type: 'string',
    minLength: Math.max(Number(minLength), KEY_SCHEMA.minLength),
    maxLength: Math.min(Number(maxLength), KEY_SCHEMA.maxLength),
  };
}
