import type { Value } from './values';

/** A part of a template. */
export type Block =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'reference'; readonly reference: Reference }
  | { readonly kind: 'set'; readonly target: Reference; readonly value: Expression }
  | { readonly kind: 'if'; readonly ways: readonly Way[] }
  | { readonly kind: 'foreach'; readonly name: string; readonly over: Expression; readonly body: readonly Block[] }
  | { readonly kind: 'define'; readonly name: string; readonly body: readonly Block[] }
  | { readonly kind: 'break' | 'stop' };

/** One way of an `#if`; the one without a condition is `#else`. */
export interface Way {
  readonly condition?: Expression;
  readonly body: readonly Block[];
}

/** `$name.property.method(…)[0]` */
export interface Reference {
  readonly name: string;
  readonly steps: readonly Step[];
  /** `$!name`: nothing in place of what has no value. */
  readonly isQuiet: boolean;
  /** As it is written, for this is what stands in place of what has no value. */
  readonly source: string;
}

export type Step =
  | { readonly kind: 'property'; readonly name: string }
  | { readonly kind: 'method'; readonly name: string; readonly args: readonly Expression[] }
  | { readonly kind: 'index'; readonly index: Expression };

export type Expression =
  | { readonly kind: 'literal'; readonly value: Value }
  /** A text in double quotes, which is a template of its own. */
  | { readonly kind: 'template'; readonly body: readonly Block[] }
  | { readonly kind: 'reference'; readonly reference: Reference }
  | { readonly kind: 'list'; readonly items: readonly Expression[] }
  | { readonly kind: 'range'; readonly from: Expression; readonly to: Expression }
  | { readonly kind: 'map'; readonly members: readonly (readonly [Expression, Expression])[] }
  | { readonly kind: 'not'; readonly operand: Expression }
  | { readonly kind: 'binary'; readonly operator: Operator; readonly left: Expression; readonly right: Expression };

export type Operator = '||' | '&&' | '==' | '!=' | '<' | '<=' | '>' | '>=' | '+' | '-' | '*' | '/' | '%';
