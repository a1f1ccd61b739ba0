import { OpenApiSecurity } from './open-api-security';
import type { RestAnswer, RestApiModel, RestOperation } from './rest-operation';
import { openApiModels } from './schema-models';

/** The same API as its clients see it, without a word about AWS: what clients and their documentation are made of. */
export function openApiDocument({ title, operations }: RestApiModel): object {
  const security = new OpenApiSecurity(operations.map(({ authorization }) => authorization));
  const paths: Record<string, Record<string, object>> = {};
  const schemas: Record<string, object> = {};
  for (const operation of operations) {
    paths[operation.path] = {
      ...paths[operation.path],
      [operation.method.toLowerCase()]: methodOf(operation, security),
    };
    for (const { name, schema } of operation.body ? openApiModels(operation.body) : []) schemas[name] = schema;
    for (const { model } of operation.answers) if (model) schemas[model.name] = model.schema;
  }
  return {
    openapi: '3.0.1',
    info: { title, version: '1' },
    paths,
    components: { schemas, securitySchemes: security.schemes() },
  };
}

function methodOf({ id, summary, parameters, body, authorization, answers }: RestOperation, security: OpenApiSecurity) {
  return {
    operationId: id,
    summary,
    ...(parameters.length > 0
      ? { parameters: parameters.map((each) => ({ ...each, required: true, schema: { type: 'string' } })) }
      : {}),
    ...(body ? { requestBody: { required: true, content: contentOf(body.name) } } : {}),
    security: security.requirementOf(authorization),
    responses: Object.fromEntries(answers.map((answer) => [String(answer.status), responseOf(answer)])),
  };
}

function responseOf({ description, model, headers = {} }: RestAnswer): object {
  const described = Object.entries(headers).map(([name, what]) => [
    name,
    { description: what, schema: { type: 'string' } },
  ]);
  return {
    description,
    ...(described.length > 0 ? { headers: Object.fromEntries(described) } : {}),
    ...(model ? { content: contentOf(model.name) } : {}),
  };
}

function contentOf(model: string): object {
  return { 'application/json': { schema: { $ref: `#/components/schemas/${model}` } } };
}
