import type * as logs from 'aws-cdk-lib/aws-logs';
import type * as pipes from 'aws-cdk-lib/aws-pipes';
import type { Construct } from 'constructs';
import { type VendedLogsOptions, vendedLogGroup } from '../vended-logs';

/** Where and how much a pipe logs. */
export interface PipeLogSettings extends VendedLogsOptions {
  /** `OFF`, `ERROR`, `INFO` or `TRACE`. */
  readonly level?: string;
  readonly includeExecutionData?: boolean;
}

/** https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-pipes-logs.html */
export interface PipeLogging {
  readonly logGroup: logs.ILogGroup;
  readonly configuration: pipes.CfnPipe.PipeLogConfigurationProperty;
}

export function pipeLogging(scope: Construct, settings: PipeLogSettings = {}): PipeLogging | undefined {
  const level = settings.level ?? 'ERROR';
  if (level === 'OFF') return undefined;
  const logGroup = vendedLogGroup(scope, 'pipes', settings);
  return {
    logGroup,
    configuration: {
      level,
      includeExecutionData: settings.includeExecutionData ? ['ALL'] : undefined,
      cloudwatchLogsLogDestination: { logGroupArn: logGroup.logGroupArn },
    },
  };
}
