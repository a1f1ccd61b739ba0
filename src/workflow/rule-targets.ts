import { CfnResource } from 'aws-cdk-lib';
import type * as events from 'aws-cdk-lib/aws-events';
import type { IConstruct } from 'constructs';
import type { RuleTarget } from './checks/events/rule-target';
import { resolveWithTypes } from './placeholder-text';

/** Whether a construct is the resource of an EventBridge rule, made by whomever. */
export function isEventRule(construct: IConstruct): construct is events.CfnRule {
  return CfnResource.isCfnResource(construct) && construct.cfnResourceType === 'AWS::Events::Rule';
}

export function targetsOf(rule: events.CfnRule): RuleTarget[] {
  const targets = resolveWithTypes(rule, rule.targets);
  return Array.isArray(targets) ? (targets as RuleTarget[]) : [];
}
