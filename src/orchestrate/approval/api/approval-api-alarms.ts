import { Duration } from 'aws-cdk-lib';
import type * as apigateway from 'aws-cdk-lib/aws-apigateway';
import type * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import type { Construct } from 'constructs';
import { WorkflowAlarms } from '../../../workflow/workflow-alarms';

/** More answers of that kind than people give rise to who open old links, or who press a button twice. */
const MANY_REFUSALS = 100;

/** Somebody could not decide, or somebody tries addresses, or so many requests that nobody else is let through. */
export function approvalApiAlarms(
  scope: Construct,
  stage: apigateway.Stage,
  actions?: cloudwatch.IAlarmAction[],
): cloudwatch.Alarm[] {
  const refusals = stage.metricClientError({ period: Duration.minutes(5) });
  return new WorkflowAlarms(scope, actions)
    .add(
      'ServerErrorAlarm',
      stage.metricServerError(),
      'A page of an approval could not be shown, or a decision taken.',
    )
    .add(
      'RefusedAlarm',
      refusals,
      'Many requests to the pages of approvals are refused: somebody tries addresses, or sends too many requests.',
      MANY_REFUSALS,
    ).alarms;
}
