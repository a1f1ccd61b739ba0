import type { Cursor } from './cursor';
import type { Block, Expression, Operator, Reference, Step } from './syntax';
import { JavaDouble } from './values';

const SPACE = /\s*/y;
/** The operators of each level, those that bind less first, with the words for them. */
const LEVELS: readonly RegExp[] = [
  /(\|\||or\b)/y,
  /(&&|and\b)/y,
  /(==|!=|eq\b|ne\b)/y,
  /(<=|>=|<|>|lt\b|le\b|gt\b|ge\b)/y,
  /([+-])(?!\d)/y,
  /([*/%])/y,
];
const WORDS: Readonly<Record<string, Operator>> = {
  or: '||',
  and: '&&',
  eq: '==',
  ne: '!=',
  lt: '<',
  le: '<=',
  gt: '>',
  ge: '>=',
};

/** Reads references and what stands in the parentheses of directives and methods. */
export class ExpressionParser {
  /** @param template - reads a text in double quotes */
  constructor(
    private readonly cursor: Cursor,
    private readonly template: (text: string) => readonly Block[],
  ) {}

  public expression(level = 0): Expression {
    if (level === LEVELS.length) {
      return this.unary();
    }
    let left = this.expression(level + 1);
    for (;;) {
      this.cursor.take(SPACE);
      const found = this.cursor.take(LEVELS[level])?.[1];
      if (found === undefined) {
        return left;
      }
      const operator = WORDS[found] ?? (found as Operator);
      left = { kind: 'binary', operator, left, right: this.expression(level + 1) };
    }
  }

  /** A reference, if there is one: `$name`, `$!name`, `${name}`; what else begins with a dollar is text. */
  public reference(): Reference | undefined {
    const { cursor } = this;
    const start = cursor.position;
    const found = cursor.take(/\$(!?)(\{?)([a-zA-Z_]\w*)/y);
    if (!found) {
      return undefined;
    }
    const [, quiet, brace, name] = found;
    this.refuseHyphen();
    const steps = this.steps();
    if (brace) {
      cursor.demand(/\}/y, '}');
    }
    return { name, steps, isQuiet: quiet !== '', source: cursor.text.slice(start, cursor.position) };
  }

  private steps(): Step[] {
    const { cursor } = this;
    const steps: Step[] = [];
    for (;;) {
      const property = cursor.take(/\.([a-zA-Z]\w*)/y)?.[1];
      if (property !== undefined && cursor.take(/\(/y)) {
        steps.push({ kind: 'method', name: property, args: this.listUntil(/\)/y, ')') });
      } else if (property !== undefined) {
        this.refuseHyphen();
        steps.push({ kind: 'property', name: property });
      } else if (cursor.take(/\[/y)) {
        cursor.take(SPACE);
        steps.push({ kind: 'index', index: this.primary() });
        cursor.demand(/\s*\]/y, ']');
      } else if (cursor.look(/\._/y)) {
        cursor.refuse('Velocity 1.7 and 2.3 do not agree on names with an underscore before them');
      } else {
        return steps;
      }
    }
  }

  /** In Velocity 1.7 a hyphen is part of a name, in 2.3 it is not. */
  private refuseHyphen(): void {
    if (this.cursor.look(/-/y)) {
      this.cursor.refuse('Velocity 1.7 and 2.3 do not agree on a hyphen after a name: put braces around it, ${name}');
    }
  }

  private unary(): Expression {
    this.cursor.take(SPACE);
    return this.cursor.take(/!|not\b/y) ? { kind: 'not', operand: this.unary() } : this.primary();
  }

  private primary(): Expression {
    const { cursor } = this;
    cursor.take(SPACE);
    const reference = this.reference();
    if (reference) {
      return { kind: 'reference', reference };
    }
    if (cursor.take(/\(/y)) {
      const inner = this.expression();
      cursor.demand(/\s*\)/y, ')');
      return inner;
    }
    if (cursor.take(/\[/y)) {
      return this.listOrRange();
    }
    if (cursor.take(/\{/y)) {
      return { kind: 'map', members: this.members() };
    }
    const word = cursor.take(/(true|false)\b/y)?.[0];
    return word === undefined ? (this.number() ?? this.text()) : { kind: 'literal', value: word === 'true' };
  }

  /** Whole numbers of any size, and those with a point or an exponent. */
  private number(): Expression | undefined {
    const fraction = this.cursor.take(/-?(?:\d+\.\d+|\d+\.(?!\.)|\.\d+)(?:[eE][+-]?\d+)?|-?\d+[eE][+-]?\d+/y)?.[0];
    if (fraction !== undefined) {
      return { kind: 'literal', value: new JavaDouble(Number(fraction)) };
    }
    const whole = this.cursor.take(/-?\d+/y)?.[0];
    if (whole === undefined) {
      return undefined;
    }
    const value = Number(whole);
    return { kind: 'literal', value: Number.isSafeInteger(value) ? value : BigInt(whole) };
  }

  /** A quote in a text is written twice, a backslash stands for itself. */
  private text(): Expression {
    const found = this.cursor.take(/'((?:[^']|'')*)'|"((?:[^"]|"")*)"/y);
    if (!found) {
      return this.cursor.refuse('a value is expected');
    }
    const [, single, double] = found;
    if (single !== undefined) {
      return { kind: 'literal', value: single.replaceAll("''", "'") };
    }
    const value = double
      .replaceAll('""', '"')
      .replace(/\\u([\da-fA-F]{4})/g, (_escape, code) => String.fromCharCode(Number.parseInt(code, 16)));
    return /[$#]/.test(value) ? { kind: 'template', body: this.template(value) } : { kind: 'literal', value };
  }

  private listOrRange(): Expression {
    const { cursor } = this;
    const start = cursor.position;
    cursor.take(SPACE);
    if (cursor.look(/[-$\d]/y)) {
      const from = this.primary();
      if (cursor.take(/\s*\.\./y)) {
        const to = this.primary();
        cursor.demand(/\s*\]/y, ']');
        return { kind: 'range', from, to };
      }
    }
    cursor.position = start;
    return { kind: 'list', items: this.listUntil(/\]/y, ']') };
  }

  /** Values with commas between them: before Velocity 2.0, nothing is calculated here. */
  private listUntil(end: RegExp, mark: string): Expression[] {
    const { cursor } = this;
    const values: Expression[] = [];
    cursor.take(SPACE);
    if (cursor.take(end)) {
      return values;
    }
    for (;;) {
      values.push(this.primary());
      cursor.take(SPACE);
      if (cursor.take(end)) {
        return values;
      }
      cursor.demand(/,/y, `, or ${mark}`);
    }
  }

  private members(): [Expression, Expression][] {
    const { cursor } = this;
    const members: [Expression, Expression][] = [];
    if (cursor.take(/\s*\}/y)) {
      return members;
    }
    do {
      const key = this.primary();
      cursor.demand(/\s*:/y, ':');
      members.push([key, this.primary()]);
    } while (cursor.take(/\s*,/y));
    cursor.demand(/\s*\}/y, '}');
    return members;
  }
}
