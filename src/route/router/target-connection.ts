import type * as events from 'aws-cdk-lib/aws-events';
import type { Construct, IDependable } from 'constructs';
import type { RuleTarget } from '../../private/event-rule/delivering-rule';
import type { RulesOfBus } from '../../private/event-rule/rules-of-bus';
import type { Pattern } from '../pattern/rendered-pattern';

/** Where a target is connected. */
export interface TargetPlace {
  /** Under which its role and permissions are made. */
  readonly scope: Construct;
  /** What the user calls it: `targets[0]`. */
  readonly prop: string;
  /** Of the route. */
  readonly pattern: Pattern;
  /** The bus, if it is not the default one. */
  readonly bus?: events.IEventBus;
  /** The rules that may send to it. */
  readonly rules: RulesOfBus;
}

/** A target with all that lets EventBridge send to it. */
export interface TargetConnection extends RuleTarget {
  /** What must be there before the rule is. */
  readonly needs?: readonly (IDependable | undefined)[];
  /** Whether it takes events of its own account and Region only. */
  readonly takesOwnEventsOnly?: boolean;
}

/** Lets EventBridge send to something, and says how. */
export type Connect = (place: TargetPlace) => TargetConnection;
