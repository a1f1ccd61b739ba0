import { Annotations, ArnFormat, Stack } from 'aws-cdk-lib';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import * as logs from 'aws-cdk-lib/aws-logs';
import type * as sqs from 'aws-cdk-lib/aws-sqs';
import * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import type { Construct } from 'constructs';
import { uniquePath } from '../../private/names';
import type { Workflow } from '../../workflow/workflow';
import { WorkflowAlarms } from '../../workflow/workflow-alarms';
import type { WorkflowOptions } from '../../workflow/workflow-options';
import { COMPENSATION_FAILED } from './saga-ends';

const METRIC_NAMESPACE = 'CdkWorkflows';

/**
 * A saga that compensated as designed has failed in the eyes of Step Functions, so `ExecutionsFailed` says nothing. Its
 * log says in which Fail state it ended, and the queue holds what could not be undone.
 */
export function sagaAlarms(
  scope: Construct,
  workflow: Workflow,
  queue: sqs.IQueue | undefined,
  options: WorkflowOptions,
): cloudwatch.Alarm[] {
  const alarms = new WorkflowAlarms(scope, options.alarmActions);
  if (queue) {
    const compensationFailed = compensationFailedMetric(scope, workflow, options);
    if (compensationFailed) {
      alarms.add(
        'CompensationFailedAlarm',
        compensationFailed,
        'A saga could not undo everything, or died on its way.',
      );
    }
    alarms.add(
      'CompensationFailureQueueAlarm',
      queue.metricApproximateNumberOfMessagesVisible({ statistic: 'max' }),
      'Compensations that failed wait in the queue to be finished.',
    );
  }
  return alarms.addUnwantedEnds(workflow.stateMachine).alarms;
}

function compensationFailedMetric(
  scope: Construct,
  workflow: Workflow,
  options: WorkflowOptions,
): cloudwatch.Metric | undefined {
  const level = options.logs?.level ?? sfn.LogLevel.ALL;
  const logged = level === sfn.LogLevel.ALL || level === sfn.LogLevel.ERROR;
  if (!workflow.logGroup || !logged) {
    Annotations.of(scope).addWarningV2(
      'cdk-workflows:sagaAlarmNeedsLog',
      `logs.level should be ALL or ERROR, received ${level}: the alarm for failed compensations reads the log`,
    );
    return undefined;
  }
  // The group may be shared, and log events have no dimension: the pattern names the state machine, the metric the saga.
  const metricName = `CompensationFailed-${uniquePath(scope, 150)}`;
  new logs.MetricFilter(scope, 'CompensationFailedFilter', {
    logGroup: workflow.logGroup,
    filterPattern: logs.FilterPattern.all(
      logs.FilterPattern.any(couldNotUndo(), died()),
      logs.FilterPattern.stringValue('$.execution_arn', '=', executionArns(workflow, options)),
    ),
    metricNamespace: METRIC_NAMESPACE,
    metricName,
  });
  return new cloudwatch.Metric({ namespace: METRIC_NAMESPACE, metricName, statistic: cloudwatch.Stats.SUM });
}

function couldNotUndo(): logs.JsonPattern {
  return logs.FilterPattern.all(
    logs.FilterPattern.stringValue('$.type', '=', 'FailStateEntered'),
    logs.FilterPattern.stringValue('$.details.name', '=', COMPENSATION_FAILED),
  );
}

/** Of an error that no catcher sees, such as States.Runtime: the Fail states of a saga begin every cause with `saga:`. */
function died(): logs.JsonPattern {
  return logs.FilterPattern.all(
    logs.FilterPattern.stringValue('$.type', '=', 'ExecutionFailed'),
    logs.FilterPattern.any(
      logs.FilterPattern.notExists('$.details.cause'),
      logs.FilterPattern.stringValue('$.details.cause', '!=', 'saga:*'),
    ),
  );
}

function executionArns(workflow: Workflow, options: WorkflowOptions): string {
  return Stack.of(workflow).formatArn({
    service: 'states',
    resource: options.stateMachineType === sfn.StateMachineType.EXPRESS ? 'express' : 'execution',
    resourceName: `${workflow.stateMachine.stateMachineName}:*`,
    arnFormat: ArnFormat.COLON_RESOURCE_NAME,
  });
}
