import { Duration } from 'aws-cdk-lib';
import type * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import type * as sqs from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';
import type { Workflow } from '../../../workflow/workflow';
import { WorkflowAlarms } from '../../../workflow/workflow-alarms';

export interface WatchedParts {
  readonly start: Workflow;
  readonly watcher: Workflow;
  /** Seconds between two runs of the watcher. */
  readonly interval: number;
  readonly compensationFailureQueue?: sqs.IQueue;
}

/** None rings for a saga that compensated as designed, nor for an event that was lost and sent again. */
export function choreographyAlarms(
  scope: Construct,
  { start, watcher, interval, compensationFailureQueue }: WatchedParts,
  actions: cloudwatch.IAlarmAction[] = [],
): cloudwatch.Alarm[] {
  const alarms = new WorkflowAlarms(scope, actions);
  if (compensationFailureQueue) {
    alarms.add(
      'CompensationFailureQueueAlarm',
      waiting(compensationFailureQueue),
      'Compensations that failed wait in the queue to be finished.',
    );
  }
  alarms
    .add('StartFailedAlarm', start.metricFailed(), 'A saga was asked for and could not be begun.')
    .add('WatcherFailedAlarm', watcher.metricFailed(), 'The watcher failed: sagas that do not move may go unnoticed.')
    .add(
      'WatcherTimedOutAlarm',
      watcher.metricTimedOut(),
      'The watcher could not look at all sagas in time: those that do not move may go unnoticed.',
    )
    // A watcher that does not run tells nobody.
    .addSilence(
      'WatcherSilentAlarm',
      watcher.metricStarted().with({ period: Duration.seconds(Math.max(300, interval * 3)) }),
      'The watcher did not run: sagas that do not move go unnoticed.',
    );
  return alarms.alarms;
}

function waiting(queue: sqs.IQueue): cloudwatch.Metric {
  return queue.metricApproximateNumberOfMessagesVisible({ statistic: 'max' });
}
