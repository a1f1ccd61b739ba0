import type { PutEvent } from '../../integrations/event-buses';
import type { RehearsedApp } from '../rehearsed-app';
import { DeliveryError } from './delivery-error';
import { sendToTarget } from './destinations/destinations';
import type { EventRule } from './event-rule';
import type { RuleTarget } from './rule-target';

/** An event that no target got and no dead-letter queue either. */
export interface DroppedEvent {
  /** The whole event. */
  readonly event: PutEvent['event'];
  /** The ARN of the rule; empty where the bus itself could not keep the event, by the key with which it is encrypted. */
  readonly rule: string;
  /** The ARN of its target; of the bus where there was no rule. */
  readonly target: string;
  /** Such as `NO_PERMISSIONS`. */
  readonly errorCode: string;
  readonly errorMessage: string;
}

/** Neither is documented but "exponential back off and jitter"; 185 of these fit into 24 hours. */
const FIRST_WAIT_MS = 1000;
const LONGEST_WAIT_MS = 10 * 60 * 1000;

/** One event on its way to one target of a rule, until it is there or given up. */
export class EventDelivery {
  private readonly begunAt: number;
  private retries = 0;
  /** What the target is given: of the first attempt, also if the clock goes on. */
  private text?: string;

  constructor(
    private readonly app: RehearsedApp,
    private readonly rule: EventRule,
    private readonly target: RuleTarget,
    private readonly put: PutEvent,
    private readonly drop: (dropped: DroppedEvent) => void,
  ) {
    this.begunAt = app.world.clock.now;
  }

  public async attempt(): Promise<void> {
    const { app, rule, target, put } = this;
    try {
      this.text ??= target.input.textOf(put.event, rule, app.world.clock.isoNow.replace(/\.\d+Z$/, 'Z'));
      await sendToTarget({ app, rule, target, put }, this.text);
    } catch (error) {
      const failure = DeliveryError.from(error);
      if (!failure) {
        throw error;
      }
      this.retry(failure);
    }
  }

  /** https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-rule-retry-policy.html */
  private retry(failure: DeliveryError): void {
    const { app, target } = this;
    if (!failure.isRetriable) {
      this.giveUp(failure);
    } else if (this.retries >= target.mostRetries) {
      this.giveUp(failure, 'MaximumRetryAttempts');
    } else {
      const longest = Math.min(FIRST_WAIT_MS * 2 ** this.retries, LONGEST_WAIT_MS);
      const wait = Math.max(longest * (0.5 + app.random() / 2), failure.retryAfterMs);
      const left = this.begunAt + target.longestAgeMs - app.world.clock.now;
      this.retries++;
      if (wait < left) {
        app.beginAfter(wait, () => this.attempt());
      } else {
        this.retries--;
        app.beginAfter(left, async () => this.giveUp(failure, 'MaximumEventAgeInSeconds'));
      }
    }
  }

  /**
   * What lies in the queue is what the target would have got: undocumented, and so as others have measured it.
   * https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-rule-dlq.html
   */
  private giveUp(failure: DeliveryError, exhausted?: 'MaximumRetryAttempts' | 'MaximumEventAgeInSeconds'): void {
    const { app, rule, target, put } = this;
    const { code, message } = failure;
    const queue = target.deadLetterQueue;
    if (queue !== undefined && !queue.endsWith('.fifo') && app.queuePolicies.admit(queue, EVENTS, rule.arn)) {
      app.deadLetters.send(queue, failure.attempted ?? this.text ?? JSON.stringify(put.event), rule.arn, {
        RULE_ARN: rule.arn,
        TARGET_ARN: target.arn,
        ERROR_CODE: code,
        ERROR_MESSAGE: message,
        ...(exhausted && { EXHAUSTED_RETRY_CONDITION: exhausted }),
        RETRY_ATTEMPTS: String(this.retries),
      });
    } else {
      this.drop({ event: put.event, rule: rule.arn, target: target.arn, errorCode: code, errorMessage: message });
    }
  }
}

const EVENTS = 'events.amazonaws.com';
