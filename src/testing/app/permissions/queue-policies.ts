import type { AppResources } from '../app-resources';
import { KeyPolicies } from './key-policies';
import { allows, statementsOf } from './statement';

/** Whom the queues of the app let send to them. */
export class QueuePolicies {
  private readonly keys: KeyPolicies;

  constructor(private readonly resources: AppResources) {
    this.keys = new KeyPolicies(resources);
  }

  /**
   * Whether a service may send to a queue on behalf of a resource, and use the key that the queue is encrypted with. A
   * queue or a key that is in no template is given the benefit of the doubt.
   *
   * @param service - `events.amazonaws.com`
   * @param sourceArn - the rule, the topic
   */
  public admit(queueArn: string, service: string, sourceArn: string): boolean {
    const queue = this.resources.find('AWS::SQS::Queue', queueArn);
    if (!queue) {
      return true;
    }
    const statements = this.resources
      .ofType('AWS::SQS::QueuePolicy')
      .filter(({ properties }) => [properties.Queues].flat().includes(queue.ref))
      .flatMap(({ properties }) => statementsOf(properties.PolicyDocument));
    const account = sourceArn.split(':')[4];
    const context = { 'aws:SourceArn': sourceArn, 'aws:SourceAccount': account, 'aws:SecureTransport': 'true' };
    return (
      allows(statements, { action: 'sqs:SendMessage', resource: queueArn, service, context }) &&
      this.keys.admit(queue.properties.KmsMasterKeyId, service, context)
    );
  }
}
