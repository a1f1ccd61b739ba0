import { Stack, Token } from 'aws-cdk-lib';
import * as events from 'aws-cdk-lib/aws-events';
import * as eventschemas from 'aws-cdk-lib/aws-eventschemas';
import { Construct } from 'constructs';
import { isElsewhere } from '../private/elsewhere';
import { invalid } from '../private/errors';
import type { EventSchema } from './event-schema';
import { discoverSchemas } from './schemas/discoverer';

/** https://docs.aws.amazon.com/eventbridge/latest/schema-reference/v1-registries-name-registryname-schemas-name-schemaname.html */
const MOST_CHARACTERS = 100_000;

/** https://docs.aws.amazon.com/eventbridge/latest/schema-reference/v1-registries-name-registryname.html */
const REGISTRY_NAME = /^[-._@A-Za-z0-9]{1,64}$/;

/** What an {@link EventSchemas} is made of. */
export interface EventSchemasProps {
  /** What events are like, each of another source or type. */
  readonly schemas: EventSchema[];

  /**
   * Name of the registry. With a name it cannot be replaced by an update. Names that begin with `aws.` are EventBridge's.
   *
   * @default - CloudFormation makes one
   */
  readonly registryName?: string;

  /**
   * What the registry is for.
   *
   * @default - none
   */
  readonly description?: string;

  /**
   * A bus whose events are looked at, of whatever account they come: what they are like goes into the registry
   * `discovered-schemas` of this account and Region, which EventBridge makes, not into this one. A bus has one discoverer,
   * so it is refused for a `WorkflowBus` with `schemaDiscovery`.
   * EventBridge looks into no bus that is encrypted with a key of your own.
   *
   * @default - none
   */
  readonly discover?: events.IEventBus;
}

/**
 * What the events of an app are like, in a registry of schemas: for people, for generators of code, and for rehearsals.
 *
 * EventBridge itself takes events that break their schema. `Rehearsal.ofApp(app)` does not: an event of a source and type
 * that has a schema must fit it, whoever puts it, or the test fails with the name of the schema and the place.
 *
 * @see https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-schema.html
 *
 * @example
 * new EventSchemas(this, 'Schemas', {
 *   schemas: [
 *     EventSchema.of({
 *       source: 'com.example.orders',
 *       detailType: 'Order Placed',
 *       detail: { type: 'object', required: ['orderId'], properties: { orderId: { type: 'string' } } },
 *     }),
 *   ],
 * });
 */
export class EventSchemas extends Construct {
  /** Name of the registry. */
  public readonly registryName: string;

  /** ARN of the registry. */
  public readonly registryArn: string;

  /** The names of the schemas in it, in the order in which they were given. */
  public readonly schemaNames: string[];

  public constructor(scope: Construct, id: string, props: EventSchemasProps) {
    super(scope, id);
    const { schemas, registryName, description, discover } = props;
    if (schemas.length === 0)
      throw invalid(this, 'schemas must not be empty: write EventSchema.of({ … }) for an event');
    for (const [index, schema] of schemas.entries()) schema._check(this, `schemas[${index}]`);
    refuseNamesakes(this, schemas);
    refuseRegistryName(this, registryName);
    refuseDescription(this, description);
    const registry = new eventschemas.CfnRegistry(this, 'Registry', { registryName, description });
    this.registryName = registry.attrRegistryName;
    this.registryArn = registry.attrRegistryArn;
    this.schemaNames = schemas.map((schema) => this.add(schema).schemaName);
    if (discover) this.discover(discover);
  }

  private add(schema: EventSchema): EventSchema {
    const { length } = JSON.stringify(schema.document);
    if (length > MOST_CHARACTERS) {
      throw invalid(
        this,
        `schema '${schema.schemaName}' must have at most ${MOST_CHARACTERS} characters, received ${length}`,
      );
    }
    // Beside `Registry` and `Discoverer`, which a schema may be called, too.
    new eventschemas.CfnSchema(this, `Schema-${schema.schemaName}`, {
      registryName: this.registryName,
      schemaName: schema.schemaName,
      type: 'JSONSchemaDraft4',
      description: schema._description,
      content: Stack.of(this).toJsonString(schema.document),
    });
    return schema;
  }

  private discover(bus: events.IEventBus): void {
    const { account, region } = bus.env;
    if (isElsewhere({ account, region }, Stack.of(this))) {
      throw invalid(this, `discover must be a bus of this account and Region, received one in ${account}/${region}`);
    }
    const resource = bus.node.defaultChild;
    if (resource instanceof events.CfnEventBus && resource.kmsKeyIdentifier !== undefined) {
      // https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-encryption-event-bus-cmkey.html
      throw invalid(
        this,
        `discover must be a bus without a key of your own, received '${bus.node.path}': EventBridge discovers no schemas on ` +
          'an encrypted bus',
      );
    }
    discoverSchemas(this, 'discover', bus, { description: `Made by ${this.node.path}` });
  }
}

function refuseRegistryName(scope: Construct, name?: string): void {
  if (name === undefined || Token.isUnresolved(name)) return;
  if (name.startsWith('aws.') || !REGISTRY_NAME.test(name)) {
    throw invalid(
      scope,
      `registryName must have 1 to 64 letters, digits and the characters - . _ @, and not begin with aws., received '${name}'`,
    );
  }
}

/** https://docs.aws.amazon.com/eventbridge/latest/schema-reference/v1-registries-name-registryname.html */
const LONGEST_DESCRIPTION = 256;

function refuseDescription(scope: Construct, description = ''): void {
  const { length } = description;
  if (length > LONGEST_DESCRIPTION && !Token.isUnresolved(description)) {
    throw invalid(scope, `description must have at most ${LONGEST_DESCRIPTION} characters, received ${length}`);
  }
}

function refuseNamesakes(scope: Construct, schemas: readonly EventSchema[]): void {
  const names = schemas.map(({ schemaName }) => schemaName);
  const twice = names.findIndex((name, index) => names.indexOf(name) !== index);
  if (twice < 0) return;
  throw invalid(
    scope,
    `schemas[${twice}] must have another name than schemas[${names.indexOf(names[twice])}], received '${names[twice]}' for ` +
      'both: give one of them a schemaName',
  );
}
