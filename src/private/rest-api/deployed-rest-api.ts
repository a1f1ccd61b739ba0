import { Lazy, Token } from 'aws-cdk-lib';
import * as apigateway from 'aws-cdk-lib/aws-apigateway';
import type * as logs from 'aws-cdk-lib/aws-logs';
import * as wafv2 from 'aws-cdk-lib/aws-wafv2';
import { Construct, type IDependable } from 'constructs';
import { invalid } from '../errors';
import { uniquePath } from '../names';
import { AccountLogging, logsAfterSetting } from './account-logging';
import { ApiDeployment } from './api-deployment';
import { ACCESS_LOG_FORMAT, type ApiLogs, accessLogGroup, checkLogs, executionLogGroup } from './api-logs';
import { type ApiThrottling, checkedThrottling, DEFAULT_THROTTLING } from './api-throttling';
import { CallingRole } from './calling-role';

/** What an API of ours can be told about its stage. */
export interface OwnRestApiOptions {
  readonly stageName?: string;
  readonly throttling?: ApiThrottling;
  readonly accountLogging?: AccountLogging;
  readonly logs?: ApiLogs;
  readonly tracingEnabled?: boolean;
  readonly webAclArn?: string;
  readonly disableExecuteApiEndpoint?: boolean;
}

/** What only we say about the stage. */
export interface DeployedRestApiOptions extends OwnRestApiOptions {
  /** Whether API Gateway writes errors to a log of its own, in which addresses may stand. */
  readonly executionLogging: boolean;
  /** By method: `/{id}/POST`. */
  readonly methodThrottling?: Readonly<Record<string, ApiThrottling>>;
}

/**
 * A REST API of one OpenAPI document, deployed to one stage that is logged and throttled. Whatever changes in the document
 * makes a new deployment.
 */
export abstract class DeployedRestApi extends Construct {
  public readonly restApi: apigateway.SpecRestApi;
  public readonly stage: apigateway.Stage;
  public readonly role: CallingRole;
  public readonly accessLogGroup: logs.ILogGroup;
  /** What clients of the API and its metrics call it. */
  public readonly title: string;
  protected readonly deployment: ApiDeployment;

  protected constructor(
    protected readonly owner: Construct,
    options: DeployedRestApiOptions,
  ) {
    super(owner, 'Api');
    const stageName = checkedStageName(owner, options.stageName ?? 'prod');
    checkLogs(owner, options.logs);
    const throttling = checkedThrottling(owner, 'throttling', options.throttling ?? DEFAULT_THROTTLING);
    this.title = uniquePath(owner, 128);
    this.role = new CallingRole(this, 'Role');
    const credentials = this.role.roleArn;
    this.restApi = new apigateway.SpecRestApi(this, 'RestApi', {
      restApiName: this.title,
      // Whoever asks before everything is known must not be the last who is answered.
      apiDefinition: apigateway.ApiDefinition.fromInline(
        Lazy.uncachedAny({ produce: () => this.document(credentials) }),
      ),
      endpointTypes: [apigateway.EndpointType.REGIONAL],
      disableExecuteApiEndpoint: options.disableExecuteApiEndpoint,
      cloudWatchRole: false,
      deploy: false,
    });
    this.deployment = new ApiDeployment(this, 'Deployment', this.restApi);
    this.accessLogGroup = accessLogGroup(this, options.logs);
    this.stage = new apigateway.Stage(this, 'Stage', {
      deployment: this.deployment,
      stageName,
      accessLogDestination: new apigateway.LogGroupLogDestination(this.accessLogGroup),
      accessLogFormat: apigateway.AccessLogFormat.custom(ACCESS_LOG_FORMAT),
      tracingEnabled: options.tracingEnabled ?? true,
      ...methodOptions(options, throttling),
      methodOptions:
        options.methodThrottling &&
        Object.fromEntries(
          Object.entries(options.methodThrottling).map(([method, limits]) => [method, methodOptions(options, limits)]),
        ),
    });
    this.restApi.deploymentStage = this.stage;
    if (options.executionLogging) {
      this.stage.node.addDependency(executionLogGroup(this, this.restApi.restApiId, stageName, options.logs));
    }
    logsAfterSetting(this.stage, options.accountLogging ?? AccountLogging.CREATE);
    if (options.webAclArn !== undefined) {
      checkWebAcl(owner, options.webAclArn);
      new wafv2.CfnWebACLAssociation(this, 'WebAcl', {
        resourceArn: this.stage.stageArn,
        webAclArn: options.webAclArn,
      });
    }
  }

  /** Deploys nothing before something else is there. */
  public dependOn(dependable: IDependable): void {
    this.stage.node.addDependency(dependable);
  }

  /** @param credentials - the ARN of the role that API Gateway calls services and authorizers with */
  protected abstract document(credentials: string): object;
}

/** What holds for all methods, or for one of them. */
function methodOptions(
  { executionLogging }: DeployedRestApiOptions,
  { rateLimit, burstLimit }: ApiThrottling,
): apigateway.MethodDeploymentOptions {
  return {
    loggingLevel: executionLogging ? apigateway.MethodLoggingLevel.ERROR : apigateway.MethodLoggingLevel.OFF,
    dataTraceEnabled: false,
    metricsEnabled: true,
    throttlingRateLimit: rateLimit,
    throttlingBurstLimit: burstLimit,
  };
}

/** https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-known-issues.html */
function checkedStageName(scope: Construct, stageName: string): string {
  if (!Token.isUnresolved(stageName) && !/^[\w-]{1,128}$/.test(stageName)) {
    throw invalid(
      scope,
      `stageName must have 1 to 128 letters, digits, hyphens and underscores, received '${stageName}'`,
    );
  }
  return stageName;
}

/** https://docs.aws.amazon.com/waf/latest/APIReference/API_AssociateWebACL.html */
function checkWebAcl(scope: Construct, arn: string): void {
  if (Token.isUnresolved(arn) || /^arn:[^:]+:wafv2:[^:]+:\d+:regional\/webacl\//.test(arn)) return;
  throw invalid(
    scope,
    `webAclArn must be the ARN of a regional web ACL of AWS WAF, arn:aws:wafv2:…:regional/webacl/…, received '${arn}'`,
  );
}
