import type { Block, Expression } from './syntax';
import type { Value } from './values';

/** The variables of one rendering. */
export type Scope = Map<string, Value>;

/** What expressions and references need of the rendering that they are part of. */
export interface Evaluation {
  readonly variables: Scope;
  evaluate(expression: Expression): Value;
  blocks(blocks: readonly Block[]): string;
}
