import { isObject, type JsonObject } from '../../../asl/json';
import { type SchemaProblem, schemaProblems } from '../../../private/json-schema/schema-problems';
import type { BusEvent, EventBuses } from '../../integrations/event-buses';
import { RehearsalError } from '../../rehearsal-error';
import type { AppResources } from '../app-resources';

/** A schema that says which events it is about, as those do that EventBridge discovers and that `EventSchemas` makes. */
interface PublishedSchema {
  readonly name: string;
  readonly document: JsonObject;
}

/**
 * Holds events to the schemas of the app. EventBridge takes an event that breaks its schema, and whoever gets it finds out;
 * a test is to find out first. Replayed events are as they were, whatever the schema says today.
 */
export class PublishedSchemas {
  private known?: ReadonlyMap<string, readonly PublishedSchema[]>;

  constructor(
    private readonly resources: AppResources,
    buses: EventBuses,
  ) {
    buses.arrivals.add(({ event }) => this.demand(event));
  }

  private demand(event: BusEvent): void {
    if (event['replay-name'] !== undefined) {
      return;
    }
    this.known ??= this.read();
    for (const { name, document } of this.known.get(keyOf(event.source, event['detail-type'])) ?? []) {
      const [problem] = problemsIn(name, document, event);
      if (problem) {
        throw new RehearsalError(
          `the event '${event['detail-type']}' of '${event.source}' breaks the schema ${name}: ${problem.path} ` +
            `${problem.problem}. EventBridge would deliver it; mend the event or the schema`,
        );
      }
    }
  }

  private read(): ReadonlyMap<string, readonly PublishedSchema[]> {
    const schemas = new Map<string, PublishedSchema[]>();
    for (const { properties, path } of this.resources.ofType('AWS::EventSchemas::Schema')) {
      const { Type, Content, SchemaName } = properties;
      // OpenAPI documents are for generators of code.
      if (Type !== 'JSONSchemaDraft4') {
        continue;
      }
      const document = documentIn(String(Content), path);
      const { 'x-amazon-events-source': source, 'x-amazon-events-detail-type': detailType } = document;
      if (typeof source === 'string' && typeof detailType === 'string') {
        const key = keyOf(source, detailType);
        schemas.set(key, [...(schemas.get(key) ?? []), { name: String(SchemaName ?? path), document }]);
      }
    }
    return schemas;
  }
}

function documentIn(content: string, path: string): JsonObject {
  try {
    const document = JSON.parse(content);
    if (isObject(document)) {
      return document;
    }
  } catch {
    // Said below.
  }
  throw new RehearsalError(`the schema '${path}' is no JSON object`);
}

function problemsIn(name: string, document: JsonObject, event: BusEvent): SchemaProblem[] {
  try {
    return schemaProblems(document, event);
  } catch (error) {
    throw new RehearsalError(`the schema ${name} cannot be tried: ${(error as Error).message}`);
  }
}

function keyOf(source: string, detailType: string): string {
  return JSON.stringify([source, detailType]);
}
