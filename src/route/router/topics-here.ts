import { ArnFormat, Stack } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';

/**
 * All topics of this account and Region: for policies of what a topic needs, which would be a circle if they named it, and
 * which have room for one statement for many topics.
 */
export function topicsHere(scope: IConstruct): string {
  return Stack.of(scope).formatArn({ service: 'sns', resource: '*', arnFormat: ArnFormat.NO_RESOURCE_NAME });
}
