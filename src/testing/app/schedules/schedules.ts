import { seededRandom, seedFrom } from '../../execution/random';
import type { RehearsedApp } from '../rehearsed-app';
import { occurrencesOf } from './occurrences';
import { ScheduleResource } from './schedule-resource';
import { type DroppedInvocation, ScheduledInvocation } from './scheduled-invocation';

/** The schedules of EventBridge Scheduler in the app: they happen as time passes. */
export class Schedules {
  private readonly lost: DroppedInvocation[] = [];

  constructor(private readonly app: RehearsedApp) {
    const { now } = app.world.clock;
    for (const schedule of ScheduleResource.allIn(app.resources)) {
      if (schedule.isEnabled) {
        const next = occurrencesOf(schedule.timing(now));
        this.arm(schedule, next, seededRandom(seedFrom(schedule.arn)), now - 1);
      }
    }
  }

  public get dropped(): readonly DroppedInvocation[] {
    return [...this.lost];
  }

  /** Each occurrence sets the next, so that a schedule without an end takes no more than one timer. */
  private arm(
    schedule: ScheduleResource,
    next: (after: number) => number | undefined,
    random: () => number,
    after: number,
  ): void {
    const { clock } = this.app.world;
    const scheduledAt = next(after);
    if (scheduledAt === undefined) {
      return;
    }
    clock.inBackground(scheduledAt - clock.now, () => {
      this.app.beginAfter(Math.floor(random() * schedule.window), async () => {
        await new ScheduledInvocation(this.app, schedule, scheduledAt, (lost) => this.lost.push(lost)).attempt(1);
      });
      this.arm(schedule, next, random, scheduledAt);
    });
  }
}
