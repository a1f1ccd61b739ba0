import { isObject, type Json, type JsonObject } from '../../../asl/json';
import { FilterPolicy } from '../../../private/event-pattern/filter-policy';
import type { PublishedMessage } from '../../integrations/topics';
import { RehearsalError } from '../../rehearsal-error';

const PROPERTIES = [
  'Endpoint',
  'FilterPolicy',
  'FilterPolicyScope',
  'Protocol',
  'RawMessageDelivery',
  'RedrivePolicy',
  'Region',
  'TopicArn',
];

/** A subscription of a template. */
export class Subscription {
  public readonly topicArn: string;
  public readonly protocol: string;
  public readonly endpoint: string;
  public readonly isRaw: boolean;
  public readonly deadLetterQueue?: string;
  private readonly filterPolicy?: FilterPolicy;

  /** @param label - for messages: `the subscription 'Orders/Subscription'` */
  constructor(
    properties: JsonObject,
    public readonly label: string,
  ) {
    const unknown = Object.keys(properties).find((name) => !PROPERTIES.includes(name));
    if (unknown) {
      throw new RehearsalError(`${label} has ${unknown}, which is not rehearsed`);
    }
    const { TopicArn, Protocol, Endpoint, RawMessageDelivery, RedrivePolicy, FilterPolicy, FilterPolicyScope } =
      properties;
    this.topicArn = String(TopicArn);
    this.protocol = String(Protocol);
    this.endpoint = String(Endpoint);
    this.isRaw = String(RawMessageDelivery) === 'true';
    const redrive = isObject(RedrivePolicy) ? RedrivePolicy.deadLetterTargetArn : undefined;
    this.deadLetterQueue = redrive === undefined ? undefined : String(redrive);
    this.filterPolicy = this.policyOf(FilterPolicy, FilterPolicyScope);
  }

  public takes({ message, attributes = {} }: PublishedMessage): boolean {
    return this.filterPolicy?.matches(message, attributes as Record<string, JsonObject>) ?? true;
  }

  private policyOf(policy: Json | undefined, scope: Json = 'MessageAttributes'): FilterPolicy | undefined {
    if (policy === undefined || (isObject(policy) && Object.keys(policy).length === 0)) {
      return undefined;
    }
    try {
      return FilterPolicy.parse(policy, scope as 'MessageAttributes' | 'MessageBody');
    } catch (error) {
      throw new RehearsalError(`SNS refuses ${this.label}: ${(error as Error).message}`);
    }
  }
}
