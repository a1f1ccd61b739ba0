import { Annotations, Stack } from 'aws-cdk-lib';
import * as events from 'aws-cdk-lib/aws-events';
import type * as sqs from 'aws-cdk-lib/aws-sqs';
import type * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import type { Construct } from 'constructs';
import { letServiceSend } from '../../../private/kept-queue';
import { CAUSE_PREFIX } from '../states/saga-ends';

/**
 * Reports executions that ended without having compensated: stopped, out of time, or dead of an error that no catcher
 * sees. The event is what DescribeExecution says, so that a death without a cause has `null` there, which is anything but
 * our prefix. Step Functions sends it with best effort, so the alarms remain the guarantee.
 *
 * Not those of separate sagas: the saga around them undoes what they left, or reports that it could not, or has ended so
 * itself.
 *
 * No dead-letter queue behind it: what keeps a message from the queue where failures end would keep it from another.
 *
 * https://docs.aws.amazon.com/step-functions/latest/dg/eventbridge-integration.html
 * https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-create-pattern-operators.html
 */
export function reportUnfinished(
  scope: Construct,
  { stateMachineArn }: sfn.IStateMachine,
  queue: sqs.IQueue,
  isOwn: boolean,
): events.Rule {
  const rule = new events.Rule(scope, 'Unfinished', {
    eventPattern: {
      source: ['aws.states'],
      detailType: ['Step Functions Execution Status Change'],
      detail: {
        stateMachineArn: [stateMachineArn],
        $or: [
          { status: ['ABORTED', 'TIMED_OUT'] },
          { status: ['FAILED'], cause: [{ 'anything-but': { prefix: CAUSE_PREFIX } }] },
        ],
      },
    },
    targets: [{ bind: () => ({ arn: queue.queueArn }) }],
  });
  allowSending(rule, queue, isOwn);
  return rule;
}

function allowSending(rule: events.Rule, queue: sqs.IQueue, isOwn: boolean): void {
  const missing = letServiceSend(queue, isOwn, {
    service: 'events.amazonaws.com',
    sourceArn: rule.ruleArn,
    account: Stack.of(rule).account,
  });
  if (missing.length > 0) {
    Annotations.of(rule).addWarningV2(
      'cdk-workflows:queueClosedToEvents',
      `compensationFailureQueue must let events.amazonaws.com send to it, or a saga that is stopped or dies is not ` +
        `reported: it needs ${missing.join(', and ')}`,
    );
  }
}
