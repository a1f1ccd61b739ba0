import { ArnFormat, Aws, Stack } from 'aws-cdk-lib';
import type * as events from 'aws-cdk-lib/aws-events';
import * as iam from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';
import { isElsewhere } from '../../../private/elsewhere';
import { invalid } from '../../../private/errors';
import { DeliveringRule } from '../../../private/event-rule/delivering-rule';
import { startingRole } from '../../../private/event-rule/rule-role';
import { WorkflowAlarms } from '../../../workflow/workflow-alarms';
import { expression } from '../../saga/plan/saga-contract';
import { MESSAGE_SENDING } from '../../saga/states/message-sending';
import { refuseBadSource } from '../../saga/watch/saga-events';
import type { BoundSubscription, Carrier, Subscription } from './carrier';

export interface EventBridgeSettings {
  readonly bus?: events.IEventBus;
  readonly source: string;
}

/** A bus, and a rule for each who wants events. */
export class EventBridgeCarrier implements Carrier {
  public constructor(private readonly settings: EventBridgeSettings) {}

  public check(scope: Construct): void {
    const { bus, source } = this.settings;
    refuseBadSource(scope, 'source', source);
    if (bus && isElsewhere(bus.env, Stack.of(scope))) {
      throw invalid(
        scope,
        `bus must be in the account and Region of the saga, received one in ${bus.env.account}/${bus.env.region}: forward ` +
          'its events to a bus here',
      );
    }
  }

  public sending(): object {
    const { bus, source } = this.settings;
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

  public rights(scope: Construct): iam.PolicyStatement[] {
    const ofAccount = { service: 'events', resource: 'event-bus', arnFormat: ArnFormat.SLASH_RESOURCE_NAME };
    const arn = this.settings.bus?.eventBusArn ?? Stack.of(scope).formatArn({ ...ofAccount, resourceName: 'default' });
    return [new iam.PolicyStatement({ actions: ['events:PutEvents'], resources: [arn] })];
  }

  public subscribe(scope: Construct, id: string, subscription: Subscription): BoundSubscription {
    const { bus, source } = this.settings;
    const { detailTypes, detail, description, workflow, alarms, alarmActions } = subscription;
    const { deadLetterQueue } = new DeliveringRule(scope, id, {
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
    const waiting = deadLetterQueue.metricApproximateNumberOfMessagesVisible({ statistic: 'max' });
    return {
      deadLetterQueue,
      alarms: alarms
        ? new WorkflowAlarms(scope, alarmActions).add(
            `${id}DeadLettersAlarm`,
            waiting,
            'Events of a saga could not be delivered.',
          ).alarms
        : [],
    };
  }
}
