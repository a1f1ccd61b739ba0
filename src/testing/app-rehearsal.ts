import type { Stack } from 'aws-cdk-lib';
import type { Json, JsonObject } from '../asl/json';
import { untilAnswered } from './app/answer-time';
import type { Data } from './app/data-bytes';
import type { DeadLetter } from './app/dead-letters';
import type { DepartedEvent, EventEntry, EventFate, EventSender } from './app/events/event-bridge';
import type { DroppedEvent } from './app/events/event-delivery';
import type { ProduceOptions } from './app/kafka/kafka-topics';
import type { LogGroupReference } from './app/log-groups';
import { type MessageOptions, sendTo } from './app/message-sending';
import type { PipeExecution } from './app/pipes/pipe';
import { Pipes } from './app/pipes/pipes';
import { RehearsedApp } from './app/rehearsed-app';
import type { ApiRequestOptions, ApiResponse } from './app/rest-api/api-request';
import type { DroppedInvocation } from './app/schedules/scheduled-invocation';
import { Schedules } from './app/schedules/schedules';
import { StepFunctionsOfFunction } from './app/step-functions-client';
import type { PutRecordOptions, StreamReference } from './app/streams/kinesis-streams';
import type { PersonalMessage } from './app/topics/subscription-delivery';
import type { PublishOptions } from './app/topics/subscriptions';
import { DoublesOfExecution } from './doubles';
import type { World } from './execution/world';
import type { BucketReference, ObjectBody } from './integrations/buckets';
import type { TableReference } from './integrations/dynamodb/tables';
import type { BusEvent } from './integrations/event-buses';
import { parsedIfJson } from './integrations/parsed-if-json';
import type { QueueReference } from './integrations/queues';
import type { Services } from './integrations/services';
import type { TopicReference } from './integrations/topics';
import { jsonText } from './json-text';
import type { Machines } from './machines';
import { RehearsalError } from './rehearsal-error';
import { RehearsalExecution } from './rehearsal-execution';
import { TaskReporting } from './task-reporting';
import type { SynthesizedApp } from './template/synthesized-app';
import { inMilliseconds, type VirtualDuration } from './virtual-duration';

/** A state machine, its ARN or its name. */
export type StateMachineReference = string | { readonly stateMachineArn: string };

/** A record of a Kinesis stream: `{ "partitionKey": "o-1", "data": {} }`. */
export interface StreamRecord {
  readonly partitionKey: string;
  /** Parsed when it is JSON, else the text. */
  readonly data: Json;
}

/**
 * Everything that an app deploys, in this process and on one virtual clock. Whatever a test does to it (a request, a
 * message, time going by) goes the way of the synthesized resources, and nothing calls AWS.
 */
export class AppRehearsal extends TaskReporting {
  /** @internal */
  protected readonly services: Services;
  /** @internal */
  protected readonly machines: Machines;
  /** @internal */
  protected readonly resolve: (text: string) => string;
  private readonly app: RehearsedApp;
  private readonly pipes: Pipes;
  private readonly schedules: Schedules;

  /** @internal */
  constructor(synthesized: SynthesizedApp, startsAt: Date) {
    super();
    const home: Stack | undefined = synthesized.stacks[0];
    this.resolve = (text) => synthesized.valueOf(text, home);
    this.app = new RehearsedApp(
      synthesized.assembly,
      startsAt,
      this.resolve,
      () => new DoublesOfExecution(this.doubles),
    );
    this.services = this.app.services;
    this.machines = this.app.machines;
    this.pipes = new Pipes(this.app);
    this.schedules = new Schedules(this.app);
  }

  /** The virtual time. */
  public get now(): Date {
    return new Date(this.app.world.clock.now);
  }

  /**
   * All executions so far, of one state machine or of all, in the order in which they began; those that executions
   * started are among them.
   */
  public executions(stateMachine?: StateMachineReference): RehearsalExecution[] {
    const arn = stateMachine === undefined ? undefined : this.arnOf(stateMachine);
    return this.app.world.all
      .filter(({ machine }) => arn === undefined || machine.arn === arn)
      .map((execution) => new RehearsalExecution(execution));
  }

