import { RehearsalError } from '../../../rehearsal-error';
import type { Block, Node } from './syntax';

type Library = typeof import('velocityjs');

const parsed = new Map<string, readonly Block[]>();

/** A template taken apart, once. */
export function parsedTemplate(template: string): readonly Block[] {
  const known = parsed.get(template);
  if (known) {
    return known;
  }
  refuseDifferences(template);
  // Loaded when the first template is rendered: most rehearsals have none.
  const { parse } = require('velocityjs') as Library;
  let blocks: readonly Block[];
  try {
    blocks = parse(template) as unknown as readonly Block[];
  } catch (error) {
    throw new RehearsalError(`the template cannot be parsed: ${(error as Error).message}\n${template}`);
  }
  parsed.set(template, blocks);
  return blocks;
}

export function isNode(block: Block): block is Node {
  return typeof block === 'object' && !Array.isArray(block);
}

/** Where our parser understands something else than the engine that API Gateway runs. */
function refuseDifferences(template: string): void {
  if (/\\[$#]/.test(template)) {
    throw new RehearsalError(
      "a template has a backslash before $ or #, which a rehearsal does not read as Velocity does: #set($dollar = '$')",
    );
  }
}
