import { App, Stack } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as scheduler from 'aws-cdk-lib/aws-scheduler';
import * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import { type AppRehearsal, Rehearsal } from '../../../../src/testing';

export interface ScheduleSettings extends Partial<Omit<scheduler.CfnScheduleProps, 'target'>> {
  readonly target?: object;
  /** What the role may do, with anything. */
  readonly actions?: string[];
}

/** An app with one schedule, as somebody wrote it by hand who has forgotten nothing. */
export function appWithSchedule(expression: string, more: ScheduleSettings = {}) {
  const app = new App();
  const stack = new Stack(app, 'Stack');
  const machine = new sfn.StateMachine(stack, 'Machine', {
    definitionBody: sfn.DefinitionBody.fromChainable(new sfn.Pass(stack, 'Work')),
  });
  const role = new iam.Role(stack, 'Role', { assumedBy: new iam.ServicePrincipal('scheduler.amazonaws.com') });
  const { target, actions = ['states:StartExecution', 'sqs:SendMessage', 'lambda:InvokeFunction'], ...others } = more;
  if (actions.length > 0) role.addToPolicy(new iam.PolicyStatement({ actions, resources: ['*'] }));
  const schedule = new scheduler.CfnSchedule(stack, 'Schedule', {
    scheduleExpression: expression,
    flexibleTimeWindow: { mode: 'OFF' },
    target: { arn: machine.stateMachineArn, roleArn: role.roleArn, input: '{}', ...target },
    ...others,
  });
  return { app, stack, machine, role, schedule };
}

/** The minutes at which executions were started, in UTC: `03-01T00:05`. */
export function startsIn(rehearsal: AppRehearsal): string[] {
  return rehearsal.executions().map(({ run }) => run.history[0].timestamp.slice(5, 16));
}

export async function startsOf(
  expression: string,
  options: {
    readonly from: string;
    readonly hours: number;
    readonly more?: ScheduleSettings;
  },
): Promise<string[]> {
  const { app } = appWithSchedule(expression, options.more);
  const rehearsal = Rehearsal.ofApp(app, { startTime: new Date(options.from) });
  await rehearsal.advance(options.hours * 3_600_000);
  return startsIn(rehearsal);
}
