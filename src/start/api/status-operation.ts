import type { RestAnswer, RestIntegration, RestModel } from '../../private/rest-api/rest-operation';
import { jsonText, onlyIf, readText } from '../../private/rest-api/velocity';
import { EXECUTION_NAME, type RoutePlan } from './route-plan';
import { actionUri } from './services';
import { ANYTHING_ELSE, answerByError, BUSY, type ErrorAnswer, isError, USUAL } from './step-functions-errors';

/** What is said of an execution that is not there. A name that is none is not there, either. */
export const UNKNOWN: ErrorAnswer = {
  when: isError('ExecutionDoesNotExist', 'InvalidArn', 'ValidationException'),
  failure: { status: 404, message: 'There is no such execution.' },
};

/**
 * The ARN of the execution that the path names.
 *
 * @param executions - `arn:…:execution:Orders:*`
 */
export function executionOfPath(executions: string): string {
  return executions.replace(/\*$/, () => jsonText(`$input.params('${EXECUTION_NAME}')`));
}

/**
 * A small view of an execution. Input, definition and causes stay where they are: nothing is asked for but what is told.
 * https://docs.aws.amazon.com/step-functions/latest/apireference/API_DescribeExecution.html
 */
export function statusIntegration(plan: RoutePlan, executions: string): RestIntegration {
  const data = plan.statusOutput ? 'ALL_DATA' : 'METADATA_ONLY';
  return {
    uri: actionUri(plan.workflow, 'DescribeExecution'),
    requestTemplate: `{"executionArn": "${executionOfPath(executions)}", "includedData": "${data}"}`,
    responses: [
      { pattern: '200', status: 200, template: view(plan) },
      { pattern: '4\\d{2}', status: USUAL, template: answerByError([], [UNKNOWN, BUSY]) },
      ANYTHING_ELSE,
    ],
  };
}

function view({ statusOutput }: RoutePlan): string {
  // The output of an execution is JSON already, as a text.
  const output = onlyIf("$status == 'SUCCEEDED'", `, "output": $input.path('$.output')`);
  return [
    readText('status', '$.status'),
    readText('stopped', '$.stopDate'),
    `{"executionName": "${jsonText("$input.path('$.name')")}", "status": "$status"`,
    `, "startedAt": $input.path('$.startDate')`,
    onlyIf("$stopped != ''", ', "stoppedAt": $stopped'),
    ...(statusOutput ? [output] : []),
    '}',
  ].join('\n');
}

/** What clients read about an execution. */
export function statusAnswer({ statusOutput }: RoutePlan): RestAnswer {
  const model: RestModel = {
    name: statusOutput ? 'ExecutionStatusAndOutput' : 'ExecutionStatus',
    schema: {
      type: 'object',
      properties: {
        executionName: { type: 'string' },
        status: {
          type: 'string',
          enum: ['RUNNING', 'SUCCEEDED', 'FAILED', 'TIMED_OUT', 'ABORTED', 'PENDING_REDRIVE'],
        },
        startedAt: { type: 'number', description: 'Seconds since 1970.' },
        stoppedAt: { type: 'number', description: 'Seconds since 1970; missing while the execution runs.' },
        ...(statusOutput ? { output: { description: 'What the workflow put out; missing unless it succeeded.' } } : {}),
      },
      required: ['executionName', 'status', 'startedAt'],
    },
  };
  return { status: 200, description: 'What became of the execution.', model };
}
