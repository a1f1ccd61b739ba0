import { CheckSeverity } from '../../check-finding';
import { type TargetRule, targetKind } from './rule-target';

const NOT_FOR_BUSES = {
  retryPolicy: 'RetryPolicy',
  input: 'Input',
  inputPath: 'InputPath',
  inputTransformer: 'InputTransformer',
} as const;

export const busTarget: TargetRule = {
  id: 'cdk-workflows:busTarget',
  severity: CheckSeverity.ERROR,
  title: 'A rule hands an event to another bus as it is',
  why: 'EventBridge refuses a RetryPolicy, an Input, an InputPath and an InputTransformer on a target that is an event bus. The synthesis does not notice.',
  fix: 'Take them out: EventBridge tries for 24 hours by itself, and what receives the event can transform it. A dead-letter queue is allowed.',
  page: 'https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-bus-to-bus.html',
  example: { Arn: 'arn:aws:events:us-east-1:111122223333:event-bus/orders', RetryPolicy: { MaximumRetryAttempts: 3 } },
  *check(target) {
    const kind = targetKind(target);
    if (kind?.service !== 'events' || kind.kind !== 'EventBus') return;
    for (const [field, name] of Object.entries(NOT_FOR_BUSES)) {
      if (target[field as keyof typeof NOT_FOR_BUSES] !== undefined) {
        yield {
          message: `target '${target.id}' is an event bus and has ${name}, which EventBridge refuses: take it out`,
        };
      }
    }
  },
};
