import type { Item } from './attribute-value';

/** A write to a table, whether it changed anything or not. */
export interface TableChange {
  /** The ARN of the table, or its name where a test has told only that. */
  readonly tableArn: string;
  readonly keys: Item;
  /** The item as it was; undefined when there was none. */
  readonly before?: Item;
  /** The item as it is; undefined when it was deleted. */
  readonly after?: Item;
}
