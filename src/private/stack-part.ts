import { Fn, type Stack, Token } from 'aws-cdk-lib';

const stackParts = new WeakMap<Stack, string>();

/**
 * A part of the stack id, for names that a stack made again must not share with its predecessor, nor with a stack that is
 * written the same. One token for all names in a stack, resolved as far as it can be now.
 */
export function stackPart(stack: Stack): string {
  const known = stackParts.get(stack);
  if (known !== undefined) return known;
  const stackId = Fn.select(2, Fn.split('/', stack.stackId));
  const part = Token.asString(stack.resolve(Fn.select(0, Fn.split('-', stackId))));
  stackParts.set(stack, part);
  return part;
}
