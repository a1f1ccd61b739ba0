import type { AppResources } from '../app-resources';
import { allows, statementsOf } from './statement';

/** Whom the topics of the app let publish to them. */
export class TopicPolicies {
  constructor(private readonly resources: AppResources) {}

  /**
   * Whether a service may publish to a topic. A topic that is in no template is given the benefit of the doubt.
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
    return allows(statements, {
      action: 'sns:Publish',
      resource: topicArn,
      service,
      context: { ...context, 'aws:SecureTransport': 'true' },
    });
  }
}
