import { App, Duration, Stack } from 'aws-cdk-lib';
import * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import { ScheduledWorkflow, type ScheduledWorkflowProps, ScheduleTime } from '../../src';
import { type AppRehearsal, Rehearsal, type RehearsalExecution } from '../../src/testing';

/**
 * A singleton whose definition takes as many seconds as its input says, 60 where it says nothing; with `fail` it fails then,
 * with `die` it dies of an error that no catcher sees.
 */
export function singletonApp(more: Partial<ScheduledWorkflowProps> = {}) {
  const app = new App();
  const stack = new Stack(app, 'Stack');
  const asked = (what: string) => sfn.Condition.jsonata(`{% $exists($states.input.${what}) %}`);
  const work = sfn.Wait.jsonata(stack, 'Work', {
    time: sfn.WaitTime.seconds('{% $exists($states.input.seconds) ? $states.input.seconds : 60 %}'),
  });
  const end = sfn.Choice.jsonata(stack, 'End')
    .when(asked('fail'), sfn.Fail.jsonata(stack, 'Failed', { error: 'Broken', cause: 'as asked' }))
    .when(asked('die'), sfn.Pass.jsonPath(stack, 'Dead', { parameters: { 'nothing.$': '$.nowhere' } }))
    .otherwise(sfn.Succeed.jsonata(stack, 'Done', { outputs: { worked: '{% $states.input %}' } }));
  const scheduled = new ScheduledWorkflow(stack, 'Import', {
    definition: work.next(end),
    schedule: ScheduleTime.rate(Duration.minutes(5)),
    singleton: true,
    // What a test starts itself is all that starts.
    enabled: false,
    ...more,
  });
  return { app, stack, scheduled };
}

export type SingletonApp = ReturnType<typeof singletonApp>;

export class SingletonRehearsal {
  public readonly rehearsal: AppRehearsal;

  public constructor(private readonly built: SingletonApp) {
    this.rehearsal = Rehearsal.ofApp(built.app, { startTime: new Date('2026-03-01T00:00:00Z') });
  }

  public start(name: string, input: object = {}): Promise<RehearsalExecution> {
    return this.rehearsal.start(this.built.scheduled.stateMachine, input, { name });
  }

  public pass(seconds: number): Promise<void> {
    return this.rehearsal.advance(seconds * 1000);
  }

  /** The lock as it stands in the table. */
  public get lock() {
    return this.rehearsal.items(this.built.scheduled.lockTable!);
  }

  public putLock(holder: string, since: number): void {
    this.rehearsal.putItems(this.built.scheduled.lockTable!, { id: 'lock', holder, since });
  }

  /** Whether a new execution gets to run the definition. */
  public async isFree(): Promise<boolean> {
    const execution = await this.start(`probe-${this.rehearsal.executions().length}`, { seconds: 0 });
    await execution.finish();
    return execution.run.visited.includes('Work');
  }
}

/** When an execution ran the definition, in milliseconds; undefined if it never did. */
export function insideOf({ run }: RehearsalExecution): { readonly from: number; readonly to: number } | undefined {
  const at = (events: typeof run.history) => Date.parse(events[0]?.timestamp ?? '');
  const entered = run.history.filter(({ type, details }) => type.endsWith('StateEntered') && details?.name === 'Work');
  if (entered.length === 0) return undefined;
  const left = run.history.filter(
    ({ type, details }) =>
      (type === 'ParallelStateExited' && details?.name === 'Locked') ||
      type === 'ParallelStateFailed' ||
      (type.startsWith('Execution') && type !== 'ExecutionStarted'),
  );
  return { from: at(entered), to: left.length > 0 ? at(left) : Number.POSITIVE_INFINITY };
}
