import { Duration } from 'aws-cdk-lib';
import type * as lambda from 'aws-cdk-lib/aws-lambda';
import type { Construct } from 'constructs';
import { testFunction } from '../functions';

/** Id of the construct that holds what a subject works with: that is the user's, and the net does not judge it. */
export const NEIGHBOURS = 'Neighbours';

/** Makes the functions that a subject calls, each once per name. */
export function functionsIn(neighbours: Construct): (id: string) => lambda.IFunction {
  return (id) =>
    (neighbours.node.tryFindChild(id) as lambda.Function | undefined) ??
    testFunction(neighbours, id, Duration.seconds(10));
}
