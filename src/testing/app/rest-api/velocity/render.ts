import type { Evaluation, Scope } from './evaluation';
import { evaluate, isTrue } from './expressions';
import { textOf } from './java-text';
import { assign, resolve } from './references';
import type { Block, Expression, Reference, Way } from './syntax';
import { parsedTemplate } from './template-parser';
import { JavaList, type Value, type VelocityObject } from './values';

/**
 * Renders a template as API Gateway does.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/models-mappings.html
 */
export function render(template: string, variables: Scope): string {
  return new Rendering(variables).blocks(parsedTemplate(template));
}

type Loop = Extract<Block, { kind: 'foreach' }>;

class Rendering implements Evaluation {
  /** Set by `#break` until the loop is left, by `#stop` for good. */
  private ending?: 'break' | 'stop';

  constructor(public readonly variables: Scope) {}

  public evaluate(expression: Expression): Value {
    return evaluate(expression, this);
  }

  public blocks(blocks: readonly Block[]): string {
    let text = '';
    for (const block of blocks) {
      if (this.ending) {
        break;
      }
      text += this.block(block);
    }
    return text;
  }

  private block(block: Block): string {
    switch (block.kind) {
      case 'text':
        return block.text;
      case 'reference':
        return this.reference(block.reference);
      case 'set':
        assign(block.target, this.evaluate(block.value), this);
        return '';
      case 'if':
        return this.firstTrue(block.ways);
      case 'foreach':
        return this.loop(block);
      case 'define':
        this.variables.set(block.name, this.defined(block.body));
        return '';
      default:
        this.ending = block.kind;
        return '';
    }
  }

  /** What has no value stays as it is written, or is left out when it is quiet: `$!name`. */
  private reference(reference: Reference): string {
    const value = resolve(reference, this);
    if (value === null) {
      return reference.isQuiet ? '' : reference.source;
    }
    return textOf(value);
  }

  private firstTrue(ways: readonly Way[]): string {
    const way = ways.find(({ condition }) => condition === undefined || isTrue(condition, this));
    return way ? this.blocks(way.body) : '';
  }

  /** A body that is rendered wherever its name stands. */
  private defined(body: readonly Block[]): VelocityObject {
    return { shownAs: 'a definition', text: () => this.blocks(body) };
  }

  /** Over the items of a list or the values of a map; anything else has none. */
  private loop({ name, over, body }: Loop): string {
    const value = this.evaluate(over);
    const items = value instanceof JavaList ? [...value.items] : value instanceof Map ? [...value.values()] : [];
    const outside = [name, 'foreach'].map((one) => [one, this.variables.get(one)] as const);
    const parent = this.variables.get('foreach') ?? null;
    let text = '';
    for (const [index, item] of items.entries()) {
      this.variables.set(name, item).set('foreach', position(index, items.length, parent));
      text += this.blocks(body);
      if (this.ending) {
        break;
      }
    }
    if (this.ending === 'break') {
      this.ending = undefined;
    }
    for (const [one, before] of outside) {
      if (before === undefined) {
        this.variables.delete(one);
      } else {
        this.variables.set(one, before);
      }
    }
    return text;
  }
}

/** `$foreach` */
function position(index: number, length: number, parent: Value): VelocityObject {
  const hasNext = index + 1 < length;
  const members: Readonly<Record<string, Value>> = {
    count: index + 1,
    index,
    hasNext,
    first: index === 0,
    last: !hasNext,
    parent,
  };
  const get = (name: string) => (Object.hasOwn(members, name) ? members[name] : undefined);
  return { shownAs: '$foreach', get, call: (name) => (name === 'hasNext' ? hasNext : undefined) };
}
