import { Annotations, Stack, Token } from 'aws-cdk-lib';
import * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import type { IConstruct } from 'constructs';
import { differs } from '../../private/elsewhere';
import { invalid } from '../../private/errors';
import { isSaga } from '../../private/saga-machines';
import { knownTypeOf } from '../../private/started-machine';
import type { KeyPlace } from './idempotency-key';
import type { WorkflowRouteOptions } from './workflow-route-options';

/** Which way requests go. */
export type RouteKind = 'async' | 'exact' | 'sync' | 'handler';

/** https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-known-issues.html */
export function segmentsOf(scope: IConstruct, path: string): string[] {
  if (Token.isUnresolved(path))
    throw invalid(scope, 'path must be known when the app is synthesized, received a token');
  const trimmed = path.replace(/^\//, '');
  const segments = trimmed === '' ? [] : trimmed.split('/');
  for (const segment of segments) {
    if (/[{}]/.test(segment)) {
      throw invalid(
        scope,
        `path must have no variable part, because the body alone is the input, received '${path}': ask for it in the body`,
      );
    }
    if (!/^[\w.,:-]+$/.test(segment)) {
      throw invalid(
        scope,
        `path must be of letters, digits and . , : - _ between slashes, without one at the end, received '${path}'`,
      );
    }
  }
  if (segments.length === 1 && ['ping', 'sping'].includes(segments[0])) {
    throw invalid(scope, `path must not be /${segments[0]}, which API Gateway keeps for itself: take another`);
  }
  return segments;
}

/** What excludes each other: waiting for the end, exact replies, and a function in between. */
export function kindOf(scope: IConstruct, { sync, exactReplies, handler }: WorkflowRouteOptions): RouteKind {
  if (sync && exactReplies) {
    throw invalid(scope, 'exactReplies must not stand beside sync, which knows no repeated requests: leave out one');
  }
  if (handler && (sync || exactReplies)) {
    const other = sync ? 'sync' : 'exactReplies';
    throw invalid(scope, `handler must not stand beside ${other}: the function says what is answered; leave out one`);
  }
  return handler ? 'handler' : sync ? 'sync' : exactReplies ? 'exact' : 'async';
}

/** https://docs.aws.amazon.com/step-functions/latest/dg/choosing-workflow-type.html */
export function checkWorkflow(scope: IConstruct, name: string, workflow: sfn.IStateMachine, kind: RouteKind): void {
  const prop = name === 'default' ? 'workflow' : `otherWorkflows.${name}`;
  const type = knownTypeOf(workflow);
  if (type === sfn.StateMachineType.STANDARD && kind === 'sync') {
    throw invalid(
      scope,
      `${prop} must be EXPRESS with sync, received STANDARD: leave out sync, clients ask for the status`,
    );
  }
  if (type === sfn.StateMachineType.EXPRESS && kind !== 'sync') {
    throw invalid(
      scope,
      `${prop} must be STANDARD without sync, received EXPRESS: it would run once for each repeated request, and nobody ` +
        'could ask for its status; set sync',
    );
  }
  const region = workflow.env.region;
  const here = Stack.of(scope).region;
  if (kind === 'exact' && differs(region, here)) {
    throw invalid(
      scope,
      `${prop} must be in the Region of the API, ${here}, with exactReplies, received one of ${region}: the workflow in ` +
        'front calls Step Functions where it is itself; leave out exactReplies',
    );
  }
  const account = workflow.env.account;
  const own = Stack.of(scope).account;
  if (differs(account, own)) {
    throw invalid(
      scope,
      `${prop} must be in the account of the API, ${own}, received one of ${account}: API Gateway cannot call it`,
    );
  }
}

export function checkOthers(scope: IConstruct, { handler, otherWorkflows }: WorkflowRouteOptions): void {
  if (!otherWorkflows) return;
  if (!handler)
    throw invalid(
      scope,
      'otherWorkflows must stand beside a handler, which chooses: use addRoute for routes of their own',
    );
  for (const name of Object.keys(otherWorkflows)) {
    if (name === 'default' || !/^[\w.-]+$/.test(name)) {
      throw invalid(
        scope,
        `otherWorkflows must have names of letters, digits and . - _ other than default, received '${name}'`,
      );
    }
  }
}

export function checkErrorStatusCodes(scope: IConstruct, { sync, errorStatusCodes }: WorkflowRouteOptions): void {
  if (!errorStatusCodes) return;
  if (!sync)
    throw invalid(scope, 'errorStatusCodes must stand beside sync: other requests are answered before anything fails');
  for (const [name, status] of Object.entries(errorStatusCodes)) {
    if (!/^[\w.-]+$/.test(name)) {
      throw invalid(scope, `errorStatusCodes must have error names of letters, digits and . - _, received '${name}'`);
    }
    if (!Number.isInteger(status) || status < 400 || status > 599) {
      throw invalid(scope, `errorStatusCodes.${name} must be a status code from 400 to 599, received ${status}`);
    }
  }
}

export function checkKeyUse(scope: IConstruct, kind: RouteKind, { place }: KeyPlace): void {
  if (kind === 'sync' && place !== 'none') {
    throw invalid(
      scope,
      'idempotencyKey must not stand beside sync: Express workflows run again under the same name; make the workflow ' +
        'idempotent by a value of its input',
    );
  }
  if (kind === 'exact' && place === 'none') {
    throw invalid(scope, 'idempotencyKey must not be none with exactReplies: without a key nothing is repeated');
  }
}

export function checkEndpoints(
  scope: IConstruct,
  options: WorkflowRouteOptions,
  kind: RouteKind,
  status: boolean,
): void {
  const { stopEndpoint, statusOutput, otherWorkflows = {} } = options;
  if (kind === 'sync' && (status || stopEndpoint)) {
    const prop = status ? 'statusEndpoint' : 'stopEndpoint';
    throw invalid(scope, `${prop} must not stand beside sync: Express workflows keep no executions; leave it out`);
  }
  if (statusOutput && !status) {
    throw invalid(scope, 'statusOutput must stand beside statusEndpoint: it says what the status has');
  }
  if (Object.keys(otherWorkflows).length > 0 && (options.statusEndpoint || stopEndpoint)) {
    const prop = options.statusEndpoint ? 'statusEndpoint' : 'stopEndpoint';
    throw invalid(
      scope,
      `${prop} must not stand beside otherWorkflows: the name of an execution does not say of which workflow it is; leave ` +
        'it out, or use addRoute',
    );
  }
}

export function warnOfSagas(scope: IConstruct, workflows: readonly sfn.IStateMachine[]): void {
  if (!workflows.some((workflow) => isSaga(workflow))) return;
  Annotations.of(scope).addWarningV2(
    'cdk-workflows:stopEndpointOfSaga',
    'stopEndpoint should not be set for a saga: an execution that is stopped undoes nothing of what it has done; let a step ' +
      'fail instead',
  );
}
