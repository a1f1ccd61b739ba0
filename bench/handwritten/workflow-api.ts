import { ArnFormat, Names, RemovalPolicy, Stack } from 'aws-cdk-lib';
import * as apigateway from 'aws-cdk-lib/aws-apigateway';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as logs from 'aws-cdk-lib/aws-logs';
import * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import type { Construct } from 'constructs';
import type { BuildOptions } from '../bench-module';
import { payments } from '../payments';

export function build(scope: Construct, { fn, size = 3, alarms }: BuildOptions): Construct {
  const definition = payments(scope, fn, size);
  // user code
  const logGroup = new logs.LogGroup(scope, 'Logs', {
    logGroupName: `/aws/vendedlogs/states/${Names.uniqueResourceName(scope, { maxLength: 200 })}`,
    retention: logs.RetentionDays.TWO_WEEKS,
    removalPolicy: RemovalPolicy.DESTROY,
  });
  const stateMachine = new sfn.StateMachine(scope, 'StateMachine', {
    definitionBody: sfn.DefinitionBody.fromChainable(definition),
    logs: { destination: logGroup, level: sfn.LogLevel.ALL, includeExecutionData: false },
    tracingEnabled: true,
  });

  const accessLogs = new logs.LogGroup(scope, 'AccessLogs', {
    retention: logs.RetentionDays.TWO_WEEKS,
    removalPolicy: RemovalPolicy.DESTROY,
  });
  const api = new apigateway.RestApi(scope, 'Api', {
    cloudWatchRole: true,
    defaultMethodOptions: { authorizationType: apigateway.AuthorizationType.IAM },
    deployOptions: {
      accessLogDestination: new apigateway.LogGroupLogDestination(accessLogs),
      accessLogFormat: apigateway.AccessLogFormat.jsonWithStandardFields(),
      loggingLevel: apigateway.MethodLoggingLevel.ERROR,
      tracingEnabled: true,
      throttlingRateLimit: 100,
      throttlingBurstLimit: 200,
    },
  });
  const role = new iam.Role(scope, 'ApiRole', { assumedBy: new iam.ServicePrincipal('apigateway.amazonaws.com') });
  stateMachine.grantStartExecution(role);
  stateMachine.grantRead(role);
  const validator = api.addRequestValidator('Validator', {
    validateRequestBody: true,
    validateRequestParameters: true,
  });
  const model = api.addModel('Order', {
    contentType: 'application/json',
    schema: {
      schema: apigateway.JsonSchemaVersion.DRAFT4,
      type: apigateway.JsonSchemaType.OBJECT,
      required: ['orderId'],
      properties: { orderId: { type: apigateway.JsonSchemaType.STRING } },
    },
  });
  const json = (template: string) => ({ 'application/json': template });
  const answer = (statusCode: string, template: string, selectionPattern?: string) => ({
    statusCode,
    selectionPattern,
    responseTemplates: json(template),
  });
  const orders = api.root.addResource('orders');
  orders.addMethod(
    'POST',
    new apigateway.AwsIntegration({
      service: 'states',
      action: 'StartExecution',
      integrationHttpMethod: 'POST',
      options: {
        credentialsRole: role,
        passthroughBehavior: apigateway.PassthroughBehavior.NEVER,
        requestTemplates: json(
          `{ "stateMachineArn": "${stateMachine.stateMachineArn}", ` +
            `"name": "$util.escapeJavaScript($input.params('Idempotency-Key')).replaceAll("\\\\'","'")", ` +
            `"input": "$util.escapeJavaScript($input.body).replaceAll("\\\\'","'")" }`,
        ),
        integrationResponses: [
          answer(
            '202',
            '{ "executionName": "$input.path(\'$.executionArn\').split(\':\').get(7)", "status": "STARTED" }',
          ),
          answer(
            '400',
            '#if($input.path(\'$.__type\').contains("ExecutionAlreadyExists"))' +
              '#set($context.responseOverride.status = 409){ "message": "exists" }' +
              '#else{ "message": "invalid" }#end',
            '4\\d{2}',
          ),
          answer('500', '{ "message": "internal error" }', '5\\d{2}'),
        ],
      },
    }),
    {
      requestValidator: validator,
      requestModels: { 'application/json': model },
      requestParameters: { 'method.request.header.Idempotency-Key': true },
      methodResponses: ['202', '400', '409', '500'].map((statusCode) => ({ statusCode })),
    },
  );
  const execution = Stack.of(scope).formatArn({
    service: 'states',
    resource: 'execution',
    resourceName: stateMachine.stateMachineName,
    arnFormat: ArnFormat.COLON_RESOURCE_NAME,
  });
  orders.addResource('{executionName}').addMethod(
    'GET',
    new apigateway.AwsIntegration({
      service: 'states',
      action: 'DescribeExecution',
      integrationHttpMethod: 'POST',
      options: {
        credentialsRole: role,
        passthroughBehavior: apigateway.PassthroughBehavior.NEVER,
        requestTemplates: json(
          `{ "executionArn": "${execution}:$util.escapeJavaScript($input.params('executionName'))" }`,
        ),
        integrationResponses: [
          answer('200', '{ "executionName": "$input.path(\'$.name\')", "status": "$input.path(\'$.status\')" }'),
          answer('404', '{ "message": "unknown" }', '4\\d{2}'),
          answer('500', '{ "message": "internal error" }', '5\\d{2}'),
        ],
      },
    }),
    {
      requestValidator: validator,
      methodResponses: ['200', '404', '500'].map((statusCode) => ({ statusCode })),
    },
  );
  // end of user code
  if (alarms) {
    // user code
    const throttled = new logs.MetricFilter(scope, 'Throttled', {
      logGroup: accessLogs,
      metricNamespace: 'Orders',
      metricName: 'ThrottledRequests',
      filterPattern: logs.FilterPattern.numberValue('$.status', '=', 429),
    });
    const metrics = {
      Failed: stateMachine.metricFailed(),
      TimedOut: stateMachine.metricTimedOut(),
      Aborted: stateMachine.metricAborted(),
      Throttled: stateMachine.metricThrottled(),
      ServerError: api.metricServerError(),
      RequestsThrottled: throttled.metric({ statistic: 'sum' }),
    };
    for (const [id, metric] of Object.entries(metrics)) {
      new cloudwatch.Alarm(scope, `${id}Alarm`, {
        metric,
        threshold: 1,
        evaluationPeriods: 1,
        comparisonOperator: cloudwatch.ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
        treatMissingData: cloudwatch.TreatMissingData.NOT_BREACHING,
      });
    }
    // end of user code
  }
  return scope;
}
