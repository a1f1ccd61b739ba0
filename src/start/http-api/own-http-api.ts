import { RemovalPolicy } from 'aws-cdk-lib';
import * as apigatewayv2 from 'aws-cdk-lib/aws-apigatewayv2';
import * as logs from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { uniquePath } from '../../private/names';
import { type ApiLogs, checkLogs } from '../../private/rest-api/api-logs';
import { type ApiThrottling, checkedThrottling, DEFAULT_THROTTLING } from '../../private/rest-api/api-throttling';
import { vendedGroupName } from '../../private/vended-logs';
import { corsPreflight, type HttpApiCors } from './http-api-cors';

export interface OwnHttpApiOptions {
  readonly cors?: HttpApiCors;
  readonly throttling?: ApiThrottling;
  readonly logs?: ApiLogs;
}

/**
 * One line of JSON for each request: who asked for what, and what came of it. Each value is one that no client writes.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-logging-variables.html
 */
const ACCESS_LOG_FORMAT = JSON.stringify({
  requestId: '$context.requestId',
  time: '$context.requestTime',
  sourceIp: '$context.identity.sourceIp',
  route: '$context.routeKey',
  status: '$context.status',
  gatewayResponse: '$context.error.responseType',
  integrationStatus: '$context.integration.status',
  integrationRequestId: '$context.integration.requestId',
  integrationLatency: '$context.integration.latency',
  latency: '$context.responseLatency',
  responseLength: '$context.responseLength',
});

/** An HTTP API of one stage, the default one, which deploys itself. */
export class OwnHttpApi extends Construct {
  public readonly httpApi: apigatewayv2.HttpApi;
  public readonly stage: apigatewayv2.HttpStage;
  public readonly accessLogGroup: logs.ILogGroup;

  /** @param keyHeaders - gives the headers that the routes know once all are there */
  public constructor(scope: Construct, options: OwnHttpApiOptions, keyHeaders: () => readonly string[]) {
    super(scope, 'Api');
    checkLogs(scope, options.logs);
    this.httpApi = new apigatewayv2.HttpApi(this, 'HttpApi', {
      apiName: uniquePath(scope, 128),
      createDefaultStage: false,
      corsPreflight: options.cors && corsPreflight(scope, options.cors, keyHeaders),
    });
    this.accessLogGroup = options.logs?.accessLogGroup ?? newGroup(scope, options.logs);
    this.stage = new apigatewayv2.HttpStage(this, 'Stage', {
      httpApi: this.httpApi,
      autoDeploy: true,
      throttle: checkedThrottling(scope, 'throttling', options.throttling ?? DEFAULT_THROTTLING),
    });
    const stage = this.stage.node.defaultChild as apigatewayv2.CfnStage;
    stage.accessLogSettings = { destinationArn: this.accessLogGroup.logGroupArn, format: ACCESS_LOG_FORMAT };
  }
}

/** With a name under which the account's log resource policy cannot overflow, which each HTTP API adds to. */
function newGroup(scope: Construct, { removalPolicy, retention }: ApiLogs = {}): logs.LogGroup {
  return new logs.LogGroup(scope, 'AccessLogs', {
    logGroupName: vendedGroupName(scope, 'apigateway'),
    retention: retention ?? logs.RetentionDays.TWO_WEEKS,
    removalPolicy: removalPolicy ?? RemovalPolicy.DESTROY,
  });
}
