import { Duration, Names, RemovalPolicy } from 'aws-cdk-lib';
import * as apigateway from 'aws-cdk-lib/aws-apigateway';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import * as dynamodb from 'aws-cdk-lib/aws-dynamodb';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as logs from 'aws-cdk-lib/aws-logs';
import * as sns from 'aws-cdk-lib/aws-sns';
import * as subscriptions from 'aws-cdk-lib/aws-sns-subscriptions';
import * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import * as tasks from 'aws-cdk-lib/aws-stepfunctions-tasks';
import type { Rehearsal } from 'cdk-workflows/testing';
import type { Construct } from 'constructs';
import type { BenchModule, BuildOptions } from '../bench-module';

const WAIT = 'Wait0';
export const answers: BenchModule['answers'] = {
  approved: (rehearsal: Rehearsal) => void rehearsal.mock(WAIT, { decision: 'APPROVED' }),
  rejected: (rehearsal: Rehearsal) => void rehearsal.mock(WAIT, { decision: 'REJECTED' }),
  expired: (rehearsal: Rehearsal) => void rehearsal.timeout(WAIT),
};

/**
 * With three functions that exist already, with all their rights: one stores the token and sends the mail, one is the page,
 * one decides.
 */
export function build(scope: Construct, { fn, size = 1, alarms }: BuildOptions): Construct {
  // user code
  const approved = new sfn.Succeed(scope, 'Approved');
  const expired = sfn.Fail.jsonata(scope, 'Expired', { error: 'Approval.Expired', cause: 'nobody decided in time' });
  const rejected = sfn.Fail.jsonata(scope, 'Rejected', { error: 'Approval.Rejected', cause: 'rejected' });
  const request = (n: number, next: sfn.IChainable) => {
    // Whoever is told again, because the function failed or was tried twice, must find the same link.
    const ask = sfn.Pass.jsonata(scope, `Ask${n}`, { assign: { [`request${n}`]: '{% $uuid() %}' } });
    const wait = tasks.LambdaInvoke.jsonata(scope, `Wait${n}`, {
      lambdaFunction: fn('Notify'),
      integrationPattern: sfn.IntegrationPattern.WAIT_FOR_TASK_TOKEN,
      payload: sfn.TaskInput.fromObject({
        id: `{% $request${n} %}`,
        token: '{% $states.context.Task.Token %}',
        execution: '{% $states.context.Execution.Id %}',
        title: "{% 'Release ' & $string($states.input.version) %}",
        approver: 'alice@example.com',
      }),
      outputs: '{% $merge([$states.input, { "approval": $states.result }]) %}',
      taskTimeout: sfn.Timeout.duration(Duration.days(2)),
      retryOnServiceExceptions: false,
    });
    wait.addRetry({ errors: ['NotificationFailed'], interval: Duration.minutes(1), maxAttempts: 3, backoffRate: 4 });
    wait.addCatch(expired, { errors: ['States.Timeout'], outputs: '{% $states.input %}' });
    const decided = sfn.Choice.jsonata(scope, `Decided${n}`)
      .when(sfn.Condition.jsonata('{% $states.input.approval.decision = "APPROVED" %}'), next)
      .otherwise(rejected);
    return sfn.Chain.start(ask).next(wait).next(decided);
  };
  let definition: sfn.IChainable = approved;
  for (let n = size - 1; n >= 0; n--) definition = request(n, definition);

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

  new dynamodb.Table(scope, 'Table', {
    partitionKey: { name: 'id', type: dynamodb.AttributeType.STRING },
    billingMode: dynamodb.BillingMode.PAY_PER_REQUEST,
    timeToLiveAttribute: 'expiresAt',
    pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
  });
  const topic = new sns.Topic(scope, 'Topic', {
    enforceSSL: true,
    masterKey: kms.Alias.fromAliasName(scope, 'TopicKey', 'alias/aws/sns'),
  });
  topic.addSubscription(
    new subscriptions.EmailSubscription('alice@example.com', {
      filterPolicy: { approver: sns.SubscriptionFilter.stringFilter({ allowlist: ['alice@example.com'] }) },
    }),
  );

  const accessLogs = new logs.LogGroup(scope, 'AccessLogs', {
    retention: logs.RetentionDays.TWO_WEEKS,
    removalPolicy: RemovalPolicy.DESTROY,
  });
  const api = new apigateway.RestApi(scope, 'Api', {
    cloudWatchRole: true,
    deployOptions: {
      accessLogDestination: new apigateway.LogGroupLogDestination(accessLogs),
      accessLogFormat: apigateway.AccessLogFormat.jsonWithStandardFields(),
      loggingLevel: apigateway.MethodLoggingLevel.ERROR,
      throttlingRateLimit: 10,
      throttlingBurstLimit: 20,
    },
  });
  const link = api.root.addResource('{id}');
  link.addMethod('GET', new apigateway.LambdaIntegration(fn('Page')));
  link.addMethod('POST', new apigateway.LambdaIntegration(fn('Decide')));
  // end of user code
  if (alarms) {
    // user code
    const metrics = {
      Failed: stateMachine.metricFailed(),
      TimedOut: stateMachine.metricTimedOut(),
      Aborted: stateMachine.metricAborted(),
      Throttled: stateMachine.metricThrottled(),
      ServerError: api.metricServerError(),
      ClientError: api.metricClientError(),
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
