import type { Expression } from './syntax';
import type { Value } from './values';

/** The variables of one rendering. */
export type Scope = Map<string, Value>;

/** What expressions and references need of the rendering that they are part of. */
export interface Evaluation {
  readonly variables: Scope;
  evaluate(expression: Expression): Value;
  /** Renders a text in double quotes, which is a template of its own. */
  text(template: string): string;
}
