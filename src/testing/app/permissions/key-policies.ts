import type { Json } from '../../../asl/json';
import type { AppResources } from '../app-resources';
import { allows, statementsOf } from './statement';

/** Whom the keys of the app let use them. */
export class KeyPolicies {
  constructor(private readonly resources: AppResources) {}

  /**
   * Whether a service may use the key that a queue or a topic is encrypted with. A key that is in no template is given the
   * benefit of the doubt; those that AWS manages are for nobody's service.
   * https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-key-management.html#compatibility-with-aws-services
   *
   * @param keyId - KmsMasterKeyId
   */
  public admit(keyId: Json | undefined, service: string, context: Readonly<Record<string, string>>): boolean {
    if (keyId === undefined) {
      return true;
    }
    if (String(keyId).includes('alias/aws/')) {
      return false;
    }
    const key = this.resources.ofType('AWS::KMS::Key').find(({ arn, ref }) => arn === keyId || ref === keyId);
    const statements = statementsOf(key?.properties.KeyPolicy);
    return ['kms:Decrypt', 'kms:GenerateDataKey'].every(
      (action) => !key || allows(statements, { action, resource: key.arn, service, context }),
    );
  }
}
