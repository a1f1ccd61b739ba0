import type * as lambda from 'aws-cdk-lib/aws-lambda';
import { callerOf, invocationUri } from '../../private/rest-api/authorizers';
import type { RestAnswer, RestIntegration } from '../../private/rest-api/rest-operation';
import { firstOf, jsonText, readText, withStatus } from '../../private/rest-api/velocity';
import { executionAnswer, executionBody, failureAnswer, failureBody } from './answers';
import { read } from './key-rules';
import type { RoutePlan } from './route-plan';
import { NOT_HANDLED } from './step-functions-errors';

/** What a function may answer instead of a start. */
const REFUSALS = [400, 403, 404, 413, 422, 429];

/**
 * Calls a function, which starts the execution. It is told what it may start, and answers what is to be answered: an error
 * of its own is 500, whatever it says.
 */
export function handlerIntegration(plan: RoutePlan, handler: lambda.IFunction): RestIntegration {
  return {
    uri: invocationUri(handler),
    requestTemplate: requestTemplate(plan),
    // Of a function's error API Gateway compares the message, and it is not said with what it compares where there is none.
    // So that there is one response: an error has no status, and that is 500.
    responses: [{ status: 202, template: answer(plan) }],
  };
}

function requestTemplate({ workflows, key, authorization }: RoutePlan): string {
  const arns = Object.entries(workflows).map(([name, { stateMachineArn }]) => `"${name}": "${stateMachineArn}"`);
  const caller = callerOf(authorization);
  const fields = [
    `"workflows": {${arns.join(', ')}}`,
    `"body": "${jsonText('$input.body')}"`,
    key.place === 'none' ? '"idempotencyKey": null' : `"idempotencyKey": "${jsonText('$key')}"`,
    caller ? `"caller": "${jsonText(caller)}"` : '"caller": null',
    '"requestId": "$context.requestId"',
  ];
  return [...(key.place === 'none' ? [] : [read(key)]), `{${fields.join(', ')}}`].join('\n');
}

/** Everything that the function says is escaped, and a status that nobody knows is none. */
function answer({ status: located }: RoutePlan): string {
  const refusal = '{"message": "$text", "requestId": "$context.requestId"}';
  return [
    readText('status', '$.status'),
    readText('name', '$.executionName'),
    readText('message', '$.message'),
    `#set($text = ${jsonText('$message')})`,
    firstOf(
      [
        { when: "$status == '202' && $name != ''", text: executionBody('STARTED', located) },
        { when: "$status == '200' && $name != ''", text: withStatus(200, executionBody('EXISTS', located)) },
        { when: "$status == '409' && $name != ''", text: withStatus(409, executionBody('EXISTS', located)) },
        ...REFUSALS.map((code) => ({ when: `$status == '${code}'`, text: withStatus(code, refusal) })),
      ],
      failureBody(NOT_HANDLED, 202),
    ),
  ].join('\n');
}

export function handlerAnswers(located: boolean): RestAnswer[] {
  return [
    executionAnswer(200, 'The same request has started this execution before.', located),
    executionAnswer(202, 'The execution has begun, or runs already for the same request.', located),
    executionAnswer(409, 'The key has been used for an execution.', located),
    ...REFUSALS.map((status) => failureAnswer({ status, message: 'The request was refused.' })),
  ];
}
