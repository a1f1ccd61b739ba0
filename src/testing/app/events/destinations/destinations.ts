import { RehearsalError } from '../../../rehearsal-error';
import { toApiDestination } from './api-destination';
import { toBus } from './bus';
import type { Destination, Parcel } from './destination';
import { toFunction } from './function';
import { toLogGroup } from './log-group';
import { toQueue } from './queue';
import { toRestApi } from './rest-api';
import { toStateMachine } from './state-machine';
import { toStream } from './stream';
import { toTopic } from './topic';

/** By the service and the beginning of the resource in the target's ARN. */
const DESTINATIONS: readonly (readonly [pattern: RegExp, destination: Destination])[] = [
  [/^arn:[\w-]+:states:[\w-]+:\d+:stateMachine:/, toStateMachine],
  [/^arn:[\w-]+:sqs:/, toQueue],
  [/^arn:[\w-]+:sns:/, toTopic],
  [/^arn:[\w-]+:lambda:[\w-]+:\d+:function:/, toFunction],
  [/^arn:[\w-]+:events:[\w-]+:\d+:event-bus\//, toBus],
  [/^arn:[\w-]+:events:[\w-]+:\d+:api-destination\//, toApiDestination],
  [/^arn:[\w-]+:execute-api:/, toRestApi],
  [/^arn:[\w-]+:kinesis:[\w-]+:\d+:stream\//, toStream],
  [/^arn:[\w-]+:logs:[\w-]+:\d+:log-group:/, toLogGroup],
];

/** @param text - what the target is given */
export async function sendToTarget(parcel: Parcel, text: string): Promise<void> {
  const { app, rule, target } = parcel;
  const found = DESTINATIONS.find(([pattern]) => pattern.test(target.arn));
  if (!found) {
    throw new RehearsalError(
      `${rule.label} sends an event to ${target.arn}: targets of this kind are not rehearsed, only state machines, ` +
        'queues, topics, functions, streams, REST APIs, API destinations, buses and log groups',
    );
  }
  app.outages.check(target.arn);
  await found[1](parcel, text);
}
