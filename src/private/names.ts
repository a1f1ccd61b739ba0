import { Names } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';

/** The construct's path as part of a physical name: readable, unique in its stack, of letters, digits and hyphens. */
export function uniquePath(construct: IConstruct, maxLength: number): string {
  return Names.uniqueResourceName(construct, { maxLength, separator: '-' });
}
