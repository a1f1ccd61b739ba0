import { Duration, Stack } from 'aws-cdk-lib';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import * as logs from 'aws-cdk-lib/aws-logs';
import type { Construct } from 'constructs';
import { uniquePath } from '../../private/names';
import { stackPart } from '../../private/stack-part';
import { WorkflowAlarms } from '../../workflow/workflow-alarms';

/**
 * What somebody has to look at: requests that were not handled, and requests that were turned away because there were too
 * many. What clients do wrong rings nothing. API Gateway has no metric for 429, so that it is counted in the access log.
 */
export function apiAlarms(
  scope: Construct,
  stage: { metricServerError(): cloudwatch.Metric },
  accessLogGroup: logs.ILogGroup,
  actions?: cloudwatch.IAlarmAction[],
): cloudwatch.Alarm[] {
  // The same app may be deployed twice in one account and Region, as stacks of other names.
  const metricName = `ApiThrottled-${uniquePath(scope, 150)}-${stackPart(Stack.of(scope))}`;
  new logs.MetricFilter(scope, 'ThrottledFilter', {
    logGroup: accessLogGroup,
    filterPattern: logs.FilterPattern.stringValue('$.status', '=', '429'),
    metricNamespace: 'CdkWorkflows',
    metricName,
  });
  const throttled = new cloudwatch.Metric({
    namespace: 'CdkWorkflows',
    metricName,
    statistic: cloudwatch.Stats.SUM,
    period: Duration.minutes(5),
  });
  return new WorkflowAlarms(scope, actions)
    .add('ServerErrorAlarm', stage.metricServerError(), 'Requests to the API were answered 5xx.')
    .add('ThrottledAlarm', throttled, 'Requests to the API were answered 429: there are too many.').alarms;
}
