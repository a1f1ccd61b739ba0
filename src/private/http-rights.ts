import { ArnFormat, Stack } from 'aws-cdk-lib';
import type * as events from 'aws-cdk-lib/aws-events';
import * as iam from 'aws-cdk-lib/aws-iam';
import type { IConstruct } from 'constructs';

/**
 * https://docs.aws.amazon.com/step-functions/latest/dg/call-https-apis.html#connect-http-task-permissions
 *
 * All state machines of the account in this Region: to name its own, the role would need it before it exists, and a
 * policy that came after the state machine would refuse the first calls of what a deployment has just added. What
 * the role can call is what the conditions say.
 */
export function httpRights(
  scope: IConstruct,
  { connectionArn, connectionSecretArn }: events.IConnection,
  method: string,
  pattern: string,
): iam.PolicyStatement[] {
  return [
    new iam.PolicyStatement({
      actions: ['states:InvokeHTTPEndpoint'],
      resources: [
        Stack.of(scope).formatArn({
          service: 'states',
          resource: 'stateMachine',
          resourceName: '*',
          arnFormat: ArnFormat.COLON_RESOURCE_NAME,
        }),
      ],
      conditions: {
        StringEquals: { 'states:HTTPMethod': method },
        StringLike: { 'states:HTTPEndpoint': pattern },
      },
    }),
    new iam.PolicyStatement({ actions: ['events:RetrieveConnectionCredentials'], resources: [connectionArn] }),
    new iam.PolicyStatement({
      actions: ['secretsmanager:GetSecretValue', 'secretsmanager:DescribeSecret'],
      resources: [connectionSecretArn],
    }),
  ];
}
