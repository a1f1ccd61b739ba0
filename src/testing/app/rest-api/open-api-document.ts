import { isObject, type Json, type JsonObject } from '../../../asl/json';
import { RehearsalError } from '../../rehearsal-error';
import { integrationOf } from './integration-settings';
import {
  type ApiRoute,
  type Authorization,
  type Authorizer,
  type GatewayResponse,
  type RequestParameter,
  textMap,
} from './rest-api';

const METHODS = ['get', 'put', 'post', 'delete', 'options', 'head', 'patch', 'x-amazon-apigateway-any-method'];

/**
 * A REST API that is written as an OpenAPI 3 document with the extensions of API Gateway.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-swagger-extensions.html
 */
export class OpenApiDocument {
  constructor(
    private readonly document: JsonObject,
    private readonly place: string,
  ) {
    if (!String(document.openapi ?? '').startsWith('3.')) {
      throw new RehearsalError(`${place}: only OpenAPI 3 documents are rehearsed, not ${document.swagger ?? 'this'}`);
    }
  }

  public get routes(): ApiRoute[] {
    return Object.entries(objectOf(this.document.paths)).flatMap(([path, item]) =>
      Object.entries(objectOf(item))
        .filter(([method]) => METHODS.includes(method.toLowerCase()))
        .map(([method, operation]) => this.routeOf(path, method, objectOf(operation), objectOf(item))),
    );
  }

  public get models(): Map<string, Json> {
    return new Map(Object.entries(objectOf(objectOf(this.document.components).schemas)));
  }

  public get policy(): Json | undefined {
    return this.document['x-amazon-apigateway-policy'];
  }

  public get apiKeySource(): Json | undefined {
    return this.document['x-amazon-apigateway-api-key-source'];
  }

  public get binaryMediaTypes(): Json | undefined {
    return this.document['x-amazon-apigateway-binary-media-types'];
  }

  public get gatewayResponses(): Map<string, GatewayResponse> {
    const responses = objectOf(this.document['x-amazon-apigateway-gateway-responses']);
    return new Map(
      Object.entries(responses).map(([type, response]) => {
        const { statusCode, responseParameters, responseTemplates } = objectOf(response);
        return [
          type,
          {
            ...(statusCode !== undefined && { status: String(statusCode) }),
            parameters: textMap(responseParameters),
            templates: textMap(responseTemplates),
          },
        ];
      }),
    );
  }

  private routeOf(path: string, method: string, operation: JsonObject, item: JsonObject): ApiRoute {
    const verb = method.startsWith('x-') ? 'ANY' : method.toUpperCase();
    const place = `${this.place}: ${verb} ${path}`;
    const integration = operation['x-amazon-apigateway-integration'];
    if (!isObject(integration)) {
      throw new RehearsalError(`${place} has no x-amazon-apigateway-integration; API Gateway would not deploy it`);
    }
    const parameters = [item.parameters, operation.parameters].flatMap((list) => (Array.isArray(list) ? list : []));
    return {
      path,
      method: verb,
      resourceId: path,
      ...this.security(operation, place),
      validates: this.validation(operation, place),
      parameters: parameters.map((parameter) => this.parameterOf(parameter)),
      bodySchemas: this.bodySchemas(operation),
      integration: integrationOf(integration, place),
      responses: new Map(
        Object.entries(objectOf(operation.responses)).map(([status, response]) => [
          status,
          Object.keys(objectOf(this.deref(response).headers)),
        ]),
      ),
    };
  }

  private parameterOf(given: Json): RequestParameter {
    const { in: location, name, required } = this.deref(given);
    return {
      location: location === 'query' ? 'querystring' : (String(location) as RequestParameter['location']),
      name: String(name),
      required: required === true,
    };
  }

  private bodySchemas(operation: JsonObject): Map<string, Json> {
    const content = objectOf(this.deref(operation.requestBody ?? {}).content);
    return new Map(
      Object.entries(content).flatMap(([type, media]): [string, Json][] => {
        const { schema } = objectOf(media);
        return schema === undefined ? [] : [[type, schema]];
      }),
    );
  }

