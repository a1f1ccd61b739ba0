import { Stack, Token } from 'aws-cdk-lib';
import * as apigatewayv2 from 'aws-cdk-lib/aws-apigatewayv2';
import * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import type { IConstruct } from 'constructs';
import { invalid } from '../../private/errors';
import { knownTypeOf } from '../../private/started-machine';
import { IdempotencyKey, type KeyPlace } from '../api/idempotency-key';
import { checkedKey } from '../api/key-rules';
import type { HttpApiAuthorization } from './http-api-authorization';
import type { WorkflowHttpRouteOptions } from './workflow-http-route-options';

/** A route with everything decided. */
export interface HttpRoutePlan {
  readonly method: apigatewayv2.HttpMethod;
  /** `/orders/{orderId}` */
  readonly path: string;
  readonly workflow: sfn.IStateMachine;
  readonly sync: boolean;
  /** What the name of the execution is mapped to: `$request.path.orderId`. */
  readonly name?: string;
  /** The header that the key is in. */
  readonly keyHeader?: string;
  /** Where `DELETE` is told which execution to stop. */
  readonly stop?: { readonly path: string; readonly variable: string };
  readonly authorization: HttpApiAuthorization;
}

const SEGMENT = /^[\w.~-]+$/;
const VARIABLE = /^\{(\w+)\}$/;

export function planHttpRoute(
  scope: IConstruct,
  path: string,
  options: WorkflowHttpRouteOptions,
  authorization: HttpApiAuthorization,
): HttpRoutePlan {
  const { workflow, sync = false, stopEndpoint = false } = options;
  const segments = segmentsOf(scope, path);
  const variable = VARIABLE.exec(segments[segments.length - 1] ?? '')?.[1];
  checkWorkflow(scope, workflow, sync);
  if (sync && stopEndpoint) {
    throw invalid(scope, 'stopEndpoint must not stand beside sync: Express workflows keep no executions; leave it out');
  }
  const key = keyOf(scope, options, variable);
  return {
    method: variable === undefined ? apigatewayv2.HttpMethod.POST : apigatewayv2.HttpMethod.PUT,
    path: `/${segments.join('/')}`,
    workflow,
    sync,
    name: variable === undefined ? nameFrom(scope, key) : `$request.path.${variable}`,
    keyHeader: key.place === 'header' ? key.name : undefined,
    stop: stopEndpoint ? executionsBelow(segments, variable) : undefined,
    authorization: options.authorization ?? authorization,
  };
}

function segmentsOf(scope: IConstruct, path: string): string[] {
  if (Token.isUnresolved(path)) {
    throw invalid(scope, 'path must be known when the app is synthesized, received a token');
  }
  const trimmed = path.replace(/^\//, '');
  const segments = trimmed === '' ? [] : trimmed.split('/');
  if (segments.some((segment) => !SEGMENT.test(segment) && !VARIABLE.test(segment))) {
    throw invalid(
      scope,
      `path must be of letters, digits and . - _ ~ between slashes, without one at the end, received '${path}'`,
    );
  }
  if (segments.slice(0, -1).some((segment) => VARIABLE.test(segment))) {
    throw invalid(
      scope,
      `path must have a variable at its end only, where it is the key, received '${path}': the body alone is the input`,
    );
  }
  return segments;
}

/** https://docs.aws.amazon.com/step-functions/latest/dg/choosing-workflow-type.html */
function checkWorkflow(scope: IConstruct, workflow: sfn.IStateMachine, sync: boolean): void {
  const type = knownTypeOf(workflow);
  if (type === sfn.StateMachineType.STANDARD && sync) {
    throw invalid(
      scope,
      'workflow must be EXPRESS with sync, received STANDARD: leave out sync, and let the workflow tell when it is done',
    );
  }
  if (type === sfn.StateMachineType.EXPRESS && !sync) {
    throw invalid(
      scope,
      'workflow must be STANDARD without sync, received EXPRESS: it would run once for each repeated request; set sync',
    );
  }
  const { account } = workflow.env;
  const own = Stack.of(scope).account;
  if (!Token.isUnresolved(account) && !Token.isUnresolved(own) && account !== own) {
    throw invalid(
      scope,
      `workflow must be in the account of the API, ${own}, received one of ${account}: API Gateway cannot call it`,
    );
  }
}

function keyOf(
  scope: IConstruct,
  { idempotencyKey, sync }: WorkflowHttpRouteOptions,
  variable: string | undefined,
): KeyPlace {
  const given = idempotencyKey && checkedKey(scope, idempotencyKey);
  if (sync && (variable !== undefined || (given && given.place !== 'none'))) {
    throw invalid(
      scope,
      `${variable === undefined ? 'idempotencyKey' : 'a variable at the end of the path'} must not stand beside sync: ` +
        'Express workflows run again under the same name; make the workflow idempotent by a value of its input',
    );
  }
  if (variable !== undefined && given) {
    throw invalid(
      scope,
      `idempotencyKey must not stand beside {${variable}} in the path, which is the key: leave out one`,
    );
  }
  return given ?? (sync || variable !== undefined ? IdempotencyKey.none() : IdempotencyKey.header())._place;
}

function nameFrom(scope: IConstruct, { place, name }: KeyPlace): string | undefined {
  if (place === 'body' && name.includes('-')) {
    throw invalid(scope, `idempotencyKey must be a member of the body without a hyphen, received '${name}'`);
  }
  return place === 'none' ? undefined : `$request.${place}.${name}`;
}

function executionsBelow(segments: readonly string[], variable: string | undefined) {
  return variable === undefined
    ? { path: `/${[...segments, '{executionName}'].join('/')}`, variable: 'executionName' }
    : { path: `/${segments.join('/')}`, variable };
}
