import type { Json } from '../asl/json';
import { DoubleSettings } from './double-settings';
import type { TaskTokens } from './execution/task-tokens';
import type { World } from './execution/world';
import { jsonText } from './json-text';

/** Reports on tasks that wait, as workers and approvers do. */
export abstract class TaskReporting extends DoubleSettings {
  /**
   * Where a task waits; without a token, where executions live that go on while the test does.
   * @internal
   */
  protected abstract worldOf(taskToken?: string): World;

  /**
   * Reports that a task has done its work, as a worker or an approver does; a double may do it too.
   * Rejects with a TaskError `TaskTimedOut` when nobody waits any more, `InvalidToken` when nobody ever did.
   * https://docs.aws.amazon.com/step-functions/latest/apireference/API_SendTaskSuccess.html
   */
  public sendTaskSuccess(taskToken: string, output: unknown = {}): Promise<void> {
    return this.report(taskToken, (tokens) => tokens.succeed(taskToken, toJson(output)));
  }

  /** Reports that a task has failed. */
  public sendTaskFailure(
    taskToken: string,
    failure: { error?: string | null; cause?: string | null } = {},
  ): Promise<void> {
    return this.report(taskToken, (tokens) => tokens.fail(taskToken, failure.error ?? null, failure.cause ?? null));
  }

  /** Reports that a task is still being worked on; its HeartbeatSeconds begin anew. */
  public sendTaskHeartbeat(taskToken: string): Promise<void> {
    return this.report(taskToken, (tokens) => tokens.heartbeat(taskToken));
  }

  /**
   * Takes the task of an activity that has waited longest, as a worker does; undefined when there is none.
   * https://docs.aws.amazon.com/step-functions/latest/apireference/API_GetActivityTask.html
   */
  public async activityTask(
    activity: string | { readonly activityArn: string },
  ): Promise<{ readonly taskToken: string; readonly input: Json } | undefined> {
    const arn = this.resolve(typeof activity === 'string' ? activity : activity.activityArn);
    const taken = this.worldOf().tokens.take(arn);
    return taken && { taskToken: taken.token, input: taken.task.input };
  }

  private async report(taskToken: string, tell: (tokens: TaskTokens) => void): Promise<void> {
    const world = this.worldOf(taskToken);
    tell(world.tokens);
    await world.settle();
  }
}

function toJson(output: unknown): Json {
  return JSON.parse(jsonText('the output', output));
}
