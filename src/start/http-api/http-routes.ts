import { Annotations } from 'aws-cdk-lib';
import * as apigatewayv2 from 'aws-cdk-lib/aws-apigatewayv2';
import type * as iam from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import { invalid } from '../../private/errors';
import { CallingRole } from '../../private/rest-api/calling-role';
import { warnOfSagas } from '../api/route-rules';
import { warnOfLongRuns } from '../api/sync-limit';
import type { HttpApiAuthorization } from './http-api-authorization';
import { type HttpRoutePlan, planHttpRoute } from './http-route-plan';
import { RouteAuthorizers } from './route-authorizers';
import { startCall, stopCall } from './states-calls';
import { type StatesCall, StatesIntegration } from './states-integration';
import { WorkflowHttpApiRoute } from './workflow-http-api-route';
import type { WorkflowHttpRouteOptions } from './workflow-http-route-options';

/** How long API Gateway waits: https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-quotas.html */
const GATEWAY = { seconds: 30, status: 503 };

/** The routes of an HTTP API, and the role with which it calls Step Functions. */
export class HttpRoutes {
  public readonly role: iam.Role;
  private readonly authorizers: RouteAuthorizers;
  private readonly added: WorkflowHttpApiRoute[] = [];
  /** What API Gateway tells routes apart by: `PUT /orders/{}`. */
  private readonly taken = new Set<string>();
  private readonly headers = new Set<string>();

  public constructor(
    private readonly scope: Construct,
    private readonly httpApi: apigatewayv2.IHttpApi,
    private readonly stage: apigatewayv2.IStage | undefined,
    private readonly authorization: HttpApiAuthorization,
  ) {
    this.role = new CallingRole(scope, 'Role');
    this.authorizers = new RouteAuthorizers(scope, httpApi);
  }

  public get all(): readonly WorkflowHttpApiRoute[] {
    return this.added;
  }

  /** The headers that keys are in. */
  public get keyHeaders(): readonly string[] {
    return [...this.headers];
  }

  public add(path: string, options: WorkflowHttpRouteOptions): WorkflowHttpApiRoute {
    const plan = planHttpRoute(this.scope, path, options, this.authorization);
    const key = `${plan.method} ${plan.path}`;
    this.refuseSecond(key, path);
    if (plan.stop) this.refuseSecond(`DELETE ${plan.stop.path}`, path);
    if (plan.keyHeader) this.headers.add(plan.keyHeader);
    if (plan.sync) warnOfLongRuns(this.scope, plan.workflow, GATEWAY);
    if (plan.stop) warnOfSagas(this.scope, [plan.workflow]);
    if (plan.authorization._config.kind !== 'iam') warnOfArns(this.scope);
    const scope = new Construct(this.scope, key);
    const route = WorkflowHttpApiRoute._of({
      scope: this.scope,
      plan,
      stage: this.stage,
      startRoute: this.route(scope, 'Start', plan.method, plan.path, plan, startCall(plan, this.role)),
      stopRoute:
        plan.stop &&
        this.route(scope, 'Stop', apigatewayv2.HttpMethod.DELETE, plan.stop.path, plan, stopCall(plan, this.role)),
    });
    this.added.push(route);
    return route;
  }

  private refuseSecond(key: string, path: string): void {
    const taken = key.replace(/\{\w+\}/, '{}');
    if (this.taken.has(taken)) {
      throw invalid(
        this.scope,
        `path must not be that of another route, received '${path}', and ${key} is there already`,
      );
    }
    this.taken.add(taken);
  }

  private route(
    scope: Construct,
    id: string,
    method: apigatewayv2.HttpMethod,
    path: string,
    { authorization }: HttpRoutePlan,
    call: StatesCall,
  ): apigatewayv2.HttpRoute {
    return new apigatewayv2.HttpRoute(scope, id, {
      httpApi: this.httpApi,
      routeKey: apigatewayv2.HttpRouteKey.with(path, method),
      integration: new StatesIntegration(call),
      authorizer: this.authorizers.of(this.scope, authorization),
    });
  }
}

function warnOfArns(scope: Construct): void {
  Annotations.of(scope).addWarningV2(
    'cdk-workflows:httpApiShowsArns',
    'authorization should be HttpApiAuthorization.iam(): the answers of an HTTP API have ARNs with the number of the account, ' +
      'and what Step Functions says of failures; use WorkflowApi for callers from elsewhere, or acknowledge this',
  );
}
