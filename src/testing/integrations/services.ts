import type { Json } from '../../asl/json';
import { Buckets } from './buckets';
import { type DeployedResources, nothingDeployed } from './deployed-resources';
import { Tables } from './dynamodb/tables';
import { EventBuses } from './event-buses';
import { EventReplays } from './event-replays';
import { type QueueReference, Queues } from './queues';
import { type TopicReference, Topics } from './topics';

/** The AWS services that work in memory, shared by all executions of a rehearsal. */
export class Services {
  public readonly queues: Queues;
  public readonly topics: Topics;
  public readonly buses: EventBuses;
  public readonly replays: EventReplays;
  public readonly tables: Tables;
  public readonly buckets: Buckets;

  /**
   * @param resolve - gives the value of a token of the synthesized template
   * @param deployed - finds the resources of the synthesized templates
   */
  constructor(
    private readonly resolve: (text: string) => string,
    private readonly deployed: DeployedResources = nothingDeployed,
    stored?: { readonly tables: Tables; readonly buckets: Buckets },
  ) {
    this.queues = new Queues(resolve, deployed);
    this.topics = new Topics(resolve, deployed);
    this.buses = new EventBuses(resolve);
    this.replays = new EventReplays(this.buses, deployed);
    this.tables = stored?.tables ?? new Tables(resolve, deployed);
    this.buckets = stored?.buckets ?? new Buckets(resolve);
  }

  /** For an execution that leaves no trace: it finds what is stored, and sends its messages to nobody else. */
  public apart(): Services {
    return new Services(this.resolve, this.deployed, { tables: this.tables.copy(), buckets: this.buckets.copy() });
  }

  /** The bodies of the messages sent to a queue or a topic, parsed when they are JSON. */
  public messages(destination: QueueReference | TopicReference, execution?: string): Json[] {
    const isTopic =
      typeof destination === 'string' ? /^(arn:[\w-]+:sns:|\+\d)/.test(destination) : 'topicArn' in destination;
    return isTopic
      ? this.topics.messages(destination as TopicReference, execution)
      : this.queues.messages(destination as QueueReference, execution);
  }
}
