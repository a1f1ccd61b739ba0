import { Stack } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';

/**
 * The path of something that a stack uses, below that stack or beside it: for ids. Nothing else has it, and it stays the
 * same when others come and go.
 */
export function pathFromStack(scope: IConstruct, used: IConstruct): string {
  const stack = Stack.of(used);
  const from = stack === Stack.of(scope) ? stack : stack.node.scope;
  return used.node.path.slice(from?.node.path.length ?? 0).replace(/^\//, '');
}
