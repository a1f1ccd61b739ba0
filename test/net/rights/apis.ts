import type { JsonObject } from '../../../src/asl/json';
import type { Synthesis, SynthesizedResource } from '../synthesis';
import { PUSH_TO_CLOUDWATCH_LOGS } from './managed';
import type { NeededRight } from './right';
import type { RoleUse } from './role-use';
import { starting } from './starting';

interface Integration {
  readonly uri: string;
  readonly credentials?: string;
  readonly templates: string;
}

/** https://docs.aws.amazon.com/apigateway/latest/developerguide/set-up-logging.html */
export function usesByApiAccounts(synthesis: Synthesis): RoleUse[] {
  return synthesis
    .ofType('AWS::ApiGateway::Account')
    .filter(({ neighbour }) => !neighbour)
    .map((account) => ({
      roleArn: synthesis.evaluate(account, account.properties.CloudWatchRoleArn),
      needs: PUSH_TO_CLOUDWATCH_LOGS,
    }));
}

/** What the methods of REST APIs do with the roles of their integrations, in either form of an API. */
export function usesByRestApis(synthesis: Synthesis): RoleUse[] {
  const bodies = synthesis
    .ofType('AWS::ApiGateway::RestApi')
    .filter(({ neighbour }) => !neighbour)
    .flatMap((api) => integrationsOf(synthesis.evaluate(api, api.properties.Body ?? {})).map((each) => use(each, api)));
  const methods = synthesis
    .ofType('AWS::ApiGateway::Method')
    .filter(({ neighbour }) => !neighbour)
    .flatMap((method) => {
      const { Uri, Credentials, RequestTemplates } = synthesis.evaluate(method, method.properties.Integration ?? {});
      return Uri
        ? [use({ uri: Uri, credentials: Credentials, templates: JSON.stringify(RequestTemplates) }, method)]
        : [];
    });
  return [...bodies, ...methods].filter((each) => each !== undefined);
}

function integrationsOf({ paths = {} }: JsonObject): Integration[] {
  return Object.values(paths as JsonObject)
    .flatMap((methods) => Object.values(methods as JsonObject) as JsonObject[])
    .map((method) => (method['x-amazon-apigateway-integration'] ?? {}) as JsonObject)
    .filter(({ uri }) => uri !== undefined)
    .map(({ uri, credentials, requestTemplates }) => ({
      uri: String(uri),
      credentials: credentials as string | undefined,
      templates: JSON.stringify(requestTemplates),
    }));
}

function use({ uri, credentials, templates }: Integration, { path }: SynthesizedResource): RoleUse | undefined {
  if (credentials === undefined) return undefined;
  const [, service, action] = /:apigateway:[^:]+:(\w+):action\/(\w+)$/.exec(uri) ?? [];
  if (service === 'states') return { roleArn: credentials, needs: [onStates(action, templates, path)] };
  const [, invoked] = /:lambda:path\/[^/]+\/functions\/(.+)\/invocations$/.exec(uri) ?? [];
  if (invoked) return { roleArn: credentials, needs: [{ action: 'lambda:InvokeFunction', resource: invoked }] };
  throw new Error(`what ${path} needs for ${uri} has to be said in test/net/rights/apis.ts`);
}

/** The request names the state machine, or the beginning of an execution's ARN. */
function onStates(action: string, templates: string, path: string): NeededRight {
  const [machine] = /arn:[\w-]+:states:[\w-]+:\d+:stateMachine:[\w-]+/.exec(templates) ?? [];
  const [executions] = /arn:[\w-]+:states:[\w-]+:\d+:execution:[\w-]+:/.exec(templates) ?? [];
  if (machine) return starting(machine, `states:${action}`);
  if (executions) return { action: `states:${action}`, resource: `${executions}*` };
  throw new Error(`${path} calls ${action} on what its request template does not name`);
}
