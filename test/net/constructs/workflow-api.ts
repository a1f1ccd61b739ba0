import { Duration, Stack } from 'aws-cdk-lib';
import * as apigateway from 'aws-cdk-lib/aws-apigateway';
import * as cognito from 'aws-cdk-lib/aws-cognito';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import type { Construct } from 'constructs';
import { ApiAuthorization, WorkflowApi, type WorkflowApiProps } from '../../../src';
import { LOG_DELIVERY } from '../acknowledged';
import { functionsIn } from '../neighbours';
import type { Acknowledgement, Subject } from '../subject';
import { variants } from '../variants';

const REQUEST_VALIDATION: Acknowledgement = {
  id: 'AwsSolutions-APIG2',
  reason: 'Body and parameters are validated: the validator is in the OpenAPI document, which the rule does not read.',
};

const WEB_ACL: Acknowledgement = {
  id: 'AwsSolutions-APIG3',
  reason: 'A web ACL costs by itself; webAclArn takes one.',
};

const ACCOUNT_LOGGING: Acknowledgement = {
  id: 'AwsSolutions-IAM4[Policy::arn:<AWS::Partition>:iam::aws:policy/service-role/AmazonAPIGatewayPushToCloudWatchLogs]',
  reason: 'The setting of the account is for all APIs, and AWS says which rights it takes.',
};

const EXECUTIONS: Acknowledgement = {
  id: /^AwsSolutions-IAM5\[Resource::arn:.*:states:.*:execution:.*:\*\]$/,
  reason: 'The executions of one state machine have no names yet.',
};

const OF_OUR_API = [REQUEST_VALIDATION, WEB_ACL, ACCOUNT_LOGGING];

function machine(neighbours: Construct, express = false): sfn.StateMachine {
  const id = express ? 'Quick' : 'Slow';
  return new sfn.StateMachine(neighbours, id, {
    definitionBody: sfn.DefinitionBody.fromChainable(new sfn.Pass(neighbours, `${id}Pass`)),
    stateMachineType: express ? sfn.StateMachineType.EXPRESS : sfn.StateMachineType.STANDARD,
    timeout: Duration.seconds(20),
  });
}

function api(
  name: string,
  props: (neighbours: Construct) => WorkflowApiProps,
  acknowledged: Acknowledgement[],
): Subject {
  return {
    name,
    build: (scope, neighbours) => new WorkflowApi(scope, 'Api', { path: 'orders', ...props(neighbours) }),
    acknowledged,
  };
}

export const subjects: Subject[] = [
  api(
    'API of a Standard workflow',
    (neighbours) => ({
      workflow: machine(neighbours),
      stopEndpoint: true,
      cors: { allowOrigin: 'https://shop.example.com' },
      requestSchema: { type: 'object', required: ['orderId'] },
    }),
    [...OF_OUR_API, EXECUTIONS],
  ),
  api('API with exact replies', (neighbours) => ({ workflow: machine(neighbours), exactReplies: true }), [
    ...OF_OUR_API,
    EXECUTIONS,
    LOG_DELIVERY,
  ]),
  api('API of an Express workflow', (neighbours) => ({ workflow: machine(neighbours, true), sync: true }), OF_OUR_API),
  api(
    'API with a handler and an authorizer',
    (neighbours) => {
      const fn = functionsIn(neighbours);
      return {
        workflow: machine(neighbours),
        handler: fn('Start'),
        authorization: ApiAuthorization.lambdaFunction(fn('Doorman')),
      };
    },
    [...OF_OUR_API, EXECUTIONS],
  ),
  api(
    'API of a user pool for an encrypted workflow',
    (neighbours) => {
      const workflow = machine(neighbours);
      const key = new kms.Key(neighbours, 'Key');
      (workflow.node.defaultChild as sfn.CfnStateMachine).encryptionConfiguration = {
        type: 'CUSTOMER_MANAGED_KMS_KEY',
        kmsKeyId: key.keyArn,
      };
      // Imported, because China has no user pools.
      const pool = { service: 'cognito-idp', resource: 'userpool', resourceName: 'us-east-1_Ab' };
      const userPoolArn = Stack.of(neighbours).formatArn(pool);
      const userPool = cognito.UserPool.fromUserPoolArn(neighbours, 'Pool', userPoolArn);
      return { workflow, statusOutput: true, authorization: ApiAuthorization.cognito(userPool) };
    },
    [...OF_OUR_API, EXECUTIONS],
  ),
  {
    ...api(
      'Routes on an API of the user',
      (neighbours) => ({
        workflow: machine(neighbours),
        restApi: new apigateway.RestApi(neighbours, 'RestApi'),
        gatewayResponses: true,
      }),
      [EXECUTIONS],
    ),
    // Routes stand where that API does, and nothing would be left for a stack of their own.
    variants: variants.filter(({ title }) => !title.startsWith('its neighbours in another stack')),
  },
];
