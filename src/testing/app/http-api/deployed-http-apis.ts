import { isObject, type JsonObject } from '../../../asl/json';
import { RehearsalError } from '../../rehearsal-error';
import type { AppResource, AppResources } from '../app-resources';
import type { HttpApi, HttpStage } from './http-api';
import { objectOf, texts } from './integration-reading';
import { corsFrom, RouteDocument } from './route-document';
import { RouteResources } from './route-resources';

/** The HTTP APIs of the app. */
export class DeployedHttpApis {
  private apis?: readonly HttpApi[];

  constructor(private readonly resources: AppResources) {}

  public get all(): readonly HttpApi[] {
    this.apis ??= this.resources
      .ofType('AWS::ApiGatewayV2::Api')
      .filter(({ properties }) => properties.ProtocolType !== 'WEBSOCKET')
      .map((resource) => this.apiOf(resource));
    return this.apis;
  }

  private apiOf(resource: AppResource): HttpApi {
    const { Body, CorsConfiguration } = resource.properties;
    const unread = ['BodyS3Location', 'Target', 'RouteKey'].find((name) => name in resource.properties);
    if (unread) {
      throw new RehearsalError(`${resource.path}: an HTTP API with ${unread} is not rehearsed`);
    }
    const document = isObject(Body) ? new RouteDocument(Body, resource.path) : undefined;
    const cors = corsFrom(CorsConfiguration ?? document?.cors);
    return {
      resource,
      stages: this.stagesOf(resource),
      routes: [...(document?.routes ?? []), ...new RouteResources(this.resources, resource.ref).routes],
      ...(cors && { cors }),
    };
  }

  /** A stage answers when it deploys by itself, or has a deployment. */
  private stagesOf(api: AppResource): HttpStage[] {
    return this.resources
      .ofType('AWS::ApiGatewayV2::Stage')
      .filter(({ properties }) => properties.ApiId === api.ref)
      .filter(({ properties }) => properties.AutoDeploy === true || properties.DeploymentId !== undefined)
      .map(({ properties }) => stageFrom(properties));
  }
}

function stageFrom({ StageName, StageVariables }: JsonObject): HttpStage {
  return { name: String(StageName), variables: Object.fromEntries(texts(objectOf(StageVariables))) };
}
