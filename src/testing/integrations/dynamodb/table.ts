import { RehearsalError } from '../../rehearsal-error';
import { contentOf, type Item, typeOf } from './attribute-value';
import type { TableChange } from './table-change';
import { type KeySchema, keyNames, type TableSchema } from './table-schema';
import { validationError } from './validation-error';

/**
 * The items of one table. Its key is known from the template or from the test. That of any other table is learnt from
 * the first request that names a key; until then its items are only collected.
 */
export class Table {
  private readonly items = new Map<string, Item>();
  private readonly keyless: Item[] = [];
  private keys?: readonly string[];

  /** @param onChange - told of every write, but not of what a test puts into the table for a workflow to find */
  constructor(
    public readonly name: string,
    public readonly schema?: TableSchema,
    private readonly onChange: (change: Omit<TableChange, 'tableArn'>) => void = () => {},
  ) {
    this.keys = schema && keyNames(schema);
  }

  public all(): Item[] {
    return [...this.items.values(), ...this.keyless];
  }

  public get(key: Item): Item | undefined {
    return this.items.get(this.identityOf(key));
  }

  /** The item that one with these attributes would replace. */
  public replacedBy(item: Item): Item | undefined {
    if (this.keys) {
      return this.items.get(this.identityOf(this.keyOf(item)));
    }
    if (this.keyless.length > 0) {
      throw new RehearsalError(
        `the key of table '${this.name}' is not known, so nobody can say whether an item is in it: the table is in no ` +
          `template of the app. Declare it: rehearsal.declareTable('${this.name}', { partitionKey: … })`,
      );
    }
    return undefined;
  }

  public put(item: Item): void {
    if (this.keys) {
      this.items.set(this.identityOf(this.keyOf(item)), item);
    } else {
      this.keyless.push(item);
    }
  }

  public delete(key: Item): void {
    this.items.delete(this.identityOf(key));
  }

  /** Makes a write: `after` is the item from now on, undefined when it is to be deleted. */
  public write({ keys, before, after }: Omit<TableChange, 'tableArn'>): void {
    if (after) {
      this.put(after);
    } else {
      this.delete(keys);
    }
    this.onChange({ keys, before, after });
  }

  /** The key attributes of an item, which must have them all. */
  public keyOf(item: Item): Item {
    const names = this.keys ?? [];
    for (const name of names) {
      if (!Object.hasOwn(item, name)) {
        throw validationError(`One or more parameter values were invalid: Missing the key ${name} in the item`);
      }
      this.checkKeyType(name, item);
    }
    return Object.fromEntries(names.map((name) => [name, item[name]]));
  }

  /** Takes the Key of a request: it must name the table's key, or tells what that is. */
  public checkKey(key: Item): void {
    const given = Object.keys(key).sort();
    if (!this.keys) {
      this.learn(given);
    }
    const expected = [...(this.keys ?? [])].sort();
    const types = this.schema?.types ?? {};
    const wrongType = given.some((name) => types[name] !== undefined && types[name] !== typeOf(key[name]));
    if (given.join() !== expected.join() || wrongType) {
      throw validationError('The provided key element does not match the schema');
    }
    for (const name of given) {
      refuseEmpty(name, key);
    }
  }

  /** The keys of the table or of one of its indexes; undefined when nobody knows them. */
  public keysOf(index: string | undefined): KeySchema | undefined {
    if (index === undefined || !this.schema) {
      return index === undefined ? this.schema : undefined;
    }
    const found = this.schema.indexes?.[index];
    if (!found) {
      throw validationError(`The table does not have the specified index: ${index}`);
    }
    return found;
  }

  public get keyNames(): readonly string[] {
    return this.keys ?? [];
  }

  public copy(): Table {
    const copy = new Table(this.name, this.schema);
    copy.keys = this.keys;
    for (const item of this.all()) {
      copy.put(item);
    }
    return copy;
  }

  private learn(names: readonly string[]): void {
    this.keys = names;
    for (const item of this.keyless.splice(0)) {
      this.put(item);
    }
  }

  private identityOf(key: Item): string {
    return JSON.stringify(
      Object.keys(key)
        .sort()
        .map((name) => key[name]),
    );
  }

  private checkKeyType(name: string, item: Item): void {
    const expected = this.schema?.types?.[name];
    const actual = typeOf(item[name]);
    if (expected !== undefined && expected !== actual) {
      throw validationError(
        `One or more parameter values were invalid: Type mismatch for key ${name} expected: ${expected} actual: ${actual}`,
      );
    }
    refuseEmpty(name, item);
  }
}

function refuseEmpty(name: string, item: Item): void {
  if (contentOf(item[name]) === '') {
    const type = typeOf(item[name]) === 'B' ? 'binary' : 'string';
    throw validationError(
      `One or more parameter values are not valid. The AttributeValue for a key attribute cannot contain an empty ${type} value. Key: ${name}`,
    );
  }
}
