import type * as apigatewayv2 from 'aws-cdk-lib/aws-apigatewayv2';
import type * as iam from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';
import { invalid } from '../../private/errors';
import type { HttpRoutePlan } from './http-route-plan';

/** A route of a {@link WorkflowHttpApi}: its path, with what can be done with an execution. */
export class WorkflowHttpApiRoute {
  /** @internal */
  public static _of(parts: HttpRouteParts): WorkflowHttpApiRoute {
    return new WorkflowHttpApiRoute(parts);
  }

  /** `/orders/{orderId}` */
  public readonly path: string;

  /** `PUT` where the path ends in a variable, else `POST`. */
  public readonly method: string;

  /** The route that starts executions. */
  public readonly startRoute: apigatewayv2.HttpRoute;

  /** The route that stops them; undefined without `stopEndpoint`. */
  public readonly stopRoute?: apigatewayv2.HttpRoute;

  private constructor(private readonly parts: HttpRouteParts) {
    this.path = parts.plan.path;
    this.method = parts.plan.method;
    this.startRoute = parts.startRoute;
    this.stopRoute = parts.stopRoute;
  }

  /** The address that requests are sent to, with the variable of the path as it is written there. */
  public get url(): string {
    const { scope, stage } = this.parts;
    if (!stage) {
      throw invalid(scope, 'httpApi must have a defaultStage for an address: set it, or write the address yourself');
    }
    return `${stage.url.replace(/\/$/, '')}${this.path}`;
  }

  /** Allows a principal to call the route, all methods of it. The route must be one of `HttpApiAuthorization.iam()`. */
  public grantInvoke(grantee: iam.IGrantable): iam.Grant {
    const { plan, scope } = this.parts;
    const { kind } = plan.authorization._config;
    if (kind !== 'iam') {
      throw invalid(scope, `authorization must be iam for grantInvoke, which allows nothing else, received ${kind}`);
    }
    const start = this.startRoute.grantInvoke(grantee);
    return this.stopRoute ? start.combine(this.stopRoute.grantInvoke(grantee)) : start;
  }
}

/** @internal */
export interface HttpRouteParts {
  readonly scope: Construct;
  readonly plan: HttpRoutePlan;
  readonly stage?: apigatewayv2.IStage;
  readonly startRoute: apigatewayv2.HttpRoute;
  readonly stopRoute?: apigatewayv2.HttpRoute;
}
