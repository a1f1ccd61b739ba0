import { ArnFormat, Aws, Stack } from 'aws-cdk-lib';
import type * as events from 'aws-cdk-lib/aws-events';
import * as iam from 'aws-cdk-lib/aws-iam';
import type * as sqs from 'aws-cdk-lib/aws-sqs';
import type * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import type { Construct } from 'constructs';
import { isElsewhere } from '../../private/elsewhere';
import { invalid } from '../../private/errors';
import { DeliveringRule } from '../../private/event-rule/delivering-rule';
import { startingRole } from '../../private/event-rule/rule-role';
import { expression } from '../saga/plan/saga-contract';
import { MESSAGE_SENDING } from '../saga/states/message-sending';
import { refuseBadSource } from '../saga/watch/saga-events';

/** What carries the events of a choreographed saga over EventBridge. */
export interface EventBridgeTransportOptions {
  /**
   * The bus: one of the account and Region of the saga, for rules live where their bus does.
   *
   * @default - the default bus
   */
  readonly bus?: events.IEventBus;

  /**
   * The `source` of the events, also of those that ask for a saga. Sources that begin with `aws.` are those of AWS.
   *
   * @default 'cdk-workflows.saga'
   */
  readonly source?: string;
}

const DEFAULT_SOURCE = 'cdk-workflows.saga';

/** Which events reach somebody. */
export interface SagaSubscription {
  readonly detailTypes: string[];
  readonly detail: { readonly [field: string]: string[] };
  readonly description: string;
  readonly workflow: sfn.StateMachine;
}

/** Where events arrive. */
export interface BoundSubscription {
  readonly rule: events.IRule;
  readonly deadLetterQueue: sqs.IQueue;
}

/**
 * What carries the events of a choreographed saga.
 *
 * @example
 * declare const orders: events.IEventBus;
 * SagaTransport.eventBridge({ bus: orders });
 */
export class SagaTransport {
  /**
   * Amazon EventBridge: a rule for each participant, with a dead-letter queue, 185 retries within 24 hours, and no replays.
   *
   * @see https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-rules.html
   */
  public static eventBridge(options: EventBridgeTransportOptions = {}): SagaTransport {
    return new SagaTransport(options);
  }

  private constructor(private readonly options: EventBridgeTransportOptions) {}

  /** @internal */
  public _check(scope: Construct): void {
    const { bus, source } = this.options;
    if (source !== undefined) refuseBadSource(scope, 'source', source);
    if (bus && isElsewhere(bus.env, Stack.of(scope))) {
      throw invalid(
        scope,
        `bus must be in the account and Region of the saga, received one in ${bus.env.account}/${bus.env.region}: forward ` +
          'its events to a bus here',
      );
    }
  }

  /**
   * Fields of a task that sends the event that it finds as its input, `{ "type", "detail" }`.
   *
   * @internal
   */
  public _sending(): object {
    const { bus, source = DEFAULT_SOURCE } = this.options;
    return {
      QueryLanguage: 'JSONata',
      Type: 'Task',
      Resource: `arn:${Aws.PARTITION}:states:::events:putEvents`,
      Arguments: {
        Entries: [
          {
            ...(bus ? { EventBusName: bus.eventBusArn } : {}),
            Source: source,
            DetailType: expression('$states.input.type'),
            Detail: expression('$states.input.detail'),
          },
        ],
      },
      ...MESSAGE_SENDING,
    };
  }

  /** @internal */
  public _rights(scope: Construct): iam.PolicyStatement {
    const ofAccount = { service: 'events', resource: 'event-bus', arnFormat: ArnFormat.SLASH_RESOURCE_NAME };
    const { bus } = this.options;
    const arn = bus?.eventBusArn ?? Stack.of(scope).formatArn({ ...ofAccount, resourceName: 'default' });
    return new iam.PolicyStatement({ actions: ['events:PutEvents'], resources: [arn] });
  }

  /** @internal */
  public _subscribe(scope: Construct, id: string, subscription: SagaSubscription): BoundSubscription {
    const { bus, source = DEFAULT_SOURCE } = this.options;
    const { detailTypes, detail, description, workflow } = subscription;
    return new DeliveringRule(scope, id, {
      eventPattern: {
        source: [source],
        detailType: detailTypes,
        detail,
        // A replay wakes nobody: https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-archive.html
        ...({ 'replay-name': [{ exists: false }] } as object),
      },
      description,
      target: { arn: workflow.stateMachineArn, role: startingRole(scope, `${id}Role`, workflow) },
      eventBus: bus,
    });
  }
}
