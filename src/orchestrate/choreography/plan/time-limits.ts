import { Duration, Token } from 'aws-cdk-lib';
import * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import type { IConstruct } from 'constructs';
import type { Retrier } from '../../../asl/definition';
import { Limits } from '../../../asl/limits';
import { positiveSeconds } from '../../../private/durations';
import { invalid } from '../../../private/errors';
import type { CallConfig } from '../../saga/calls/saga-call';
import type { PlannedStep } from '../../saga/plan/saga-plan';
import type { Choreography, Part } from './choreography';

/** How long participants may take, and the watcher waits. */
export interface TimeLimits {
  /** Seconds without a move after which the watcher does something. */
  readonly watch: number;
  /** Seconds between two runs of the watcher. */
  readonly interval: number;
  /** Time limit of the state machine of a participant: none of its calls goes on when the watcher comes. */
  readonly executionOf: (part: Part) => number;
}

/** For the claim and the record around a call, each with its retries. */
const OVERHEAD_SECONDS = 180;

const SHORTEST_WATCH_SECONDS = 5 * 60;
const LONGEST_INTERVAL_SECONDS = 5 * 60;
const MINUTE = 60;

/**
 * The watcher passes on the turn of a participant that it believes dead. So `watch` has room for all attempts of a call, for
 * one more that begins just before the execution is ended, and for what a function outlives its time limit by.
 *
 * @param given seconds, where the user says so
 */
export function timeLimits(
  scope: IConstruct,
  { parts }: Choreography,
  type: sfn.StateMachineType,
  given?: number,
): TimeLimits {
  const needs = parts.map(({ step }) => needOf(step));
  const unknown = parts.find((_, index) => needs[index].attempts === undefined);
  if (unknown && (given === undefined || Token.isUnresolved(given))) {
    throw invalid(
      scope,
      `watch must be given${given === undefined ? '' : ' as a time that is known at synthesis'}: how long step ` +
        `'${unknown.step.name}' may take is not known there`,
    );
  }
  const least = Math.max(...needs.map(({ attempts = 0, call }) => OVERHEAD_SECONDS + attempts + call));
  if (type === sfn.StateMachineType.EXPRESS) refuseLongCalls(scope, parts, needs);
  if (given !== undefined && !Token.isUnresolved(given) && given < least) {
    throw invalid(
      scope,
      `watch must be at least ${least} s, which is what a participant may take with all its retries, received ${given} s: ` +
        'make it longer, or the timeouts and retries of the steps shorter',
    );
  }
  const watch = given ?? Math.max(SHORTEST_WATCH_SECONDS, Math.ceil(least / MINUTE) * MINUTE);
  const known = Token.isUnresolved(watch) ? SHORTEST_WATCH_SECONDS : watch;
  return {
    watch,
    interval: Math.min(LONGEST_INTERVAL_SECONDS, Math.max(MINUTE, Math.floor(known / 2 / MINUTE) * MINUTE)),
    executionOf: (part) => {
      const { attempts = 0, call } = needOf(part.step);
      const limit = Token.isUnresolved(watch) ? OVERHEAD_SECONDS + attempts : known - call;
      return type === sfn.StateMachineType.EXPRESS ? Math.min(limit, Limits.EXPRESS_EXECUTION_SECONDS) : limit;
    },
  };
}

/** The longest for which EventBridge tries to deliver a request: one that comes twice must find the saga that it began. */
const SHORTEST_RETENTION_SECONDS = 24 * 3600;

/** Seconds for which the item of a saga is kept after its end. */
export function retentionSeconds(scope: IConstruct, retention = Duration.days(30)): number {
  const seconds = positiveSeconds(scope, 'retention', retention);
  if (!Token.isUnresolved(seconds) && seconds < SHORTEST_RETENTION_SECONDS) {
    throw invalid(
      scope,
      `retention must be at least a day, received ${seconds} s: for so long a request may come again, and would begin ` +
        'its saga once more',
    );
  }
  return seconds;
}

interface Need {
  /** Seconds of all attempts and the waits between them. */
  readonly attempts?: number;
  /** Seconds of one attempt, and of what goes on after it. */
  readonly call: number;
}

function needOf({ action, retry, compensation, compensationRetry }: PlannedStep): Need {
  const calls = [needOfCall(action, retry), ...(compensation ? [needOfCall(compensation, compensationRetry)] : [])];
  const attempts = calls.map((call) => call.attempts);
  const known = attempts.flatMap((seconds) => seconds ?? []);
  return {
    attempts: known.length < attempts.length ? undefined : Math.max(...known),
    call: Math.max(...calls.map(({ call }) => call)),
  };
}

function needOfCall({ task: { TimeoutSeconds: limit }, outlives }: CallConfig, retry?: Retrier): Need {
  const waits = retry ? waitsOf(retry) : 0;
  const retries = retry?.MaxAttempts ?? 0;
  if (typeof limit !== 'number' || Token.isUnresolved(limit) || waits === undefined || Token.isUnresolved(retries)) {
    return { call: 0 };
  }
  return { attempts: (retries + 1) * limit + waits + outlives, call: limit + outlives };
}

function waitsOf({ IntervalSeconds = 1, MaxAttempts = 0, MaxDelaySeconds }: Retrier): number | undefined {
  if ([IntervalSeconds, MaxAttempts, MaxDelaySeconds].some((value) => Token.isUnresolved(value))) return undefined;
  let sum = 0;
  for (let retry = 0; retry < MaxAttempts; retry++) {
    sum += Math.min(IntervalSeconds * 2 ** retry, MaxDelaySeconds ?? Number.POSITIVE_INFINITY);
  }
  return sum;
}

function refuseLongCalls(scope: IConstruct, parts: readonly Part[], needs: readonly Need[]): void {
  const limit = Limits.EXPRESS_EXECUTION_SECONDS;
  parts.forEach(({ step }, index) => {
    const { attempts = 0 } = needs[index];
    if (attempts < limit) return;
    throw invalid(
      scope,
      `step '${step.name}' may take ${attempts} s with all its retries, but an Express execution ends after ${limit} s: ` +
        'give it a shorter timeout, retry and compensationRetry, or leave out stateMachineType',
    );
  });
}
