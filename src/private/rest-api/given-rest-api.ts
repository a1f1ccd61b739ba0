import { CfnResource, Stack } from 'aws-cdk-lib';
import * as apigateway from 'aws-cdk-lib/aws-apigateway';
import { Construct, type IDependable } from 'constructs';
import { invalid } from '../errors';
import type { ApiAuthorization } from './api-authorization';
import { ApiKeys } from './api-keys';
import { authorizerOf } from './authorizers';
import { CallingRole } from './calling-role';
import { gatewayResponses } from './gateway-responses';
import type { CorsHeaders, RestOperation } from './rest-operation';

const JSON_TYPE = 'application/json';

/**
 * Routes on a REST API of the user's: the same operations that an API of ours has in its document, as resources. Where the
 * CDK deploys that API, it deploys them, too.
 */
export class GivenRestApi extends Construct {
  public readonly role: CallingRole;
  private readonly authorizers = new Map<ApiAuthorization, apigateway.IAuthorizer>();
  private validator?: apigateway.CfnRequestValidator;
  private keys?: ApiKeys;

  public constructor(
    private readonly owner: Construct,
    public readonly restApi: apigateway.IRestApi,
  ) {
    refuseBinary(owner, restApi);
    // Methods stand in the stack of the API; what they name and what names the API has to stand there, too.
    const near = Stack.of(restApi) === Stack.of(owner);
    super(near ? owner : restApi, near ? 'Routes' : `Routes${owner.node.addr}`);
    this.role = new CallingRole(this, 'Role');
  }

  /** Replaces what API Gateway itself answers, on all routes of the API. */
  public replaceGatewayResponses(cors?: CorsHeaders): void {
    for (const { type, statusCode, template } of gatewayResponses()) {
      new apigateway.GatewayResponse(this, type, {
        restApi: this.restApi,
        type: apigateway.ResponseType.of(type),
        statusCode,
        templates: { [JSON_TYPE]: template },
        responseHeaders: cors && constants(cors.everywhere),
      });
    }
  }

  public add(operation: RestOperation, target: unknown, cors?: CorsHeaders): void {
    const { id, method, body, authorization, integration, parameters } = operation;
    const resource = this.resourceOf(operation.path);
    const headers = cors?.everywhere;
    const added = resource.addMethod(
      method,
      new apigateway.Integration({
        type: apigateway.IntegrationType.AWS,
        integrationHttpMethod: 'POST',
        uri: integration.uri,
        options: {
          credentialsRole: this.role,
          passthroughBehavior: apigateway.PassthroughBehavior.NEVER,
          requestTemplates: { [JSON_TYPE]: integration.requestTemplate },
          integrationResponses: integration.responses.map(({ pattern, status, template }) => ({
            selectionPattern: pattern,
            statusCode: String(status),
            responseTemplates: { [JSON_TYPE]: template },
            responseParameters: headers && mapped(headers),
          })),
        },
      }),
      {
        operationName: id,
        ...this.authorizationOf(authorization),
        requestParameters: Object.fromEntries(
          parameters.map(({ name, in: place }) => [`method.request.${place}.${name}`, true]),
        ),
        methodResponses: [...new Set(integration.responses.map(({ status }) => String(status)))]
          .sort()
          .map((statusCode) => ({ statusCode, responseParameters: headers && declared(headers) })),
      },
    );
    const own = added.node.defaultChild as apigateway.CfnMethod;
    own.requestValidatorId = this.validatorId();
    if (body) own.requestModels = { [JSON_TYPE]: this.model(body.name, body.schema) };
    this.restApi.latestDeployment?.addToLogicalId({ target, body, authorization: authorization._config.kind });
    if (cors) addPreflight(resource, cors);
  }

  /** Deploys nothing before something else is there. */
  public dependOn(dependable: IDependable): void {
    this.restApi.latestDeployment?.node.addDependency(dependable);
  }

  /** What is there is taken as it is: routes may stand beside others of the user's. */
  private resourceOf(path: string): apigateway.IResource {
    let resource = this.restApi.root;
    for (const part of path.split('/').filter((each) => each !== '')) {
      const existing = resource.getResource(part);
      if (!existing && part.startsWith('{')) this.refuseSecondVariable(resource, part);
      resource = existing ?? resource.addResource(part);
    }
    return resource;
  }

  /** https://docs.aws.amazon.com/apigateway/latest/developerguide/how-to-method-settings.html */
  private refuseSecondVariable(resource: apigateway.IResource, part: string): void {
    const other = resource.node.children.find((child) => child.node.id.startsWith('{'));
    if (!other) return;
    throw invalid(
      this.owner,
      `restApi has ${resource.path}/${other.node.id} already, and a path can have one variable part: turn off ` +
        `statusEndpoint and stopEndpoint, which need ${part}, or take another path`,
    );
  }

