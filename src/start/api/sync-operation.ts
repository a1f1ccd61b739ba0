import { FAILURE_SCHEMA } from '../../private/rest-api/failure';
import type { IntegrationResponse, RestAnswer, RestIntegration } from '../../private/rest-api/rest-operation';
import { firstOf, jsonText, readText, withStatus } from '../../private/rest-api/velocity';
import { failureBody } from './answers';
import type { RoutePlan } from './route-plan';
import { actionUri } from './services';
import { ANYTHING_ELSE, answerByError, BUSY, NO_JSON, TOO_LONG, USUAL } from './step-functions-errors';

/** What a client is told of an execution that did not come to its end in time, or failed. */
const TIMED_OUT = { status: 504, message: 'The workflow did not end in time.' };
const FAILED = { status: 500, message: 'The workflow failed.' };
const REFUSED = 'The workflow refused the request.';

/**
 * Runs an Express workflow to its end. Step Functions answers 200 whether the execution succeeded or failed.
 * https://docs.aws.amazon.com/step-functions/latest/apireference/API_StartSyncExecution.html
 */
export function syncIntegration(plan: RoutePlan): RestIntegration {
  return {
    uri: actionUri(plan.workflow, 'StartSyncExecution'),
    requestTemplate: `{"stateMachineArn": "${plan.workflow.stateMachineArn}", "input": "${jsonText('$input.body')}"}`,
    responses: [{ pattern: '200', status: 200, template: outcome(plan) }, syncRefusal(), ANYTHING_ELSE],
  };
}

/** Where Step Functions does not start the execution. */
export function syncRefusal(): IntegrationResponse {
  const template = answerByError([], [TOO_LONG, NO_JSON, BUSY]);
  return { pattern: '4\\d{2}', status: USUAL, template };
}

/** The output is JSON already, as a text. Error names are told where they were written down, causes never. */
function outcome({ errorStatusCodes }: RoutePlan): string {
  const errors = Object.entries(errorStatusCodes).map(([error, status]) => ({
    when: `$status == 'FAILED' && $error == '${error}'`,
    text: withStatus(status, `{"message": "${REFUSED}", "error": "${error}", "requestId": "$context.requestId"}`),
  }));
  return [
    readText('status', '$.status'),
    readText('error', '$.error'),
    firstOf(
      [
        { when: "$status == 'SUCCEEDED'", text: "$input.path('$.output')" },
        { when: "$status == 'TIMED_OUT'", text: failureBody(TIMED_OUT, 200) },
        ...errors,
      ],
      failureBody(FAILED, 200),
    ),
  ].join('\n');
}

export function syncAnswers({ errorStatusCodes }: RoutePlan): RestAnswer[] {
  const refusals = new Map<number, string[]>();
  for (const [error, status] of Object.entries(errorStatusCodes)) {
    refusals.set(status, [...(refusals.get(status) ?? []), error]);
  }
  return [
    { status: 200, description: 'What the workflow put out.', model: { name: 'Output', schema: {} } },
    ...[...refusals].map(
      ([status, errors]): RestAnswer => ({
        status,
        description: `${REFUSED} Its error: ${errors.join(', ')}.`,
        model: {
          name: 'Refusal',
          schema: {
            ...FAILURE_SCHEMA,
            properties: { ...FAILURE_SCHEMA.properties, error: { type: 'string' } },
          },
        },
      }),
    ),
  ];
}
