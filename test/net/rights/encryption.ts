import type { Synthesis } from '../synthesis';
import type { NeededRight } from './right';

const ENCRYPTED: Readonly<Record<string, string>> = {
  'AWS::SQS::Queue': 'KmsMasterKeyId',
  'AWS::SNS::Topic': 'KmsMasterKeyId',
  'AWS::Kinesis::Stream': 'StreamEncryption',
  'AWS::DynamoDB::Table': 'SSESpecification',
  'AWS::SecretsManager::Secret': 'KmsKeyId',
  'AWS::StepFunctions::StateMachine': 'EncryptionConfiguration',
};

/** The key of a resource of this app; nobody can know that of one that was imported. */
export function encryptingKey(arn: string, synthesis: Synthesis): string | undefined {
  // The stream of a table is encrypted with the key of the table.
  const ofTable = arn.replace(/\/stream\/[^/]*$/, '');
  for (const [type, property] of Object.entries(ENCRYPTED)) {
    const owner = synthesis.ofType(type).find((each) => synthesis.arnOf(each) === ofTable);
    if (owner) {
      const value = synthesis.evaluate(owner, owner.properties[property]);
      const key =
        value?.KeyId ?? value?.KMSMasterKeyId ?? value?.KmsKeyId ?? (typeof value === 'string' ? value : undefined);
      // A key of AWS, which everybody may use who may use the resource.
      return key?.startsWith('alias/aws/') ? undefined : key;
    }
  }
  return undefined;
}

/** https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-key-management.html */
export function forSending(queueArn: string | undefined, synthesis: Synthesis): NeededRight[] {
  if (queueArn === undefined) return [];
  const key = encryptingKey(queueArn, synthesis);
  const onKey = key ? ['kms:Decrypt', 'kms:GenerateDataKey'] : [];
  const action = queueArn.split(':')[2] === 'sns' ? 'sns:Publish' : 'sqs:SendMessage';
  return [{ action, resource: queueArn }, ...onKey.map((each) => ({ action: each, resource: String(key) }))];
}

/** What a consumer of something encrypted needs beside the right to read. */
export function forReading(arn: string, synthesis: Synthesis): NeededRight[] {
  const key = encryptingKey(arn, synthesis);
  return key ? [{ action: 'kms:Decrypt', resource: key }] : [];
}

/** What it takes to wait for an execution, or to read what one was given or gave: https://docs.aws.amazon.com/step-functions/latest/apireference/API_StartSyncExecution.html */
export function forWaiting(machineArn: string, key: string | undefined): NeededRight[] {
  const context = { 'kms:EncryptionContext:aws:states:stateMachineArn': machineArn };
  return key ? [{ action: 'kms:Decrypt', resource: key, context }] : [];
}
