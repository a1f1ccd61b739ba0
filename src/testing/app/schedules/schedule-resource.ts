import { isObject, type JsonObject } from '../../../asl/json';
import { RehearsalError } from '../../rehearsal-error';
import type { AppResource, AppResources } from '../app-resources';
import type { Timing } from './occurrences';

const FIELDS = [
  'Description',
  'EndDate',
  'FlexibleTimeWindow',
  'GroupName',
  'KmsKeyArn',
  'Name',
  'ScheduleExpression',
  'ScheduleExpressionTimezone',
  'StartDate',
  'State',
  'Target',
];
const TARGET_FIELDS = ['Arn', 'DeadLetterConfig', 'Input', 'RetryPolicy', 'RoleArn', 'SqsParameters'];

/** A schedule as its template has it. */
export class ScheduleResource {
  public static allIn(resources: AppResources): ScheduleResource[] {
    return resources.ofType('AWS::Scheduler::Schedule').map((resource) => new ScheduleResource(resource, resources));
  }

  private constructor(
    private readonly resource: AppResource,
    private readonly resources: AppResources,
  ) {}

  public get path(): string {
    return this.resource.path;
  }

  public get arn(): string {
    return this.resource.arn;
  }

  /** The ARN of the group, which is what Scheduler tells IAM of a schedule. */
  public get groupArn(): string {
    const { GroupName: name = 'default' } = this.resource.properties;
    const { partition, region, account } = this.resource.place;
    const group = this.resources.ofType('AWS::Scheduler::ScheduleGroup').find(({ ref }) => ref === name);
    return group?.arn ?? `arn:${partition}:scheduler:${region}:${account}:schedule-group/${name}`;
  }

  public get account(): string {
    return this.resource.place.account;
  }

  public get isEnabled(): boolean {
    return this.resource.properties.State !== 'DISABLED';
  }

  public timing(deployedAt: number): Timing {
    const { ScheduleExpression, ScheduleExpressionTimezone = 'UTC', StartDate, EndDate } = this.resource.properties;
    return {
      path: this.path,
      expression: String(ScheduleExpression),
      timeZone: String(ScheduleExpressionTimezone),
      ...(StartDate !== undefined && { start: Date.parse(String(StartDate)) }),
      ...(EndDate !== undefined && { end: Date.parse(String(EndDate)) }),
      deployedAt,
    };
  }

  /** How long after its time Scheduler may invoke the target, in milliseconds. */
  public get window(): number {
    const { FlexibleTimeWindow: window } = this.resource.properties;
    const { Mode, MaximumWindowInMinutes: minutes = 0 } = isObject(window) ? window : {};
    return Mode === 'FLEXIBLE' ? Number(minutes) * 60_000 : 0;
  }

  public get keyArn(): string | undefined {
    const { KmsKeyArn: key } = this.resource.properties;
    return key === undefined ? undefined : String(key);
  }

  public get target(): JsonObject {
    const { Target } = this.resource.properties;
    const target = isObject(Target) ? Target : {};
    this.refuseUnread(this.resource.properties, FIELDS, '');
    this.refuseUnread(target, TARGET_FIELDS, 'Target.');
    return target;
  }

  private refuseUnread(fields: JsonObject, known: readonly string[], prefix: string): void {
    const unread = Object.keys(fields).find((field) => !known.includes(field));
    if (unread) {
      throw new RehearsalError(`the schedule '${this.path}' has ${prefix}${unread}, which is not rehearsed`);
    }
  }
}
