import { isObject, type JsonObject } from '../../../asl/json';
import { type BusEvent, busArn } from '../../integrations/event-buses';
import { ServiceError } from '../../integrations/service-error';
import type { AppResources } from '../app-resources';
import { decisionOf, statementsOf } from './statement';

/** Who puts an event onto a bus, as far as the policy of the bus may ask. */
export interface BusSender {
  readonly account: string;
  /** The role or execution. */
  readonly arn?: string;
  /**
   * The id of the organization; that of the app's accounts is whichever a policy asks for, and others have none, unless
   * it is said.
   */
  readonly organization?: string;
  /** The rule that sends the event from another bus. */
  readonly rule?: string;
}

/** Whom the buses of the app let put events: https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-event-bus-perms.html */
export class BusPolicies {
  constructor(private readonly resources: AppResources) {}

  /**
   * Throws what PutEvents answers to somebody whom the policy does not admit: it must allow other accounts, and may forbid
   * something to everybody. A bus that is not of the app is given the benefit of the doubt.
   */
  public demand(bus: string, event: Pick<BusEvent, 'source' | 'detail-type'>, sender: BusSender): void {
    const { account, arn, rule } = sender;
    const organization = sender.organization ?? (this.isOfApp(account) ? undefined : '');
    const decision = decisionOf(this.statementsOf(bus), {
      action: 'events:PutEvents',
      resource: bus,
      caller: { account, arn },
      // Of PutEvents: https://docs.aws.amazon.com/service-authorization/latest/reference/list_events.html
      ownKeys: 'events:',
      context: {
        'events:source': event.source,
        'events:detail-type': event['detail-type'],
        'events:eventBusInvocation': String(rule !== undefined),
        'aws:PrincipalAccount': account,
        ...(arn !== undefined && { 'aws:PrincipalArn': arn }),
        ...(organization !== undefined && { 'aws:PrincipalOrgID': organization }),
        ...(organization === '' && { 'aws:PrincipalOrgPaths': '' }),
        ...(rule !== undefined && { 'aws:SourceArn': rule, 'aws:SourceAccount': account }),
      },
    });
    const isOwn = bus.split(':')[4] === account;
    if (decision === 'forbidden' || (decision === 'not allowed' && !isOwn && this.knows(bus))) {
      throw new ServiceError(
        'AccessDeniedException',
        `User: ${arn ?? `arn:aws:iam::${account}:root`} is not authorized to perform: events:PutEvents on resource: ${bus} ` +
          (isOwn ? 'with an explicit deny in' : 'because no statement allows it in') +
          ' a resource-based policy',
      );
    }
  }

  private knows(bus: string): boolean {
    const defaults = this.resources.places.map((place) => busArn('default', place));
    return (
      defaults.includes(bus) ||
      this.resources.find('AWS::Events::EventBus', bus) !== undefined ||
      this.statementsOf(bus).length > 0
    );
  }

  private isOfApp(account: string): boolean {
    return this.resources.places.some((place) => place.account === account);
  }

  private statementsOf(bus: string): JsonObject[] {
    const inBus = this.resources
      .ofType('AWS::Events::EventBus')
      .filter(({ arn }) => arn === bus)
      .flatMap(({ properties }) => statementsOf(parsed(properties.Policy)));
    const besideBus = this.resources
      .ofType('AWS::Events::EventBusPolicy')
      .filter(({ properties, place }) => busArn(String(properties.EventBusName ?? 'default'), place) === bus)
      .map(({ properties }) => statementOf(properties, bus));
    return [...inBus, ...besideBus];
  }
}

function parsed(policy: JsonObject[string] | undefined): JsonObject[string] | undefined {
  return typeof policy === 'string' ? JSON.parse(policy) : policy;
}

/** A statement, or the older form: an account, and perhaps the organization that it must be of. */
function statementOf({ Statement, Action, Principal, Condition }: JsonObject, bus: string): JsonObject {
  const written = parsed(Statement);
  if (isObject(written)) {
    return written;
  }
  const { Type, Key, Value } = isObject(Condition) ? Condition : {};
  return {
    Effect: 'Allow',
    Action: Action ?? 'events:PutEvents',
    Resource: bus,
    Principal: Principal === '*' ? '*' : { AWS: Principal ?? null },
    ...(Type !== undefined && { Condition: { [String(Type)]: { [String(Key)]: Value } } }),
  };
}
