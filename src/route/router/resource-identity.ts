import { Reference, Stack, Tokenization } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';

/** The same for two ARNs of the same resource, different for those of two stacks that have the same logical id. */
export function identityOf(scope: IConstruct, arn: string): string {
  const { firstToken, length } = Tokenization.reverseString(arn);
  const path = length === 1 && Reference.isReference(firstToken) ? firstToken.target.node.path : '';
  return JSON.stringify([path, Stack.of(scope).resolve(arn)]);
}
