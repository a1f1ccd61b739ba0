import { Token } from 'aws-cdk-lib';
import { definitionsOf, type JsonSchema } from '../json-schema/schema-check';
import type { RestModel } from './rest-operation';

const DEFINITIONS = '#/definitions/';

/**
 * A schema as the models of an OpenAPI document, which have no definitions inside: each becomes a model of its own, under
 * the name of the first and its own.
 */
export function openApiModels({ name, schema }: RestModel): RestModel[] {
  const { $schema: _schema, id: _id, definitions: _definitions, ...own } = schema as JsonSchema;
  const within = definitionsOf(schema as JsonSchema);
  return [
    { name, schema: renamed(own, name) as object },
    ...Object.entries(within).map(([inner, definition]) => ({
      name: modelName(name, inner),
      schema: renamed(definition, name) as object,
    })),
  ];
}

function renamed(value: unknown, model: string): unknown {
  if (Array.isArray(value)) return value.map((item) => renamed(item, model));
  if (typeof value !== 'object' || value === null || Token.isUnresolved(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) =>
      key === '$ref' && typeof inner === 'string' && inner.startsWith(DEFINITIONS)
        ? [key, `#/components/schemas/${modelName(model, inner.slice(DEFINITIONS.length))}`]
        : [key, renamed(inner, model)],
    ),
  );
}

/** Models have names of letters and digits only. */
function modelName(model: string, definition: string): string {
  return `${model}${definition.replace(/_/g, '')}`;
}
