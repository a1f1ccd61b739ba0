import { isObject, type Json, type JsonObject } from '../../asl/json';
import type { Execution } from '../execution/execution';
import { StateFailure } from '../execution/failure';
import { uuidFrom } from '../execution/random';
import { type BusEvent, type BusPlace, busArn } from './event-buses';
import type { Integration } from './integration';
import { parsedIfJson } from './parsed-if-json';
import { throughSdk, withOptimizedErrors } from './service-call';
import { ServiceError } from './service-error';

const MOST_ENTRIES = 10;
/** Of a `Date`, in milliseconds. */
const LATEST = 8.64e15;
const ENTRY_FIELDS = ['Detail', 'DetailType', 'EventBusName', 'Resources', 'Source', 'Time', 'TraceHeader'];

/** https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_PutEvents.html */
function putEvents(entries: readonly JsonObject[], execution: Execution): JsonObject {
  if (entries.length > MOST_ENTRIES) {
    throw new ServiceError(
      'ValidationException',
      `1 validation error detected: Value at 'entries' failed to satisfy constraint: Member must have length less than or equal to ${MOST_ENTRIES}`,
      { known: false },
    );
  }
  const { machine, clock, services, arn, random } = execution;
  const puts = entries.map((entry) => ({
    ...(refusalOf(entry) ?? eventOf(entry, { place: machine, now: clock.now, random })),
    bus: busArn(String(entry.EventBusName ?? 'default'), machine),
  }));
  // Who may not put one of them puts none: the request fails as a whole.
  for (const { event, bus } of puts) {
    if (event) services.buses.admit({ bus, event, account: machine.account, arn });
  }
  const results = puts.map(({ event, problem, bus }) => {
    if (!event) {
      return problem;
    }
    services.buses.add(bus, event, arn, machine);
    return { EventId: event.id };
  });
  return { Entries: results, FailedEntryCount: results.filter((result) => 'ErrorCode' in result).length };
}

/**
 * Nobody but AWS puts events of AWS. A test may, so that is no part of `eventOf`.
 * https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_PutEventsResultEntry.html
 */
function refusalOf({ Source }: JsonObject): EventOrProblem | undefined {
  return String(Source).startsWith('aws.')
    ? { problem: { ErrorCode: 'NotAuthorizedForSourceException', ErrorMessage: 'Not authorized for the source.' } }
    : undefined;
}

interface EventOrigin {
  /** Of the sender, which the event names wherever its bus is. */
  readonly place: BusPlace;
  readonly now: number;
  readonly random: () => number;
}

type EventOrProblem =
  | { readonly event: BusEvent; readonly problem?: undefined }
  | { readonly event?: undefined; readonly problem: { readonly ErrorCode: string; readonly ErrorMessage: string } };

/** The event that an entry of PutEvents becomes, or why it does not. */
export function eventOf(entry: JsonObject, { place, now, random }: EventOrigin): EventOrProblem {
  const missing = ['Source', 'DetailType', 'Detail'].find((name) => isEmpty(entry[name]));
  if (missing) {
    const reason = `Parameter ${missing} is not valid. Reason: ${missing} is a required argument.`;
    return { problem: { ErrorCode: 'InvalidArgument', ErrorMessage: reason } };
  }
  const detail = typeof entry.Detail === 'string' ? parsedIfJson(entry.Detail) : entry.Detail;
  if (!isObject(detail)) {
    return { problem: { ErrorCode: 'MalformedDetail', ErrorMessage: 'Detail is malformed.' } };
  }
  const event = {
    version: '0' as const,
    id: uuidFrom(random),
    'detail-type': String(entry.DetailType),
    source: String(entry.Source),
    account: place.account,
    time: timeOf(entry.Time, now),
    region: place.region,
    resources: resourcesOf(entry),
    detail,
  };
  return { event };
}

function isEmpty(value: Json | undefined): boolean {
  return value === undefined || value === null || value === '';
}

/** Seconds since 1970 or a timestamp; an event has no fractions of seconds. */
function timeOf(given: Json | undefined, now: number): string {
  const milliseconds = given === undefined ? now : typeof given === 'number' ? given * 1000 : Date.parse(String(given));
  if (!Number.isFinite(milliseconds) || Math.abs(milliseconds) > LATEST) {
    throw new ServiceError('SerializationException', `${JSON.stringify(given)} is no timestamp`, { known: false });
  }
  return new Date(milliseconds).toISOString().replace(/\.\d+Z$/, 'Z');
}

function resourcesOf({ Resources }: JsonObject): string[] {
  return Array.isArray(Resources) ? Resources.map(String) : [];
}

function entriesOf({ Entries }: JsonObject): JsonObject[] {
  return Array.isArray(Entries) ? Entries.filter(isObject) : [];
}

/** The answer has no metadata: recorded in localstack services/test_events_task_service, 2023-09-12. */
function optimizedPutEvents(args: JsonObject, execution: Execution): JsonObject {
  const addresses = [execution.machine.arn, execution.arn];
  const entries = entriesOf(args).map((entry) => ({ ...entry, Resources: [...resourcesOf(entry), ...addresses] }));
  const result = putEvents(entries, execution);
  if (result.FailedEntryCount !== 0) {
    throw new StateFailure('EventBridge.FailedEntry', JSON.stringify(result));
  }
  return result;
}

function problemsOf(args: JsonObject): string[] {
  const names = entriesOf(args).flatMap((entry) => Object.keys(entry));
  return [...new Set(names)]
    .filter((name) => !ENTRY_FIELDS.includes(name))
    .map((name) => `The field '${name}' is not supported by Step Functions`);
}

/** https://docs.aws.amazon.com/step-functions/latest/dg/connect-eventbridge.html */
export const eventsPutEvents: Integration = {
  parameters: ['Entries'],
  problemsOf,
  perform: withOptimizedErrors(
    { prefix: 'EventBridge', service: 'AmazonEventBridge', exception: 'AmazonEventBridgeException' },
    optimizedPutEvents,
  ),
};

/** Entries that failed are for the workflow to find. */
const sdkEventsPutEvents: Integration = {
  parameters: ['EndpointId', 'Entries'],
  required: ['Entries'],
  problemsOf,
  perform: throughSdk('EventBridge', (args, execution) => putEvents(entriesOf(args), execution)),
};

/** https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_Operations.html */
export const sdkEventBridge: Readonly<Record<string, Integration>> = {
  cancelReplay: {
    parameters: ['ReplayName'],
    required: ['ReplayName'],
    perform: throughSdk('EventBridge', (args, execution) => execution.services.replays.cancel(args, execution)),
  },
  describeReplay: {
    parameters: ['ReplayName'],
    required: ['ReplayName'],
    perform: throughSdk('EventBridge', (args, execution) => execution.services.replays.describe(args, execution)),
  },
  listReplays: {
    parameters: ['EventSourceArn', 'Limit', 'NamePrefix', 'NextToken', 'State'],
    perform: throughSdk('EventBridge', (args, execution) => execution.services.replays.list(args, execution)),
  },
  putEvents: sdkEventsPutEvents,
  startReplay: {
    parameters: ['Description', 'Destination', 'EventEndTime', 'EventSourceArn', 'EventStartTime', 'ReplayName'],
    required: ['Destination', 'EventEndTime', 'EventSourceArn', 'EventStartTime', 'ReplayName'],
    perform: throughSdk('EventBridge', (args, execution) => execution.services.replays.start(args, execution)),
  },
};
