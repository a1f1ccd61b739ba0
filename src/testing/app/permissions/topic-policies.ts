import type { AppResources } from '../app-resources';
import { KeyPolicies } from './key-policies';
import { allows, statementsOf } from './statement';

/** Whom the topics of the app let publish to them. */
export class TopicPolicies {
  private readonly keys: KeyPolicies;

  constructor(private readonly resources: AppResources) {
    this.keys = new KeyPolicies(resources);
  }

  /**
   * Whether a service may publish to a topic, and use the key that it is encrypted with. A topic that is in no template is given the benefit of the doubt.
   *
   * @param service - `events.amazonaws.com`
   * @param context - what the service tells of the call, by condition key
   */
  public admit(topicArn: string, service: string, context: Readonly<Record<string, string>>): boolean {
    const topic = this.resources.find('AWS::SNS::Topic', topicArn);
    if (!topic) {
      return true;
    }
    const statements = this.resources
      .ofType('AWS::SNS::TopicPolicy')
      .filter(({ properties }) => [properties.Topics].flat().includes(topicArn))
      .flatMap(({ properties }) => statementsOf(properties.PolicyDocument));
    const told = { ...context, 'aws:SecureTransport': 'true' };
    return (
      allows(statements, { action: 'sns:Publish', resource: topicArn, service, context: told }) &&
      this.keys.admit(topic.properties.KmsMasterKeyId, service, keyContext(topicArn, service, told))
    );
  }
}

/**
 * What the key is told. For EventBridge that is not for which rule: "Adding the aws:SourceAccount, aws:SourceArn, and
 * aws:SourceOrgID to a AWS KMS policy is not supported for EventBridge-to-encrypted topics".
 * https://docs.aws.amazon.com/sns/latest/dg/sns-key-management.html#compatibility-with-aws-services
 */
function keyContext(
  topicArn: string,
  service: string,
  told: Readonly<Record<string, string>>,
): Readonly<Record<string, string>> {
  return {
    ...told,
    ...(service === 'events.amazonaws.com' && { 'aws:SourceAccount': '', 'aws:SourceArn': '', 'aws:SourceOrgID': '' }),
    'kms:EncryptionContext:aws:sns:topicArn': topicArn,
  };
}