  /** Starts an execution, as somebody with the right to do so would, and lets it come as far as it can without time. */
  public async start(
    stateMachine: StateMachineReference,
    input: unknown = {},
    options: { readonly name?: string } = {},
  ): Promise<RehearsalExecution> {
    const stateMachineArn = this.arnOf(stateMachine);
    const execution = this.app.stateMachines.startExecution({
      stateMachineArn,
      name: options.name,
      input: jsonText('the input', input),
    });
    await this.app.world.settle();
    return new RehearsalExecution(execution);
  }

  /**
   * Sends a request to a REST or HTTP API of the app and lets as much virtual time pass as the answer takes: 29 or 30
   * seconds at the most, unless an integration may take longer. What the request started goes on as far as it can without
   * time.
   *
   * @param path - below the stage: `/orders/o-1`
   */
  public async request(method: string, path: string, options?: ApiRequestOptions): Promise<ApiResponse> {
    return untilAnswered(this.app.world, () => this.app.apis.request(method, path, options));
  }

  /**
   * A client of Step Functions, as the code of a function of the app has it, and with the rights of that function. It takes
   * the `StartExecutionCommand` of `@aws-sdk/client-sfn`.
   */
  public stepFunctions(fn: { readonly functionArn: string }): StepFunctionsOfFunction {
    return new StepFunctionsOfFunction(this.app, this.resolve(fn.functionArn));
  }

  /**
   * Puts events on a bus of the app and lets the rules deliver them. Gives the events as the rules see them.
   *
   * @param sender - who puts them; somebody of the account of the bus with the right to do so, unless it is said
   */
  public async putEvents(entries: readonly EventEntry[], sender?: EventSender): Promise<readonly BusEvent[]> {
    const events = this.app.eventBridge.putEvents(entries, sender);
    await this.app.world.settle();
    return events;
  }

  /**
   * Lets events come late, twice or not at all, as they now and then do: for each event and target of a rule that takes it,
   * the fate gives the times after which it is delivered. `[]` loses it, `[0, 60_000]` delivers it twice, `[3_600_000]`
   * lets those that come after it overtake it. Undefined delivers it once and at once; so does everything when no fate is
   * given.
   */
  public disturbEvents(fate?: EventFate): void {
    this.app.eventBridge.disturb(fate);
  }

  /** The events that a rule took and could not deliver, and that no dead-letter queue has: on AWS nobody hears of them. */
  public droppedEvents(): readonly DroppedEvent[] {
    return this.app.eventBridge.droppedEvents;
  }

  /** The events that went to buses that are not in the app. */
  public departedEvents(): readonly DepartedEvent[] {
    return this.app.eventBridge.departedEvents;
  }

  /** What rules wrote into a log group, parsed when it is JSON. Workflows write no logs in a rehearsal. */
  public logEvents(logGroup: LogGroupReference): readonly Json[] {
    return this.app.logGroups.events(logGroup);
  }

  /**
   * Publishes a message to a topic, as somebody with the right to do so would, and lets the subscriptions deliver it. Text
   * is sent as it is, the rest as JSON. Gives the id of the message.
   */
  public async publish(topic: TopicReference, message: unknown, options: PublishOptions = {}): Promise<string> {
    const messageId = this.app.subscriptions.publish(topic, message, options);
    await this.app.world.settle();
    return messageId;
  }

  /**
   * The e-mails and text messages that somebody got through subscriptions to topics of the app, as if every subscription
   * were confirmed.
   *
   * @param address - an e-mail address or a phone number
   */
  public emails(address: string): readonly PersonalMessage[] {
    return this.app.subscriptions.personal.filter((message) => message.address === address);
  }

  /** A client uploads an object; S3 tells EventBridge if the bucket says so. `putObject` stores one without a word. */
  public async uploadObject(bucket: BucketReference, key: string, body: ObjectBody): Promise<void> {
    this.app.bucketEvents.upload(bucket, key, body);
    await this.app.world.settle();
  }

