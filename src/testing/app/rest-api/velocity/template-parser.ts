import { Cursor } from './cursor';
import { ExpressionParser } from './expression-parser';
import type { Block, Expression, Way } from './syntax';

const parsed = new Map<string, readonly Block[]>();

/**
 * A template taken apart, once. The language is that on which Velocity 1.7 and 2.3 agree: which of them API Gateway runs,
 * it does not say. What they understand differently is refused.
 * https://velocity.apache.org/engine/devel/vtl-reference.html
 */
export function parsedTemplate(template: string): readonly Block[] {
  let blocks = parsed.get(template);
  if (!blocks) {
    blocks = new TemplateParser(template, false).whole();
    parsed.set(template, blocks);
  }
  return blocks;
}

/** What ends a body. */
const ENDS = ['end', 'else', 'elseif'];
const DIRECTIVES = ['set', 'if', 'foreach', 'define', 'break', 'stop'];
const UNSUPPORTED = ['macro', 'evaluate', 'parse', 'include'];

class TemplateParser {
  private readonly cursor: Cursor;
  private readonly expressions: ExpressionParser;

  /** @param isText - whether it is a text within a template */
  constructor(
    template: string,
    private readonly isText: boolean,
  ) {
    this.cursor = new Cursor(template);
    this.expressions = new ExpressionParser(this.cursor, (text) => new TemplateParser(text, true).whole());
  }

  public whole(): readonly Block[] {
    const blocks = this.blocks();
    if (!this.cursor.isAtEnd) {
      this.cursor.refuse('there is nothing that this would end');
    }
    return blocks;
  }

