import { Duration, Stack, Token } from 'aws-cdk-lib';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import * as events from 'aws-cdk-lib/aws-events';
import * as iam from 'aws-cdk-lib/aws-iam';
import type * as kms from 'aws-cdk-lib/aws-kms';
import type * as logs from 'aws-cdk-lib/aws-logs';
import type * as sqs from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { DeadLetterQueue } from '../private/dead-letter-queue';
import { invalid } from '../private/errors';
import { uniquePath } from '../private/names';
import { WorkflowAlarms } from '../workflow/workflow-alarms';
import { BusArchive } from './bus/bus-archive';
import { allowBusEncryption } from './bus/bus-key';
import { BusPolicy } from './bus/bus-policy';
import { type CatchAllLog, EventLog } from './bus/catch-all-log';
import { discoverSchemas } from './schemas/discoverer';

/** What every bus can be told. */
export interface WorkflowBusOptions {
  /**
   * How long the bus keeps what came over it, to be replayed. It pays for what is archived and for what is stored.
   *
   * @default BusArchive.keepFor(Duration.days(30))
   */
  readonly archive?: BusArchive;

  /**
   * Whether EventBridge finds out what the events look like and writes schemas into the registry `discovered-schemas`. It
   * pays for each event that is looked at. Not together with `encryptionKey`.
   *
   * @default false
   */
  readonly schemaDiscovery?: boolean;

  /**
   * The key for what the bus, its archive and its log keep: one of this Region. Its policy gets statements for that
   * where it can be changed.
   *
   * @default - a key that AWS owns
   */
  readonly encryptionKey?: kms.IKey;

  /**
   * A log of all events, to look into while something new is built. They stand in it with all their data.
   *
   * @default - no log
   */
  readonly catchAllLog?: CatchAllLog;

  /**
   * Queue for events that the bus could not keep with its key, and for those that did not get into the log. Not a FIFO
   * queue.
   *
   * @default - where there is a key or a log: an encrypted queue that keeps messages for 14 days and outlives the stack
   */
  readonly deadLetterQueue?: sqs.IQueue;

  /**
   * Whether alarms are made for events that the bus could not keep or log.
   *
   * @default true
   */
  readonly alarms?: boolean;

  /**
   * What the alarms do when they ring.
   *
   * @default - nothing: they show in the console only
   */
  readonly alarmActions?: cloudwatch.IAlarmAction[];
}

/** What a {@link WorkflowBus} is made of. */
export interface WorkflowBusProps extends WorkflowBusOptions {
  /**
   * The name of the bus. Another name makes another bus.
   *
   * @default - made from the path of the construct: a bus must have a name
   */
  readonly busName?: string;
}

/**
 * A bus for the events of your own, which keeps them for a while, so that what was missed or done wrong can be done again.
 *
 * Use it for what your applications tell each other. Events of AWS services come over the default bus, which every
 * account has; those of a partner over a bus of theirs.
 *
 * Only the own account may put events onto it, and of that who has the right. For others there is `CrossAccountBus`.
 *
 * @see https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-event-bus.html
 *
 * @example
 * const orders = new WorkflowBus(this, 'Orders', { archive: BusArchive.keepFor(Duration.days(90)) });
 * orders.grantPutEvents(createOrder);
 */
export class WorkflowBus extends Construct {
  /** The bus. */
  public readonly bus: events.EventBus;

  /** What came over it; undefined with `BusArchive.none()`. */
  public readonly archive?: events.Archive;

  /** The log of all events; undefined without `catchAllLog`. */
  public readonly logGroup?: logs.ILogGroup;

  /** Where events are that could not be kept or logged; undefined where nothing needs it. */
  public readonly deadLetterQueue?: sqs.IQueue;

  /** The alarms; empty with `alarms: false`, and where there is nothing to watch. */
  public readonly alarms: cloudwatch.Alarm[];

  /** @internal */
  protected readonly _policy: BusPolicy;