  /** https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-swagger-extensions-request-validators.html */
  private validation(operation: JsonObject, place: string): ApiRoute['validates'] {
    const name =
      operation['x-amazon-apigateway-request-validator'] ?? this.document['x-amazon-apigateway-request-validator'];
    if (name === undefined) {
      return { body: false, parameters: false };
    }
    const validator = objectOf(this.document['x-amazon-apigateway-request-validators'])[String(name)];
    if (!isObject(validator)) {
      throw new RehearsalError(`${place} names the request validator ${name}, which the document does not have`);
    }
    return { body: validator.validateRequestBody === true, parameters: validator.validateRequestParameters === true };
  }

  private security(operation: JsonObject, place: string): Pick<ApiRoute, 'authorization' | 'apiKeyRequired'> {
    const required = operation.security ?? this.document.security;
    const schemes = (Array.isArray(required) ? required : []).flatMap((one) => Object.entries(objectOf(one)));
    let authorization: Authorization = { kind: 'NONE' };
    let apiKeyRequired = false;
    for (const [name, scopes] of schemes) {
      const scheme = objectOf(objectOf(objectOf(this.document.components).securitySchemes)[name]);
      if (scheme['x-amazon-apigateway-authtype'] === undefined && !isObject(scheme['x-amazon-apigateway-authorizer'])) {
        if (scheme.type !== 'apiKey' || String(scheme.name).toLowerCase() !== 'x-api-key') {
          throw new RehearsalError(`${place} has the security scheme ${name}, which API Gateway does not know`);
        }
        apiKeyRequired = true;
      } else {
        authorization = authorizationBy(name, scheme, (scopes as Json[]).map(String), place);
      }
    }
    const own = objectOf(operation['x-amazon-apigateway-auth']).type;
    if (own === 'AWS_IAM') {
      authorization = { kind: 'AWS_IAM' };
    }
    return { authorization, apiKeyRequired };
  }

  /** `{ "$ref": "#/components/…" }` in place of the thing itself. */
  private deref(value: Json): JsonObject {
    const { $ref } = objectOf(value);
    if (typeof $ref !== 'string') {
      return objectOf(value);
    }
    return $ref
      .replace(/^#\//, '')
      .split('/')
      .reduce<JsonObject>(
        (holder, name) => objectOf(holder[name.replace(/~1/g, '/').replace(/~0/g, '~')]),
        this.document,
      );
  }
}

/** https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-swagger-extensions-authorizer.html */
function authorizationBy(name: string, scheme: JsonObject, scopes: string[], place: string): Authorization {
  const kind = String(scheme['x-amazon-apigateway-authtype'] ?? 'custom').toLowerCase();
  if (kind === 'awssigv4') {
    return { kind: 'AWS_IAM' };
  }
  const settings = scheme['x-amazon-apigateway-authorizer'];
  if (!isObject(settings)) {
    throw new RehearsalError(`${place}: the security scheme ${name} has no x-amazon-apigateway-authorizer`);
  }
  const type = String(settings.type).toUpperCase() as Authorizer['type'];
  const sources =
    settings.identitySource === undefined
      ? [`method.request.header.${scheme.name}`]
      : String(settings.identitySource).split(',');
  const authorizer: Authorizer = {
    name,
    type,
    ...(settings.authorizerUri !== undefined && { uri: String(settings.authorizerUri) }),
    ...(settings.authorizerCredentials !== undefined && { credentials: String(settings.authorizerCredentials) }),
    identitySources: sources.map((source) => source.trim()).filter((source) => source !== ''),
    ...(settings.identityValidationExpression !== undefined && {
      identityValidationExpression: String(settings.identityValidationExpression),
    }),
    resultTtlInSeconds: Number(settings.authorizerResultTtlInSeconds ?? 300),
  };
  return type === 'COGNITO_USER_POOLS' ? { kind: type, authorizer, scopes } : { kind: 'CUSTOM', authorizer };
}

function objectOf(value: Json | undefined): JsonObject {
  return isObject(value) ? value : {};
}
