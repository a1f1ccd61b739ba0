/**
 * The rehearsal itself is wrong: a task without a double, a double for a state that does not exist. It rejects the run
 * and no Catch of the workflow ever sees it.
 */
export class RehearsalError extends Error {
  public override readonly name = 'RehearsalError';
}
