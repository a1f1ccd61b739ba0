import { uuidFrom } from '../../execution/random';
import type { PutEvent } from '../../integrations/event-buses';
import type { RehearsedApp } from '../rehearsed-app';
import { occurrencesOf } from '../schedules/occurrences';
import type { EventRule } from './event-rule';

/**
 * Rules that run by the clock, in UTC: a rate counts from the deployment on, which is when the rehearsal starts.
 * https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-create-rule-schedule.html
 */
export class ScheduledRules {
  /** @param deliver - sends an event to the targets of a rule; it lies on no bus where others could take it */
  constructor(
    private readonly app: RehearsedApp,
    rules: readonly EventRule[],
    private readonly deliver: (rule: EventRule, put: PutEvent) => void,
  ) {
    const { now } = app.world.clock;
    for (const rule of rules.filter(({ isScheduled }) => isScheduled)) {
      const timing = { path: rule.path, expression: String(rule.schedule), timeZone: 'UTC', deployedAt: now };
      this.arm(rule, occurrencesOf(timing), now);
    }
  }

  /** Each occurrence sets the next. */
  private arm(rule: EventRule, next: (after: number) => number | undefined, after: number): void {
    const { clock } = this.app.world;
    const at = next(after);
    if (at !== undefined) {
      clock.inBackground(at - clock.now, () => {
        this.deliver(rule, { bus: rule.busArn, event: this.eventOf(rule, at), putBy: 'aws.events' });
        this.arm(rule, next, at);
      });
    }
  }

  private eventOf(rule: EventRule, at: number): PutEvent['event'] {
    const [, , , region, account] = rule.arn.split(':');
    return {
      version: '0',
      id: uuidFrom(this.app.random),
      'detail-type': 'Scheduled Event',
      source: 'aws.events',
      account,
      time: new Date(at).toISOString().replace(/\.\d+Z$/, 'Z'),
      region,
      resources: [rule.arn],
      detail: {},
    };
  }
}
