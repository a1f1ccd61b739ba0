import type { JsonObject } from '../../../asl/json';
import { RehearsalError } from '../../rehearsal-error';
import type { AppResource, AppResources } from '../app-resources';
import type { HttpAuthorization, HttpRoute } from './http-api';
import { integrationFrom, objectOf, settingsOf } from './integration-reading';

/** The routes of an HTTP API that are resources of their own, as those of the CDK's `HttpApi` are. */
export class RouteResources {
  constructor(
    private readonly resources: AppResources,
    private readonly apiId: string,
  ) {}

  public get routes(): HttpRoute[] {
    return this.ofType('Route').map((route) => this.routeOf(route));
  }

  private routeOf({ path: place, properties }: AppResource): HttpRoute {
    if (properties.ApiKeyRequired === true) {
      throw new RehearsalError(`${place}: HTTP APIs have no API keys`);
    }
    const [, integrationId] = /^integrations\/(.+)$/.exec(String(properties.Target)) ?? [];
    const integration = this.named('Integration', integrationId, place);
    return {
      place,
      key: String(properties.RouteKey),
      authorization: this.authorizationOf(properties, place),
      integration: integrationFrom(settingsOf(integration.properties), integration.path),
    };
  }

  private authorizationOf(route: JsonObject, place: string): HttpAuthorization {
    const kind = String(route.AuthorizationType ?? 'NONE');
    if (kind === 'NONE' || kind === 'AWS_IAM') {
      return { kind };
    }
    if (kind !== 'JWT') {
      throw new RehearsalError(`${place}: the authorization ${kind} is not rehearsed`);
    }
    const { properties } = this.named('Authorizer', route.AuthorizerId, place);
    const { Issuer, Audience } = objectOf(properties.JwtConfiguration);
    return {
      kind,
      authorizer: {
        identitySource: [properties.IdentitySource].flat().map(String)[0],
        issuer: String(Issuer),
        audience: [Audience ?? []].flat().map(String),
      },
      scopes: [route.AuthorizationScopes ?? []].flat().map(String),
    };
  }

  private ofType(type: string): AppResource[] {
    return this.resources
      .ofType(`AWS::ApiGatewayV2::${type}`)
      .filter(({ properties }) => properties.ApiId === this.apiId);
  }

  private named(type: string, ref: unknown, place: string): AppResource {
    const found = this.ofType(type).find((resource) => resource.ref === ref);
    if (!found) {
      throw new RehearsalError(`${place} names the ${type} ${ref}, which no template has`);
    }
    return found;
  }
}
