import { Stack } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';

/** How many characters a document will have as JSON, with an estimate for what only the deployment knows. */
export function estimatedLength(scope: IConstruct, document: unknown): number {
  const resolved = Stack.of(scope).resolve(document);
  return JSON.stringify(resolved, (_, value) => (isIntrinsic(value) ? estimated(value) : value)).length;
}

function isIntrinsic(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && /^(Ref$|Fn::)/.test(Object.keys(value)[0] ?? '');
}

/** A text as long as what CloudFormation will put there: Regions and accounts are short, names may be longer. */
function estimated(value: Record<string, unknown>): string {
  const [, parts] = (value['Fn::Join'] ?? []) as [string?, unknown[]?];
  if (!parts) return String(value.Ref).startsWith('AWS::') ? ' '.repeat(12) : ' '.repeat(60);
  return parts.map((part) => (isIntrinsic(part) ? estimated(part) : String(part))).join('');
}
