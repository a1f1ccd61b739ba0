import { isObject } from '../../../asl/json';
import { seededRandom, seedFrom } from '../../execution/random';
import { ServiceError } from '../../integrations/service-error';
import { RehearsalError } from '../../rehearsal-error';
import type { RehearsedApp } from '../rehearsed-app';
import type { ScheduleResource } from './schedule-resource';
import { invocationOf } from './schedule-targets';

const SERVICE = 'scheduler.amazonaws.com';

/** Its policy lets everybody use it who may use the queue. */
const AWS_MANAGED_KEY = 'alias/aws/sqs';

/** Waits double from one second on; what Scheduler's own are is not documented. */
const MAX_WAIT = 512_000;

/** An invocation that Scheduler gave up, and could not put into a dead-letter queue. */
export interface DroppedInvocation {
  /** The ARN of the schedule. */
  readonly schedule: string;
  readonly scheduledTime: Date;
  /** Why it could not be done. */
  readonly error: string;
  readonly cause: string;
}

/** One occurrence of a schedule: attempts to invoke its target, until one succeeds or there shall be no more. */
export class ScheduledInvocation {
  private readonly random: () => number;
  private readonly beganAt: number;
  private executionId = '';

  constructor(
    private readonly app: RehearsedApp,
    private readonly schedule: ScheduleResource,
    private readonly scheduledAt: number,
    private readonly drop: (dropped: DroppedInvocation) => void,
  ) {
    this.random = seededRandom(seedFrom(`${schedule.arn}/${scheduledAt}`));
    this.beganAt = app.world.clock.now;
  }

  /** @param attempt - 1 for the first */
  public async attempt(attempt: number): Promise<void> {
    const { target } = this.schedule;
    this.executionId = hexFrom(this.random);
    const input = this.inputFor(attempt);
    try {
      this.invoke(String(target.RoleArn), input);
    } catch (error) {
      if (!(error instanceof ServiceError)) {
        throw error;
      }
      this.tryAgain(attempt, input, error);
    }
  }

  private invoke(roleArn: string, input: string): void {
    const { app, schedule } = this;
    const { needs, invoke } = invocationOf(app, schedule);
    if (schedule.keyArn !== undefined) {
      const context = { ...this.context, 'kms:EncryptionContext:aws:scheduler:schedule:arn': schedule.arn };
      app.roles.demand(roleArn, { action: 'kms:Decrypt', resource: schedule.keyArn, context }, SERVICE);
    }
    app.roles.demand(roleArn, { ...needs, context: this.context }, SERVICE);
    invoke(input);
  }

  /** https://docs.aws.amazon.com/scheduler/latest/APIReference/API_RetryPolicy.html */
  private tryAgain(attempt: number, input: string, error: ServiceError): void {
    const { RetryPolicy: policy } = this.schedule.target;
    const { MaximumRetryAttempts = 185, MaximumEventAgeInSeconds = 86_400 } = isObject(policy) ? policy : {};
    const { clock } = this.app.world;
    const giveUp = (condition: string) => this.giveUp(attempt - 1, input, error, condition);
    if (attempt > Number(MaximumRetryAttempts)) {
      giveUp('MaximumRetryAttempts');
      return;
    }
    const wait = Math.min(1000 * 2 ** (attempt - 1), MAX_WAIT);
    const left = this.beganAt + Number(MaximumEventAgeInSeconds) * 1000 - clock.now;
    this.app.beginAfter(Math.min(wait, left), async () => {
      if (wait > left) {
        giveUp('MaximumEventAgeInSeconds');
      } else {
        await this.attempt(attempt + 1);
      }
    });
  }

  /** https://docs.aws.amazon.com/scheduler/latest/UserGuide/configuring-schedule-dlq.html */
  private giveUp(retries: number, input: string, { code, message }: ServiceError, condition: string): void {
    const { app, schedule } = this;
    const { DeadLetterConfig: config, RoleArn, Arn } = schedule.target;
    const queueArn = isObject(config) && config.Arn !== undefined ? String(config.Arn) : undefined;
    if (queueArn === undefined || !this.maySend(String(RoleArn), queueArn)) {
      const scheduledTime = new Date(this.scheduledAt);
      this.drop({ schedule: schedule.arn, scheduledTime, error: code, cause: message });
      return;
    }
    app.deadLetters.send(queueArn, input, schedule.arn, {
      ERROR_CODE: code,
      ERROR_MESSAGE: message,
      EXECUTION_ID: this.executionId,
      EXHAUSTED_RETRY_CONDITION: condition,
      IS_PAYLOAD_TRUNCATED: 'false',
      RETRY_ATTEMPTS: String(retries),
      SCHEDULED_TIME: this.scheduledTime,
      SCHEDULE_ARN: schedule.arn,
      TARGET_ARN: String(Arn),
    });
  }

  /** The role sends, not the service: the policy of the queue has no part in it. */
  private maySend(roleArn: string, queueArn: string): boolean {
    const { app, context } = this;
    const queue = app.resources.find('AWS::SQS::Queue', queueArn);
    if (queue?.properties.FifoQueue === true) {
      return false;
    }
    const { KmsMasterKeyId: key = AWS_MANAGED_KEY } = queue?.properties ?? {};
    const needs = [
      { action: 'sqs:SendMessage', resource: queueArn, context },
      ...(key === AWS_MANAGED_KEY ? [] : ['kms:GenerateDataKey', 'kms:Decrypt']).map((action) => ({
        action,
        resource: this.keyArnOf(String(key)),
        context,
      })),
    ];
    return needs.every((attempt) => app.roles.mayDo(roleArn, attempt, SERVICE));
  }

  private keyArnOf(key: string): string {
    return this.app.resources.ofType('AWS::KMS::Key').find(({ ref, arn }) => key === ref || key === arn)?.arn ?? key;
  }

  /** https://docs.aws.amazon.com/scheduler/latest/UserGuide/managing-schedule-context-attributes.html */
  private inputFor(attempt: number): string {
    const { Input: input } = this.schedule.target;
    if (input === undefined) {
      throw new RehearsalError(
        `the schedule '${this.schedule.path}' has no Target.Input: what Scheduler sends then is not rehearsed`,
      );
    }
    const values: Readonly<Record<string, string>> = {
      'schedule-arn': this.schedule.arn,
      'scheduled-time': this.scheduledTime,
      'execution-id': this.executionId,
      'attempt-number': String(attempt),
    };
    return String(input).replace(/<aws\.scheduler\.([\w-]+)>/g, (keyword, name: string) => values[name] ?? keyword);
  }

  private get scheduledTime(): string {
    return new Date(this.scheduledAt).toISOString().replace(/\.\d+/, '');
  }

  private get context(): Readonly<Record<string, string>> {
    return { 'aws:SourceArn': this.schedule.groupArn, 'aws:SourceAccount': this.schedule.account };
  }
}

/** Sixteen digits, as in d32c5kddcf5bb8c3. */
function hexFrom(random: () => number): string {
  return Array.from({ length: 16 }, () => Math.floor(random() * 16).toString(16)).join('');
}
