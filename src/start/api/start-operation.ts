import type { RestIntegration } from '../../private/rest-api/rest-operation';
import { jsonText, withStatus } from '../../private/rest-api/velocity';
import { executionBody, lastPart } from './answers';
import { keyFailure, readKey } from './key-rules';
import type { RoutePlan } from './route-plan';
import { actionUri } from './services';
import { ANYTHING_ELSE, answerByError, BUSY, isError, NO_JSON, TOO_LONG, USUAL } from './step-functions-errors';

/**
 * Starts an execution by a call of Step Functions. The input is the body as it came, nothing added: the same request is
 * the same input, which is what makes a repeated one harmless.
 */
export function startIntegration(plan: RoutePlan): RestIntegration {
  return {
    uri: actionUri(plan.workflow, 'StartExecution'),
    requestTemplate: requestTemplate(plan),
    responses: [
      {
        pattern: '200',
        status: 202,
        template: [
          `#set($name = ${lastPart("$input.path('$.executionArn')")})`,
          executionBody('STARTED', plan.status),
        ].join('\n'),
      },
      { pattern: '4\\d{2}', status: USUAL, template: refusal(plan) },
      ANYTHING_ELSE,
    ],
  };
}

function requestTemplate({ workflow, key }: RoutePlan): string {
  const input = `"input": "${jsonText('$input.body')}"`;
  const arn = `"stateMachineArn": "${workflow.stateMachineArn}"`;
  return key.place === 'none' ? `{${arn}, ${input}}` : `${readKey(key)}\n{${arn}, "name": "$key", ${input}}`;
}

/** `Execution Already Exists: 'arn:aws:states:us-east-1:111122223333:execution:Orders:o-1'` */
function refusal({ key, status: located }: RoutePlan): string {
  return answerByError(
    [
      {
        when: isError('ExecutionAlreadyExists'),
        text: [
          `#set($name = ${lastPart('$message')}.replaceAll("'", ''))`,
          withStatus(409, executionBody('EXISTS', located)),
        ].join('\n'),
      },
    ],
    [
      TOO_LONG,
      NO_JSON,
      {
        when: isError('InvalidName', 'ValidationException'),
        failure: { status: 400, message: keyFailure(key) },
      },
      BUSY,
    ],
  );
}
