import type * as apigateway from 'aws-cdk-lib/aws-apigateway';
import * as iam from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';
import { invalid } from '../../private/errors';
import type { RestOperation } from '../../private/rest-api/rest-operation';
import type { Workflow } from '../../workflow/workflow';

/** A route of a {@link WorkflowApi}: its path, with what can be done with an execution. */
export class WorkflowApiRoute {
  /** @internal */
  public static _of(
    scope: Construct,
    restApi: apigateway.IRestApi,
    path: string,
    operations: readonly RestOperation[],
    frontWorkflow?: Workflow,
  ): WorkflowApiRoute {
    return new WorkflowApiRoute(scope, restApi, path, operations, frontWorkflow);
  }

  /** `/orders` */
  public readonly path: string;

  /** The Express workflow in front of the one that is started; undefined without `exactReplies`. */
  public readonly frontWorkflow?: Workflow;

  private constructor(
    private readonly scope: Construct,
    private readonly restApi: apigateway.IRestApi,
    path: string,
    private readonly operations: readonly RestOperation[],
    frontWorkflow?: Workflow,
  ) {
    this.path = path;
    this.frontWorkflow = frontWorkflow;
  }

  /** The address that requests are sent to, of the API's stage. */
  public get url(): string {
    const { deploymentStage } = this.restApi;
    if (!deploymentStage) {
      throw invalid(
        this.scope,
        'restApi must have a deploymentStage for an address: set it, or write the address yourself',
      );
    }
    return deploymentStage.urlForPath(this.path);
  }

  /** Allows a principal to call the route, all methods of it. The route must be one of `ApiAuthorization.iam()`. */
  public grantInvoke(grantee: iam.IGrantable): iam.Grant {
    const { kind } = this.operations[0].authorization._config;
    if (kind !== 'iam') {
      throw invalid(
        this.scope,
        `authorization must be iam for grantInvoke, which allows nothing else, received ${kind}`,
      );
    }
    const stage = this.restApi.deploymentStage?.stageName;
    return iam.Grant.addToPrincipal({
      grantee,
      actions: ['execute-api:Invoke'],
      resourceArns: this.operations.map(({ method, path }) =>
        this.restApi.arnForExecuteApi(method, path.replace(/\{[^}]*\}/g, '*'), stage),
      ),
    });
  }
}
