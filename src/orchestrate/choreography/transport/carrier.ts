import type * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import type * as iam from 'aws-cdk-lib/aws-iam';
import type * as sqs from 'aws-cdk-lib/aws-sqs';
import type * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import type { Construct } from 'constructs';

/** What carries the events of a saga: it sends them, and starts executions with those that somebody wants. */
export interface Carrier {
  /** Refuses what cannot work for this saga. */
  check(scope: Construct): void;

  /** Fields of a task that sends the event that it finds as its input, `{ "type", "detail" }`. */
  sending(scope: Construct): object;

  /** What the role needs for that. */
  rights(scope: Construct): iam.PolicyStatement[];

  subscribe(scope: Construct, id: string, subscription: Subscription): BoundSubscription;
}

/** Which events reach somebody. The execution finds one as `{ "detail": { … }, … }`. */
export interface Subscription {
  readonly detailTypes: string[];
  readonly detail: { readonly [field: string]: string[] };
  readonly description: string;
  readonly workflow: sfn.StateMachine;
  readonly alarms: boolean;
  readonly alarmActions?: cloudwatch.IAlarmAction[];
}

export interface BoundSubscription {
  /** Where events end that could start no execution. */
  readonly deadLetterQueue: sqs.IQueue;
  readonly alarms: cloudwatch.Alarm[];
}
