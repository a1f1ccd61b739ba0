import { isObject, type JsonObject } from '../../../asl/json';
import { RehearsalError } from '../../rehearsal-error';
import type { AppResource, AppResources } from '../app-resources';
import { MethodResources } from './method-resources';
import { OpenApiDocument } from './open-api-document';
import { type ApiStage, type RestApi, textMap } from './rest-api';

/** The REST APIs of the app. */
export class DeployedApis {
  private apis?: readonly RestApi[];

  constructor(private readonly resources: AppResources) {}

  public get all(): readonly RestApi[] {
    this.apis ??= this.resources.ofType('AWS::ApiGateway::RestApi').map((resource) => this.apiOf(resource));
    return this.apis;
  }

  private apiOf(resource: AppResource): RestApi {
    const { Body, BodyS3Location, Policy, ApiKeySourceType, BinaryMediaTypes, CloneFrom, Parameters } =
      resource.properties;
    if (BodyS3Location !== undefined) {
      throw new RehearsalError(`${resource.path}: an OpenAPI document in a bucket is not rehearsed; use an inline one`);
    }
    const basePath = isObject(Parameters) ? (Parameters.basepath ?? 'ignore') : 'ignore';
    if (CloneFrom !== undefined || basePath !== 'ignore') {
      const what = CloneFrom === undefined ? 'the base path of its document' : 'a copy of another API';
      throw new RehearsalError(`${resource.path} is imported with ${what}, which is not rehearsed`);
    }
    const written = new MethodResources(this.resources, resource);
    const document = isObject(Body) ? new OpenApiDocument(Body, resource.path) : undefined;
    return {
      resource,
      stage: this.stageOf(resource),
      routes: [...(document?.routes ?? []), ...written.routes],
      gatewayResponses: new Map([...(document?.gatewayResponses ?? []), ...written.gatewayResponses]),
      models: new Map([...(document?.models ?? []), ...written.models]),
      policy: Policy ?? document?.policy,
      apiKeySource: (ApiKeySourceType ?? document?.apiKeySource) === 'AUTHORIZER' ? 'AUTHORIZER' : 'HEADER',
      binaryMediaTypes: [BinaryMediaTypes ?? document?.binaryMediaTypes ?? []].flat().map(String),
    };
  }

  /** An API answers where a stage has a deployment of it. */
  private stageOf(api: AppResource): ApiStage {
    const of = (type: string) =>
      this.resources.ofType(`AWS::ApiGateway::${type}`).filter(({ properties }) => properties.RestApiId === api.ref);
    const stages = [
      ...of('Stage').map(({ properties }) => stageFrom(properties, properties)),
      ...of('Deployment')
        .filter(({ properties }) => properties.StageName !== undefined)
        .map(({ properties }) => stageFrom(properties, (properties.StageDescription ?? {}) as JsonObject)),
    ];
    if (stages.length !== 1 || of('Deployment').length === 0) {
      throw new RehearsalError(
        stages.length > 1
          ? `${api.path} has several stages, of which a rehearsal would have to choose one`
          : `${api.path} is deployed to no stage, so that nobody can send it a request`,
      );
    }
    return stages[0];
  }
}

function stageFrom({ StageName }: JsonObject, settings: JsonObject): ApiStage {
  const { Variables, CanarySetting, MethodSettings } = settings;
  const isCached = [MethodSettings ?? []].flat().some((one) => isObject(one) && one.CachingEnabled === true);
  if (CanarySetting !== undefined || isCached) {
    const what = isCached ? 'caches answers' : 'has a canary';
    throw new RehearsalError(`the stage ${StageName} ${what}, which is not rehearsed`);
  }
  return { name: String(StageName), variables: Object.fromEntries(textMap(Variables)) };
}
