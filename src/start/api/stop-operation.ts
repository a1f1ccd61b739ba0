import type { RestAnswer, RestIntegration } from '../../private/rest-api/rest-operation';
import type { RoutePlan } from './route-plan';
import { actionUri } from './services';
import { executionOfPath, UNKNOWN } from './status-operation';
import { ANYTHING_ELSE, answerByError, BUSY, USUAL } from './step-functions-errors';

/** How an execution ends that was stopped through an API: its error, its cause. */
export const STOPPED = { error: 'Api.Stopped', cause: 'stopped by a request to the API' };

/**
 * Stops an execution. Whether it was running still nobody says, and one that had ended stays as it was.
 * https://docs.aws.amazon.com/step-functions/latest/apireference/API_StopExecution.html
 */
export function stopIntegration({ workflow }: RoutePlan, executions: string): RestIntegration {
  const { error, cause } = STOPPED;
  return {
    uri: actionUri(workflow, 'StopExecution'),
    requestTemplate: `{"executionArn": "${executionOfPath(executions)}", "error": "${error}", "cause": "${cause}"}`,
    responses: [
      { pattern: '200', status: 202, template: '{"status": "STOP_REQUESTED"}' },
      { pattern: '4\\d{2}', status: USUAL, template: answerByError([], [UNKNOWN, BUSY]) },
      ANYTHING_ELSE,
    ],
  };
}

export const STOP_ANSWER: RestAnswer = {
  status: 202,
  description: 'The execution is stopped, unless it had ended.',
  model: {
    name: 'Stop',
    schema: {
      type: 'object',
      properties: { status: { type: 'string', enum: ['STOP_REQUESTED'] } },
      required: ['status'],
    },
  },
};
