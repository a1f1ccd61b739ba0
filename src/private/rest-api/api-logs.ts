import { RemovalPolicy } from 'aws-cdk-lib';
import * as logs from 'aws-cdk-lib/aws-logs';
import type { Construct } from 'constructs';
import { invalid } from '../errors';

/** Where an API logs to. Neither bodies nor headers are logged. */
export interface ApiLogs {
  /**
   * How long the log groups keep their events.
   *
   * @default RetentionDays.TWO_WEEKS
   */
  readonly retention?: logs.RetentionDays;

  /**
   * What happens to the log groups when they leave the stack.
   *
   * @default RemovalPolicy.DESTROY
   */
  readonly removalPolicy?: RemovalPolicy;

  /**
   * A group of your own for the access log.
   *
   * @default - a group with a name that CloudFormation makes
   */
  readonly accessLogGroup?: logs.ILogGroup;
}

/** One line of JSON for each request: who asked for what, and what came of it. Each value is one that no client writes. */
export const ACCESS_LOG_FORMAT = JSON.stringify({
  requestId: '$context.requestId',
  extendedRequestId: '$context.extendedRequestId',
  time: '$context.requestTime',
  sourceIp: '$context.identity.sourceIp',
  method: '$context.httpMethod',
  resource: '$context.resourcePath',
  status: '$context.status',
  gatewayResponse: '$context.error.responseType',
  integrationStatus: '$context.integration.status',
  integrationLatency: '$context.integration.latency',
  latency: '$context.responseLatency',
  responseLength: '$context.responseLength',
});

export function accessLogGroup(scope: Construct, options: ApiLogs = {}): logs.ILogGroup {
  return options.accessLogGroup ?? newGroup(scope, 'AccessLogs', options);
}

/**
 * The group that API Gateway writes its own log to; it would make one that keeps events for ever and outlives the API.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/set-up-logging.html
 */
export function executionLogGroup(scope: Construct, restApiId: string, stageName: string, options: ApiLogs = {}) {
  return newGroup(scope, 'ExecutionLogs', options, `API-Gateway-Execution-Logs_${restApiId}/${stageName}`);
}

function newGroup(scope: Construct, id: string, options: ApiLogs, logGroupName?: string): logs.LogGroup {
  return new logs.LogGroup(scope, id, {
    logGroupName,
    retention: options.retention ?? logs.RetentionDays.TWO_WEEKS,
    removalPolicy: options.removalPolicy ?? RemovalPolicy.DESTROY,
  });
}

export function checkLogs(scope: Construct, options: ApiLogs = {}): void {
  const { accessLogGroup: given, retention, removalPolicy } = options;
  if (given && (retention !== undefined || removalPolicy !== undefined)) {
    // Both say something about the other group still, but of two groups one would not obey.
    const name = retention === undefined ? 'removalPolicy' : 'retention';
    throw invalid(scope, `logs.${name} must not stand beside logs.accessLogGroup: set it where the group is made`);
  }
}
