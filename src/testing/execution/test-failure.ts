import { types } from 'node:util';
import { RehearsalError } from '../rehearsal-error';

/** Jest runs tests in a realm of their own, in which an error of Node's own modules is not an `instanceof Error`. */
export function isError(thrown: unknown): thrown is Error {
  return thrown instanceof Error || types.isNativeError(thrown);
}

/**
 * Whether an error says that the test is wrong, not the workflow: ours, or an assertion that failed inside a double
 * (node:assert, Vitest and Chai name it, Jest marks it). A Catch of States.ALL must not turn a red test green.
 */
export function isTestFailure(error: unknown): error is Error {
  return (
    error instanceof RehearsalError || (isError(error) && (error.name === 'AssertionError' || 'matcherResult' in error))
  );
}
