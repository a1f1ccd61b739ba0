import { type Failure, failureJson } from '../../private/rest-api/failure';
import { firstOf, readText, type Way } from '../../private/rest-api/velocity';
import { failureBody } from './answers';

/**
 * Whether Step Functions has answered one of these errors, in a template in which `$type` is the `__type` of its answer:
 * `com.amazonaws.swf.service.v2.model#ExecutionAlreadyExists`, `com.amazon.coral.validate#ValidationException`.
 * https://docs.aws.amazon.com/step-functions/latest/apireference/API_StartExecution.html#API_StartExecution_Errors
 */
export function isError(...names: readonly string[]): string {
  return names.map((name) => `$type.contains('${name}')`).join(' || ');
}

/** A failure for some errors of Step Functions. */
export interface ErrorAnswer {
  readonly when: string;
  readonly failure: Failure;
}

export const BUSY: ErrorAnswer = {
  when: isError('Throttling', 'TooManyRequests', 'ExecutionLimitExceeded'),
  failure: { status: 429, message: 'There are too many requests; try again later.' },
};

/** https://docs.aws.amazon.com/step-functions/latest/dg/service-quotas.html#service-limits-task-executions */
export const TOO_LONG: ErrorAnswer = {
  when: `${isError('TooLarge')} || (${isError('ValidationException')} && $message.contains("'input'"))`,
  failure: { status: 413, message: 'The body is too long.' },
};

export const NO_JSON: ErrorAnswer = {
  when: isError('InvalidExecutionInput'),
  failure: { status: 400, message: 'The body is no JSON.' },
};

/** What a client is told of everything that it cannot do anything about. */
export const NOT_HANDLED: Failure = { status: 500, message: 'The request could not be handled.' };

/**
 * What is answered where Step Functions answers 4xx. API Gateway tells its answers apart by the status code only, so that
 * the template looks into them. What is not known is nothing that the client can do something about.
 *
 * @param ways - what comes before the errors
 */
export function answerByError(ways: readonly Way[], errors: readonly ErrorAnswer[]): string {
  return [
    readText('type', '$.__type'),
    readText('message', '$.message'),
    firstOf(
      [...ways, ...errors.map(({ when, failure }) => ({ when, text: failureBody(failure, USUAL) }))],
      failureBody(NOT_HANDLED, USUAL),
    ),
  ].join('\n');
}

/** The status that the integration response has without a template. */
export const USUAL = 400;

/** For everything else: 5xx, and whatever nobody expects. */
export const ANYTHING_ELSE = { status: NOT_HANDLED.status, template: failureJson(NOT_HANDLED.message) };
