import { Annotations, ArnFormat, Stack } from 'aws-cdk-lib';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import * as logs from 'aws-cdk-lib/aws-logs';
import * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import type { Construct } from 'constructs';
import { uniquePath } from '../../private/names';
import type { Workflow } from '../../workflow/workflow';
import { WorkflowAlarms } from '../../workflow/workflow-alarms';
import type { WorkflowOptions } from '../../workflow/workflow-options';

const METRIC_NAMESPACE = 'CdkWorkflows';

/**
 * A rejection is a failure in the eyes of Step Functions, so `ExecutionsFailed` says nothing. The log says by which error an
 * execution failed.
 *
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/FilterAndPatternSyntaxForMetricFilters.html
 */
export function approvalAlarms(scope: Construct, workflow: Workflow, options: WorkflowOptions): cloudwatch.Alarm[] {
  const alarms = new WorkflowAlarms(scope, options.alarmActions);
  const level = options.logs?.level ?? sfn.LogLevel.ALL;
  if (workflow.logGroup && (level === sfn.LogLevel.ALL || level === sfn.LogLevel.ERROR)) {
    const metric = failedOtherwise(scope, workflow, workflow.logGroup);
    alarms.add('FailedAlarm', metric, 'An approval failed without having been rejected or having expired.');
  } else {
    Annotations.of(scope).addWarningV2(
      'cdk-workflows:approvalAlarmNeedsLog',
      `logs.level should be ALL or ERROR, received ${level}: the alarm for approvals that fail reads the log`,
    );
  }
  return alarms.addUnwantedEnds(workflow.stateMachine).alarms;
}

function failedOtherwise(scope: Construct, workflow: Workflow, logGroup: logs.ILogGroup): cloudwatch.Metric {
  const metricName = `ApprovalFailed-${uniquePath(scope, 150)}`;
  const executions = Stack.of(workflow).formatArn({
    service: 'states',
    resource: 'execution',
    resourceName: `${workflow.stateMachine.stateMachineName}:*`,
    arnFormat: ArnFormat.COLON_RESOURCE_NAME,
  });
  new logs.MetricFilter(scope, 'FailedFilter', {
    logGroup,
    filterPattern: logs.FilterPattern.all(
      logs.FilterPattern.stringValue('$.type', '=', 'ExecutionFailed'),
      logs.FilterPattern.stringValue('$.details.error', '!=', 'Approval.Rejected'),
      logs.FilterPattern.stringValue('$.details.error', '!=', 'Approval.Expired'),
      logs.FilterPattern.stringValue('$.execution_arn', '=', executions),
    ),
    metricNamespace: METRIC_NAMESPACE,
    metricName,
  });
  return new cloudwatch.Metric({ namespace: METRIC_NAMESPACE, metricName, statistic: cloudwatch.Stats.SUM });
}
