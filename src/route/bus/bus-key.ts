import { Annotations, Stack } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import type * as kms from 'aws-cdk-lib/aws-kms';
import type { Construct } from 'constructs';

/**
 * Lets EventBridge use a key for a bus and its archive, which ask for it in the name of the bus.
 *
 * What the CDK adds for a bus has one condition on everything: an archive does not tell its `aws:SourceArn`, and
 * `kms:DescribeKey` has no encryption context.
 *
 * https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-encryption-event-bus-cmkey.html
 * https://docs.aws.amazon.com/eventbridge/latest/userguide/encryption-archives.html
 *
 * @param busArn - without a reference to the bus, which refers to the key
 */
export function allowBusEncryption(scope: Construct, key: kms.IKey, busArn: string, isArchived: boolean): void {
  const { account } = Stack.of(scope);
  const statement = (actions: string[], conditions: Record<string, string>) =>
    new iam.PolicyStatement({
      principals: [new iam.ServicePrincipal('events.amazonaws.com')],
      actions,
      resources: ['*'],
      conditions: { StringEquals: conditions },
    });
  const statements = [
    statement(['kms:DescribeKey'], { 'aws:SourceAccount': account }),
    statement(['kms:Decrypt', 'kms:GenerateDataKey', ...(isArchived ? ['kms:ReEncrypt*'] : [])], {
      'kms:EncryptionContext:aws:events:event-bus:arn': busArn,
    }),
  ];
  const isClosed = statements.map((each) => key.addToResourcePolicy(each).statementAdded).includes(false);
  if (isClosed) {
    Annotations.of(scope).addWarningV2(
      'cdk-workflows:busKeyClosed',
      'encryptionKey must let events.amazonaws.com use it, or no event is delivered: add kms:DescribeKey, kms:Decrypt, ' +
        'kms:GenerateDataKey and kms:ReEncrypt* to its policy',
    );
  }
}