  private authorizationOf(authorization: ApiAuthorization): apigateway.MethodOptions {
    const { _config: config } = authorization;
    switch (config.kind) {
      case 'iam':
        return { ...withoutAuthorizer(apigateway.AuthorizationType.IAM), apiKeyRequired: false };
      case 'none':
        return { ...withoutAuthorizer(apigateway.AuthorizationType.NONE), apiKeyRequired: false };
      case 'apiKey':
        this.keys ??= new ApiKeys(this.owner, this.restApi, config.options, this);
        this.keys.refuseOthers(config.options);
        return { ...withoutAuthorizer(apigateway.AuthorizationType.NONE), apiKeyRequired: true };
      case 'cognito':
        return {
          authorizer: this.authorizerFor(authorization),
          authorizationScopes: [...config.scopes],
          apiKeyRequired: false,
        };
      case 'lambda':
        return { authorizer: this.authorizerFor(authorization), apiKeyRequired: false };
    }
  }

  private authorizerFor(authorization: ApiAuthorization): apigateway.IAuthorizer {
    const known = this.authorizers.get(authorization);
    if (known) return known;
    const settings = authorizerOf(authorization, this.role.roleArn);
    const type = settings?.type.toUpperCase() ?? '';
    const resource = new apigateway.CfnAuthorizer(this, `Authorizer${this.authorizers.size + 1}`, {
      restApiId: this.restApi.restApiId,
      name: `${this.node.addr.slice(-8)}${this.authorizers.size + 1}`,
      type,
      identitySource: settings?.identitySource,
      authorizerResultTtlInSeconds: settings?.ttlSeconds,
      authorizerUri: settings?.uri,
      authorizerCredentials: settings?.credentials,
      providerArns: settings?.providerArns && [...settings.providerArns],
    });
    const authorizer = {
      authorizerId: resource.ref,
      authorizationType:
        type === 'COGNITO_USER_POOLS' ? apigateway.AuthorizationType.COGNITO : apigateway.AuthorizationType.CUSTOM,
    };
    this.authorizers.set(authorization, authorizer);
    return authorizer;
  }

  private validatorId(): string {
    this.validator ??= new apigateway.CfnRequestValidator(this, 'Validator', {
      restApiId: this.restApi.restApiId,
      validateRequestBody: true,
      validateRequestParameters: true,
    });
    return this.validator.ref;
  }

  private model(name: string, schema: object): string {
    return new apigateway.CfnModel(this, name, {
      restApiId: this.restApi.restApiId,
      contentType: JSON_TYPE,
      schema: { $schema: 'http://json-schema.org/draft-04/schema#', ...schema },
    }).ref;
  }
}

/** A method without an authorizer, also where the API of the user has one for all of its methods. */
function withoutAuthorizer(authorizationType: apigateway.AuthorizationType): apigateway.MethodOptions {
  return { authorizationType, authorizer: { authorizerId: '', authorizationType } };
}

/** Unless the API of the user answers browsers already. */
function addPreflight(resource: apigateway.IResource, { everywhere, preflight }: CorsHeaders): void {
  if (resource.node.tryFindChild('OPTIONS')) return;
  const headers = { ...everywhere, ...preflight };
  resource.addMethod(
    'OPTIONS',
    new apigateway.MockIntegration({
      passthroughBehavior: apigateway.PassthroughBehavior.NEVER,
      requestTemplates: { [JSON_TYPE]: '{"statusCode": 204}' },
      integrationResponses: [{ statusCode: '204', responseParameters: mapped(headers) }],
    }),
    {
      ...withoutAuthorizer(apigateway.AuthorizationType.NONE),
      apiKeyRequired: false,
      methodResponses: [{ statusCode: '204', responseParameters: declared(headers) }],
    },
  );
}

function mapped(headers: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [`method.response.header.${name}`, `'${value}'`]),
  );
}

function declared(headers: Readonly<Record<string, string>>): Record<string, boolean> {
  return Object.fromEntries(Object.keys(headers).map((name) => [`method.response.header.${name}`, true]));
}

function constants(headers: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, `'${value}'`]));
}

/**
 * What is binary to an API comes into templates as Base64, or not at all.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-payload-encodings-workflow.html
 */
function refuseBinary(owner: Construct, restApi: apigateway.IRestApi): void {
  const resource = restApi.node.defaultChild;
  const type = apigateway.CfnRestApi.CFN_RESOURCE_TYPE_NAME;
  if (!resource || !CfnResource.isCfnResource(resource) || resource.cfnResourceType !== type) return;
  const { binaryMediaTypes } = resource as apigateway.CfnRestApi;
  const binary = binaryMediaTypes?.find((each) => [JSON_TYPE, 'application/*', '*/*'].includes(each));
  if (binary === undefined) return;
  throw invalid(
    owner,
    `restApi must not have ${JSON_TYPE} among its binaryMediaTypes, received '${binary}': no template could read the ` +
      'body; name the types that are binary, or leave out restApi for an API of our own',
  );
}
