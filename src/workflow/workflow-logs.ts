import * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import type { Construct } from 'constructs';
import { vendedLogGroup } from '../private/vended-logs';
import type { WorkflowLogs } from './workflow-options';

/** What a workflow logs to, and how: the `logs` of the CDK's state machine. */
export function workflowLogs(scope: Construct, options: WorkflowLogs = {}): sfn.LogOptions | undefined {
  const level = options.level ?? sfn.LogLevel.ALL;
  if (level === sfn.LogLevel.OFF) return undefined;
  return {
    level,
    includeExecutionData: options.includeExecutionData ?? false,
    destination: vendedLogGroup(scope, 'states', options),
  };
}
