import type * as apigateway from 'aws-cdk-lib/aws-apigateway';
import type * as iam from 'aws-cdk-lib/aws-iam';
import type * as logs from 'aws-cdk-lib/aws-logs';
import type { Construct } from 'constructs';
import { invalid } from '../../private/errors';
import { uniquePath } from '../../private/names';
import type { ApiAuthorization } from '../../private/rest-api/api-authorization';
import { type ApiCors, corsHeaders } from '../../private/rest-api/api-cors';
import { authorizerRights } from '../../private/rest-api/authorizers';
import type { OwnRestApiOptions } from '../../private/rest-api/deployed-rest-api';
import { GivenRestApi } from '../../private/rest-api/given-rest-api';
import { openApiDocument } from '../../private/rest-api/open-api-document';
import { OwnRestApi } from '../../private/rest-api/own-rest-api';
import type { CorsHeaders, RestOperation } from '../../private/rest-api/rest-operation';
import type { TriggerOptions } from '../trigger-options';
import { FrontWorkflow } from './front-workflow';
import { allowStarts } from './handler-rights';
import { identityOf } from './machine-key';
import { requestModel } from './request-model';
import { operationsOf } from './route-operations';
import { planRoute, type RoutePlan } from './route-plan';
import { warnOfLongRuns } from './sync-limit';
import { WorkflowApiRoute } from './workflow-api-route';
import type { WorkflowRouteOptions } from './workflow-route-options';

/** What all routes share. */
export interface ApiRoutesOptions extends OwnRestApiOptions, TriggerOptions {
  readonly restApi?: apigateway.IRestApi;
  readonly gatewayResponses?: boolean;
  readonly cors?: ApiCors;
}

/** The routes of a WorkflowApi, and the REST API that they are on. */
export class ApiRoutes {
  public readonly all: WorkflowApiRoute[] = [];
  private readonly own?: OwnRestApi;
  private readonly given?: GivenRestApi;
  private readonly operations: RestOperation[] = [];
  private readonly usedHeaders: string[] = [];
  private readonly names = new Set<string>();

  constructor(
    private readonly scope: Construct,
    private readonly options: ApiRoutesOptions,
    private readonly authorization: ApiAuthorization,
  ) {
    this.corsHeaders();
    if (options.restApi) {
      this.given = new GivenRestApi(scope, options.restApi);
      if (options.gatewayResponses) this.given.replaceGatewayResponses(this.corsHeaders());
    } else {
      this.own = new OwnRestApi(scope, options, () => this.corsHeaders());
    }
  }

  private get target(): OwnRestApi | GivenRestApi {
    return (this.own ?? this.given) as OwnRestApi | GivenRestApi;
  }

  public get restApi(): apigateway.IRestApi {
    return this.target.restApi;
  }

  public get role(): iam.IRole {
    return this.target.role;
  }

  public get accessLogGroup(): logs.ILogGroup | undefined {
    return this.own?.accessLogGroup;
  }

  public get openApiDocument(): string {
    return JSON.stringify(
      openApiDocument({ title: uniquePath(this.scope, 128), operations: this.operations }),
      undefined,
      2,
    );
  }

  public add(path: string, options: WorkflowRouteOptions): WorkflowApiRoute {
    const plan = this.planned(path, options);
    const body = requestModel(this.scope, plan.name, plan.key, options.requestSchema, this.own !== undefined);
    const front = plan.kind === 'exact' ? this.frontOf(plan) : undefined;
    if (plan.kind === 'sync') warnOfLongRuns(this.scope, plan.workflow);
    this.usedHeaders.push(...headersOf(plan));

    const identities = Object.values(plan.workflows).map(identityOf);
    const added = operationsOf(plan, body, front?.workflow.stateMachine);
    for (const { operation, rights } of added) {
      for (const right of [...rights, ...authorizerRights(plan.authorization)]) this.role.addToPrincipalPolicy(right);
      this.operations.push(operation);
      this.target.add(operation, identities, this.corsHeaders());
    }
    if (plan.handler) {
      const policy = allowStarts(this.scope, `${plan.name}StartPolicy`, plan.handler, Object.values(plan.workflows));
      if (policy) this.target.dependOn(policy);
    }
    const operations = added.map(({ operation }) => operation);
    const route = WorkflowApiRoute._of(this.scope, this.restApi, plan.path, operations, front?.workflow);
    this.all.push(route);
    return route;
  }

  private planned(path: string, options: WorkflowRouteOptions): RoutePlan {
    const plan = planRoute(this.scope, path, options, this.authorization);
    if (this.all.some((route) => route.path === plan.path)) {
      throw invalid(
        this.scope,
        `path must be another one than those of the other routes, received '${plan.path}' again`,
      );
    }
    // Of two paths that differ in dots and slashes only.
    let name = plan.name;
    for (let n = 2; this.names.has(name); n++) name = `${plan.name}${n}`;
    this.names.add(name);
    return { ...plan, name };
  }

  private frontOf({ name, workflow }: RoutePlan): FrontWorkflow {
    const { alarms, alarmActions } = this.options;
    return new FrontWorkflow(this.scope, `${name}Front`, workflow, { alarms, alarmActions });
  }

  private corsHeaders(): CorsHeaders | undefined {
    const { cors } = this.options;
    return cors && corsHeaders(this.scope, cors, this.usedHeaders);
  }
}

/** What a page has to send: the key, and what says who it is. */
function headersOf({ key, authorization: { _config: config } }: RoutePlan): string[] {
  return [
    ...(key.place === 'header' ? [key.name] : []),
    ...(config.kind === 'cognito' || config.kind === 'lambda' ? [config.header] : []),
  ];
}
