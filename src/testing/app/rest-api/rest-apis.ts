import { uuidFrom } from '../../execution/random';
import { RehearsalError } from '../../rehearsal-error';
import type { CalledApi } from '../apis';
import type { RehearsedApp } from '../rehearsed-app';
import { answer } from './api-answer';
import { checkApiKey } from './api-keys';
import type { ApiRequestOptions, ApiResponse } from './api-request';
import { authorize } from './authorization';
import { DeployedApis } from './deployed-apis';
import { GatewayFailure, internalServerError } from './gateway-failure';
import { gatewayResponse } from './gateway-response';
import { integrate, serviceCall } from './integrate';
import { integrationRequest } from './integration-request';
import { integrationResponse } from './integration-response';
import { inTime } from './integration-time';
import { callProxy } from './integrations/lambda';
import { functionArnOf } from './integrations/service-uri';
import { Invocation } from './invocation';
import { LambdaAuthorizers } from './lambda-authorizers';
import { proxyEvent } from './proxy-event';
import { clientHeaders } from './remapped-headers';
import { validateRequest } from './request-validation';
import type { ApiRoute, RestApi } from './rest-api';
import { routeOf } from './routing';
import { TemplateFailure } from './velocity/values';

/** A payload may have 10 MB: https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-execution-service-limits-table.html */
const PAYLOAD_BYTES = 10 * 1024 * 1024;

/** API Gateway: takes requests to the REST APIs of the app and answers them. */
export class RestApis {
  private readonly deployed: DeployedApis;
  private readonly authorizers: LambdaAuthorizers;

  constructor(private readonly app: RehearsedApp) {
    this.deployed = new DeployedApis(app.resources);
    this.authorizers = new LambdaAuthorizers(app);
  }

  /** All of them, each as somebody who sends requests sees it. */
  public get all(): readonly CalledApi[] {
    return this.deployed.all.map((api) => ({
      id: api.resource.ref,
      path: api.resource.path,
      serves: (method, path) => routeOf(api.routes, method, path) !== undefined,
      request: (method, path, options) => this.request(api, method, path, options),
    }));
  }

  private async request(api: RestApi, verb: string, path: string, options: ApiRequestOptions): Promise<ApiResponse> {
    const { random, world } = this.app;
    const invocation = new Invocation(api, verb, path, options, uuidFrom(random), world.clock.now);
    try {
      return await this.answerTo(invocation);
    } catch (error) {
      const failure = error instanceof TemplateFailure ? internalServerError() : error;
      if (failure instanceof GatewayFailure) {
        return gatewayResponse(failure, invocation);
      }
      throw error;
    }
  }

  private async answerTo(invocation: Invocation): Promise<ApiResponse> {
    const { api, method, path } = invocation;
    const routed = routeOf(api.routes, method, path);
    if (!routed) {
      throw new GatewayFailure('MISSING_AUTHENTICATION_TOKEN', 'Missing Authentication Token');
    }
    const { route, pathParameters } = routed;
    invocation.route = route;
    invocation.pathParameters = pathParameters;
    if (Buffer.byteLength(invocation.body, 'utf8') > PAYLOAD_BYTES) {
      throw new GatewayFailure('REQUEST_TOO_LARGE', 'Request Too Long');
    }
    checkMediaType(invocation);
    await authorize(invocation, route, this.app, this.authorizers);
    if (route.apiKeyRequired) {
      checkApiKey(invocation, this.app.resources);
    }
    validateRequest(invocation, route);
    return this.integrated(invocation, route);
  }

  private async integrated(invocation: Invocation, route: ApiRoute): Promise<ApiResponse> {
    const { integration } = route;
    const { clock } = this.app.world;
    if (integration.type === 'AWS_PROXY') {
      const call = serviceCall(integration, invocation, this.app);
      const arn = functionArnOf(integration.uri, call.place);
      const { status, body, headers } = await inTime(clock, integration.timeoutInMillis, () =>
        callProxy(arn, proxyEvent(invocation), call),
      );
      return answer(status, body, {
        'content-type': 'application/json',
        'x-amzn-requestid': invocation.requestId,
        ...clientHeaders(headers),
      });
    }
    const request = integrationRequest(integration, invocation);
    const answered = await inTime(clock, integration.timeoutInMillis, () =>
      integrate(integration, request, invocation, this.app),
    );
    return integrationResponse(answered, route, invocation);
  }
}

/** https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-payload-encodings.html */
function checkMediaType({ api, body, contentType }: Invocation): void {
  if (body !== '' && api.binaryMediaTypes.some((type) => type === '*/*' || type === contentType)) {
    throw new RehearsalError(
      `${api.resource.path} takes bodies of the type ${contentType} as bytes, which is not rehearsed`,
    );
  }
}
