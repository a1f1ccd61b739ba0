import { Stack } from 'aws-cdk-lib';
import type * as sfn from 'aws-cdk-lib/aws-stepfunctions';

/**
 * What API Gateway calls an action of Step Functions by, in the Region of the state machine.
 * https://docs.aws.amazon.com/apigateway/latest/api/API_Integration.html
 */
export function actionUri(stateMachine: sfn.IStateMachine, action: string): string {
  return `arn:${Stack.of(stateMachine).partition}:apigateway:${stateMachine.env.region}:states:action/${action}`;
}
