import { isObject, type JsonObject } from '../../../asl/json';
import { EventPattern } from '../../../private/event-pattern/event-pattern';
import { type BusEvent, busArn } from '../../integrations/event-buses';
import { RehearsalError } from '../../rehearsal-error';
import type { AppResource } from '../app-resources';
import { RuleTarget } from './rule-target';

/** Those that change nothing of what a rule does. */
const PROPERTIES = [
  'Description',
  'EventBusName',
  'EventPattern',
  'Name',
  'RoleArn',
  'ScheduleExpression',
  'State',
  'Tags',
  'Targets',
];

/** A rule of a template. */
export class EventRule {
  public readonly arn: string;
  public readonly name: string;
  public readonly path: string;
  /** For messages: `the rule 'Orders/Trigger/Rule'`. */
  public readonly label: string;
  public readonly busArn: string;
  /** Of a rule that runs by the clock. */
  public readonly schedule?: string;
  private readonly pattern?: JsonObject;
  private compiled?: EventPattern;
  private readonly isEnabled: boolean;
  private readonly written: readonly JsonObject[];
  private read?: readonly RuleTarget[];

  constructor(resource: AppResource) {
    const { properties, place } = resource;
    this.path = resource.path;
    this.label = `the rule '${resource.path}'`;
    const unknown = Object.keys(properties).find((name) => !PROPERTIES.includes(name));
    if (unknown) {
      throw new RehearsalError(`${this.label} has ${unknown}, which is not rehearsed`);
    }
    const { EventBusName = 'default', EventPattern: pattern, ScheduleExpression, State, Targets = [] } = properties;
    this.arn = resource.arn;
    this.name = String(resource.arn.split('/').pop());
    this.busArn = busArn(String(EventBusName), place);
    this.isEnabled = State !== 'DISABLED';
    this.schedule = ScheduleExpression as string | undefined;
    this.pattern = pattern as JsonObject | undefined;
    this.written = [Targets].flat().filter(isObject);
  }

  /** Read when they are needed: a rule may send other events where no rehearsal goes. */
  public get targets(): readonly RuleTarget[] {
    this.read ??= this.written.map((target) => new RuleTarget(target, this.label));
    return this.read;
  }

  public takes(event: BusEvent): boolean {
    if (!this.isEnabled || this.pattern === undefined) {
      return false;
    }
    this.compiled ??= this.parsed(this.pattern);
    return this.compiled.matches(event as unknown as JsonObject);
  }

  /** Whether the clock alone sets it off. */
  public get isScheduled(): boolean {
    return this.isEnabled && this.schedule !== undefined && this.written.length > 0;
  }

  private parsed(pattern: JsonObject): EventPattern {
    try {
      return EventPattern.parse(pattern);
    } catch (error) {
      throw new RehearsalError(`EventBridge refuses ${this.label}: ${(error as Error).message}`);
    }
  }
}
