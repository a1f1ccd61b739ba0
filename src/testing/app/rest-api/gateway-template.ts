import { RehearsalError } from '../../rehearsal-error';
import type { Invocation } from './invocation';
import { mappedValue } from './parameter-mapping';
import { CONTEXT_NAMES } from './template-variables';
import { textOf } from './velocity/java-text';
import type { JavaMap } from './velocity/values';

const CONTEXT = [...CONTEXT_NAMES]
  .sort((one, other) => other.length - one.length)
  .map((name) => name.replace(/\./g, '\\.'));

/** The longest variable that there is: what follows it is text, `.replaceAll(…)` too. */
const VARIABLE = new RegExp(
  [
    `\\$(?<context>context\\.(?:${CONTEXT.join('|')}|authorizer\\.claims\\.[\\w-]+|authorizer\\.[\\w-]+))`,
    '\\$(?<stage>stageVariables\\.\\w+)',
    '\\$(?<method>method\\.request\\.(?:header|path|querystring)\\.[\\w-]+)',
  ].join('|'),
  'g',
);

/**
 * Fills in the template of a gateway response, which knows variables and nothing else of Velocity.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-swagger-extensions-gateway-responses.responseTemplates.html
 *
 * @param error - `$context.error`
 */
export function filledIn(template: string, error: JavaMap, invocation: Invocation): string {
  const unread = /#(set|if|foreach|else|end|define|macro)\b|\$(util|input)\b|\$!?\{/.exec(template)?.[0];
  if (unread) {
    throw new RehearsalError(
      `the template of a gateway response has ${unread}, which API Gateway leaves as it is: only variables are filled in there`,
    );
  }
  return template.replace(VARIABLE, (...found) => {
    const { context, stage, method } = found.at(-1) as Record<string, string | undefined>;
    const inError = /^context\.error\.(\w+)$/.exec(context ?? '')?.[1];
    if (inError !== undefined) {
      return textOf(error.get(inError) ?? '');
    }
    return mappedValue(context ?? stage ?? (method as string), invocation) ?? '';
  });
}
