import type { Scalar } from './value-pattern';

/** In which element of which list of the event a value stands, by the number of the list. */
export type Places = ReadonlyMap<number, number>;

export interface FieldValue {
  readonly value: Scalar;
  readonly places: Places;
}

/**
 * The values of an event by the names on their way, joined with dots: `detail.state`.
 *
 * Lists have no part in the name. Those of plain values give several values to a name; those of objects do, too, and each
 * value remembers in which element it stands, because what a pattern asks of several fields must hold in one element.
 * https://github.com/aws/event-ruler, section "JSON Array Matching"
 */
export class FlatEvent {
  private readonly fields = new Map<string, FieldValue[]>();
  private lists = 0;

  constructor(event: Readonly<Record<string, unknown>>) {
    this.addObject(event, '', new Map());
  }

  public valuesOf(name: string): readonly FieldValue[] {
    return this.fields.get(name) ?? [];
  }

  private addObject(object: object, path: string, places: Places): void {
    for (const [name, value] of Object.entries(object)) {
      this.add(value, path === '' ? name : `${path}.${name}`, places);
    }
  }

  private add(value: unknown, path: string, places: Places): void {
    if (Array.isArray(value)) {
      this.addList(value, path, places);
    } else if (typeof value === 'object' && value !== null) {
      this.addObject(value, path, places);
    } else if (value !== undefined) {
      const values = this.fields.get(path) ?? [];
      values.push({ value: value as Scalar, places });
      this.fields.set(path, values);
    }
  }

  private addList(list: readonly unknown[], path: string, places: Places): void {
    const number = this.lists++;
    list.forEach((item, index) => {
      const isPlain = typeof item !== 'object' || item === null;
      this.add(item, path, isPlain ? places : new Map(places).set(number, index));
    });
  }
}
