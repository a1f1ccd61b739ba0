import type * as lambda from 'aws-cdk-lib/aws-lambda';
import type * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import type { IConstruct } from 'constructs';
import type { ApiAuthorization } from '../../private/rest-api/api-authorization';
import { checkAuthorization } from '../../private/rest-api/authorizers';
import { IdempotencyKey, type KeyPlace } from './idempotency-key';
import { checkedKey } from './key-rules';
import {
  checkEndpoints,
  checkErrorStatusCodes,
  checkKeyUse,
  checkOthers,
  checkWorkflow,
  kindOf,
  type RouteKind,
  segmentsOf,
  warnOfSagas,
} from './route-rules';
import type { WorkflowRouteOptions } from './workflow-route-options';

/** A route with everything decided. */
export interface RoutePlan {
  readonly kind: RouteKind;
  /** `/orders` */
  readonly path: string;
  /** `Orders`: part of the names of what the route has. */
  readonly name: string;
  readonly workflow: sfn.IStateMachine;
  readonly key: KeyPlace;
  readonly errorStatusCodes: Readonly<Record<string, number>>;
  readonly handler?: lambda.IFunction;
  /** The `workflow` is `default`. */
  readonly workflows: Readonly<Record<string, sfn.IStateMachine>>;
  readonly status: boolean;
  readonly statusOutput: boolean;
  readonly stop: boolean;
  readonly authorization: ApiAuthorization;
}

/** The variable part of the paths that are about one execution. */
export const EXECUTION_NAME = 'executionName';

export function planRoute(
  scope: IConstruct,
  path: string,
  options: WorkflowRouteOptions,
  authorization: ApiAuthorization,
): RoutePlan {
  const segments = segmentsOf(scope, path);
  const kind = kindOf(scope, options);
  const { workflow, handler, otherWorkflows = {}, errorStatusCodes = {}, stopEndpoint = false } = options;
  const workflows = { default: workflow, ...otherWorkflows };
  for (const [name, each] of Object.entries(workflows)) checkWorkflow(scope, name, each, kind);
  checkOthers(scope, options);
  checkErrorStatusCodes(scope, options);
  const key = checkedKey(
    scope,
    options.idempotencyKey ?? (kind === 'sync' ? IdempotencyKey.none() : IdempotencyKey.header()),
  );
  checkKeyUse(scope, kind, key);
  const status = options.statusEndpoint ?? (kind !== 'sync' && Object.keys(otherWorkflows).length === 0);
  checkEndpoints(scope, options, kind, status);
  checkAuthorization(scope, options.authorization ?? authorization);
  if (stopEndpoint) warnOfSagas(scope, Object.values(workflows));
  return {
    kind,
    path: `/${segments.join('/')}`,
    name: segments.map(capitalized).join('') || 'Root',
    workflow,
    key,
    errorStatusCodes,
    handler,
    workflows,
    status,
    statusOutput: options.statusOutput ?? false,
    stop: stopEndpoint,
    authorization: options.authorization ?? authorization,
  };
}

function capitalized(segment: string): string {
  const words = segment.split(/[^0-9A-Za-z]+/).filter((word) => word !== '');
  return words.map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join('');
}
