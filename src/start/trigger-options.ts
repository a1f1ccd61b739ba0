import type * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';

/** What everything that starts executions can be told. */
export interface TriggerOptions {
  /**
   * Whether alarms are made for what did not start.
   *
   * @default true
   */
  readonly alarms?: boolean;

  /**
   * What the alarms do when they ring.
   *
   * @default - nothing: they show in the console only
   */
  readonly alarmActions?: cloudwatch.IAlarmAction[];
}
