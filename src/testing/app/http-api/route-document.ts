import type { Json, JsonObject } from '../../../asl/json';
import { RehearsalError } from '../../rehearsal-error';
import type { CorsConfiguration, HttpAuthorization, HttpRoute } from './http-api';
import { integrationFrom, objectOf } from './integration-reading';

const METHODS: Readonly<Record<string, string>> = {
  delete: 'DELETE',
  get: 'GET',
  head: 'HEAD',
  options: 'OPTIONS',
  patch: 'PATCH',
  post: 'POST',
  put: 'PUT',
  'x-amazon-apigateway-any-method': 'ANY',
};

/**
 * The routes of an HTTP API that is written as an OpenAPI 3 document.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-open-api.html
 */
export class RouteDocument {
  constructor(
    private readonly document: JsonObject,
    private readonly place: string,
  ) {
    if (!String(document.openapi ?? '').startsWith('3.0')) {
      throw new RehearsalError(`${place}: an HTTP API takes OpenAPI 3.0 documents only`);
    }
  }

  public get cors(): Json | undefined {
    return this.document['x-amazon-apigateway-cors'];
  }

  public get routes(): HttpRoute[] {
    return Object.entries(objectOf(this.document.paths)).flatMap(([path, item]) =>
      Object.entries(objectOf(item))
        .filter(([method]) => method in METHODS)
        .map(([method, operation]) => this.routeOf(path, METHODS[method], objectOf(operation))),
    );
  }

  private routeOf(path: string, method: string, operation: JsonObject): HttpRoute {
    const key = path === '/$default' && method === 'ANY' ? '$default' : `${method} ${path}`;
    const place = `${this.place} (${key})`;
    return {
      place,
      key,
      authorization: this.authorizationOf(operation, place),
      integration: integrationFrom(this.integrationOf(operation), place),
    };
  }

  /** In the operation, or among the components that it refers to. */
  private integrationOf(operation: JsonObject): JsonObject {
    const integration = objectOf(operation['x-amazon-apigateway-integration']);
    const [, name] = /^#\/components\/x-amazon-apigateway-integrations\/(.+)$/.exec(String(integration.$ref)) ?? [];
    return name ? objectOf(this.component('x-amazon-apigateway-integrations', name)) : integration;
  }

  private authorizationOf(operation: JsonObject, place: string): HttpAuthorization {
    if (operation['x-amazon-apigateway-auth'] !== undefined) {
      const { type } = objectOf(operation['x-amazon-apigateway-auth']);
      const kind = String(type).toUpperCase();
      if (kind === 'AWS_IAM' || kind === 'NONE') {
        return { kind };
      }
      throw new RehearsalError(`${place}: the authorization ${type} is not rehearsed`);
    }
    const [requirement] = [operation.security ?? this.document.security ?? []].flat();
    const [[name, scopes] = []] = Object.entries(objectOf(requirement));
    if (name === undefined) {
      return { kind: 'NONE' };
    }
    const scheme = objectOf(this.component('securitySchemes', name));
    if (String(scheme['x-amazon-apigateway-authtype']).toLowerCase() === 'awssigv4') {
      return { kind: 'AWS_IAM' };
    }
    const { type, identitySource, jwtConfiguration } = objectOf(scheme['x-amazon-apigateway-authorizer']);
    if (type !== 'jwt') {
      throw new RehearsalError(`${place}: the authorizer ${name} is none that is rehearsed`);
    }
    const { issuer, audience } = objectOf(jwtConfiguration);
    return {
      kind: 'JWT',
      authorizer: {
        identitySource: String(identitySource),
        issuer: String(issuer),
        audience: [audience ?? []].flat().map(String),
      },
      scopes: [scopes ?? []].flat().map(String),
    };
  }

  private component(kind: string, name: string): Json | undefined {
    return objectOf(objectOf(this.document.components)[kind])[name];
  }
}

/** In the words of the template or of a document: `AllowOrigins`, `allowOrigins`. */
export function corsFrom(value: Json | undefined): CorsConfiguration | undefined {
  if (value === undefined) {
    return undefined;
  }
  const settings = Object.fromEntries(
    Object.entries(objectOf(value)).map(([name, setting]) => [name[0].toLowerCase() + name.slice(1), setting]),
  );
  const list = (name: string) => [settings[name] ?? []].flat().map(String);
  return {
    allowOrigins: list('allowOrigins'),
    allowMethods: list('allowMethods'),
    allowHeaders: list('allowHeaders'),
    exposeHeaders: list('exposeHeaders'),
    allowCredentials: settings.allowCredentials === true,
    ...(settings.maxAge !== undefined && { maxAge: Number(settings.maxAge) }),
  };
}
