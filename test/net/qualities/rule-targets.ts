import { inEveryVariant } from '../quality';
import { covers, type NeededRight } from '../rights/right';
import { grantedToEvents, neededByBuses, neededByTarget, type ServiceRight, targetsIn } from '../rights/targets';
import type { Synthesis } from '../synthesis';

/** An event that may not be delivered is lost without a word; a target that lets anybody in takes anybody's events. */
export const ruleTargets = inEveryVariant(
  'every rule may send to its targets, and nobody else may',
  function* (synthesis) {
    const granted = grantedToEvents(synthesis);
    const needed: NeededRight[] = neededByBuses(synthesis);
    for (const need of needed) {
      if (isOnOwn(need.resource, synthesis) && !granted.some((right) => covers(right, need))) {
        yield `a bus needs EventBridge to ${need.action} on ${need.resource}, which it may not`;
      }
    }
    for (const target of targetsIn(synthesis)) {
      const needs = neededByTarget(target, synthesis);
      if (!needs) yield `${target.rule.path}: what it needs to send to ${target.arn} has to be computed`;
      needed.push(...(needs ?? []));
      for (const need of needs ?? []) {
        if (!granted.some((right) => covers(right, need))) {
          yield `${target.rule.path}: EventBridge may not ${need.action} on ${need.resource}`;
        }
      }
    }
    for (const right of granted) {
      if (!isBound(right)) yield `${right.owner.path}: EventBridge may ${right.action} for any account`;
      if (!needed.some((need) => covers(right, need))) {
        yield `${right.owner.path}: EventBridge may ${right.action} on ${right.resource}, which no rule needs`;
      }
    }
  },
);

const BINDING = [
  'aws:SourceArn',
  'aws:SourceAccount',
  'kms:EncryptionContext:aws:events:event-bus:arn',
  'kms:EncryptionContext:aws:sns:topicArn',
];

/**
 * To make a stream nobody can be bound, for EventBridge does not tell for which rule it makes one.
 *
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/confused-deputy.html
 */
function isBound({ action, conditions }: ServiceRight): boolean {
  const keys = Object.values(conditions).flatMap(Object.keys);
  return action === 'logs:CreateLogStream' || keys.some((key) => BINDING.includes(key));
}

/** What was imported has no policy to look at. */
function isOnOwn(arn: string, synthesis: Synthesis): boolean {
  return ['AWS::SQS::Queue', 'AWS::KMS::Key'].some((type) =>
    synthesis.ofType(type).some((resource) => synthesis.arnOf(resource) === arn),
  );
}
