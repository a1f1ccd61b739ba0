import { uuidFrom } from '../../execution/random';
import { RehearsalError } from '../../rehearsal-error';
import type { CalledApi } from '../apis';
import type { RehearsedApp } from '../rehearsed-app';
import { answer } from '../rest-api/api-answer';
import { GatewayFailure } from '../rest-api/gateway-failure';
import { inTime } from '../rest-api/integration-time';
import type { ServiceCall } from '../rest-api/integrations/service-call';
import { mappedAnswer } from './answer-mapping';
import { admit } from './authorization';
import { preflightAnswer, sharedAnswer } from './cors';
import { DeployedHttpApis } from './deployed-http-apis';
import type { HttpApi, HttpIntegration, HttpRoute, HttpStage } from './http-api';
import { gatewayAnswer, type HttpAnswer, type HttpRequest } from './http-request';
import { throughFunction } from './lambda-proxy';
import { chooseRoute } from './route-choice';
import { contextOf, SentRequest } from './sent-request';
import { throughStates } from './states-integration';

/** https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-quotas.html */
const PAYLOAD_BYTES = 10 * 1024 * 1024;

/** API Gateway: takes requests to the HTTP APIs of the app and answers them. */
export class HttpApis {
  private readonly deployed: DeployedHttpApis;

  constructor(private readonly app: RehearsedApp) {
    this.deployed = new DeployedHttpApis(app.resources);
  }

  /** All of them, each as somebody who sends requests sees it. */
  public get all(): readonly CalledApi[] {
    return this.deployed.all.map((api) => ({
      id: api.resource.ref,
      path: api.resource.path,
      serves: (method, path) => chooseRoute(api.routes, method, path) !== undefined,
      request: async (method, path, options) => {
        const { status, headers, body } = await this.answer(api, new SentRequest(method, path, options));
        return answer(status, body, headers);
      },
    }));
  }

  private async answer(api: HttpApi, sent: SentRequest): Promise<HttpAnswer> {
    const { headers, method } = sent;
    return (
      preflightAnswer(api.cors, method, headers) ??
      sharedAnswer(api.cors, await this.routed(api, stageOf(api), sent), headers.origin)
    );
  }

  private async routed(api: HttpApi, stage: HttpStage, sent: SentRequest): Promise<HttpAnswer> {
    const { body, credentials, headers, method, path, query } = sent;
    const chosen = chooseRoute(api.routes, method, path);
    if (!chosen) {
      return gatewayAnswer(404, 'Not Found');
    }
    const { route, pathParameters } = chosen;
    const { roles, random, world } = this.app;
    const { now } = world.clock;
    const context = contextOf(api, stage, route.key, sent, uuidFrom(random), now);
    const request = { method, path, headers, query, body, routeKey: route.key, pathParameters, stage, context };
    const admission = admit(route, request, { credentials, roles, resource: resourceOf(api, stage, sent), now });
    if ('refusal' in admission) {
      return admission.refusal;
    }
    if (Buffer.byteLength(body, 'utf8') > PAYLOAD_BYTES) {
      return gatewayAnswer(413, 'Request Entity Too Large');
    }
    const admitted = { ...request, context: { ...context, ...admission.context } };
    const { integration } = route;
    return this.integrated(integration, admitted, {
      app: this.app,
      credentials: integration.credentials,
      requestId: context.requestId,
      sourceArn: sourceArnOf(api, stage, route),
      place: integration.place,
    });
  }

  /**
   * API Gateway waits for so long and no longer; what was called goes on. That the answer is 503 then is reported by users,
   * not documented: https://github.com/serverless/serverless/issues/11222
   */
  private async integrated(integration: HttpIntegration, request: HttpRequest, call: ServiceCall): Promise<HttpAnswer> {
    const ask = integration.subtype ? throughStates : throughFunction;
    try {
      const answered = await inTime(this.app.world.clock, integration.timeoutInMillis, () =>
        ask(integration, request, call),
      );
      return mappedAnswer(answered, request, integration);
    } catch (error) {
      if (error instanceof GatewayFailure) {
        return error.type === 'INTEGRATION_TIMEOUT'
          ? gatewayAnswer(503, 'Service Unavailable')
          : gatewayAnswer(500, 'Internal Server Error');
      }
      throw error;
    }
  }
}

/** Without a stage in its path a request goes to the default one, and in a rehearsal to the only one. */
function stageOf({ resource, stages }: HttpApi): HttpStage {
  const stage = stages.find(({ name }) => name === '$default') ?? (stages.length === 1 ? stages[0] : undefined);
  if (!stage) {
    throw new RehearsalError(
      stages.length === 0
        ? `${resource.path} is deployed to no stage, so that nobody can send it a request`
        : `${resource.path} has several stages and no default one, of which a rehearsal would have to choose`,
    );
  }
  return stage;
}

/** What a caller needs the right to call. */
function resourceOf(api: HttpApi, stage: HttpStage, { method, path }: SentRequest): string {
  return `${arnOf(api)}/${stage.name}/${method}${path}`;
}

/** What a function sees as the source of a call. */
function sourceArnOf(api: HttpApi, stage: HttpStage, { key }: HttpRoute): string {
  return `${arnOf(api)}/${stage.name}/${key.replace(' ', '')}`;
}

function arnOf({ resource }: HttpApi): string {
  const { partition, region, account } = resource.place;
  return `arn:${partition}:execute-api:${region}:${account}:${resource.ref}`;
}
