import { Duration } from 'aws-cdk-lib';
import * as dynamodb from 'aws-cdk-lib/aws-dynamodb';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import type { Construct } from 'constructs';
import { ApiAuthorization, ApprovalApi, type ApprovalApiOptions } from '../../../src';
import { functionsIn } from '../neighbours';
import type { Acknowledgement, Subject } from '../subject';

/** What cdk-nag finds at the page of an approval. */
export const OF_APPROVAL_PAGES: Acknowledgement[] = [
  {
    id: 'AwsSolutions-APIG2',
    reason:
      'Nothing of a request goes anywhere unencoded: an id has its form or is none, and the decision workflow reads the body.',
  },
  { id: 'AwsSolutions-APIG3', reason: 'A web ACL costs by itself; webAclArn takes one.' },
  { id: 'AwsSolutions-APIG6', reason: 'The path of a request is a secret, and would stand in an execution log.' },
  { id: 'Serverless-APIGWXrayEnabled', reason: 'The address of a request is a secret, and would stand in a trace.' },
  {
    id: 'AwsSolutions-IAM4[Policy::arn:<AWS::Partition>:iam::aws:policy/service-role/AmazonAPIGatewayPushToCloudWatchLogs]',
    reason: 'The setting of the account is for all APIs, and AWS says which rights it takes.',
  },
];

function subject(name: string, options: (neighbours: Construct) => ApprovalApiOptions, encrypted = false): Subject {
  return {
    name,
    build: (scope, neighbours) =>
      new ApprovalApi(scope, 'Approvals', {
        table: new dynamodb.Table(neighbours, 'Table', {
          partitionKey: { name: 'id', type: dynamodb.AttributeType.STRING },
          encryptionKey: encrypted ? new kms.Key(neighbours, 'Key') : undefined,
        }),
        decisionWorkflow: new sfn.StateMachine(neighbours, 'Decide', {
          definitionBody: sfn.DefinitionBody.fromChainable(new sfn.Pass(neighbours, 'Pass')),
          stateMachineType: sfn.StateMachineType.EXPRESS,
          timeout: Duration.seconds(20),
        }),
        ...options(neighbours),
      }),
    acknowledged: OF_APPROVAL_PAGES,
  };
}

export const subjects: Subject[] = [
  subject('Pages of approvals', () => ({})),
  subject(
    'Pages of approvals for those whom a function lets in',
    (neighbours) => ({ authorization: ApiAuthorization.lambdaFunction(functionsIn(neighbours)('Doorman')) }),
    true,
  ),
];
