import type { JsonSchema } from '../../private/json-schema/schema-check';

/** Fields that every event has: https://docs.aws.amazon.com/eventbridge/latest/ref/overiew-event-structure.html */
const TEXTS = ['account', 'id', 'region', 'version'];

/** What an event says that has a schema. */
export interface DescribedEvent {
  readonly source: string;
  readonly detailType: string;
  /** A schema of draft 4. */
  readonly detail: JsonSchema;
}

/**
 * The schema of a whole event, in the form of those that EventBridge discovers: the detail is a definition, and two
 * keywords of EventBridge say which events it is about.
 */
export function eventDocument({ source, detailType, detail }: DescribedEvent): JsonSchema {
  const { $schema: _schema, id: _id, definitions = {}, ...own } = detail;
  const name = typeName(detailType);
  const properties = {
    ...Object.fromEntries(TEXTS.map((field) => [field, { type: 'string' }])),
    'detail-type': { type: 'string', enum: [detailType] },
    source: { type: 'string', enum: [source] },
    time: { type: 'string', format: 'date-time' },
    resources: { type: 'array', items: { type: 'string' } },
    detail: { $ref: `#/definitions/${name}` },
  };
  return {
    $schema: 'http://json-schema.org/draft-04/schema#',
    title: `${name}Event`,
    'x-amazon-events-source': source,
    'x-amazon-events-detail-type': detailType,
    type: 'object',
    required: Object.keys(properties),
    properties,
    definitions: { ...(definitions as JsonSchema), [name]: own },
  };
}

/** `Order Placed` is OrderPlaced, `EC2 Instance State-change Notification` EC2InstanceStateChangeNotification. */
export function typeName(detailType: string): string {
  const words = detailType.split(/[^A-Za-z0-9]+/);
  return words.map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join('');
}

/** As EventBridge names a schema that it discovers: `com.example.orders@OrderPlaced`. */
export function discoveredName(source: string, detailType: string): string {
  return `${source.replace(/[^A-Za-z0-9._-]/g, '-')}@${typeName(detailType)}`;
}
