import type * as events from 'aws-cdk-lib/aws-events';
import type { KafkaSource } from '../../start/kafka/kafka-source';
import type { KafkaPublisher } from './kafka-publisher';
import type { Carrier } from './transport/carrier';
import { EventBridgeCarrier } from './transport/event-bridge-carrier';
import { KafkaCarrier } from './transport/kafka-carrier';

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

/** What carries the events of a choreographed saga over Kafka. */
export interface KafkaTransportOptions {
  /**
   * The topic, and how it is read. Every participant reads it in a consumer group of its own, so `consumerGroup` must be left
   * out. Let the saga have a topic of its own: a record that is no JSON is set aside by each participant.
   */
  readonly source: KafkaSource;

  /** How records get into the topic. */
  readonly publisher: KafkaPublisher;
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
    const { bus, source = 'cdk-workflows.saga' } = options;
    return new SagaTransport(new EventBridgeCarrier({ bus, source }));
  }

  /**
   * Apache Kafka, in Amazon MSK or elsewhere: a {@link KafkaTrigger} for each participant, with a pipe, a consumer group and a
   * dead-letter queue. The `sagaId` is the key of the records.
   *
   * @see https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-pipes-kafka.html
   */
  public static kafka(options: KafkaTransportOptions): SagaTransport {
    return new SagaTransport(new KafkaCarrier(options));
  }

  private constructor(
    /**
     * @internal
     */
    public readonly _carrier: Carrier,
  ) {}
}
