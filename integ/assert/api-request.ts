import { type Answer, emulatorEndpoint, region, type SignedRequest, send } from './signed-request';

export interface ApiRequest extends Omit<SignedRequest, 'url' | 'service'> {
  readonly api: string;
  readonly stage: string;
  /** With a slash before it. */
  readonly path: string;
}

/** Sends a request to a deployed API. */
export async function requestApi({ api, stage, path, ...request }: ApiRequest): Promise<Answer> {
  return send({ ...request, service: 'execute-api', url: urlOf(api, stage, await region(), path) });
}

/** The emulator has all APIs under one address. */
function urlOf(api: string, stage: string, place: string, path: string): URL {
  const endpoint = emulatorEndpoint();
  if (endpoint !== undefined) return new URL(`${endpoint}/_aws/execute-api/${api}/${stage}${path}`);
  // The default stage of an HTTP API is not part of its address.
  const base = `https://${api}.execute-api.${place}.amazonaws.com`;
  return new URL(stage === '$default' ? `${base}${path}` : `${base}/${stage}${path}`);
}