  /** A client deletes an object. */
  public async deleteObject(bucket: BucketReference, key: string): Promise<void> {
    this.app.bucketEvents.delete(bucket, key);
    await this.app.world.settle();
  }

  /**
   * Lets everything that is delivered to a state machine, queue, topic, function, bus or log group fail for a while, as if its service
   * throttled. EventBridge tries again, and so does a pipe.
   *
   * @param arn - of the target
   */
  public outage(arn: string, duration: VirtualDuration): void {
    this.app.outages.begin(this.resolve(arn), inMilliseconds(duration));
  }

  /** Everything that ended in a dead-letter queue, in that order. */
  public deadLetters(): readonly DeadLetter[] {
    return this.app.deadLetters.all;
  }

  /**
   * Sends a message to an SQS queue, as somebody with the right to do so would, and gives its id. A body that is no text
   * is sent as JSON.
   */
  public async sendMessage(queue: QueueReference, body: unknown, options: MessageOptions = {}): Promise<string> {
    const reference = this.resolve(typeof queue === 'string' ? queue : queue.queueArn);
    const messageId = sendTo(reference, body, options, this.app);
    await this.app.world.settle();
    return messageId;
  }

  /**
   * Puts a record into a Kinesis stream, as a producer would. Text and bytes are the data as they are, any other value as
   * JSON.
   */
  public async putRecord(stream: StreamReference, data: Data, options: PutRecordOptions): Promise<void> {
    this.app.kinesis.put(stream, data, options);
    await this.app.world.settle();
  }

  /**
   * The records of a Kinesis stream so far, from whomever: `[{ "partitionKey": "o-1", "data": {} }]`, the data parsed when it
   * is JSON.
   */
  public records(stream: StreamReference): StreamRecord[] {
    return this.app.kinesis
      .of(stream)
      .map(({ partitionKey, data }) => ({ partitionKey, data: parsedIfJson(data.toString('utf8')) }));
  }

  /**
   * Produces a record to a Kafka topic that a pipe of the app reads. Text and bytes are the value as they are, any other
   * value as JSON; null is a tombstone.
   */
  public async produce(topic: string, value: Data, options: ProduceOptions = {}): Promise<void> {
    this.app.kafka.produce(topic, value, options);
    await this.app.world.settle();
  }

  /**
   * Writes an item to a DynamoDB table, in place of the one with its key, as a client would: the stream of the table tells
   * of it. `putItems` is for what was there before.
   */
  public async writeItem(table: TableReference, item: JsonObject): Promise<void> {
    this.services.tables.write(table, item);
    await this.app.world.settle();
  }

  /** Deletes an item of a DynamoDB table by its key, as a client would: the stream of the table tells of it. */
  public async deleteItem(table: TableReference, key: JsonObject): Promise<void> {
    this.services.tables.delete(table, key);
    await this.app.world.settle();
  }

  /** What went through the pipes of the app, and what got stuck in them: one entry for each batch, in the order of their ends. */
  public pipeExecutions(): readonly PipeExecution[] {
    return this.pipes.executions;
  }

  /** What schedules gave up and could not put into a dead-letter queue: nobody would ever hear of it but by the alarm. */
  public droppedInvocations(): readonly DroppedInvocation[] {
    return this.schedules.dropped;
  }

  /** Lets virtual time pass, and everything happen that happens meanwhile. */
  public async advance(duration: VirtualDuration): Promise<void> {
    const { world } = this.app;
    await world.run({ moment: world.clock.now + inMilliseconds(duration) });
  }

  /** @internal */
  protected worldOf(): World {
    return this.app.world;
  }

  private arnOf(stateMachine: StateMachineReference): string {
    const given = this.resolve(typeof stateMachine === 'string' ? stateMachine : stateMachine.stateMachineArn);
    const found =
      this.machines.find(given) ??
      this.machines.find(this.machines.arns.find((arn) => arn.endsWith(`:stateMachine:${given}`)) ?? '');
    if (!found) {
      throw new RehearsalError(`the app has no state machine ${given}; it has ${this.machines.arns.join(', ')}`);
    }
    return found.arn;
  }
}
