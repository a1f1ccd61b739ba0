import { isObject, type JsonObject } from '../../../../asl/json';
import { DeliveryError } from '../delivery-error';
import { textAt } from '../event-path';
import { type Destination, demandOfRole } from './destination';

const LONGEST_KEY = 256;

/**
 * Puts a record into a Kinesis stream. Without a path for it the partition key is the id of the event. That a path which
 * finds no key makes the delivery fail is documented nowhere.
 * https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_KinesisParameters.html
 */
export const toStream: Destination = (parcel, text) => {
  const { app, target, put } = parcel;
  const { arn, partitionKeyPath } = target;
  demandOfRole(parcel, { action: 'kinesis:PutRecord', resource: arn }, 'a stream');
  const encryption = app.resources.find('AWS::Kinesis::Stream', arn)?.properties.StreamEncryption;
  const keyId = isObject(encryption) ? encryption.KeyId : undefined;
  if (keyId !== undefined && keyId !== 'alias/aws/kinesis') {
    const key = app.resources.ofType('AWS::KMS::Key').find((one) => one.arn === keyId || one.ref === keyId);
    demandOfRole(parcel, { action: 'kms:GenerateDataKey', resource: key?.arn ?? String(keyId) });
  }
  const event = put.event as unknown as JsonObject;
  const partitionKey = partitionKeyPath === undefined ? put.event.id : (textAt(partitionKeyPath, event) ?? '');
  if (partitionKey.length < 1 || partitionKey.length > LONGEST_KEY) {
    throw new DeliveryError(
      'INVALID_PARAMETER',
      `a partition key has 1 to ${LONGEST_KEY} characters, and ${partitionKeyPath} finds '${partitionKey}'`,
    );
  }
  app.kinesis.take(arn, text, { partitionKey });
};
