import type * as apigatewayv2 from 'aws-cdk-lib/aws-apigatewayv2';
import type * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import type * as iam from 'aws-cdk-lib/aws-iam';
import type * as logs from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { invalid } from '../private/errors';
import type { ApiLogs } from '../private/rest-api/api-logs';
import type { ApiThrottling } from '../private/rest-api/api-throttling';
import { apiAlarms } from './api/api-alarms';
import { HttpApiAuthorization } from './http-api/http-api-authorization';
import type { HttpApiCors } from './http-api/http-api-cors';
import { HttpRoutes } from './http-api/http-routes';
import { OwnHttpApi } from './http-api/own-http-api';
import type { WorkflowHttpApiRoute } from './http-api/workflow-http-api-route';
import type { WorkflowHttpRouteOptions } from './http-api/workflow-http-route-options';
import type { TriggerOptions } from './trigger-options';

/** What a {@link WorkflowHttpApi} is made of: its first route, and what all routes share. */
export interface WorkflowHttpApiProps extends WorkflowHttpRouteOptions, TriggerOptions {
  /**
   * Path of the first route, such as `orders`, or `orders/{orderId}`: what a client writes for a variable at the end is the
   * idempotency key, and the method is `PUT`. No request can be without a key then, which an HTTP API ensures in no other
   * way. `authorization` is that of every route that has none of its own.
   *
   * @default 'executions'
   */
  readonly path?: string;

  /**
   * An HTTP API of your own that the routes are added to: one with a custom domain, or with other routes. Its stage, logs,
   * limits and CORS are yours. No alarms are made for it.
   *
   * @default - an API of our own
   */
  readonly httpApi?: apigatewayv2.IHttpApi;

  /**
   * Lets pages of other origins call the API from a browser.
   *
   * @default - no page may
   */
  readonly cors?: HttpApiCors;

  /**
   * How many requests the API takes, all routes together.
   *
   * @default - 150 a second and 800 at once, as many starts as Step Functions takes in most Regions
   */
  readonly throttling?: ApiThrottling;

  /**
   * Where the API logs to.
   *
   * @default - an access log, for 14 days
   */
  readonly logs?: ApiLogs;
}

/**
 * An HTTP API that starts executions of workflows, for less than a third of what a REST API costs.
 *
 * Use it for callers in your own account. `PUT` on a path that ends in a key, or `POST` with an `Idempotency-Key`, with a
 * JSON body, which becomes the input as it is. An HTTP API hands on what Step Functions answers: 202
 * `{ "executionArn": "…", "startDate": 1772352000.123 }` for a new execution and for the same request while it runs, 400
 * `{ "__type": "…#ExecutionAlreadyExists", "message": "…" }` after its end and for another body, and 400 with another
 * `__type` for all else that Step Functions refuses. The answers have ARNs with the number of the account.
 *
 * It checks no body, refuses no request without a header, and tells no status. Where one of these matters, use
 * `WorkflowApi`.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-aws-services.html
 *
 * @example
 * const orders = new WorkflowHttpApi(this, 'Api', { workflow: workflow.stateMachine, path: 'orders/{orderId}' });
 * orders.grantInvoke(api);
 */
export class WorkflowHttpApi extends Construct {
  /** The HTTP API, for custom domains and the like. */
  public readonly httpApi: apigatewayv2.IHttpApi;

  /** The stage, the default one; undefined with an `httpApi` that is not known to have one. */
  public readonly stage?: apigatewayv2.IStage;

  /** The role with which API Gateway calls Step Functions. */
  public readonly role: iam.IRole;

  /** The access log; undefined with an `httpApi` of yours. */
  public readonly accessLogGroup?: logs.ILogGroup;

  /** The first route. */
  public readonly route: WorkflowHttpApiRoute;

  /** The alarms; empty with `alarms: false`, or with an `httpApi` of yours. */
  public readonly alarms: cloudwatch.Alarm[];

  private readonly routes: HttpRoutes;

  public constructor(scope: Construct, id: string, props: WorkflowHttpApiProps) {
    super(scope, id);
    if (props.httpApi) refuseStageOptions(this, props);
    const own = props.httpApi ? undefined : new OwnHttpApi(this, props, () => this.routes.keyHeaders);
    this.httpApi = props.httpApi ?? (own as OwnHttpApi).httpApi;
    this.stage = own?.stage ?? this.httpApi.defaultStage;
    this.accessLogGroup = own?.accessLogGroup;
    this.routes = new HttpRoutes(this, this.httpApi, this.stage, props.authorization ?? HttpApiAuthorization.iam());
    this.role = this.routes.role;
    this.route = this.addRoute(props.path ?? 'executions', props);
    this.alarms =
      own && (props.alarms ?? true) ? apiAlarms(this, own.stage, own.accessLogGroup, props.alarmActions) : [];
  }

  /**
   * Adds a route that starts another workflow, or the same one in another way.
   *
   * @param path - such as `refunds`, or `customers/refunds/{refundId}`
   */
  public addRoute(path: string, options: WorkflowHttpRouteOptions): WorkflowHttpApiRoute {
    return this.routes.add(path, options);
  }

  /** The address of the first route. */
  public get url(): string {
    return this.route.url;
  }

  /** Allows a principal to call all routes that there are. They must be of `HttpApiAuthorization.iam()`. */
  public grantInvoke(grantee: iam.IGrantable): iam.Grant {
    return this.routes.all.map((route) => route.grantInvoke(grantee)).reduce((one, other) => one.combine(other));
  }
}

/** What the user says where that API is made. */
function refuseStageOptions(scope: Construct, props: WorkflowHttpApiProps): void {
  const names = ['cors', 'throttling', 'logs'] as const;
  const given = names.find((name) => props[name] !== undefined);
  if (given) throw invalid(scope, `${given} must not stand beside httpApi: set it where that API is made`);
}
