import { isObject, type Json, type JsonObject } from '../../../../asl/json';
import { parsedIfJson } from '../../../integrations/parsed-if-json';
import { RehearsalError } from '../../../rehearsal-error';
import type { AppResource } from '../../app-resources';
import { DeliveryError } from '../delivery-error';
import { connectionParameters } from './connection';
import { type Destination, demandOfRole, type Parcel } from './destination';
import { refuseFailure } from './http-answer';
import { filledPath, requestParameters } from './http-request';

/** https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-api-destinations.html */
const PATIENCE_MS = 5000;

const ANSWER = ['Headers', 'ResponseBody', 'StatusCode'];

/**
 * Sends a request to an API destination. The double for it gets the request in the words of an HTTP task:
 * `{ Method, ApiEndpoint, Headers, QueryParameters, RequestBody }`, and answers `{ StatusCode, Headers, ResponseBody }`, all
 * of them optional.
 */
export const toApiDestination: Destination = async (parcel, text) => {
  const { app, target, rule } = parcel;
  const destination = app.resources.find('AWS::Events::ApiDestination', target.arn);
  demandOfRole(parcel, { action: 'events:InvokeApiDestination', resource: target.arn }, 'an API destination');
  const request = requestTo(parcel, destination, text);
  await app.invocationRates.turn(target.arn, destination?.properties.InvocationRateLimitPerSecond);
  const answer = await inTime(parcel, () => app.functions.invoke(target.arn, request, rule.label));
  const { StatusCode = 200, Headers = {} } = answerIn(answer);
  const headers = Object.entries(Headers as JsonObject).map(([name, value]) => [name.toLowerCase(), value] as const);
  const retryAfter = headers.find(([name]) => name === 'retry-after')?.[1];
  const { ApiEndpoint } = request;
  refuseFailure(String(ApiEndpoint), Number(StatusCode), app.world.clock.now, textOf(retryAfter));
};

function requestTo(parcel: Parcel, destination: AppResource | undefined, text: string): JsonObject {
  const { headers, query, path } = requestParameters(parcel);
  const { HttpMethod, InvocationEndpoint, ConnectionArn } = destination?.properties ?? {};
  const connection = connectionParameters(parcel.app, ConnectionArn);
  const body = parsedIfJson(text);
  return {
    ...(destination && { Method: HttpMethod, ApiEndpoint: filledPath(String(InvocationEndpoint), path) }),
    // Of what both say, the connection counts: https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_HttpParameters.html
    Headers: mergedHeaders({ 'Content-Type': 'application/json; charset=utf-8' }, headers, connection.headers),
    QueryParameters: { ...query, ...connection.query },
    RequestBody: isObject(body) ? { ...body, ...connection.body } : body,
  };
}

/** The later ones count; upper and lower case make no other header. */
function mergedHeaders(...lists: readonly JsonObject[]): JsonObject {
  const merged = new Map<string, readonly [name: string, value: Json]>();
  for (const [name, value] of lists.flatMap((list) => Object.entries(list))) {
    merged.set(name.toLowerCase(), [name, value]);
  }
  return Object.fromEntries(merged.values());
}

/** A request that takes too long may be done all the same. */
function inTime(parcel: Parcel, ask: () => Promise<Json>): Promise<Json> {
  const { clock } = parcel.app.world;
  return new Promise<Json>((resolve, reject) => {
    const timer = clock.after(PATIENCE_MS, () => {
      reject(new DeliveryError('TIMEOUT', `there was no answer within ${PATIENCE_MS / 1000} seconds`));
    });
    ask()
      .catch((error: Error) => {
        throw error instanceof RehearsalError ? error : new DeliveryError('CONNECTION_FAILURE', error.message);
      })
      .then(resolve, reject)
      .finally(() => timer.cancel());
  });
}

function answerIn(answer: Json): JsonObject {
  const response = answer ?? {};
  if (!isObject(response) || Object.keys(response).some((name) => !ANSWER.includes(name))) {
    throw new RehearsalError(
      'the double of an API destination that a rule calls answers with the response: { StatusCode, Headers, ResponseBody }, ' +
        `all of them optional; not with ${JSON.stringify(answer)}`,
    );
  }
  return response;
}

function textOf(value: Json | undefined): string | undefined {
  return value === undefined ? undefined : String(value);
}
