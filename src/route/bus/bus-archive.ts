import { type Duration, RemovalPolicy } from 'aws-cdk-lib';
import * as events from 'aws-cdk-lib/aws-events';
import type * as kms from 'aws-cdk-lib/aws-kms';
import type { Construct } from 'constructs';
import { invalid } from '../../private/errors';
import { EventRoute } from '../event-route';
import { ANY_EVENT } from '../pattern/joined-patterns';

/** What of a bus is archived. */
export interface BusArchiveOptions {
  /**
   * The events that are archived. Events of replays never are.
   *
   * @default - all
   */
  readonly routes?: EventRoute[];

  /**
   * What becomes of the archive when it leaves the stack.
   *
   * @default RemovalPolicy.RETAIN
   */
  readonly removalPolicy?: RemovalPolicy;
}

/**
 * How long a bus keeps what came over it, to be replayed.
 *
 * @see https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-archive.html
 *
 * @example
 * BusArchive.keepFor(Duration.days(90));
 */
export class BusArchive {
  /**
   * Events are deleted after some time.
   *
   * @param retention whole days
   */
  public static keepFor(retention: Duration, options: BusArchiveOptions = {}): BusArchive {
    return new BusArchive(options, retention);
  }

  /** Events are kept, and paid for, until the archive is deleted. */
  public static keepForever(options: BusArchiveOptions = {}): BusArchive {
    return new BusArchive(options);
  }

  /** Nothing is archived, and nothing can be replayed. */
  public static none(): BusArchive {
    return new BusArchive(undefined);
  }

  private constructor(
    private readonly options: BusArchiveOptions | undefined,
    private readonly retention?: Duration,
  ) {}

  /** @internal */
  public _make(scope: Construct, bus: events.EventBus, key?: kms.IKey): events.Archive | undefined {
    const { options, retention } = this;
    if (!options) return undefined;
    if (retention) refusePartOfDay(scope, retention);
    const { routes = [], removalPolicy = RemovalPolicy.RETAIN } = options;
    const pattern = routes.length > 0 ? EventRoute._patternOf(scope, 'archive.routes', routes) : ANY_EVENT;
    const archive = new events.Archive(scope, 'Archive', {
      sourceEventBus: bus,
      eventPattern: pattern as events.EventPattern,
      description: `Events of ${scope.node.path}`.slice(0, LONGEST_DESCRIPTION),
      retention,
    });
    const resource = archive.node.defaultChild as events.CfnArchive;
    // The construct of the CDK would translate the names of the pattern, and its lowest release knows no key.
    resource.eventPattern = routes.length > 0 ? pattern : undefined;
    if (key) resource.addPropertyOverride('KmsKeyIdentifier', key.keyArn);
    archive.applyRemovalPolicy(removalPolicy);
    return archive;
  }
}

const LONGEST_DESCRIPTION = 512;

function refusePartOfDay(scope: Construct, retention: Duration): void {
  if (retention.isUnresolved()) return;
  const days = retention.toDays({ integral: false });
  if (!Number.isInteger(days) || days < 1) {
    throw invalid(
      scope,
      `archive must be kept for a whole number of days, at least one, received ${retention.toHumanString()}: write ` +
        'BusArchive.keepFor(Duration.days(30)), or BusArchive.none()',
    );
  }
}
