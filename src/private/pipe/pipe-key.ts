import { ArnFormat, Stack } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import type * as kms from 'aws-cdk-lib/aws-kms';

/**
 * Lets a pipe use a key of the user's for what it stores, its patterns and templates, and for logs with execution data.
 *
 * The page of AWS has two spellings of the encryption context, so the role's right has no condition on it.
 * https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-encryption-pipes-cmkey.html
 */
export function allowPipeKey(role: iam.IRole, key: kms.IKey, logsData: boolean): void {
  key.grant(role, 'kms:Decrypt', 'kms:DescribeKey', 'kms:GenerateDataKey');
  if (!logsData) return;
  key.addToResourcePolicy(
    new iam.PolicyStatement({
      principals: [new iam.ServicePrincipal('delivery.logs.amazonaws.com')],
      actions: ['kms:Decrypt', 'kms:GenerateDataKey'],
      resources: ['*'],
      conditions: {
        StringLike: {
          'kms:EncryptionContext:SourceArn': Stack.of(role).formatArn({
            service: 'logs',
            resource: '*',
            arnFormat: ArnFormat.NO_RESOURCE_NAME,
          }),
        },
      },
    }),
  );
}
