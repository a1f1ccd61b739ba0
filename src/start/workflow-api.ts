import type * as apigateway from 'aws-cdk-lib/aws-apigateway';
import type * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import type * as iam from 'aws-cdk-lib/aws-iam';
import type * as logs from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { invalid } from '../private/errors';
import type { AccountLogging } from '../private/rest-api/account-logging';
import { ApiAuthorization } from '../private/rest-api/api-authorization';
import type { ApiCors } from '../private/rest-api/api-cors';
import type { ApiLogs } from '../private/rest-api/api-logs';
import type { ApiThrottling } from '../private/rest-api/api-throttling';
import { apiAlarms } from './api/api-alarms';
import { ApiRoutes } from './api/api-routes';
import type { WorkflowApiRoute } from './api/workflow-api-route';
import type { WorkflowRouteOptions } from './api/workflow-route-options';
import type { TriggerOptions } from './trigger-options';

/** What a {@link WorkflowApi} is made of: its first route, and what all routes share. */
export interface WorkflowApiProps extends WorkflowRouteOptions, TriggerOptions {
  /**
   * Path of the first route, such as `orders`. `authorization` is that of every route that has none of its own.
   *
   * @default 'executions'
   */
  readonly path?: string;

  /**
   * A REST API of your own that the routes are added to: one with a custom domain, or with other routes. Its stage, logs
   * and limits are yours, and so is what API Gateway itself answers, unless `gatewayResponses` is set. No alarms are made
   * for it.
   *
   * @default - an API of our own, of one OpenAPI document
   */
  readonly restApi?: apigateway.IRestApi;

  /**
   * With a `restApi`: replaces what API Gateway itself answers, on every route of that API. Otherwise it says things like
   * `User: arn:aws:iam::111122223333:user/… is not authorized`.
   *
   * @default false
   */
  readonly gatewayResponses?: boolean;

  /**
   * Lets a page of another origin call the API from a browser.
   *
   * @default - no page may
   */
  readonly cors?: ApiCors;

  /**
   * Name of the stage, the first part of the path.
   *
   * @default 'prod'
   */
  readonly stageName?: string;

  /**
   * How many requests the API takes, all routes together.
   *
   * @default - 150 a second and 800 at once, as many starts as Step Functions takes in most Regions
   */
  readonly throttling?: ApiThrottling;

  /**
   * Whether API Gateway is allowed to write logs, which is a setting of the account and Region.
   *
   * @default AccountLogging.CREATE
   */
  readonly accountLogging?: AccountLogging;

  /**
   * Where the API logs to.
   *
   * @default - an access log and a log of errors, for 14 days each
   */
  readonly logs?: ApiLogs;

  /**
   * Whether requests are traced with AWS X-Ray.
   *
   * @default true
   */
  readonly tracingEnabled?: boolean;

  /**
   * ARN of a web ACL of AWS WAF that the stage is put behind, a regional one.
   *
   * @default - none
   */
  readonly webAclArn?: string;

  /**
   * Whether the address that API Gateway makes is turned off, so that clients have to take a custom domain.
   *
   * @default false
   */
  readonly disableExecuteApiEndpoint?: boolean;
}

/**
 * A REST API that starts executions of workflows.
 *
 * Use it where a client asks for a workflow over HTTP. `POST` with a JSON body, which becomes the input as it is, and an
 * `Idempotency-Key` answers 202 `{ "executionName": "…", "status": "STARTED" }`; the same request again starts nothing
 * while the execution runs, and is answered 409 `{ …, "status": "EXISTS" }` once it has ended. `GET` on the execution
 * tells its status. Failures are `{ "message": "…", "requestId": "…" }`: 400, 401, 403, 404, 413, 415, 429, 500, 504. No
 * answer has an ARN, an account id, a cause or a stack trace.
 *
 * Without a key in the request, each request starts an execution, a client's second try too.
 *
 * @see https://docs.aws.amazon.com/step-functions/latest/dg/tutorial-api-gateway.html
 *
 * @example
 * const orders = new WorkflowApi(this, 'Api', { workflow: workflow.stateMachine, path: 'orders' });
 * orders.grantInvoke(api);
 */
export class WorkflowApi extends Construct {
  /** The REST API, for custom domains and the like. */
  public readonly restApi: apigateway.IRestApi;

  /** The stage; undefined with a `restApi` that is not known to have one. */
  public readonly stage?: apigateway.Stage;

  /** The role with which API Gateway calls Step Functions, the handler and Lambda authorizers. */
  public readonly role: iam.IRole;

  /** The access log; undefined with a `restApi` of yours. */
  public readonly accessLogGroup?: logs.ILogGroup;

  /** The first route. */
  public readonly route: WorkflowApiRoute;

  /** The alarms; empty with `alarms: false`, or with a `restApi` of yours. */
  public readonly alarms: cloudwatch.Alarm[];

  private readonly routes: ApiRoutes;

  public constructor(scope: Construct, id: string, props: WorkflowApiProps) {
    super(scope, id);
    if (props.restApi) refuseStageOptions(this, props);
    if (!props.restApi && props.gatewayResponses !== undefined) {
      throw invalid(this, 'gatewayResponses must stand beside a restApi: an API of our own always has them');
    }
    this.routes = new ApiRoutes(this, props, props.authorization ?? ApiAuthorization.iam());
    this.restApi = this.routes.restApi;
    this.stage = this.restApi.deploymentStage;
    this.role = this.routes.role;
    this.accessLogGroup = this.routes.accessLogGroup;
    this.route = this.addRoute(props.path ?? 'executions', props);
    this.alarms =
      this.stage && this.accessLogGroup && (props.alarms ?? true)
        ? apiAlarms(this, this.stage, this.accessLogGroup, props.alarmActions)
        : [];
  }

  /**
   * Adds a route that starts another workflow, or the same one in another way.
   *
   * @param path - such as `refunds`, or `customers/refunds`
   */
  public addRoute(path: string, options: WorkflowRouteOptions): WorkflowApiRoute {
    return this.routes.add(path, options);
  }

  /** The address of the first route. */
  public get url(): string {
    return this.route.url;
  }

  /**
   * The API as its clients see it: an OpenAPI 3.0 document as a JSON text, without anything of AWS in it, from which clients
   * and documentation can be made. It has the routes that were added until then.
   */
  public get openApiDocument(): string {
    return this.routes.openApiDocument;
  }

  /** Allows a principal to call all routes that there are. They must be of `ApiAuthorization.iam()`. */
  public grantInvoke(grantee: iam.IGrantable): iam.Grant {
    return this.routes.all.map((route) => route.grantInvoke(grantee)).reduce((one, other) => one.combine(other));
  }
}

/** What the user says where that API is made. */
function refuseStageOptions(scope: Construct, props: WorkflowApiProps): void {
  const names = [
    'stageName',
    'throttling',
    'accountLogging',
    'logs',
    'tracingEnabled',
    'webAclArn',
    'disableExecuteApiEndpoint',
  ] as const;
  const given = names.find((name) => props[name] !== undefined);
  if (given) throw invalid(scope, `${given} must not stand beside restApi: set it where that API is made`);
}
