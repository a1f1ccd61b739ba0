import type { Duration } from 'aws-cdk-lib';
import type * as sqs from 'aws-cdk-lib/aws-sqs';
import type { ScheduleTime } from './schedule-time';

/** When executions are started, with what input, and what happens when that fails. */
export interface ScheduleOptions {
  /** When executions are started. */
  readonly schedule: ScheduleTime;

  /**
   * Lets Scheduler start the execution at any time within so long after the scheduled one, so that not everything starts
   * at once. Whole minutes, 1 to 1440.
   *
   * @default - within the minute
   */
  readonly flexibleWindow?: Duration;

  /**
   * No execution is started before. Not for a schedule that happens once.
   *
   * @default - from the deployment on
   */
  readonly start?: Date;

  /**
   * No execution is started from then on. Not for a schedule that happens once.
   *
   * @default - the schedule has no end
   */
  readonly end?: Date;

  /**
   * What the executions find in their input beside `scheduledTime`: `{ "report": "daily" }` arrives as
   * `{ "scheduledTime": "2027-01-01T04:00:00Z", "report": "daily" }`. At most 256 KiB as JSON.
   *
   * @default - nothing
   */
  readonly input?: { [key: string]: unknown };

  /**
   * Queue for what could not be started. Not a FIFO queue.
   *
   * @default - an encrypted queue that keeps messages for 14 days and outlives the stack
   */
  readonly deadLetterQueue?: sqs.IQueue;

  /**
   * How often a start that failed is tried again, 0 to 185 times.
   *
   * @default 185
   */
  readonly retryAttempts?: number;

  /**
   * For how long a start that failed is tried again, 60 seconds to 24 hours.
   *
   * @default - half of the shortest time between two occurrences, without the flexible window, within those limits: what
   * comes too late is not started just before the next
   */
  readonly maxEventAge?: Duration;

  /**
   * Whether the schedule is in force.
   *
   * @default true
   */
  readonly enabled?: boolean;
}
