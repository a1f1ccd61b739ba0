import type { JsonObject } from '../../../asl/json';
import type { Machine } from '../../execution/machine';
import type { DeployedResources } from '../deployed-resources';
import { Listeners } from '../listeners';
import { itemOf, plainItem } from './plain-item';
import { Table } from './table';
import type { TableChange } from './table-change';
import { schemaFrom, type TableSchema } from './table-schema';

/** A table, its ARN or its name. */
export type TableReference = string | { readonly tableArn: string };

const TYPES = ['AWS::DynamoDB::Table', 'AWS::DynamoDB::GlobalTable'];

/** The DynamoDB tables of a rehearsal, in memory. */
export class Tables {
  /** Told of the writes of workflows, and of those that a test makes as a client would. */
  public readonly changes = new Listeners<TableChange>();
  /** By ARN, or by name for those of which a test has told only that. */
  private readonly tables = new Map<string, Table>();
  private readonly transactions = new Map<string, { request: string; at: number }>();

  /** @param resolve - gives the value of a token of the synthesized template */
  constructor(
    private readonly resolve: (text: string) => string,
    private readonly deployed: DeployedResources,
  ) {}

  /** The table that a request means by TableName, a name or an ARN. */
  public open(tableName: string, { partition, region, account }: Machine): Table {
    const arn = tableName.startsWith('arn:')
      ? tableName
      : `arn:${partition}:dynamodb:${region}:${account}:table/${tableName}`;
    const known = this.tables.get(arn) ?? this.tables.get(nameOf(arn));
    if (known) {
      return known;
    }
    return this.add(arn);
  }

  /** Tells the key of a table that is in no template of the app. */
  public declare(reference: TableReference, schema: TableSchema): void {
    this.add(this.keyOf(reference), schema);
  }

  /** Puts items into a table before an execution runs, as plain values. */
  public put(reference: TableReference, items: readonly JsonObject[]): void {
    const table = this.existing(reference);
    for (const item of items) {
      table.put(itemOf(item));
    }
  }

  /** Writes an item as a client would, in place of the one with its key. */
  public write(reference: TableReference, plain: JsonObject): void {
    const table = this.existing(reference);
    const after = itemOf(plain);
    table.write({ keys: table.keyOf(after), before: table.replacedBy(after), after });
  }

  /** Deletes an item as a client would. */
  public delete(reference: TableReference, plainKey: JsonObject): void {
    const table = this.existing(reference);
    const keys = itemOf(plainKey);
    table.checkKey(keys);
    table.write({ keys, before: table.get(keys) });
  }

  /** All items of a table as plain values, in the order in which they were first stored. */
  public items(reference: TableReference): JsonObject[] {
    return this.find(reference)?.all().map(plainItem) ?? [];
  }

  /** Remembers a transaction by its token; gives what was remembered for it less than so many milliseconds ago. */
  public repeated(token: string, request: string, now: number, within: number): string | undefined {
    const before = this.transactions.get(token);
    if (before && now - before.at < within) {
      return before.request;
    }
    this.transactions.set(token, { request, at: now });
    return undefined;
  }

  /** Tables that begin with what these hold; what changes in one is not seen in the other. */
  public copy(): Tables {
    const copy = new Tables(this.resolve, this.deployed);
    for (const [key, table] of this.tables) {
      copy.tables.set(key, table.copy());
    }
    return copy;
  }

  private existing(reference: TableReference): Table {
    return this.find(reference) ?? this.add(this.keyOf(reference));
  }

  private find(reference: TableReference): Table | undefined {
    const key = this.keyOf(reference);
    return this.tables.get(key) ?? [...this.tables.values()].find(({ name }) => name === key);
  }

  /** A table of the template by its ARN, whatever a test calls it by. */
  private keyOf(reference: TableReference): string {
    const given = this.resolve(typeof reference === 'string' ? reference : reference.tableArn);
    if (given.startsWith('arn:')) {
      return given;
    }
    const named = this.deployed(TYPES).find(({ arn }) => nameOf(arn) === given);
    return named?.arn ?? given;
  }

  private add(key: string, schema = this.schemaOf(key)): Table {
    const table = new Table(nameOf(key), schema, (change) => this.changes.tell({ tableArn: key, ...change }));
    this.tables.set(key, table);
    return table;
  }

  private schemaOf(arn: string): TableSchema | undefined {
    const resource = this.deployed(TYPES).find((candidate) => candidate.arn === arn);
    return resource && schemaFrom(resource.properties);
  }
}

function nameOf(reference: string): string {
  return reference.slice(reference.indexOf('/') + 1);
}
