import { Names, RemovalPolicy } from 'aws-cdk-lib';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
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
  // end of user code
  if (alarms) {
    // user code
    const metrics = {
      Failed: stateMachine.metricFailed(),
      TimedOut: stateMachine.metricTimedOut(),
      Aborted: stateMachine.metricAborted(),
      Throttled: stateMachine.metricThrottled(),
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
