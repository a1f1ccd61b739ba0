import { RehearsalError } from '../../../rehearsal-error';
import type { Evaluation, Scope } from './evaluation';
import { evaluate, isTrue } from './expressions';
import { textOf } from './java-text';
import { parsedTemplate } from './parsed-template';
import { assign, referenceText, resolve } from './references';
import type { Block, Expression, Node } from './syntax';
import { JavaList, type Value } from './values';

/** Ends a loop, or the template. */
class Stop {
  constructor(public readonly what: 'break' | 'stop') {}
}

/**
 * Renders a template as API Gateway does.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/models-mappings.html
 * https://velocity.apache.org/engine/devel/vtl-reference.html
 */
export function render(template: string, variables: Scope): string {
  try {
    return new Rendering(variables).blocks(parsedTemplate(template));
  } catch (error) {
    if (error instanceof Stop) {
      throw new RehearsalError(`#${error.what} is not rehearsed outside of #foreach`);
    }
    throw error;
  }
}

class Rendering implements Evaluation {
  constructor(public readonly variables: Scope) {}

  public blocks(blocks: readonly Block[]): string {
    return blocks.map((block) => this.block(block)).join('');
  }

  public evaluate(expression: Expression): Value {
    return evaluate(expression, this);
  }

  /** A text in double quotes is a template of its own. */
  public text(template: string): string {
    return /[$#]/.test(template) ? this.blocks(parsedTemplate(template)) : template;
  }

  private block(block: Block): string {
    if (typeof block === 'string') {
      return block;
    }
    if (Array.isArray(block)) {
      return this.directive(block as readonly [Node, ...Block[]]);
    }
    return this.node(block as Node);
  }

  private node(node: Node): string {
    switch (node.type) {
      case 'references':
        return this.reference(node);
      case 'set':
        assign(node, this);
        return '';
      case 'comment':
        return '';
      case 'raw':
        return String(node.value);
      case 'break':
        throw new Stop('break');
      default:
        throw new RehearsalError(`#${node.id ?? node.type} is not rehearsed in a template`);
    }
  }

  /** What has no value stays as it is written, or is left out when it is quiet: `$!name`. */
  private reference(node: Node): string {
    const value = resolve(node, this);
    if (value === null) {
      return node.leader === '$!' ? '' : referenceText(node);
    }
    return textOf(value);
  }

  private directive([head, ...body]: readonly [Node, ...Block[]]): string {
    switch (head.type) {
      case 'if':
        return this.blocks(this.chosen(head, body));
      case 'foreach':
        return this.loop(head, body);
      default:
        throw new RehearsalError(`#${head.type} is not rehearsed in a template`);
    }
  }

  /** The blocks after the first condition that holds. */
  private chosen(head: Node, body: readonly Block[]): Block[] {
    const chosen: Block[] = [];
    let taken = isTrue(this.evaluate(head.condition as Expression));
    for (const block of body) {
      const branch = typeof block === 'object' && 'type' in block && ['elseif', 'else'].includes(block.type) && block;
      if (branch && taken) {
        break;
      }
      if (branch) {
        taken = branch.type === 'else' || isTrue(this.evaluate(branch.condition as Expression));
      } else if (taken) {
        chosen.push(block);
      }
    }
    return chosen;
  }

  private loop({ to = '', from }: Node, body: readonly Block[]): string {
    const over = this.evaluate(from as Expression);
    const items = over instanceof JavaList ? over.items : over instanceof Map ? [...over.values()] : undefined;
    if (over === null) {
      return '';
    }
    if (!items) {
      throw new RehearsalError(`#foreach over ${textOf(over)}, which is neither a list nor a map`);
    }
    const outside = new Map(['foreach', 'velocityCount', to].map((name) => [name, this.variables.get(name)]));
    let text = '';
    try {
      for (const [index, item] of [...items].entries()) {
        const foreach = new Map<string, Value>(
          Object.entries({
            count: index + 1,
            index,
            hasNext: index + 1 < items.length,
            first: index === 0,
            last: index + 1 === items.length,
          }),
        );
        this.variables
          .set(to, item)
          .set('foreach', foreach)
          .set('velocityCount', index + 1);
        text += this.blocks(body);
      }
    } catch (error) {
      if (!(error instanceof Stop)) {
        throw error;
      }
    }
    for (const [name, value] of outside) {
      if (value === undefined) {
        this.variables.delete(name);
      } else {
        this.variables.set(name, value);
      }
    }
    return text;
  }
}
