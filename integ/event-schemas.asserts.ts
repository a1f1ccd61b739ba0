import { deepEqual, equal } from 'node:assert/strict';
import { assertion, type Deployment, onlyOnAws, region, send } from './assert';

const NO_SCHEMAS = 'it has neither registries of schemas nor discoverers, which are noted down only';

/** Of a service that MiniStack does not have: https://docs.aws.amazon.com/eventbridge/latest/schema-reference/operations.html */
async function read(path: string): Promise<Record<string, string>> {
  const url = new URL(`https://schemas.${await region()}.amazonaws.com/v1/${path}`);
  const { status, body } = await send({ method: 'GET', service: 'schemas', url });
  equal(status, 200, JSON.stringify(body));
  return body as Record<string, string>;
}

/** `…:schema/<registry>/<schema>` in a path. */
function schemaPath(app: Deployment, logicalId: string): string {
  const [, registry, name] = app.id('AWS::EventSchemas::Schema', logicalId).split('/');
  return `registries/name/${encodeURIComponent(registry)}/schemas/name/${encodeURIComponent(name)}`;
}

export default [
  assertion('the registry has the schemas, as they were written', onlyOnAws(NO_SCHEMAS), async (app) => {
    const placed = await read(schemaPath(app, 'SchemasSchemaintegordersOrderPlaced'));
    deepEqual([placed.SchemaName, placed.Type], ['integ.orders@OrderPlaced', 'JSONSchemaDraft4']);
    const { definitions } = JSON.parse(placed.Content);
    deepEqual(Object.keys(definitions), ['Line', 'OrderPlaced']);
    deepEqual(definitions.OrderPlaced.required, ['orderId', 'lines']);

    const lost = await read(schemaPath(app, 'SchemasSchemaintegordersOrderLost'));
    deepEqual(JSON.parse(lost.Content).definitions.OrderLost.required, ['orderId']);
  }),
  assertion('the events of the bus are looked at', onlyOnAws(NO_SCHEMAS), async (app) => {
    const id = app.id('AWS::EventSchemas::Discoverer').split('/').at(-1) ?? '';

    const { State, SourceArn } = await read(`discoverers/id/${encodeURIComponent(id)}`);
    equal(State, 'STARTED');
    equal(SourceArn.endsWith(`:event-bus/${app.id('AWS::Events::EventBus')}`), true);
  }),
];
