/** A template as velocityjs takes it apart: text, a node, or a directive with its body. */
export type Block = string | Node | readonly [Node, ...Block[]];

/** One part of a template. Which fields it has depends on its type. */
export interface Node {
  readonly type: string;
  readonly id?: string | Expression;
  readonly path?: readonly Step[];
  readonly leader?: '$' | '$!';
  readonly isWraped?: boolean;
  readonly equal?: readonly [Expression, Expression];
  readonly condition?: Expression;
  readonly to?: string;
  readonly from?: Expression;
  readonly value?: unknown;
  readonly args?: readonly Expression[];
}

export interface Expression extends Node {
  /** Of a text: whether it stood in double quotes. */
  readonly isEval?: boolean;
  readonly isRange?: boolean;
  readonly operator?: string;
  readonly expression?: readonly Expression[];
}

export interface Step {
  readonly type: 'property' | 'method' | 'index';
  readonly id: string | Expression;
  readonly args?: readonly Expression[];
}
