/**
 * Thrown by a double to fail a task with exactly this error name and cause, as a service does; any other Error fails it
 * as a Lambda function's exception does.
 */
export class TaskError extends Error {
  /**
   * @param error - the error's name as Retry and Catch see it; null as after a SendTaskFailure without a name
   * @param explanation - the Cause; missing as after a timeout
   */
  constructor(
    public readonly error: string | null,
    public readonly explanation?: string | null,
  ) {
    super(explanation ?? error ?? 'task failed');
    this.name = error ?? 'TaskError';
  }
}
