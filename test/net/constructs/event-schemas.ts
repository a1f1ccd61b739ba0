import * as events from 'aws-cdk-lib/aws-events';
import { EventSchema, EventSchemas } from '../../../src';
import type { Subject } from '../subject';

const detail = { type: 'object', required: ['orderId'], properties: { orderId: { type: 'string' } } };

export const subjects: Subject[] = [
  {
    name: 'Schemas of events',
    build: (scope, neighbours) =>
      new EventSchemas(scope, 'Schemas', {
        schemas: ['Order Placed', 'Order Lost'].map((detailType) =>
          EventSchema.of({ source: 'com.example.orders', detailType, detail, examples: [{ orderId: 'o-1' }] }),
        ),
        discover: new events.EventBus(neighbours, 'Bus'),
      }),
  },
];
