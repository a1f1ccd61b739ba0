import type { IConstruct } from 'constructs';

/**
 * An error about what a user wrote: says what is wrong and what to write instead, and ends with the construct's path.
 *
 * The CDK's own `ValidationError` is internal and its constructor has changed between releases, so ours is a plain `Error`.
 */
export function invalid(scope: IConstruct, message: string): Error {
  return new Error(`${message} [at ${scope.node.path || scope.node.id}]`);
}
