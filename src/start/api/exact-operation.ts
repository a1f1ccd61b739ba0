import type * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import type { RestAnswer, RestIntegration } from '../../private/rest-api/rest-operation';
import { firstOf, jsonText, withStatus } from '../../private/rest-api/velocity';
import { executionAnswer, executionBody, failureBody } from './answers';
import type { FrontOutcome } from './front-workflow';
import { keyFailure, readKey } from './key-rules';
import type { RoutePlan } from './route-plan';
import { actionUri } from './services';
import { ANYTHING_ELSE, BUSY, NO_JSON, NOT_HANDLED } from './step-functions-errors';
import { syncRefusal } from './sync-operation';

/** Starts an execution by way of the workflow in front, which knows what a repeated request was about. */
export function exactIntegration(plan: RoutePlan, front: sfn.IStateMachine): RestIntegration {
  return {
    uri: actionUri(front, 'StartSyncExecution'),
    requestTemplate: requestTemplate(plan, front.stateMachineArn),
    responses: [{ pattern: '200', status: 202, template: outcome(plan) }, syncRefusal(), ANYTHING_ELSE],
  };
}

/** The body is a text in a JSON text in a JSON text, so that it is escaped once for each. */
function requestTemplate({ key }: RoutePlan, arn: string): string {
  return [
    readKey(key),
    `#set($body = ${jsonText('$input.body')})`,
    `{"stateMachineArn": "${arn}", "input": "{\\"name\\": \\"$key\\", \\"body\\": \\"${jsonText('$body')}\\"}"}`,
  ].join('\n');
}

function outcome({ key, status: located }: RoutePlan): string {
  const is = (wanted: FrontOutcome) => `$outcome == '${wanted}'`;
  return [
    "#set($outcome = '')",
    "#if($input.path('$.status') == 'SUCCEEDED')",
    "#set($output = $util.parseJson($input.path('$.output')))",
    '#set($outcome = "$!output.outcome")',
    '#set($name = "$!output.name")',
    '#end',
    firstOf(
      [
        { when: is('NEW'), text: executionBody('STARTED', located) },
        { when: is('SAME'), text: withStatus(200, executionBody('EXISTS', located)) },
        { when: is('OTHER'), text: withStatus(409, executionBody('EXISTS', located)) },
        { when: is('INVALID_KEY'), text: failureBody({ status: 400, message: keyFailure(key) }, 202) },
        { when: is('INVALID_BODY'), text: failureBody(NO_JSON.failure, 202) },
        { when: is('BUSY'), text: failureBody(BUSY.failure, 202) },
      ],
      failureBody(NOT_HANDLED, 202),
    ),
  ].join('\n');
}

export function exactAnswers(located: boolean): RestAnswer[] {
  return [
    executionAnswer(200, 'The same request has started this execution before.', located),
    executionAnswer(202, 'The execution has begun.', located),
    executionAnswer(409, 'Another request with the same key has started this execution.', located),
  ];
}
