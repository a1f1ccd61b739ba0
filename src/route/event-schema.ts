import { Stack, Token } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';
import { invalid } from '../private/errors';
import { checkSchema, definitionsOf } from '../private/json-schema/schema-check';
import { schemaProblems } from '../private/json-schema/schema-problems';
import { discoveredName, eventDocument, typeName } from './schemas/event-document';

/** https://docs.aws.amazon.com/eventbridge/latest/schema-reference/v1-registries-name-registryname-schemas-name-schemaname.html */
const NAME = /^[-._@A-Za-z0-9]{1,385}$/;

/** Which events a schema is about, and what their detail is like. */
export interface EventSchemaOptions {
  /** Who sends the event: `com.example.orders`. */
  readonly source: string;

  /** What happened: `Order Placed`. */
  readonly detailType: string;

  /**
   * What the `detail` of the event is like: a JSON Schema of draft 4 for an object. References go to its own
   * `definitions`.
   *
   * @see https://json-schema.org/draft-04/draft-fge-json-schema-validation-00
   */
  readonly detail: { [keyword: string]: unknown };

  /**
   * What the event is for.
   *
   * @default - none
   */
  readonly description?: string;

  /**
   * Name of the schema in its registry.
   *
   * @default - as EventBridge would name it: `com.example.orders@OrderPlaced`
   */
  readonly schemaName?: string;

  /**
   * Details that fit the schema, tried at synthesis.
   *
   * @default - none
   */
  readonly examples?: { [field: string]: unknown }[];

  /**
   * Details that do not fit the schema, tried at synthesis.
   *
   * @default - none
   */
  readonly counterExamples?: { [field: string]: unknown }[];
}

/**
 * What events of one source and type are like.
 *
 * Every part of the schema is checked when it goes into `EventSchemas`: what draft 4 does not know would never be checked
 * by anybody.
 *
 * @see https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-schema-create.html
 *
 * @example
 * EventSchema.of({
 *   source: 'com.example.orders',
 *   detailType: 'Order Placed',
 *   detail: {
 *     type: 'object',
 *     required: ['orderId', 'total'],
 *     properties: { orderId: { type: 'string' }, total: { type: 'number', minimum: 0 } },
 *   },
 *   examples: [{ orderId: 'o-1', total: 99.5 }],
 *   counterExamples: [{ orderId: 'o-1', total: '99.5' }],
 * });
 */
export class EventSchema {
  /** A schema of events of a source and a type. */
  public static of(options: EventSchemaOptions): EventSchema {
    return new EventSchema(options);
  }

  /** Its name in a registry. */
  public readonly schemaName: string;

  /** Who sends the events. */
  public readonly source: string;

  /** What their detail-type is. */
  public readonly detailType: string;

  /** The schema of the whole event, as it stands in the registry: draft 4, with the schema of the detail in its definitions. */
  public readonly document: { [keyword: string]: unknown };

  private constructor(private readonly options: EventSchemaOptions) {
    this.source = options.source;
    this.detailType = options.detailType;
    this.schemaName = options.schemaName ?? discoveredName(this.source, this.detailType);
    this.document = eventDocument(options);
  }

  /** @internal */
  public get _description(): string | undefined {
    return this.options.description;
  }

  /**
   * Throws for what is no schema, and for examples that it does not take.
   *
   * @param prop - what the user calls it: `schemas[0]`
   *
   * @internal
   */
  public _check(scope: IConstruct, prop: string): void {
    const { detail, description = '' } = this.options;
    for (const field of ['source', 'detailType', 'schemaName'] as const) {
      if (!Token.isUnresolved(this[field])) continue;
      throw invalid(scope, `${prop}.${field} must be known at synthesis, received a token: write it out`);
    }
    for (const field of ['source', 'detailType'] as const) {
      if (/[A-Za-z0-9]/.test(this[field])) continue;
      throw invalid(scope, `${prop}.${field} must have a letter or a digit, received '${this[field]}'`);
    }
    if (!NAME.test(this.schemaName)) {
      throw invalid(
        scope,
        `${prop}.schemaName must have 1 to 385 letters, digits and the characters - . _ @, received '${this.schemaName}'`,
      );
    }
    if (description.length > 256 && !Token.isUnresolved(description)) {
      throw invalid(scope, `${prop}.description must have at most 256 characters, received ${description.length}`);
    }
    if (detail.type !== 'object') {
      throw invalid(
        scope,
        `${prop}.detail.type must be object, for a detail is one, received ${JSON.stringify(detail.type)}`,
      );
    }
    checkSchema(scope, `${prop}.detail`, detail, { name: 'the schema registry', imports: false });
    const own = typeName(this.detailType);
    if (own in definitionsOf(detail)) {
      throw invalid(
        scope,
        `${prop}.detail.definitions must not have '${own}', the name of the detail itself: name it differently`,
      );
    }
    this.tryExamples(scope, prop);
  }

  private tryExamples(scope: IConstruct, prop: string): void {
    const { examples = [], counterExamples = [], detail } = this.options;
    // With values in it that only the deployment knows nothing can be tried.
    if (JSON.stringify(Stack.of(scope).resolve(detail)) !== JSON.stringify(detail)) return;
    for (const [index, example] of examples.entries()) {
      const [first] = problemsIn(scope, prop, detail, example);
      if (first)
        throw invalid(scope, `${prop}.examples[${index}] must fit the schema, but ${first.path} ${first.problem}`);
    }
    for (const [index, example] of counterExamples.entries()) {
      if (problemsIn(scope, prop, detail, example).length > 0) continue;
      throw invalid(
        scope,
        `${prop}.counterExamples[${index}] must not fit the schema, but does: ${JSON.stringify(example)}`,
      );
    }
  }
}

function problemsIn(
  scope: IConstruct,
  prop: string,
  schema: object,
  value: unknown,
): ReturnType<typeof schemaProblems> {
  try {
    return schemaProblems(schema, value);
  } catch (error) {
    throw invalid(scope, `${prop}.detail cannot be tried: ${(error as Error).message}`);
  }
}