  private blocks(): Block[] {
    const { cursor } = this;
    const blocks: Block[] = [];
    while (!cursor.isAtEnd) {
      const text = cursor.take(/[^$#\\]+/y)?.[0];
      if (text !== undefined) {
        if (text.endsWith('*') && cursor.look(/#/y)) {
          cursor.refuse('there is no comment that this would end');
        }
        blocks.push({ kind: 'text', text });
      } else if (this.directiveHere(ENDS)) {
        break;
      } else {
        blocks.push(...this.special());
      }
    }
    return blocks;
  }

  /** What begins with one of the characters that may mean something. */
  private special(): Block[] {
    const { cursor } = this;
    if (cursor.look(/\\/y)) {
      return [{ kind: 'text', text: this.backslashes() }];
    }
    if (cursor.look(/\$/y)) {
      const reference = this.expressions.reference();
      if (reference && !reference.source.endsWith('}') && cursor.look(/[[{(]|##/y)) {
        cursor.refuse('a bracket or a comment right after a reference is not rehearsed: put braces around it, ${name}');
      }
      return [reference ? { kind: 'reference', reference } : this.mark(/\$/y)];
    }
    const raw = cursor.take(/#\[\[(.*?)\]\]#/sy)?.[1];
    if (raw !== undefined) {
      return [{ kind: 'text', text: raw }];
    }
    if (cursor.look(/##[^\n]*[$#!]$/y) && !this.isText) {
      cursor.refuse('Velocity 1.7 does not take a comment with such an end');
    }
    if (cursor.take(/##[^\n]*\n?/y) || cursor.take(/#\*.*?\*#/sy)) {
      return [];
    }
    return this.directive() ?? [this.otherMark()];
  }

  /** Before a reference or a directive they would have a meaning of their own. */
  private backslashes(): string {
    const { cursor } = this;
    const text = cursor.demand(/\\+/y, '\\')[0];
    if (cursor.look(/\$/y) || this.directiveHere([...DIRECTIVES, ...ENDS])) {
      cursor.position--;
      cursor.refuse("a backslash before this is not rehearsed: #set($dollar = '$') gives a dollar");
    }
    return text;
  }

  private otherMark(): Block {
    if (this.cursor.look(/#(\[\[|\*)/y)) {
      this.cursor.refuse('this has no end, or is not rehearsed');
    }
    const name = this.cursor.look(/#\{?([a-zA-Z]\w*)\}?[ \t]*\(/y)?.[1];
    if (name !== undefined) {
      this.cursor.refuse(`#${name}(…) is no directive, and macros are not rehearsed`);
    }
    return this.mark(/#/y);
  }

  /** A mark that means nothing; what follows may still make the versions of Velocity understand it differently. */
  private mark(form: RegExp): Block {
    const { cursor } = this;
    const text = cursor.demand(form, 'a mark')[0];
    if (cursor.look(/[ \t]*#|[!{[@\\]/y) || (cursor.isAtEnd && !this.isText)) {
      cursor.refuse(`a ${text} before this, which belongs to nothing, is not the same in Velocity 1.7 and 2.3`);
    }
    return { kind: 'text', text };
  }

  private directiveHere(names: readonly string[]): string | undefined {
    const [, braced, plain] = this.cursor.look(/#(?:\{([a-z]+)\}|([a-zA-Z]\w*))/y) ?? [];
    const name = braced ?? plain;
    return names.includes(name) ? name : undefined;
  }

  private directive(): Block[] | undefined {
    const name = this.directiveHere([...DIRECTIVES, ...UNSUPPORTED]);
    if (name === undefined || (name === 'set' && !this.cursor.look(/#(?:\{set\}|set)\s*\(/y))) {
      return undefined;
    }
    if (UNSUPPORTED.includes(name)) {
      this.cursor.refuse(`#${name} is not rehearsed`);
    }
    this.takeDirective();
    if ((name === 'break' || name === 'stop') && this.cursor.look(/\(/y)) {
      this.cursor.refuse(`#${name} takes nothing`);
    }
    switch (name) {
      case 'set':
        return [this.set()];
      case 'if':
        return [{ kind: 'if', ways: this.ways() }];
      case 'foreach':
        return [this.foreach()];
      case 'define':
        return [this.define()];
      default:
        return [{ kind: name as 'break' | 'stop' }];
    }
  }

  private takeDirective(): void {
    this.cursor.demand(/#(?:\{[a-z]+\}|[a-z]+)/y, 'a directive');
    if (this.cursor.look(/@/y)) {
      this.cursor.refuse('Velocity 1.7 does not take this for a directive');
    }
  }

  private set(): Block {
    const { cursor } = this;
    cursor.demand(/\s*\(\s*/y, '(');
    if (!cursor.look(/\$[a-zA-Z_]/y)) {
      cursor.refuse('Velocity 1.7 and 2.3 agree on #set($name = …) only');
    }
    const target = this.expressions.reference();
    if (!target || target.steps.some(({ kind }) => kind === 'method')) {
      return cursor.refuse('only a variable, a member or an item can be set');
    }
    cursor.demand(/\s*=(?!=)/y, '=');
    const value = this.expressions.expression();
    this.close();
    return { kind: 'set', target, value };
  }

  private ways(): Way[] {
    const ways: Way[] = [{ condition: this.condition(), body: this.blocks() }];
    while (this.directiveHere(['elseif'])) {
      this.takeDirective();
      ways.push({ condition: this.condition(), body: this.blocks() });
    }
    if (this.directiveHere(['else'])) {
      this.takeDirective();
      this.lineEnd();
      ways.push({ body: this.blocks() });
    }
    this.end();
    return ways;
  }

  private condition(): Expression {
    this.cursor.demand(/\s*\(/y, '(');
    const condition = this.expressions.expression();
    this.close();
    return condition;
  }

  private foreach(): Block {
    const { cursor } = this;
    const [, name] = cursor.demand(/\s*\(\s*\$([a-zA-Z_]\w*)\s+in\b/y, '($name in …');
    const over = this.expressions.expression();
    this.close();
    const body = this.blocks();
    this.end();
    return { kind: 'foreach', name, over, body };
  }

  private define(): Block {
    const [, name] = this.cursor.demand(/\s*\(\s*\$([a-zA-Z_]\w*)/y, '($name)');
    this.close();
    const body = this.blocks();
    this.end();
    return { kind: 'define', name, body };
  }

  private close(): void {
    this.cursor.demand(/\s*\)/y, ')');
    this.lineEnd();
  }

  private end(): void {
    if (!this.directiveHere(['end'])) {
      this.cursor.refuse('#end is expected');
    }
    this.takeDirective();
    this.lineEnd();
  }

  /** The end of its line belongs to a directive. */
  private lineEnd(): void {
    this.cursor.take(/[ \t]*\r?\n/y);
  }
}
