import { RehearsalError } from '../../../rehearsal-error';
import { toBus } from './bus';
import type { Destination, Parcel } from './destination';
import { toFunction } from './function';
import { toLogGroup } from './log-group';
import { toQueue } from './queue';
import { toStateMachine } from './state-machine';
import { toTopic } from './topic';

/** By the service and the beginning of the resource in the target's ARN. */
const DESTINATIONS: readonly (readonly [pattern: RegExp, destination: Destination])[] = [
  [/^arn:[\w-]+:states:[\w-]+:\d+:stateMachine:/, toStateMachine],
  [/^arn:[\w-]+:sqs:/, toQueue],
  [/^arn:[\w-]+:sns:/, toTopic],
  [/^arn:[\w-]+:lambda:[\w-]+:\d+:function:/, toFunction],
  [/^arn:[\w-]+:events:[\w-]+:\d+:event-bus\//, toBus],
  [/^arn:[\w-]+:logs:[\w-]+:\d+:log-group:/, toLogGroup],
];

export async function sendToTarget(parcel: Parcel): Promise<void> {
  const { app, rule, target, put } = parcel;
  const found = DESTINATIONS.find(([pattern]) => pattern.test(target.arn));
  if (!found) {
    throw new RehearsalError(
      `${rule.label} sends an event to ${target.arn}: targets of this kind are not rehearsed, only state machines, ` +
        'queues, topics, functions, buses and log groups',
    );
  }
  app.outages.check(target.arn);
  found[1](parcel, target.input.textOf(put.event, rule, app.world.clock.isoNow.replace(/\.\d+Z$/, 'Z')));
}
