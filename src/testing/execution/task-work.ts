import { inspect } from 'node:util';
import { isObject, type Json, type JsonObject } from '../../asl/json';
import type { Fault, Handler } from '../doubles';
import type { Integration } from '../integrations/integration';
import { RehearsalError } from '../rehearsal-error';
import type { TaskAttempt } from '../run';
import { TaskError } from '../task-error';
import { inMilliseconds } from '../virtual-duration';
import { StateFailure } from './failure';
import type { TaskCall } from './task-attempt';
import { isError, isTestFailure } from './test-failure';
import type { Visit } from './visit';

type Sleep = (milliseconds: number) => Promise<void>;
type Action = (sleep: Sleep) => Promise<Json>;

/** What happens in the outside world when a task is called. */
export interface Work {
  /** Gives the task's result or its failure; missing when nobody ever answers. */
  readonly answer?: Action;
  /** The work is done after so many milliseconds although nobody hears of it. */
  readonly lateCommit?: { readonly after: number; readonly commit: Action };
}

/** Finds who does a task's work: a double, or a service in memory. */
export function workOf(visit: Visit, call: TaskCall, attempt: TaskAttempt): Work {
  const { execution } = visit;
  const { integration } = call;
  const args: JsonObject = isObject(call.args) ? call.args : {};
  const direct = answersDirectly(call);
  const double = execution.doubles.find([visit.name, ...(direct ? functionKeys(attempt.target) : [])]);

  const inMemory: Action | undefined =
    integration.perform && (async () => integration.perform?.(args, execution) ?? null);
  const doubled = double?.handler && handled(visit, attempt, integration, double.handler);
  const result: Action | undefined =
    doubled && direct && integration.resultOf
      ? async (sleep) => integration.resultOf?.(await doubled(sleep), args, execution) ?? null
      : doubled;

  if (double?.fault) {
    return faulty(double.fault, integration, visit.name, doubled ?? (direct ? inMemory : undefined));
  }
  const answer = result ?? (direct ? inMemory : undefined);
  if (answer) {
    return { answer };
  }
  throw new RehearsalError(
    `state '${visit.name}' calls ${[attempt.resource, attempt.target].filter(Boolean).join(' on ')}, which nothing ` +
      `stands in for; add a double: rehearsal.mock('${visit.name}', (payload) => …). It was called with ${shorten(attempt.input)}`,
  );
}

/** With a callback or a job the called service's answer is not the task's result: only the state's own double can be. */
export function answersDirectly({ resource }: TaskCall): boolean {
  return resource.kind === 'lambda' || (resource.kind === 'integration' && resource.pattern === 'requestResponse');
}

/** A double of a function stands in for all of its versions and aliases. */
function functionKeys(target: string | undefined): string[] {
  if (target === undefined) {
    return [];
  }
  const unqualified = /^(arn:[\w-]+:lambda:[\w-]+:\d+:function:[\w-]+):[\w$-]+$/.exec(target)?.[1];
  return unqualified === undefined ? [target] : [target, unqualified];
}

function handled(visit: Visit, attempt: TaskAttempt, integration: Integration, handler: Handler): Action {
  const { clock } = visit.execution;
  return async (sleep) => {
    let answer: unknown;
    try {
      answer = await handler(structuredClone(attempt.input), {
        state: visit.name,
        attempt: attempt.attempt,
        get now() {
          return new Date(clock.now);
        },
        sleep: (duration) => sleep(inMilliseconds(duration)),
      });
    } catch (error) {
      throw toFailure(error, integration);
    }
    return toJson(visit.name, answer);
  };
}

function faulty(fault: Fault, integration: Integration, state: string, commit: Action | undefined): Work {
  switch (fault.kind) {
    case 'timeout':
      return {};
    case 'hang':
      return fault.commitsAfter === undefined
        ? {}
        : { lateCommit: { after: fault.commitsAfter, commit: commit ?? (async () => null) } };
    case 'fail':
      return {
        answer: async () => {
          if (fault.error !== null && fault.cause === undefined) {
            const error = new Error(`raised by the double of '${state}'`);
            error.name = fault.error;
            throw toFailure(error, integration);
          }
          throw new StateFailure(fault.error, fault.cause ?? null);
        },
      };
  }
}

/** What a double throws becomes the task's error, unless it says that the test itself went wrong. */
function toFailure(thrown: unknown, integration: Integration): unknown {
  if (thrown instanceof StateFailure || isTestFailure(thrown)) {
    return thrown;
  }
  if (thrown instanceof TaskError) {
    return new StateFailure(thrown.error, thrown.explanation);
  }
  const error = isError(thrown) ? thrown : new Error(typeof thrown === 'object' ? inspect(thrown) : String(thrown));
  return integration.failureOf?.(error) ?? new StateFailure(error.name, error.message);
}

function toJson(state: string, answer: unknown): Json {
  if (answer === undefined) {
    return null;
  }
  try {
    return JSON.parse(JSON.stringify(answer));
  } catch (error) {
    throw new RehearsalError(`the double of '${state}' answered with what is not JSON: ${(error as Error).message}`);
  }
}

function shorten(value: Json): string {
  const text = JSON.stringify(value);
  return text.length > 500 ? `${text.slice(0, 500)}…` : text;
}
