import type { DoublesOfExecution } from '../doubles';
import { seededRandom } from '../execution/random';
import { World } from '../execution/world';
import { Services } from '../integrations/services';
import { Machines } from '../machines';
import type { Assembly } from '../template/assembly';
import { MachineResource } from '../template/machine-resource';
import { Apis } from './apis';
import { AppResources } from './app-resources';
import { AsynchronousCalls } from './asynchronous-calls';
import { DeadLetters } from './dead-letters';
import { BucketEvents } from './events/bucket-events';
import { EventBridge } from './events/event-bridge';
import { EventChains } from './events/event-chains';
import { InvocationRates } from './events/invocation-rates';
import { PublishedSchemas } from './events/published-schemas';
import { StatusChangeEvents } from './events/status-change-events';
import { Functions } from './functions';
import { KafkaTopics } from './kafka/kafka-topics';
import { LogGroups } from './log-groups';
import { Outages } from './outages';
import { BusPolicies } from './permissions/bus-policies';
import { FunctionPolicies } from './permissions/function-policies';
import { QueuePolicies } from './permissions/queue-policies';
import { Roles } from './permissions/roles';
import { TopicPolicies } from './permissions/topic-policies';
import { ReceivableQueues } from './receivable-queues';
import { StateMachines } from './state-machines';
import { KinesisStreams } from './streams/kinesis-streams';
import { Subscriptions } from './topics/subscriptions';

/** What everything in a rehearsed app shares: one clock, the templates, the services, the state machines. */
export class RehearsedApp {
  public readonly machines: Machines;
  public readonly resources: AppResources;
  public readonly services: Services;
  public readonly world: World;
  public readonly roles: Roles;
  public readonly queuePolicies: QueuePolicies;
  public readonly topicPolicies: TopicPolicies;
  public readonly functionPolicies: FunctionPolicies;
  public readonly busPolicies: BusPolicies;
  public readonly stateMachines: StateMachines;
  public readonly functions: Functions;
  public readonly asynchronousCalls = new AsynchronousCalls(this);
  public readonly deadLetters: DeadLetters;
  public readonly logGroups: LogGroups;
  public readonly outages: Outages;
  public readonly invocationRates: InvocationRates;
  public readonly eventChains: EventChains;
  public readonly eventBridge: EventBridge;
  public readonly bucketEvents: BucketEvents;
  public readonly subscriptions: Subscriptions;
  public readonly receivableQueues: ReceivableQueues;
  public readonly apis: Apis;
  public readonly kinesis: KinesisStreams;
  public readonly kafka: KafkaTopics;
  /** The same numbers in every run of a test. */
  public readonly random = seededRandom(1);

  /**
   * @param resolve - gives the value of a token of the synthesized templates
   * @param doubles - the doubles as a new execution or call meets them
   */
  constructor(
    assembly: Assembly,
    startsAt: Date,
    resolve: (text: string) => string,
    doubles: () => DoublesOfExecution,
  ) {
    this.machines = new Machines(MachineResource.deployedIn(assembly));
    this.resources = new AppResources(assembly);
    this.services = new Services(resolve, (types) => assembly.resources(types));
    this.world = new World(startsAt.getTime(), this.services, (arn) => this.machines.find(arn), true);
    this.roles = new Roles(this.resources);
    this.queuePolicies = new QueuePolicies(this.resources);
    this.topicPolicies = new TopicPolicies(this.resources);
    this.functionPolicies = new FunctionPolicies(this.resources);
    this.busPolicies = new BusPolicies(this.resources);
    this.stateMachines = new StateMachines(this.world, this.random, doubles);
    this.functions = new Functions(this.world.clock, doubles);
    this.deadLetters = new DeadLetters(this.services.queues, this.world.clock, this.random);
    this.logGroups = new LogGroups(this.resources, resolve);
    this.outages = new Outages(this.world.clock);
    this.invocationRates = new InvocationRates(this.world.clock);
    this.eventChains = new EventChains(this.world);
    // Before the rules hear of an event.
    new PublishedSchemas(this.resources, this.services.buses);
    this.eventBridge = new EventBridge(this, resolve);
    this.bucketEvents = new BucketEvents(this);
    this.subscriptions = new Subscriptions(this, resolve);
    new StatusChangeEvents(this);
    this.receivableQueues = new ReceivableQueues(this);
    this.apis = new Apis(this, resolve);
    this.kinesis = new KinesisStreams(this.resources, this.world.clock, resolve);
    this.kafka = new KafkaTopics(this.world.clock);
  }

  /** Begins what nobody waits for. What goes wrong with it in a way that no AWS service would is the test's to hear. */
  public begin(work: () => Promise<void>): void {
    work().catch((error) => this.world.fail(error));
  }

  /** The same after so many virtual milliseconds. */
  public beginAfter(milliseconds: number, work: () => Promise<void>): void {
    this.world.clock.after(milliseconds, () => this.begin(work));
  }
}
