import type * as iam from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';
import { invalid } from '../../../private/errors';
import type { KafkaSource } from '../../../start/kafka/kafka-source';
import { KafkaTrigger } from '../../../start/kafka-trigger';
import { PipeFilter } from '../../../start/pipe/pipe-filter';
import { PipeInvocationType } from '../../../start/pipe/pipe-invocation-type';
import { MESSAGE_SENDING } from '../../saga/states/message-sending';
import type { KafkaPublisher } from '../kafka-publisher';
import type { BoundSubscription, Carrier, Subscription } from './carrier';

export interface KafkaSettings {
  readonly source: KafkaSource;
  readonly publisher: KafkaPublisher;
}

/**
 * Whoever does not answer is asked three times and no more, so that the workflow that begins sagas, which has four minutes, can
 * still say that a saga has begun. What was not sent the watcher sends.
 */
const SILENCE = {
  ErrorEquals: ['States.Timeout', 'States.Http.Socket'],
  IntervalSeconds: 2,
  MaxAttempts: 2,
  BackoffRate: 2,
  JitterStrategy: 'FULL',
};

/**
 * A topic, and a pipe for each who wants events. Nobody waits for an execution, so that none holds up a partition: the order
 * of events is of no consequence, and what is no event is set aside by the trigger.
 */
export class KafkaCarrier implements Carrier {
  public constructor(private readonly settings: KafkaSettings) {}

  public check(scope: Construct): void {
    const { consumerGroup } = this.settings.source._options;
    if (consumerGroup !== undefined) {
      throw invalid(
        scope,
        `source.consumerGroup must be left out, received '${consumerGroup}': every participant reads the whole topic, in a ` +
          'group of its own',
      );
    }
    this.settings.publisher._check(scope);
  }

  public sending(scope: Construct): object {
    const { source, publisher } = this.settings;
    return {
      QueryLanguage: 'JSONata',
      Type: 'Task',
      ...MESSAGE_SENDING,
      Retry: [SILENCE, ...MESSAGE_SENDING.Retry],
      ...publisher._sending(scope, source._options.topic),
    };
  }

  public rights(scope: Construct): iam.PolicyStatement[] {
    const { source, publisher } = this.settings;
    return publisher._rights(scope, source._options.topic);
  }

  public subscribe(scope: Construct, id: string, subscription: Subscription): BoundSubscription {
    const { detailTypes, detail, workflow, alarms, alarmActions } = subscription;
    const trigger = new KafkaTrigger(scope, id, {
      workflow,
      source: this.settings.source,
      filters: [PipeFilter.data({ 'detail-type': detailTypes, detail })],
      invocationType: PipeInvocationType.FIRE_AND_FORGET,
      alarms,
      alarmActions,
    });
    if (!trigger.deadLetterQueue) throw new Error('a trigger for each record has a dead-letter queue');
    return { deadLetterQueue: trigger.deadLetterQueue, alarms: trigger.alarms };
  }
}
