import { jsonText } from '../../json-text';
import type { ApiCredentials, ApiRequestOptions } from '../rest-api/api-request';
import type { HttpApi, HttpStage } from './http-api';

type Values = Readonly<Record<string, string | readonly string[]>>;

/** A request as a client sends it. */
export class SentRequest {
  /** By their names in lower case; several values of one name joined with commas. */
  public readonly headers: Readonly<Record<string, string>>;
  public readonly query: Readonly<Record<string, string>>;
  public readonly body: string;
  public readonly credentials: ApiCredentials;

  constructor(
    public readonly method: string,
    public readonly path: string,
    { body, credentials = 'authorized', headers = {}, query = {} }: ApiRequestOptions,
  ) {
    this.headers = joined(Object.entries(headers).map(([name, values]) => [name.toLowerCase(), values]));
    this.query = joined(Object.entries(query));
    this.body = body === undefined || typeof body === 'string' ? (body ?? '') : jsonText('the body of a request', body);
    this.credentials = credentials;
  }
}

function joined(entries: readonly [string, Values[string]][]): Record<string, string> {
  const all = new Map<string, string[]>();
  for (const [name, values] of entries) {
    all.set(name, [...(all.get(name) ?? []), ...[values].flat()]);
  }
  return Object.fromEntries([...all].map(([name, values]) => [name, values.join(',')]));
}

/**
 * The variables of `$context` that a mapping can name.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-logging-variables.html
 */
export function contextOf(
  { resource }: HttpApi,
  stage: HttpStage,
  routeKey: string,
  { method, path }: SentRequest,
  requestId: string,
  now: number,
): Record<string, string> {
  const { account, region, urlSuffix } = resource.place;
  return {
    accountId: account,
    apiId: resource.ref,
    domainName: `${resource.ref}.execute-api.${region}.${urlSuffix}`,
    extendedRequestId: requestId,
    httpMethod: method,
    'identity.sourceIp': '127.0.0.1',
    path,
    protocol: 'HTTP/1.1',
    requestId,
    requestTime: commonLogTime(now),
    requestTimeEpoch: String(now),
    routeKey,
    stage: stage.name,
  };
}

/** `01/Mar/2026:08:00:00 +0000` */
function commonLogTime(now: number): string {
  const [, day, month, year, time] = /^\w+, (\d+) (\w+) (\d+) (\S+)/.exec(new Date(now).toUTCString()) ?? [];
  return `${day}/${month}/${year}:${time} +0000`;
}
