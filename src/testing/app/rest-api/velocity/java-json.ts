import { JavaDouble, JavaList, type JavaMap, type Value } from './values';

/**
 * Reads JSON as Java does: members keep their order, whatever they are called, and numbers their kind. Throws what
 * JSON.parse throws.
 */
export function readJson(text: string): Value {
  JSON.parse(text);
  return new Reader(text).value();
}

const TOKEN =
  /\s*(?:("(?:[^"\\]|\\.)*")|(-?\d+(?![\d.eE]))|(-?[\d.]+(?:[eE][+-]?\d+)?)|(true|false|null)|([[\]{},:]))/sy;

/** Of a text that is known to be JSON. */
class Reader {
  private position = 0;

  constructor(private readonly text: string) {}

  public value(): Value {
    const [, text, whole, fraction, word, mark] = this.next();
    if (text !== undefined) {
      return JSON.parse(text) as string;
    }
    if (whole !== undefined) {
      const number = Number(whole);
      return Number.isSafeInteger(number) ? number : BigInt(whole);
    }
    if (fraction !== undefined) {
      return new JavaDouble(Number(fraction));
    }
    if (word !== undefined) {
      return word === 'null' ? null : word === 'true';
    }
    return mark === '[' ? new JavaList(this.items(), 'json') : this.members();
  }

  private items(): Value[] {
    const items: Value[] = [];
    while (!this.takes(']')) {
      items.push(this.value());
      this.takes(',');
    }
    return items;
  }

  private members(): JavaMap {
    const members: JavaMap = new Map();
    while (!this.takes('}')) {
      const name = JSON.parse(this.next()[1]) as string;
      this.takes(':');
      members.set(name, this.value());
      this.takes(',');
    }
    return members;
  }

  private takes(mark: string): boolean {
    const before = this.position;
    if (this.next()[5] === mark) {
      return true;
    }
    this.position = before;
    return false;
  }

  private next(): RegExpExecArray {
    TOKEN.lastIndex = this.position;
    const found = TOKEN.exec(this.text) as RegExpExecArray;
    this.position = TOKEN.lastIndex;
    return found;
  }
}
