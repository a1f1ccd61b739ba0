import { isObject, type Json, type JsonObject } from '../../../asl/json';
import { RehearsalError } from '../../rehearsal-error';
import type { AppResource, AppResources } from '../app-resources';
import { integrationOf } from './integration-settings';
import {
  type ApiRoute,
  type Authorization,
  type Authorizer,
  type GatewayResponse,
  type RequestParameter,
  textMap,
} from './rest-api';

/** A REST API that is written as resources, each method one of its own, as the CDK's `RestApi` does. */
export class MethodResources {
  constructor(
    private readonly resources: AppResources,
    private readonly api: AppResource,
  ) {}

  public get routes(): ApiRoute[] {
    const paths = this.paths();
    return this.ofType('Method').map((method) => this.routeOf(method, paths));
  }

  public get models(): Map<string, Json> {
    return new Map(this.ofType('Model').map(({ ref, properties }) => [ref, parsed(properties.Schema)]));
  }

  public get gatewayResponses(): Map<string, GatewayResponse> {
    return new Map(
      this.ofType('GatewayResponse').map(({ properties }) => [
        String(properties.ResponseType),
        {
          ...(properties.StatusCode !== undefined && { status: String(properties.StatusCode) }),
          parameters: textMap(properties.ResponseParameters),
          templates: textMap(properties.ResponseTemplates),
        },
      ]),
    );
  }

  private ofType(type: string): AppResource[] {
    return this.resources
      .ofType(`AWS::ApiGateway::${type}`)
      .filter(({ properties }) => properties.RestApiId === this.api.ref);
  }

  /** The paths of all resources by id. */
  private paths(): Map<string, string> {
    const paths = new Map([[`${this.api.logicalId}.RootResourceId`, '']]);
    const waiting = this.ofType('Resource');
    for (let found = true; found; ) {
      found = false;
      for (const { ref, properties } of waiting) {
        const parent = paths.get(String(properties.ParentId));
        if (parent !== undefined && !paths.has(ref)) {
          paths.set(ref, `${parent}/${properties.PathPart}`);
          found = true;
        }
      }
    }
    return paths;
  }

  private routeOf({ path: place, properties }: AppResource, paths: ReadonlyMap<string, string>): ApiRoute {
    const path = paths.get(String(properties.ResourceId));
    if (path === undefined) {
      throw new RehearsalError(`${place} is a method of the resource ${properties.ResourceId}, which no template has`);
    }
    const { Integration: integration } = properties;
    if (!isObject(integration)) {
      throw new RehearsalError(`${place} has no integration; API Gateway would not deploy it`);
    }
    const validator = this.named('RequestValidator', properties.RequestValidatorId, place);
    return {
      path: path || '/',
      method: String(properties.HttpMethod),
      resourceId: String(properties.ResourceId),
      authorization: this.authorization(properties, place),
      apiKeyRequired: properties.ApiKeyRequired === true,
      validates: {
        body: validator?.ValidateRequestBody === true,
        parameters: validator?.ValidateRequestParameters === true,
      },
      parameters: Object.entries((properties.RequestParameters ?? {}) as JsonObject).map(parameterOf),
      bodySchemas: new Map(
        [...textMap(properties.RequestModels)].map(([type, model]) => [
          type,
          model === 'Empty' ? {} : parsed(this.named('Model', model, place)?.Schema),
        ]),
      ),
      get integration() {
        return integrationOf(settingsOf(integration), place);
      },
      responses: new Map(
        listOf(properties.MethodResponses).map(({ StatusCode, ResponseParameters }) => [
          String(StatusCode),
          Object.keys((ResponseParameters ?? {}) as JsonObject).map((name) =>
            name.replace('method.response.header.', ''),
          ),
        ]),
      ),
    };
  }

  private authorization(properties: JsonObject, place: string): Authorization {
    const kind = String(properties.AuthorizationType ?? 'NONE');
    if (kind === 'NONE' || kind === 'AWS_IAM') {
      return { kind };
    }
    const settings = this.named('Authorizer', properties.AuthorizerId, place);
    if (!settings || (kind !== 'COGNITO_USER_POOLS' && kind !== 'CUSTOM')) {
      throw new RehearsalError(`${place}: the authorization ${kind} has no authorizer, or is none of API Gateway's`);
    }
    const authorizer: Authorizer = {
      name: String(settings.Name),
      id: String(properties.AuthorizerId),
      type: String(settings.Type) as Authorizer['type'],
      ...(settings.AuthorizerUri !== undefined && { uri: String(settings.AuthorizerUri) }),
      ...(settings.AuthorizerCredentials !== undefined && { credentials: String(settings.AuthorizerCredentials) }),
      identitySources: String(settings.IdentitySource ?? '')
        .split(',')
        .map((source) => source.trim())
        .filter((source) => source !== ''),
      ...(settings.IdentityValidationExpression !== undefined && {
        identityValidationExpression: String(settings.IdentityValidationExpression),
      }),
      resultTtlInSeconds: Number(settings.AuthorizerResultTtlInSeconds ?? 300),
    };
    const scopes = (properties.AuthorizationScopes ?? []) as string[];
    return kind === 'CUSTOM' ? { kind, authorizer } : { kind, authorizer, scopes };
  }

  /** The properties of the resource that another one names. */
  private named(type: string, ref: Json | undefined, place: string): JsonObject | undefined {
    if (ref === undefined) {
      return undefined;
    }
    const found = this.ofType(type).find((resource) => resource.ref === ref);
    if (!found) {
      throw new RehearsalError(`${place} names the ${type} ${ref}, which no template has`);
    }
    return found.properties;
  }
}

function parameterOf([name, required]: [string, Json]): RequestParameter {
  const [, location, parameter] = /^method\.request\.(header|path|querystring)\.(.+)$/.exec(name) ?? [];
  return { location: location as RequestParameter['location'], name: parameter, required: required === true };
}

/** The same integration in the words of an OpenAPI document. */
function settingsOf(integration: JsonObject): JsonObject {
  const { IntegrationHttpMethod, IntegrationResponses, ...others } = integration;
  const settings: JsonObject = {};
  for (const [name, value] of Object.entries(others)) {
    settings[name[0].toLowerCase() + name.slice(1)] = value;
  }
  if (IntegrationHttpMethod !== undefined) {
    settings.httpMethod = IntegrationHttpMethod;
  }
  const responses: JsonObject = {};
  for (const { SelectionPattern, StatusCode, ResponseTemplates, ResponseParameters, ...unknown } of listOf(
    IntegrationResponses,
  )) {
    responses[String(SelectionPattern ?? 'default')] = {
      statusCode: StatusCode,
      ...(ResponseTemplates !== undefined && { responseTemplates: ResponseTemplates }),
      ...(ResponseParameters !== undefined && { responseParameters: ResponseParameters }),
      ...unknown,
    };
  }
  return { ...settings, responses };
}

/** A schema is an object, or its JSON. */
function parsed(schema: Json | undefined): Json {
  return typeof schema === 'string' ? JSON.parse(schema) : (schema ?? {});
}

function listOf(value: Json | undefined): JsonObject[] {
  return Array.isArray(value) ? value.filter(isObject) : [];
}
