import { Lazy, Token } from 'aws-cdk-lib';
import * as apigateway from 'aws-cdk-lib/aws-apigateway';
import type * as logs from 'aws-cdk-lib/aws-logs';
import * as wafv2 from 'aws-cdk-lib/aws-wafv2';
import { Construct, type IDependable } from 'constructs';
import { invalid } from '../errors';
import { uniquePath } from '../names';
import { AccountLogging, logsAfterSetting } from './account-logging';
import type { ApiAuthorization } from './api-authorization';
import { ApiDeployment } from './api-deployment';
import { ApiKeys } from './api-keys';
import { ACCESS_LOG_FORMAT, type ApiLogs, accessLogGroup, checkLogs, executionLogGroup } from './api-logs';
import { type ApiThrottling, checkedThrottling, DEFAULT_THROTTLING } from './api-throttling';
import { CallingRole } from './calling-role';
import { openApiBody } from './open-api-body';
import type { CorsHeaders, RestOperation } from './rest-operation';

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

/**
 * A REST API of our own: one OpenAPI document, deployed to one stage that is logged, traced and throttled. Whatever
 * changes in the document makes a new deployment.
 */
export class OwnRestApi extends Construct {
  public readonly restApi: apigateway.SpecRestApi;
  public readonly stage: apigateway.Stage;
  public readonly role: CallingRole;
  public readonly accessLogGroup: logs.ILogGroup;
  /** What clients of the API and its metrics call it. */
  public readonly title: string;
  private readonly deployment: ApiDeployment;
  private readonly operations: RestOperation[] = [];
  private keys?: ApiKeys;

  public constructor(
    private readonly owner: Construct,
    options: OwnRestApiOptions,
    cors: () => CorsHeaders | undefined,
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
      apiDefinition: apigateway.ApiDefinition.fromInline(
        // Whoever asks before all routes are there must not be the last who is answered.
        Lazy.uncachedAny({
          produce: () => openApiBody({ title: this.title, operations: this.operations, cors: cors() }, credentials),
        }),
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
      loggingLevel: apigateway.MethodLoggingLevel.ERROR,
      dataTraceEnabled: false,
      metricsEnabled: true,
      tracingEnabled: options.tracingEnabled ?? true,
      throttlingRateLimit: throttling.rateLimit,
      throttlingBurstLimit: throttling.burstLimit,
    });
    this.restApi.deploymentStage = this.stage;
    this.stage.node.addDependency(executionLogGroup(this, this.restApi.restApiId, stageName, options.logs));
    logsAfterSetting(this.stage, options.accountLogging ?? AccountLogging.CREATE);
    if (options.webAclArn !== undefined) {
      checkWebAcl(owner, options.webAclArn);
      new wafv2.CfnWebACLAssociation(this, 'WebAcl', {
        resourceArn: this.stage.stageArn,
        webAclArn: options.webAclArn,
      });
    }
  }

  /**
   * @param target - what the operation calls, as far as the document does not say it: what has another value when the
   * thing behind the same ARN is another one
   */
  public add(operation: RestOperation, target: unknown): void {
    this.operations.push(operation);
    this.deployment.addToLogicalId(target);
    this.askForKey(operation.authorization);
  }

  /** Deploys nothing before something else is there. */
  public dependOn(dependable: IDependable): void {
    this.stage.node.addDependency(dependable);
  }

  private askForKey(authorization: ApiAuthorization): void {
    const { _config: config } = authorization;
    if (config.kind !== 'apiKey') return;
    this.keys ??= new ApiKeys(this.owner, this.restApi, config.options);
    this.keys.refuseOthers(config.options);
  }
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