  public constructor(scope: Construct, id: string, props: WorkflowBusProps = {}) {
    super(scope, id);
    const { archive = BusArchive.keepFor(Duration.days(30)), encryptionKey, catchAllLog, schemaDiscovery } = props;
    refuseName(this, props.busName);
    if (encryptionKey && schemaDiscovery) {
      // https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-encryption-event-bus-cmkey.html
      throw invalid(
        this,
        'schemaDiscovery must not stand beside encryptionKey, for EventBridge does not look into encrypted events: leave ' +
          'one of them out',
      );
    }
    if (encryptionKey) refuseKeyElsewhere(this, encryptionKey);
    // With a name of which everybody knows, so that the key and other accounts can name the bus without referring to it.
    const busName = props.busName ?? uniquePath(this, 200);
    this.bus = new events.EventBus(this, 'Bus', { eventBusName: busName });
    const busArn = Stack.of(this).formatArn({ service: 'events', resource: 'event-bus', resourceName: busName });

    this._policy = new BusPolicy(this, 'Policy', this.bus);
    this._policy.allow('OwnAccount', putStatement(this.bus, new iam.AccountRootPrincipal()));

    if (encryptionKey || catchAllLog || props.deadLetterQueue) {
      const deadLetters = new DeadLetterQueue(this, 'DeadLetters', props.deadLetterQueue);
      deadLetters.allowService('events.amazonaws.com', busArn);
      this.deadLetterQueue = deadLetters.queue;
      const resource = this.bus.node.defaultChild as events.CfnEventBus;
      resource.deadLetterConfig = { arn: deadLetters.queue.queueArn };
    }
    this.archive = archive._make(this, this.bus, encryptionKey);
    if (encryptionKey) {
      allowBusEncryption(this, encryptionKey, busArn, this.archive !== undefined);
      (this.bus.node.defaultChild as events.CfnEventBus).kmsKeyIdentifier = encryptionKey.keyArn;
    }
    if (schemaDiscovery) this.discover();
    const log =
      catchAllLog && this.deadLetterQueue
        ? new EventLog(this, 'Log', {
            ...catchAllLog,
            bus: this.bus,
            deadLetterQueue: this.deadLetterQueue,
            encryptionKey,
          })
        : undefined;
    this.logGroup = log?.logGroup;
    this.alarms = props.alarms === false ? [] : this.makeAlarms(props, log);
  }

  /**
   * Lets somebody of this account put events onto the bus: a function, a role, a workflow.
   *
   * Other accounts and organizations cannot be let in this way; name them in a `CrossAccountBus`.
   */
  public grantPutEvents(grantee: iam.IGrantable): iam.Grant {
    const { principalAccount } = grantee.grantPrincipal;
    if (principalAccount !== undefined && isOtherAccount(principalAccount, Stack.of(this).account)) {
      throw this.notGrantable(`somebody of ${principalAccount}`);
    }
    const grant = iam.Grant.addToPrincipal({
      grantee,
      actions: ['events:PutEvents'],
      resourceArns: [this.bus.eventBusArn],
    });
    if (!grant.success) throw this.notGrantable(String(grantee.grantPrincipal));
    return grant;
  }

  /**
   * Whether schemas are also inferred from events of other accounts.
   *
   * @internal
   */
  protected get _discoversOthers(): boolean {
    return false;
  }

  private notGrantable(received: string): Error {
    return invalid(
      this,
      `grantPutEvents must be given somebody of this account whose policy can be changed, received ${received}: let other ` +
        'accounts in with BusAccess.account(…) of a CrossAccountBus',
    );
  }

  private discover(): void {
    discoverSchemas(this, 'schemaDiscovery', this.bus, {
      crossAccount: this._discoversOthers,
      description: `Schemas of the events of ${this.node.path}`,
    });
  }

  private makeAlarms({ alarmActions, deadLetterQueue }: WorkflowBusOptions, log?: EventLog): cloudwatch.Alarm[] {
    const alarms = new WorkflowAlarms(this, alarmActions);
    if (this.deadLetterQueue && !deadLetterQueue) {
      alarms.add(
        'DeadLetterAlarm',
        this.deadLetterQueue.metricApproximateNumberOfMessagesVisible({ statistic: cloudwatch.Stats.MAXIMUM }),
        'Events that the bus could not keep or log wait in the dead-letter queue.',
      );
    }
    if (log) alarms.add('LogFailedAlarm', log.delivery.metricFailed(), 'An event did not get into the log.');
    return alarms.alarms;
  }
}

function refuseKeyElsewhere(scope: Construct, key: kms.IKey): void {
  const [{ region }, own] = [key.env, Stack.of(scope).region];
  if (!Token.isUnresolved(region) && !Token.isUnresolved(own) && region !== own) {
    throw invalid(scope, `encryptionKey must be a key of ${own}, where the bus is, received one of ${region}`);
  }
}

function isOtherAccount(one: string, other: string): boolean {
  return !Token.isUnresolved(one) && !Token.isUnresolved(other) && one !== other;
}

function putStatement(bus: events.IEventBus, principal: iam.IPrincipal): iam.PolicyStatement {
  return new iam.PolicyStatement({
    principals: [principal],
    actions: ['events:PutEvents'],
    resources: [bus.eventBusArn],
  });
}

/** https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_CreateEventBus.html */
function refuseName(scope: Construct, name: string | undefined): void {
  if (name === undefined || Token.isUnresolved(name)) return;
  if (name === 'default') {
    throw invalid(scope, "busName must not be 'default': every account has that bus already");
  }
  if (name.startsWith('aws.')) {
    throw invalid(
      scope,
      `busName must not begin with 'aws.', received '${name}': for the bus of a partner write new events.EventBus(…, { ` +
        'eventSourceName })',
    );
  }
  if (!/^[.\-_A-Za-z0-9]{1,256}$/.test(name)) {
    throw invalid(
      scope,
      `busName must have 1 to 256 letters, digits, dots, hyphens and underscores, received '${name}'`,
    );
  }
}
