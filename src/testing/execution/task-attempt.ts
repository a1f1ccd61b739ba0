import { Errors } from '../../asl/errors';
import { isObject, type Json, type JsonObject, sizeInBytes } from '../../asl/json';
import { Limits } from '../../asl/limits';
import type { Resource } from '../../asl/resource';
import type { Integration } from '../integrations/integration';
import type { TaskAttempt } from '../run';
import { dataLimitExceeded, StateFailure } from './failure';
import { TaskEvents } from './task-events';
import { answersDirectly, workOf } from './task-work';
import { isTestFailure } from './test-failure';
import type { Visit } from './visit';

export interface TaskCall {
  readonly resource: Resource;
  readonly integration: Integration;
  readonly args: Json;
  readonly timeoutSeconds?: number;
  readonly heartbeatSeconds?: number;
}

/** Calls what a task is for, once, within the task's time limits. */
export function attemptTask(visit: Visit, call: TaskCall): Promise<Json> {
  const { execution } = visit;
  const { clock } = execution;
  const attempt = beginAttempt(visit, call);
  const work = workOf(visit, call, attempt);
  const events = new TaskEvents(visit, call);
  events.scheduled();
  if (!answersDirectly(call)) {
    // The message is sent or the job started, whoever reports back later.
    call.integration.perform?.(fieldsOf(call.args), execution);
  }

  return new Promise((resolve, reject) => {
    let settled = false;
    const limits = timeLimits(call).map(({ seconds, failure }) =>
      clock.after(seconds * 1000, () => settle(() => fail(failure, 'timedOut'))),
    );

    if (work.answer) {
      clock.hold(work.answer).then(
        (result) => {
          attempt.committedAt = execution.elapsed;
          settle(() => succeed(result));
        },
        (error) => {
          noteTestFailure(error);
          settle(() => fail(error, 'failed'));
        },
      );
    }
    if (work.lateCommit) {
      const { after, commit } = work.lateCommit;
      clock.after(
        after,
        () => {
          clock.hold(commit).then(() => {
            attempt.committedAt = execution.elapsed;
          }, noteTestFailure);
        },
        { outlives: true },
      );
    }

    /** The first outcome counts, and nothing reaches an execution that has ended. */
    function settle(outcome: () => void): void {
      if (settled || clock.isStopped) {
        return;
      }
      settled = true;
      for (const limit of limits) {
        limit.cancel();
      }
      attempt.endedAt = execution.elapsed;
      try {
        outcome();
      } catch (error) {
        reject(error);
      }
    }

    function succeed(result: Json): void {
      if (sizeInBytes(result) > Limits.PAYLOAD_BYTES) {
        fail(dataLimitExceeded(events.subject, { terminal: false }), 'failed');
        return;
      }
      attempt.result = result;
      events.succeeded(result);
      resolve(result);
    }

    function fail(failure: unknown, how: 'failed' | 'timedOut'): void {
      if (failure instanceof StateFailure) {
        attempt.error = { error: failure.error, cause: failure.explanation };
        events[how](failure);
      }
      reject(failure);
    }
  });

  function noteTestFailure(error: unknown): void {
    if (isTestFailure(error)) {
      execution.testFailure ??= error;
    }
  }
}

function beginAttempt(visit: Visit, { resource, integration, args }: TaskCall): TaskAttempt {
  const { execution } = visit;
  const attempt: TaskAttempt = {
    state: visit.name,
    resource: resource.arn,
    target: integration.targetOf?.(fieldsOf(args), execution),
    input: structuredClone(integration.payloadOf ? integration.payloadOf(args) : args),
    attempt: visit.retryCount + 1,
    startedAt: execution.elapsed,
  };
  execution.attempts.push(attempt);
  return attempt;
}

/** A missed heartbeat is reported as a timeout too; only Retry and Catch can tell them apart. */
function timeLimits({ timeoutSeconds, heartbeatSeconds }: TaskCall): { seconds: number; failure: StateFailure }[] {
  const limits: { seconds: number; failure: StateFailure }[] = [];
  if (heartbeatSeconds !== undefined) {
    limits.push({
      seconds: heartbeatSeconds,
      failure: new StateFailure(Errors.TIMEOUT, undefined, { heartbeat: true }),
    });
  }
  if (timeoutSeconds !== undefined) {
    limits.push({ seconds: timeoutSeconds, failure: new StateFailure(Errors.TIMEOUT) });
  }
  return limits;
}

function fieldsOf(args: Json): JsonObject {
  return isObject(args) ? args : {};
}
