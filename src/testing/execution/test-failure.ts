import { RehearsalError } from '../rehearsal-error';

/**
 * Whether an error says that the test is wrong, not the workflow: ours, or an assertion that failed inside a double
 * (node:assert, Vitest and Chai name it, Jest marks it). A Catch of States.ALL must not turn a red test green.
 */
export function isTestFailure(error: unknown): error is Error {
  return (
    error instanceof RehearsalError ||
    (error instanceof Error && (error.name === 'AssertionError' || 'matcherResult' in error))
  );
}
