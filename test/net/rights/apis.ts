import type { Synthesis, SynthesizedResource } from '../synthesis';
import { encryptingKey, forReading, forWaiting } from './encryption';
import { PUSH_TO_CLOUDWATCH_LOGS } from './managed';
import type { NeededRight } from './right';
import type { RoleUse } from './role-use';
import { starting } from './starting';

/** What an integration or an authorizer calls. */
interface Call {
  readonly uri: string;
  readonly credentials?: string;
  /** The request templates, which name what is called. */
  readonly templates: string;
  readonly path: string;
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

/** What REST APIs do with the roles of their integrations and authorizers, in either form of an API. */
export function usesByRestApis(synthesis: Synthesis): RoleUse[] {
  return [...documented(synthesis), ...methods(synthesis), ...authorizers(synthesis)].flatMap((call) => {
    return call.credentials === undefined ? [] : { roleArn: call.credentials, needs: needsOf(call, synthesis) };
  });
}

/** APIs that are one document. */
function documented(synthesis: Synthesis): Call[] {
  return synthesis.ofType('AWS::ApiGateway::RestApi').flatMap((api) => {
    const { paths = {}, components = {} } = synthesis.evaluate(api, api.properties.Body ?? {});
    const operations = Object.values<any>(paths).flatMap((path) => Object.values<any>(path));
    return [
      ...operations
        .map((operation) => operation['x-amazon-apigateway-integration'] ?? {})
        .map(({ uri, credentials, requestTemplates }) => callOf(uri, credentials, requestTemplates, api)),
      ...Object.values<any>(components.securitySchemes ?? {})
        .map((scheme) => scheme['x-amazon-apigateway-authorizer'] ?? {})
        .map(({ authorizerUri, authorizerCredentials }) => callOf(authorizerUri, authorizerCredentials, {}, api)),
    ];
  });
}

/** Methods of an API that is many resources: the user's, too, which may call with a role of ours. */
function methods(synthesis: Synthesis): Call[] {
  return synthesis.ofType('AWS::ApiGateway::Method').map((method) => {
    const { Uri, Credentials, RequestTemplates } = synthesis.evaluate(method, method.properties.Integration ?? {});
    return callOf(Uri, Credentials, RequestTemplates, method);
  });
}

function authorizers(synthesis: Synthesis): Call[] {
  return synthesis.ofType('AWS::ApiGateway::Authorizer').map((authorizer) => {
    const { AuthorizerUri, AuthorizerCredentials } = synthesis.evaluate(authorizer, authorizer.properties);
    return callOf(AuthorizerUri, AuthorizerCredentials, {}, authorizer);
  });
}

function callOf(uri: unknown, credentials: string | undefined, templates: unknown, by: SynthesizedResource): Call {
  return { uri: String(uri), credentials, templates: JSON.stringify(templates ?? {}), path: by.path };
}

function needsOf({ uri, templates, path }: Call, synthesis: Synthesis): NeededRight[] {
  const [, service, action] = /:apigateway:[^:]+:(\w+):action\/(\w+)$/.exec(uri) ?? [];
  if (service === 'states') return onStates(action, templates, path, synthesis);
  if (service === 'dynamodb') return onTable(action, templates, path, synthesis);
  const [, invoked] = /:lambda:path\/[^/]+\/functions\/(.+)\/invocations$/.exec(uri) ?? [];
  if (invoked) return [{ action: 'lambda:InvokeFunction', resource: invoked }];
  throw new Error(`what ${path} needs for ${uri} has to be said in test/net/rights/apis.ts`);
}

/** The request names the state machine, or the beginning of an execution's ARN. */
function onStates(action: string, templates: string, path: string, synthesis: Synthesis): NeededRight[] {
  const [machine] = /arn:[\w-]+:states:[\w-]+:\d+:stateMachine:[\w-]+/.exec(templates) ?? [];
  const [executions] = /arn:[\w-]+:states:[\w-]+:\d+:execution:[\w-]+:/.exec(templates) ?? [];
  if (machine) {
    const readsOutput = action === 'StartSyncExecution';
    return [
      starting(machine, `states:${action}`),
      ...(readsOutput ? forWaiting(machine, encryptingKey(machine, synthesis)) : []),
    ];
  }
  if (executions) {
    const readsOutput = action === 'DescribeExecution' && !templates.includes('METADATA_ONLY');
    const owner = executions.replace(':execution:', ':stateMachine:').replace(/:$/, '');
    return [
      { action: `states:${action}`, resource: `${executions}*` },
      ...(readsOutput ? forWaiting(owner, encryptingKey(owner, synthesis)) : []),
    ];
  }
  throw new Error(`${path} calls ${action} on what its request template does not name`);
}

/** The request names the table, and the attributes that it wants to have. */
function onTable(action: string, templates: string, path: string, synthesis: Synthesis): NeededRight[] {
  const request = templates.replaceAll('\\"', '"');
  const name = /"TableName": "([\w.-]+)"/.exec(request)?.[1];
  const table = synthesis
    .ofType('AWS::DynamoDB::Table')
    .find((each) => synthesis.evaluate(each, { Ref: each.logicalId }) === name);
  if (!table) throw new Error(`${path} calls ${action} on a table that its request template does not name`);
  const wanted = (/"ProjectionExpression": "([\w, ]+)"/.exec(request)?.[1] ?? '').split(', ');
  const context = { 'dynamodb:Attributes': ['id', ...wanted], 'dynamodb:Select': 'SPECIFIC_ATTRIBUTES' };
  const resource = synthesis.arnOf(table);
  return [{ action: `dynamodb:${action}`, resource, context }, ...forReading(resource, synthesis)];
}
