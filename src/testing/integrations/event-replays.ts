import { isObject, type Json, type JsonObject } from '../../asl/json';
import type { VirtualClock } from '../execution/clock';
import type { Execution } from '../execution/execution';
import { RehearsalError } from '../rehearsal-error';
import type { DeployedResources } from './deployed-resources';
import { type EventArchive, EventArchives } from './event-archives';
import { type BusPlace, busArn, type EventBuses } from './event-buses';
import { RunningReplay } from './running-replay';
import { ServiceError } from './service-error';

/** Of an account in a Region: https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-archive.html */
const MOST_ACTIVE = 10;
const MOST_LISTED = 100;

/** What EventBridge knows of replays. Its answers were recorded in localstack events/test_archive_and_replay, 2024-05-22. */
export class EventReplays {
  /** By ARN, in the order in which they were started. */
  private readonly replays = new Map<string, RunningReplay>();
  private readonly archives: EventArchives;

  constructor(
    private readonly buses: EventBuses,
    private readonly deployed: DeployedResources,
  ) {
    this.archives = new EventArchives(deployed);
  }

  /** https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_StartReplay.html */
  public start(args: JsonObject, { arn: startedBy, machine, clock, random }: Execution): JsonObject {
    const name = replayName(args);
    const { Arn, FilterArns = [] } = isObject(args.Destination) ? args.Destination : {};
    const archive = this.archiveOf(String(args.EventSourceArn), String(Arn), machine);
    const from = momentOf(args.EventStartTime);
    const to = momentOf(args.EventEndTime);
    if (to <= from) {
      throw invalidParameter('EventEndTime', 'EventStartTime must be before EventEndTime.');
    }
    const arn = arnOf(name, machine);
    if (this.replays.has(arn)) {
      throw new ServiceError('ResourceAlreadyExistsException', `Replay ${name} already exists.`);
    }
    if (this.activeIn(machine) >= MOST_ACTIVE) {
      throw new ServiceError('LimitExceededException', 'The request failed because a service limit was exceeded.');
    }
    const rules = [FilterArns].flat().map(String);
    refuseRulesElsewhere(rules, archive.bus);
    const replay = new RunningReplay(
      { name, arn, archive, from, to, rules, startedBy, description: textOf(args.Description) },
      { buses: this.buses, clock, random },
    );
    this.replays.set(arn, replay);
    return { ReplayArn: arn, ReplayStartTime: replay.startedAt, State: replay.state };
  }

  /** https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_DescribeReplay.html */
  public describe(args: JsonObject, { machine }: Execution): JsonObject {
    return this.existing(replayName(args), machine).description;
  }

  /** https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_CancelReplay.html */
  public cancel(args: JsonObject, { machine, clock }: Execution): JsonObject {
    const replay = this.existing(replayName(args), machine);
    if (!replay.isCancellable) {
      throw new ServiceError(
        'IllegalStatusException',
        `Replay ${replay.name} is not in a valid state for this operation.`,
      );
    }
    replay.cancel(clock);
    return { ReplayArn: replay.arn, State: replay.state };
  }

  /** https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_ListReplays.html */
  public list(args: JsonObject, { machine }: Execution): JsonObject {
    const { NamePrefix, State, EventSourceArn, Limit = MOST_LISTED, NextToken = '0' } = args;
    const matching = [...this.replays.values()].filter(
      (replay) =>
        replay.arn === arnOf(replay.name, machine) &&
        replay.name.startsWith(textOf(NamePrefix) ?? '') &&
        (State === undefined || replay.state === State) &&
        (EventSourceArn === undefined || replay.archive === EventSourceArn),
    );
    const begin = Number(NextToken);
    const end = begin + Number(Limit);
    return {
      ...(end < matching.length && { NextToken: String(end) }),
      Replays: matching.slice(begin, end).map(({ summary }) => summary),
    };
  }

  private archiveOf(archiveArn: string, bus: string, place: BusPlace): EventArchive {
    if (!/^arn:[\w-]+:events:[\w-]+:\d+:event-bus\/./.test(bus)) {
      throw invalidParameter('Destination.Arn', 'Must contain an event bus ARN.');
    }
    const archive = this.archives.find(archiveArn);
    if (bus !== archive?.bus && !this.existsIn(bus, place)) {
      throw new ServiceError('ResourceNotFoundException', `Event bus ${nameIn(bus)} does not exist.`);
    }
    if (!archive || !isIn(archiveArn, place)) {
      throw invalidParameter('EventSourceArn', `Archive ${nameIn(archiveArn)} does not exist.`);
    }
    if (bus !== archive.bus) {
      throw invalidParameter('Destination.Arn', 'Cross event bus replay is not permitted.');
    }
    return archive;
  }

  private existsIn(bus: string, place: BusPlace): boolean {
    const known = [busArn('default', place), ...this.deployed(['AWS::Events::EventBus']).map(({ arn }) => arn)];
    return isIn(bus, place) && known.includes(bus);
  }

  private existing(name: string, place: BusPlace): RunningReplay {
    const found = this.replays.get(arnOf(name, place));
    if (!found) {
      throw new ServiceError('ResourceNotFoundException', `Replay ${name} does not exist.`);
    }
    return found;
  }

  private activeIn(place: BusPlace): number {
    return [...this.replays.values()].filter((replay) => replay.isActive && isIn(replay.arn, place)).length;
  }
}

/** What a replay needs of the rehearsal. */
export interface ReplayStage {
  readonly buses: EventBuses;
  readonly clock: VirtualClock;
  readonly random: () => number;
}

/** What EventBridge answers to a rule of another bus is not documented. */
function refuseRulesElsewhere(rules: readonly string[], bus: string): void {
  const name = nameIn(bus);
  const beginning = bus.replace(`:event-bus/${name}`, name === 'default' ? ':rule/' : `:rule/${name}/`);
  const stranger = rules.find(
    (rule) => !rule.startsWith(beginning) || (name === 'default' && rule.split('/').length > 2),
  );
  if (stranger !== undefined) {
    throw new RehearsalError(`a replay onto ${bus} is to reach ${stranger}, which is no rule of that bus`);
  }
}

function replayName({ ReplayName }: JsonObject): string {
  const name = String(ReplayName ?? '');
  if (!/^[.\-_A-Za-z0-9]{1,64}$/.test(name)) {
    throw invalidParameter('ReplayName', 'Must have 1 to 64 letters, digits, dots, hyphens and underscores.');
  }
  return name;
}

/** Seconds since 1970 or a timestamp. */
function momentOf(given: Json | undefined): number {
  const moment = typeof given === 'number' ? given * 1000 : Date.parse(String(given));
  if (Number.isNaN(moment)) {
    throw new ServiceError('SerializationException', `${JSON.stringify(given)} is no timestamp`, { known: false });
  }
  return moment;
}

function invalidParameter(name: string, reason: string): ServiceError {
  return new ServiceError('ValidationException', `Parameter ${name} is not valid. Reason: ${reason}`, { known: false });
}

function arnOf(name: string, { partition, region, account }: BusPlace): string {
  return `arn:${partition}:events:${region}:${account}:replay/${name}`;
}

function isIn(arn: string, { region, account }: BusPlace): boolean {
  const [, , , itsRegion, itsAccount] = arn.split(':');
  return itsRegion === region && itsAccount === account;
}

function nameIn(arn: string): string {
  return arn.slice(arn.indexOf('/') + 1);
}

function textOf(value: Json | undefined): string | undefined {
  return typeof value === 'string' ? value : undefined;
}
