import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import type * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import type { Construct } from 'constructs';

/**
 * The alarms of one workflow: each rings on the first occurrence, unless a threshold is given. No data means no trouble, but
 * for a silence.
 */
export class WorkflowAlarms {
  public readonly alarms: cloudwatch.Alarm[] = [];

  public constructor(
    private readonly scope: Construct,
    private readonly actions: cloudwatch.IAlarmAction[] = [],
  ) {}

  public add(id: string, metric: cloudwatch.IMetric, alarmDescription: string, threshold = 1): this {
    return this.addAlarm(id, {
      metric,
      alarmDescription,
      threshold,
      comparisonOperator: cloudwatch.ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
      treatMissingData: cloudwatch.TreatMissingData.NOT_BREACHING,
    });
  }

  /** Rings when something did not happen at all, which is no data or a zero. */
  public addSilence(id: string, metric: cloudwatch.IMetric, alarmDescription: string): this {
    return this.addAlarm(id, {
      metric,
      alarmDescription,
      threshold: 1,
      comparisonOperator: cloudwatch.ComparisonOperator.LESS_THAN_THRESHOLD,
      treatMissingData: cloudwatch.TreatMissingData.BREACHING,
    });
  }

  /** An execution ended in a way that no definition asks for. */
  public addUnwantedEnds(stateMachine: sfn.StateMachine): this {
    return this.add('TimedOutAlarm', stateMachine.metricTimedOut(), 'An execution timed out.')
      .add('AbortedAlarm', stateMachine.metricAborted(), 'An execution was aborted.')
      .add('ThrottledAlarm', stateMachine.metricThrottled(), 'Executions are throttled by Step Functions.');
  }

  public addFailed(stateMachine: sfn.StateMachine): this {
    return this.add('FailedAlarm', stateMachine.metricFailed(), 'An execution failed.');
  }

  private addAlarm(id: string, props: Omit<cloudwatch.AlarmProps, 'evaluationPeriods'>): this {
    const alarm = new cloudwatch.Alarm(this.scope, id, { evaluationPeriods: 1, ...props });
    // The lowest CDK would write an empty list.
    if (this.actions.length > 0) alarm.addAlarmAction(...this.actions);
    this.alarms.push(alarm);
    return this;
  }
}
