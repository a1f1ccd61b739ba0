import { App, Stack } from 'aws-cdk-lib';
import * as events from 'aws-cdk-lib/aws-events';
import { EventSchema, EventSchemas } from '../src';

/**
 * A registry with two schemas, and a bus whose events are looked at: put one on it, and some minutes later
 * `aws schemas list-schemas --registry-name discovered-schemas` has its schema, under the name that `EventSchema` would give.
 */
const stack = new Stack(new App(), 'CdkWorkflowsEventSchemas');

new EventSchemas(stack, 'Schemas', {
  description: 'Events of the integration test',
  discover: new events.EventBus(stack, 'Bus'),
  schemas: [
    EventSchema.of({
      source: 'integ.orders',
      detailType: 'Order Placed',
      description: 'Somebody ordered something.',
      detail: {
        type: 'object',
        required: ['orderId', 'lines'],
        properties: {
          orderId: { type: 'string', minLength: 1 },
          total: { type: 'number', minimum: 0 },
          lines: { type: 'array', minItems: 1, items: { $ref: '#/definitions/Line' } },
        },
        definitions: {
          Line: {
            type: 'object',
            required: ['sku'],
            properties: { sku: { type: 'string' }, count: { type: 'integer' } },
          },
        },
      },
      examples: [{ orderId: 'o-1', lines: [{ sku: 'book' }] }],
      counterExamples: [{ orderId: 'o-1', lines: [] }],
    }),
    EventSchema.of({
      source: 'integ.orders',
      detailType: 'Order Lost',
      detail: { type: 'object', required: ['orderId'], properties: { orderId: { type: 'string' } } },
    }),
  ],
});
