import { isObject } from '../../../asl/json';
import type { PutEvent } from '../../integrations/event-buses';
import { allows, statementsOf } from '../permissions/statement';
import type { RehearsedApp } from '../rehearsed-app';
import { DeliveryError } from './delivery-error';

const EVENTS = 'events.amazonaws.com';

/**
 * The keys with which buses keep events. Where EventBridge may not use one, an event goes to the dead-letter queue of the
 * bus, if it has one, and to no rule; those of AWS services are not encrypted with it.
 *
 * https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-encryption-event-bus-cmkey.html
 */
export class BusEncryption {
  constructor(private readonly app: RehearsedApp) {}

  /** Why an event cannot be kept; undefined when it can. */
  public problemOf({ bus, event }: PutEvent): DeliveryError | undefined {
    const keyId = this.app.resources.find('AWS::Events::EventBus', bus)?.properties.KmsKeyIdentifier;
    if (keyId === undefined || event.source.startsWith('aws.')) {
      return undefined;
    }
    const key = this.app.resources.ofType('AWS::KMS::Key').find(({ arn, ref }) => arn === keyId || ref === keyId);
    const context = {
      'aws:SourceArn': bus,
      'aws:SourceAccount': bus.split(':')[4],
      'kms:EncryptionContext:aws:events:event-bus:arn': bus,
    };
    const missing = ['kms:GenerateDataKey', 'kms:Decrypt'].find(
      (action) =>
        key && !allows(statementsOf(key.properties.KeyPolicy), { action, resource: key.arn, service: EVENTS, context }),
    );
    // Which code the message has is not documented.
    return missing === undefined
      ? undefined
      : new DeliveryError('NO_PERMISSIONS', `EventBridge is not allowed to ${missing} with the key of ${bus}`);
  }

  /** Where the bus sends what it cannot keep; undefined where there is no such queue, or it lets nobody send. */
  public deadLetterQueueOf(bus: string): string | undefined {
    const { DeadLetterConfig } = this.app.resources.find('AWS::Events::EventBus', bus)?.properties ?? {};
    const queue = isObject(DeadLetterConfig) ? DeadLetterConfig.Arn : undefined;
    return queue !== undefined && this.app.queuePolicies.admit(String(queue), EVENTS, bus) ? String(queue) : undefined;
  }
}
