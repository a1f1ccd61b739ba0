import { Stack } from 'aws-cdk-lib';
import type * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import type { ApiAuthorization } from '../../../private/rest-api/api-authorization';
import { callerOf } from '../../../private/rest-api/authorizers';
import { jsonText } from '../../../private/rest-api/velocity';
import type { IntegrationModel } from './approval-document';
import type { IdentityType } from './identity-type';
import { readLinkId } from './link-item';
import { outcomeTemplate } from './outcome-template';
import type { PageDesign } from './page-design';
import { messageContent, pageShell } from './page-shell';

/** Whom an answer is handed to, and how those who give it are told apart. */
export interface DecideTarget {
  readonly decisionWorkflow: sfn.IStateMachine;
  readonly authorization: ApiAuthorization;
  readonly identity: IdentityType;
}

/**
 * Hands an answer to the decision workflow and waits for what it says.
 * https://docs.aws.amazon.com/step-functions/latest/apireference/API_StartSyncExecution.html
 */
export function decideIntegration(target: DecideTarget, design: PageDesign): IntegrationModel {
  const { decisionWorkflow } = target;
  return {
    uri: `arn:${Stack.of(decisionWorkflow).partition}:apigateway:${decisionWorkflow.env.region}:states:action/StartSyncExecution`,
    requestTemplates: {
      'application/x-www-form-urlencoded': requestTemplate(target, true),
      'application/json': requestTemplate(target, false),
    },
    responses: [
      { pattern: '200', status: 200, template: outcomeTemplate(design) },
      { pattern: '4\\d{2}', status: 503, template: refusalTemplate(design) },
      { status: 503, template: unavailablePage(design) },
    ],
  };
}

/** A comment of 2,000 characters, each of which a form writes as nine or twelve, and the rest of the form. */
const LONGEST_BODY = 24_576;

/**
 * The body goes on with its characters encoded as in an address, so that nothing of the client's is put into JSON; so is
 * what says who it is, where a client may have written that. A body that is too long for an answer is left out, and the
 * input that is no JSON then refused by Step Functions, which starts nothing.
 */
function requestTemplate({ decisionWorkflow, authorization, identity }: DecideTarget, form: boolean): string {
  const caller = callerOf(authorization);
  const who = [
    `\\"type\\": \\"${identity}\\"`,
    `\\"principal\\": \\"${caller ? jsonText('$principal') : ''}\\"`,
    '\\"sourceIp\\": \\"$context.identity.sourceIp\\"',
  ].join(', ');
  const input = `{\\"id\\": \\"$id\\", \\"body\\": \\"$body\\", \\"form\\": ${form}, \\"identity\\": {${who}}}`;
  return [
    readLinkId(),
    // A text in a JSON text in a JSON text, escaped once for each.
    ...(caller ? [`#set($principal = "$!${caller.slice(1)}")`, `#set($principal = ${jsonText('$principal')})`] : []),
    '#set($body = "$!input.body")',
    '#set($isTooLong = false)',
    `#if($body.length() > ${LONGEST_BODY})`,
    '#set($isTooLong = true)',
    '#end',
    '#set($body = $util.urlEncode($body))',
    `{"stateMachineArn": "${decisionWorkflow.stateMachineArn}", "input": "#if($isTooLong)${TOO_LONG}#{else}${input}#end"}`,
  ].join('\n');
}

const TOO_LONG = 'too long';

function refusalTemplate(design: PageDesign): string {
  const { invalidHeading, invalidText, unavailableHeading, unavailableText } = design.texts;
  return [
    `#set($type = "$!input.path('$.__type')")`,
    `#set($heading = '${unavailableHeading}')`,
    `#set($text = '${unavailableText}')`,
    "#if($type.contains('InvalidExecutionInput'))",
    '#set($context.responseOverride.status = 413)',
    `#set($heading = '${invalidHeading}')`,
    `#set($text = '${invalidText}')`,
    '#end',
    pageShell(design, '$heading', messageContent('$heading', '$text')),
  ].join('\n');
}

function unavailablePage(design: PageDesign): string {
  const { unavailableHeading, unavailableText } = design.texts;
  return pageShell(design, unavailableHeading, messageContent(unavailableHeading, unavailableText));
}
