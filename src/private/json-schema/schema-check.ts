import { Token } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';
import { invalid } from '../errors';
import { FOREIGN_KEYWORDS, isLostInImport, KEYWORDS } from './schema-keywords';

/** A JSON Schema as a user writes it. */
export type JsonSchema = Readonly<Record<string, unknown>>;

/** Who checks by a schema. */
export interface SchemaReader {
  /** In messages: `API Gateway`. */
  readonly name: string;
  /** Whether the schema comes to it with an OpenAPI document. */
  readonly imports: boolean;
}

/** Refuses a schema of which its reader would ignore a part: what is not checked there is not checked at all. */
export function checkSchema(scope: IConstruct, prop: string, schema: JsonSchema, reader: SchemaReader): void {
  const { $schema, id: _id, ...rest } = schema;
  if ($schema !== undefined && !Token.isUnresolved($schema) && !String($schema).includes('draft-04')) {
    throw invalid(
      scope,
      `${prop}.$schema must be http://json-schema.org/draft-04/schema#, the only draft that ${reader.name} knows, ` +
        `received '${$schema}'`,
    );
  }
  if (reader.imports) checkDefinitionNames(scope, prop, Object.keys(definitionsOf(schema)));
  new SchemaCheck(scope, reader, Object.keys(definitionsOf(schema))).check(prop, rest);
}

/** What says nothing that could be checked, or stands at the top only. */
const BESIDE_REFERENCES: readonly string[] = ['$ref', 'definitions', 'description', 'title'];

/** Definitions become models of the API, which have names of letters and digits only. */
function checkDefinitionNames(scope: IConstruct, prop: string, names: readonly string[]): void {
  const bare = names.map((name) => name.replace(/_/g, ''));
  const bad = names.find((name, index) => !/^\w+$/.test(name) || bare.indexOf(bare[index]) !== index);
  if (bad === undefined) return;
  throw invalid(
    scope,
    `${prop}.definitions must have names of letters, digits and _ that differ in more than _, received '${bad}'`,
  );
}

class SchemaCheck {
  constructor(
    private readonly scope: IConstruct,
    private readonly reader: SchemaReader,
    private readonly definitions: readonly string[],
  ) {}

  public check(path: string, schema: unknown): void {
    if (Token.isUnresolved(schema)) return;
    if (typeof schema !== 'object' || schema === null || Array.isArray(schema)) {
      throw invalid(
        this.scope,
        `${path} must be a schema, an object with keywords such as type, received ${shown(schema)}`,
      );
    }
    for (const [keyword, value] of Object.entries(schema)) this.checkKeyword(path, keyword, value);
    const ignored = '$ref' in schema && Object.keys(schema).find((keyword) => !BESIDE_REFERENCES.includes(keyword));
    if (ignored) {
      throw invalid(this.scope, `${path}.${ignored} is not checked beside $ref in draft 4: write allOf with both`);
    }
  }

  private checkKeyword(path: string, keyword: string, value: unknown): void {
    const place = `${path}.${keyword}`;
    const instead = FOREIGN_KEYWORDS.get(keyword);
    if (instead)
      throw invalid(this.scope, `${place} is not known to draft 4, which ${this.reader.name} checks by: ${instead}`);
    const check = Object.hasOwn(KEYWORDS, keyword) ? KEYWORDS[keyword] : undefined;
    if (!check)
      throw invalid(this.scope, `${place} is not a keyword of draft 4, and would not be checked: leave it out`);
    if (this.reader.imports && isLostInImport(keyword, value)) {
      throw invalid(
        this.scope,
        `${place} is lost when API Gateway imports an OpenAPI document: check it in the workflow, or give a restApi, which ` +
          'gets the schema as a model',
      );
    }
    if (Token.isUnresolved(value)) return;
    // Numbers: true stands where newer drafts have the limit itself.
    if (keyword.startsWith('exclusive') && typeof value === 'number') {
      const limit = keyword === 'exclusiveMinimum' ? 'minimum' : 'maximum';
      throw invalid(
        this.scope,
        `${place} must be true or false in draft 4: write ${limit}: ${value} beside ${keyword}: true`,
      );
    }
    const problem = check(value);
    if (problem) throw invalid(this.scope, `${place} must ${problem}, received ${shown(value)}`);
    if (keyword === '$ref') this.checkReference(place, String(value));
    this.checkInside(place, keyword, value);
  }

  private checkReference(place: string, reference: string): void {
    const name = reference.slice('#/definitions/'.length);
    if (this.definitions.includes(name)) return;
    throw invalid(
      this.scope,
      `${place} must name one of the definitions, received '${name}'; there are ${this.definitions.join(', ') || 'none'}`,
    );
  }

  private checkInside(place: string, keyword: string, value: unknown): void {
    if (['properties', 'patternProperties', 'definitions', 'dependencies'].includes(keyword)) {
      if (typeof value !== 'object' || value === null || Array.isArray(value)) {
        throw invalid(this.scope, `${place} must be an object with schemas, received ${shown(value)}`);
      }
    }
    if (['properties', 'patternProperties', 'definitions'].includes(keyword)) {
      for (const [name, inner] of Object.entries(value as object)) this.check(`${place}.${name}`, inner);
    } else if (['allOf', 'anyOf', 'oneOf'].includes(keyword) || (keyword === 'items' && Array.isArray(value))) {
      (value as unknown[]).forEach((inner, index) => void this.check(`${place}[${index}]`, inner));
    } else if (keyword === 'items' || keyword === 'not') {
      this.check(place, value);
    } else if (keyword.startsWith('additional') && typeof value !== 'boolean') {
      this.check(place, value);
    } else if (keyword === 'dependencies') {
      for (const [name, inner] of Object.entries(value as object)) {
        if (!Array.isArray(inner)) this.check(`${place}.${name}`, inner);
      }
    }
  }
}

/** What other parts of a schema may refer to. */
export function definitionsOf(schema: JsonSchema): Readonly<Record<string, JsonSchema>> {
  const { definitions } = schema;
  return typeof definitions === 'object' && definitions !== null
    ? (definitions as Readonly<Record<string, JsonSchema>>)
    : {};
}

function shown(value: unknown): string {
  return JSON.stringify(value) ?? String(value);
}
